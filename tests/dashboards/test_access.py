"""Who may open which page, and whose rows a page asks for."""

import pytest

from dashboards.access import (
    Campus,
    NoScopeError,
    Person,
    campus_in_scope,
    chosen_campus,
    enrollments_in_scope,
    may_be_told,
)
from dashboards.pages_table import PAGES, menu_of, pages_of
from ingest_api.auth.permissions import PERMISSIONS, Permission
from warehouse.metrics import get_registry
from warehouse.vocabulary import Role

EXPECTED = {
    Role.SUPER_ADMIN: [
        "overview",
        "at-risk",
        "capacity",
        "faculty-load",
        "revenue",
        "topics",
        "feedback",
        "today",
        "plan",
        "marks",
        "exams",
        "attendance",
        "weekly-hours",
        "courses",
        "session-report",
        "calls",
        "pipeline",
        "inquiry",
        "enrol",
        "new-inquiry",
        "conversion",
        "rewards",
        "students",
        "reports",
        "progress-report",
        "notifications",
        "rows",
        "explore",
        "workspace",
        "dictionary",
        "changes",
        "model-card",
        "data-quality",
        "users",
        "settings",
        "holidays",
        "report-schedules",
        "imports",
        "campuses",
        "audit",
        "system-health",
    ],
    Role.ADMIN: [
        "overview",
        "at-risk",
        "capacity",
        "faculty-load",
        "revenue",
        "topics",
        "feedback",
        "today",
        "plan",
        "marks",
        "exams",
        "attendance",
        "weekly-hours",
        "courses",
        "session-report",
        "calls",
        "pipeline",
        "inquiry",
        "enrol",
        "new-inquiry",
        "conversion",
        "rewards",
        "students",
        "reports",
        "progress-report",
        "notifications",
        "rows",
        "explore",
        "workspace",
        "dictionary",
        "changes",
        "model-card",
        "data-quality",
        "users",
        "settings",
        "holidays",
        "report-schedules",
    ],
    Role.FACULTY: [
        "today",
        "plan",
        "marks",
        "exams",
        "attendance",
        "my-students",
        "my-hours",
        "weekly-hours",
        "courses",
        "my-feedback",
        "my-reports",
        "session-report",
        "progress-report",
        "alerts",
        "notifications",
        "rows",
    ],
    Role.COUNSELOR: [
        "calls",
        "pipeline",
        "inquiry",
        "enrol",
        "new-inquiry",
        "conversion",
        "rewards",
        "students",
        "reports",
        "progress-report",
        "alerts",
        "notifications",
        "rows",
    ],
    Role.STUDENT: [
        "my-progress",
        "my-schedule",
        "my-attendance",
        "my-resources",
        "my-exams",
        "my-points",
        "give-feedback",
        "notifications",
    ],
}


def person(role: Role, campus_id: int | None = 1, **ids: int) -> Person:
    campus = Campus(campus_id, "PUNE", "Pune", "Asia/Kolkata") if campus_id else None
    return Person(
        id=5,
        first_name="Asha",
        last_name="",
        role=role,
        campus=campus,
        student_id=ids.get("student_id"),
        faculty_id=ids.get("faculty_id"),
        institute_name="Test",
        is_demo=False,
    )


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_exactly_its_pages(role: Role) -> None:
    assert [page.url_path for page in pages_of(role)] == EXPECTED[role]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_lands_on_a_page_of_the_menu(role: Role) -> None:
    assert pages_of(role)[0].is_in_menu


def test_every_page_is_a_file_and_every_file_is_a_page() -> None:
    folder = PAGES[0].path.parents[1]
    assert sorted(page.path for page in PAGES) == sorted(folder.glob("*/*.py"))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_told_the_metrics_that_the_api_tells_it(role: Role) -> None:
    registry = get_registry()
    allowed = {
        name
        for name in registry.metrics
        if {Permission(one) for one in registry.permissions(name)} <= PERMISSIONS[role]
    }
    assert {name for name in registry.metrics if may_be_told(role, name)} == allowed


def test_an_admin_sees_the_rows_of_the_own_campus_only() -> None:
    scope = enrollments_in_scope(person(Role.ADMIN, campus_id=3))
    assert scope.parameters == {"scope_campus_id": 3}
    assert "campus_id" in scope.text


def test_an_admin_without_a_campus_sees_nothing() -> None:
    assert enrollments_in_scope(person(Role.ADMIN, campus_id=None)).text == "false"


def test_sql_of_ones_own_reaches_the_own_campus_or_all_for_a_super_admin() -> None:
    assert campus_in_scope(person(Role.SUPER_ADMIN)) is None
    assert campus_in_scope(person(Role.ADMIN, campus_id=3)) == 3


@pytest.mark.parametrize("role", [Role.FACULTY, Role.COUNSELOR, Role.STUDENT])
def test_sql_of_ones_own_never_reaches_more_than_a_campus(role: Role) -> None:
    if role is Role.COUNSELOR:
        assert campus_in_scope(person(role)) == 1
    else:
        with pytest.raises(NoScopeError):
            campus_in_scope(person(role, student_id=9, faculty_id=9))


def test_without_a_campus_there_is_no_sql() -> None:
    with pytest.raises(NoScopeError, match="No campus is assigned"):
        campus_in_scope(person(Role.ADMIN, campus_id=None))


def test_a_student_sees_the_own_rows_only() -> None:
    assert enrollments_in_scope(person(Role.STUDENT, student_id=9)).parameters == {"scope_student_id": 9}


@pytest.mark.parametrize(
    ("wanted", "sees_all", "chosen"),
    [
        ("PUNE", True, "PUNE"),
        (None, True, None),
        ("ELSEWHERE", True, None),
        ("GOA", False, "GOA"),
        (None, False, "PUNE"),
    ],
)
def test_the_address_chooses_among_visible_campuses(wanted: str | None, sees_all: bool, chosen: str | None) -> None:
    assert chosen_campus(["PUNE", "GOA"], wanted, sees_all=sees_all) == chosen


def test_the_address_cannot_choose_a_campus_out_of_scope() -> None:
    assert chosen_campus(["PUNE"], "GOA", sees_all=False) == "PUNE"


def test_without_any_visible_campus_the_page_says_why() -> None:
    with pytest.raises(NoScopeError, match="No campus is assigned to you"):
        chosen_campus([], "PUNE", sees_all=False)


@pytest.mark.parametrize("role", list(Role))
def test_a_landing_page_is_in_the_menu_and_few_pages_need_no_headings(role: Role) -> None:
    pages = pages_of(role)
    assert pages[0].is_in_menu
    shown = [page for page in pages if page.is_in_menu]
    assert (len(menu_of(role)) == 1) is (len(shown) <= 10)
    assert sorted(page.url_path for of_one in menu_of(role).values() for page in of_one) == sorted(
        page.url_path for page in pages
    )
