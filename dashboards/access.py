"""Who may open which page, and whose rows of the snapshot a person may see.

Belongs here: the table of pages, and what a page asks of `warehouse/scope.py`. Does not belong here: what a person may
read or write through the API (the API decides that itself, row by row) and how a page looks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from dashboards.language import _, gettext_noop
from warehouse.metrics import get_registry
from warehouse.scope import Place, Predicate, Resource, Viewer, row_predicate
from warehouse.vocabulary import Role

PAGES_FOLDER: Final = Path(__file__).parent / "app_pages"
# Who asks the warehouse in SQL; an admin is given the rows of the own campus.
ANALYSTS: Final = (Role.SUPER_ADMIN, Role.ADMIN)
# Who looks after inquiries and students.
OFFICE: Final = (Role.COUNSELOR, Role.ADMIN, Role.SUPER_ADMIN)
ADMINS: Final = (Role.ADMIN, Role.SUPER_ADMIN)
# Who works here; dbt's documentation holds no row of anybody.
STAFF: Final = frozenset(Role) - {Role.STUDENT}


@dataclass(frozen=True)
class Campus:
    """A campus as the API tells it."""

    id: int
    code: str
    name: str
    time_zone: str


@dataclass(frozen=True)
class Person:
    """Who is logged in, as `GET /auth/me` tells it."""

    id: int
    first_name: str
    last_name: str
    role: Role
    campus: Campus | None
    student_id: int | None
    faculty_id: int | None
    institute_name: str
    is_demo: bool
    clock_as_of: date | None = None
    # The code of no currency, by ISO 4217.
    currency: str = "XXX"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def today(self) -> date:
        """The day that it is for this person: the institute's clock if an import set it back, else the campus's day."""
        zone = ZoneInfo(self.campus.time_zone) if self.campus else UTC
        return self.clock_as_of or datetime.now(zone).date()

    @classmethod
    def from_api(cls, told: dict[str, Any]) -> "Person":
        """Reads the answer of `GET /auth/me`."""
        campus = told.get("campus")
        return cls(
            id=told["id"],
            first_name=told["first_name"],
            last_name=told.get("last_name") or "",
            role=Role(told["role"]),
            campus=Campus(campus["id"], campus["code"], campus["name"], campus["time_zone"]) if campus else None,
            student_id=told.get("student_id"),
            faculty_id=told.get("faculty_id"),
            institute_name=told["institute"]["name"],
            is_demo=told["institute"]["is_demo"],
            clock_as_of=date.fromisoformat(clock) if (clock := told["institute"]["clock_as_of"]) else None,
            currency=told["institute"]["currency"],
        )


@dataclass(frozen=True)
class PageRule:
    """One page: its file, its address, and the roles that may open it."""

    file: str
    title: str
    icon: str
    url_path: str
    roles: frozenset[Role]
    is_in_menu: bool = True
    section: str = ""

    @property
    def path(self) -> Path:
        """The script of the page."""
        return PAGES_FOLDER / self.file


def _for(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


# Headings of the menu, for roles whose pages would be too many in one list.
TEACHING, COUNSELING = gettext_noop("Teaching"), gettext_noop("Counseling")
DATA, ADMINISTRATION = gettext_noop("Data"), gettext_noop("Administration")

# The first page that a role may open is the one it lands on.
PAGES: Final[tuple[PageRule, ...]] = (
    PageRule("admin/overview.py", "Overview", ":material/monitoring:", "overview", _for(Role.SUPER_ADMIN, Role.ADMIN)),
    PageRule("admin/at_risk.py", "At risk", ":material/crisis_alert:", "at-risk", _for(Role.SUPER_ADMIN, Role.ADMIN)),
    PageRule("admin/capacity.py", "Capacity", ":material/event_seat:", "capacity", _for(Role.SUPER_ADMIN, Role.ADMIN)),
    PageRule("admin/faculty_load.py", "Faculty load", ":material/schedule:", "faculty-load", _for(*ADMINS)),
    PageRule("admin/revenue.py", "Revenue", ":material/payments:", "revenue", _for(*ADMINS)),
    PageRule(
        "admin/topics.py", "Topics", ":material/stacked_line_chart:", "topics", _for(Role.SUPER_ADMIN, Role.ADMIN)
    ),
    PageRule(
        "admin/feedback.py",
        "Feedback",
        ":material/forum:",
        "feedback",
        _for(Role.SUPER_ADMIN, Role.ADMIN),
    ),
    PageRule(
        "faculty/today.py",
        "Today",
        ":material/today:",
        "today",
        _for(Role.FACULTY, Role.ADMIN, Role.SUPER_ADMIN),
    ),
    PageRule("faculty/plan.py", "Plan", ":material/edit_calendar:", "plan", _for(Role.FACULTY, *ADMINS)),
    PageRule(
        "faculty/marks.py",
        "Work and marks",
        ":material/grading:",
        "marks",
        _for(Role.FACULTY, *ADMINS),
        section=TEACHING,
    ),
    PageRule(
        "faculty/exams.py",
        "Exams",
        ":material/workspace_premium:",
        "exams",
        _for(Role.FACULTY, *ADMINS),
        section=TEACHING,
    ),
    PageRule(
        "faculty/sheet.py",
        "Attendance",
        ":material/checklist:",
        "attendance",
        _for(Role.FACULTY, Role.ADMIN, Role.SUPER_ADMIN),
        is_in_menu=False,
    ),
    PageRule("faculty/students.py", "My students", ":material/groups:", "my-students", _for(Role.FACULTY)),
    PageRule("faculty/hours.py", "My hours", ":material/schedule:", "my-hours", _for(Role.FACULTY)),
    PageRule(
        "faculty/weekly_hours.py",
        "Weekly hours",
        ":material/event_available:",
        "weekly-hours",
        _for(Role.FACULTY, *ADMINS),
        section=TEACHING,
    ),
    PageRule(
        "faculty/courses.py",
        "Courses",
        ":material/library_books:",
        "courses",
        _for(Role.FACULTY, *ADMINS),
        section=TEACHING,
    ),
    PageRule("faculty/feedback.py", "Feedback", ":material/forum:", "my-feedback", _for(Role.FACULTY)),
    PageRule("faculty/reports.py", "Reports", ":material/description:", "my-reports", _for(Role.FACULTY)),
    PageRule(
        "faculty/session_report.py",
        "Session report",
        ":material/description:",
        "session-report",
        _for(Role.FACULTY, Role.ADMIN, Role.SUPER_ADMIN),
        is_in_menu=False,
    ),
    PageRule(
        "counselor/calls.py",
        "Calls",
        ":material/call:",
        "calls",
        _for(*OFFICE),
        section=COUNSELING,
    ),
    PageRule(
        "counselor/pipeline.py", "Pipeline", ":material/view_kanban:", "pipeline", _for(*OFFICE), section=COUNSELING
    ),
    PageRule("counselor/inquiry.py", "Inquiry", ":material/person:", "inquiry", _for(*OFFICE), is_in_menu=False),
    PageRule("counselor/enrol.py", "Enrol", ":material/school:", "enrol", _for(*OFFICE), is_in_menu=False),
    PageRule(
        "counselor/new_inquiry.py",
        "New inquiry",
        ":material/person_add:",
        "new-inquiry",
        _for(*OFFICE),
        section=COUNSELING,
    ),
    PageRule(
        "counselor/conversion.py",
        "Conversion",
        ":material/filter_alt:",
        "conversion",
        _for(*OFFICE),
        section=COUNSELING,
    ),
    PageRule("counselor/rewards.py", "Rewards", ":material/award_star:", "rewards", _for(*OFFICE), section=COUNSELING),
    PageRule("counselor/students.py", "Students", ":material/group:", "students", _for(*OFFICE), section=COUNSELING),
    PageRule("counselor/reports.py", "Reports", ":material/description:", "reports", _for(*OFFICE), section=COUNSELING),
    PageRule(
        "faculty/progress_report.py",
        "Progress report",
        ":material/description:",
        "progress-report",
        _for(Role.FACULTY, Role.COUNSELOR, Role.ADMIN, Role.SUPER_ADMIN),
        is_in_menu=False,
    ),
    PageRule(
        "faculty/alerts.py",
        "Who needs me",
        ":material/volunteer_activism:",
        "alerts",
        _for(Role.FACULTY, Role.COUNSELOR),
    ),
    PageRule("student/progress.py", "My progress", ":material/trending_up:", "my-progress", _for(Role.STUDENT)),
    PageRule("student/schedule.py", "My schedule", ":material/calendar_month:", "my-schedule", _for(Role.STUDENT)),
    PageRule("student/attendance.py", "My attendance", ":material/fact_check:", "my-attendance", _for(Role.STUDENT)),
    PageRule("student/resources.py", "Learn from", ":material/menu_book:", "my-resources", _for(Role.STUDENT)),
    PageRule("student/exams.py", "My exams", ":material/workspace_premium:", "my-exams", _for(Role.STUDENT)),
    PageRule("student/points.py", "My points", ":material/award_star:", "my-points", _for(Role.STUDENT)),
    PageRule("student/feedback.py", "Give feedback", ":material/rate_review:", "give-feedback", _for(Role.STUDENT)),
    PageRule(
        "everybody/notifications.py", "Notifications", ":material/notifications:", "notifications", frozenset(Role)
    ),
    PageRule("everybody/rows.py", "Rows behind a number", ":material/table_rows:", "rows", STAFF, is_in_menu=False),
    PageRule(
        "analyst/explorer.py", "Metric explorer", ":material/query_stats:", "explore", _for(*ANALYSTS), section=DATA
    ),
    PageRule(
        "analyst/workspace.py", "SQL workspace", ":material/database:", "workspace", _for(*ANALYSTS), section=DATA
    ),
    PageRule(
        "analyst/dictionary.py", "Data dictionary", ":material/menu_book:", "dictionary", _for(*ANALYSTS), section=DATA
    ),
    PageRule("analyst/changes.py", "What changed", ":material/difference:", "changes", _for(*ANALYSTS), section=DATA),
    PageRule("admin/models.py", "Model card", ":material/science:", "model-card", _for(*ADMINS), section=DATA),
    PageRule(
        "admin/data_quality.py",
        "Data quality",
        ":material/fact_check:",
        "data-quality",
        _for(*ADMINS),
        section=DATA,
    ),
    PageRule("admin/users.py", "Users", ":material/group:", "users", _for(*ADMINS), section=ADMINISTRATION),
    PageRule("admin/settings.py", "Settings", ":material/tune:", "settings", _for(*ADMINS), section=ADMINISTRATION),
    PageRule(
        "admin/holidays.py", "Holidays", ":material/event_busy:", "holidays", _for(*ADMINS), section=ADMINISTRATION
    ),
    PageRule(
        "admin/schedules.py",
        "Reports on schedule",
        ":material/schedule_send:",
        "report-schedules",
        _for(*ADMINS),
        section=ADMINISTRATION,
    ),
    PageRule(
        "admin/imports.py",
        "Imports",
        ":material/upload_file:",
        "imports",
        _for(Role.SUPER_ADMIN),
        section=ADMINISTRATION,
    ),
    PageRule(
        "admin/campuses.py",
        "Campuses",
        ":material/domain:",
        "campuses",
        _for(Role.SUPER_ADMIN),
        section=ADMINISTRATION,
    ),
    PageRule(
        "admin/audit.py",
        "Audit trail",
        ":material/policy:",
        "audit",
        _for(Role.SUPER_ADMIN),
        section=ADMINISTRATION,
    ),
    PageRule(
        "admin/system_health.py",
        "System health",
        ":material/monitor_heart:",
        "system-health",
        _for(Role.SUPER_ADMIN),
        section=ADMINISTRATION,
    ),
)


# Who may be told which metrics, by what the registry says one must be allowed to; the same as the API's permissions.
METRIC_READERS: Final[dict[str, frozenset[Role]]] = {
    "analytics:own": frozenset(Role),
    "analytics:risk": STAFF,
    "analytics:faculty": _for(*ADMINS, Role.FACULTY),
    "analytics:feedback": _for(*ADMINS, Role.FACULTY),
    "analytics:crm": _for(*OFFICE),
    "analytics:institute": _for(*OFFICE),
}


def may_be_told(role: Role, metric: str) -> bool:
    """Whether a role may be told a metric of the registry.

    Raises:
        MetricError: there is no such metric.
    """
    needed = get_registry().permissions(metric)
    return all(role in METRIC_READERS.get(permission, frozenset()) for permission in needed)


def pages_of(role: Role) -> list[PageRule]:
    """The pages that a role may open, the landing page first."""
    return [page for page in PAGES if role in page.roles]


# So many pages read well in one list.
_FEW: Final = 10


def menu_of(role: Role) -> dict[str, list[PageRule]]:
    """The pages of a role under the headings of its menu; few pages need none."""
    pages = pages_of(role)
    if sum(page.is_in_menu for page in pages) <= _FEW:
        return {"": pages}
    menu: dict[str, list[PageRule]] = {}
    for page in pages:
        menu.setdefault(page.section, []).append(page)
    return menu


def enrollments_in_scope(person: Person) -> Predicate:
    """Which rows of the snapshot's marts a person may see; aliases the row as `enrollment`."""
    return row_predicate(viewer_of(person), Resource.ENROLLMENTS, "enrollment", Place.MARTS)


def feedback_in_scope(person: Person) -> Predicate:
    """Which feedback of the snapshot a person may see; aliases the row as `said`."""
    return row_predicate(viewer_of(person), Resource.FEEDBACK, "said", Place.MARTS)


def inquiries_in_scope(person: Person) -> Predicate:
    """Which inquiries of the snapshot a person may see; aliases the row as `lead`."""
    return row_predicate(viewer_of(person), Resource.INQUIRIES, "lead", Place.MARTS)


def viewer_of(person: Person) -> Viewer:
    """Whose row scope the metric registry holds to when a person asks it."""
    return Viewer(
        user_id=person.id,
        role=person.role,
        campus_id=person.campus.id if person.campus else None,
        student_id=person.student_id,
        faculty_id=person.faculty_id,
    )


def campus_in_scope(person: Person) -> int | None:
    """The campus whose rows a person may ask for in SQL; None is the whole institute.

    Raises:
        NoScopeError: nothing is in scope.
    """
    predicate = enrollments_in_scope(person)
    if predicate.text == "true":
        return None
    if set(predicate.parameters) != {"scope_campus_id"}:
        raise NoScopeError(_("No campus is assigned to you yet. Ask a super admin to assign one."))
    return predicate.parameters["scope_campus_id"]


def chosen_campus(visible_codes: list[str], wanted: str | None, *, sees_all: bool) -> str | None:
    """The campus whose figures a page shows when its address asks for one (`?campus=PUNE`).

    A campus outside the scope is neither an error nor a leak: the page shows what it shows without the wish.

    Args:
        visible_codes: the campuses in the person's scope.
        wanted: what the address asks for.
        sees_all: whether the scope is the whole institute.

    Returns:
        A campus code in scope, or None for the whole institute (only when `sees_all`).

    Raises:
        NoScopeError: nothing is in scope.
    """
    if wanted in visible_codes:
        return wanted
    if sees_all:
        return None
    if not visible_codes:
        raise NoScopeError(_("No campus is assigned to you yet. Ask a super admin to assign one."))
    return visible_codes[0]


class NoScopeError(PermissionError):
    """This person may see nobody's rows; the message says what to do about it."""
