"""The table of pages: which there are, at which address, for which roles, and under which heading of the menu.

Belongs here: the table and what is read from it. Whose rows a person may see stands in `access.py`, how a page looks in
`app_pages/`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dashboards.language import gettext_noop
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
