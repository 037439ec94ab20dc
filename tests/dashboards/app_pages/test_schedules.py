"""Reports on schedule on their screen, and the reports that their recipients find among the notifications."""

from typing import Any

import pytest

from dashboards.components.notification_list import page_about
from dashboards.components.schedule_form import READERS, REPORT_NAMES
from ingest_api.auth.permissions import PERMISSIONS
from ingest_api.report_schedules.kinds import KINDS
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_counselor import keys
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.dashboards.test_access import person
from tests.factories.insert import insert
from warehouse.vocabulary import ReportKind, Role

SCHEDULES = "app_pages/admin/schedules.py"
NOTIFICATIONS = "app_pages/everybody/notifications.py"


def _new(person: object, campuses: dict[int, str]) -> None:
    from dashboards.components.schedule_form import new_schedule

    new_schedule(person, campuses)


def _change(person: object, schedule: dict[str, object]) -> None:
    from dashboards.components.schedule_form import change_schedule

    change_schedule(person, schedule)


def _runs(schedule: dict[str, object]) -> None:
    from dashboards.components.schedule_list import last_runs

    last_runs(schedule)


@pytest.fixture
def schedule(institute: Institute) -> int:
    """One of the school's admin, for the faculty member."""
    school = institute.school
    made = insert(
        institute.connection,
        "report_schedules",
        report="student-progress",
        campus_id=school.campus,
        frequency="weekly",
        weekday=3,
        next_run_on="2099-01-07",
        created_by=school.users[Role.ADMIN],
    )
    insert(institute.connection, "report_recipients", schedule_id=made, user_id=school.users[Role.FACULTY])
    return made


def test_a_schedule_is_made(open_as: Open, institute: Institute) -> None:
    page = open_as(Role.ADMIN, SCHEDULES)
    assert not page.exception
    person, school = page.session_state["_person"][1], institute.school
    made = dialog(_new, person, {school.campus: "Here"})
    made.segmented_control(key="schedule-frequency").set_value("monthly").run()
    made.selectbox(key="schedule-day").set_value(5)
    made.multiselect(key=f"schedule-for-student-progress-{school.campus}").set_value([school.users[Role.COUNSELOR]])
    made.run()
    made.button(key="schedule-save").click().run()
    assert not made.exception
    assert not made.error
    row = institute.connection.execute(
        "select report, campus_id, frequency, day_of_month, created_by from operational.report_schedules"
        " order by id desc limit 1"
    ).fetchone()
    assert row == ("student-progress", school.campus, "monthly", 5, school.users[Role.ADMIN])
    assert "Every month on day 5" in words(open_as(Role.ADMIN, SCHEDULES))


def test_a_run_that_failed_says_why(open_as: Open, schedule: int) -> None:
    page = open_as(Role.ADMIN, SCHEDULES)
    assert f"runs-{schedule}" not in keys(page)
    page.button(key=f"run-{schedule}").click().run()
    assert not page.exception
    shown = words(page)
    # The API of these tests has no published figures.
    assert "■ Failed: There are no published figures" in shown
    assert "Every Wednesday, next on 7 January 2099" in shown
    runs = dialog(_runs, {"id": schedule, "title": "Student progress", "campus_name": None})
    assert not runs.exception
    assert "by hand" in words(runs)


def test_it_is_stopped_and_removed(open_as: Open, institute: Institute, schedule: int) -> None:
    page = open_as(Role.ADMIN, SCHEDULES)
    person = page.session_state["_person"][1]
    told: dict[str, Any] = {
        "id": schedule,
        "report": "student-progress",
        "title": "Student progress",
        "campus_id": institute.school.campus,
        "campus_name": "Here",
        "frequency": "weekly",
        "weekday": 3,
        "day_of_month": None,
        "is_active": True,
        "recipients": [{"user_id": institute.school.users[Role.FACULTY]}],
        "version": 1,
    }
    changed = dialog(_change, person, told)
    assert not changed.exception
    changed.toggle(key="schedule-active").set_value(False).run()
    changed.button(key="schedule-save").click().run()
    assert not changed.error
    assert "stopped, not made on schedule" in words(open_as(Role.ADMIN, SCHEDULES))
    # It was changed meanwhile.
    late = dialog(_change, person, told)
    late.button(key="schedule-remove").click().run()
    assert "Somebody else has changed this meanwhile" in late.error[0].value
    gone = dialog(_change, person, told | {"version": 2})
    gone.button(key="schedule-remove").click().run()
    assert not gone.error
    assert f"run-{schedule}" not in keys(open_as(Role.ADMIN, SCHEDULES))


def test_a_recipient_finds_the_report_among_the_notifications(
    open_as: Open, institute: Institute, schedule: int
) -> None:
    school, connection = institute.school, institute.connection
    faculty = school.users[Role.FACULTY]
    days = {"run_on": "2026-06-15", "date_from": "2026-06-08", "date_to": "2026-06-14"}
    run = insert(connection, "report_runs", schedule_id=schedule, status="made", **days)
    content = {"rows_count": 12, "csv": b"a,b", "pdf": b"%PDF-"}
    file = insert(
        connection, "report_files", run_id=run, user_id=faculty, role="faculty", campus_id=school.campus, **content
    )
    for kept in (file, 2**40):
        connection.execute(
            "insert into operational.notifications (user_id, kind, title, payload, link)"
            " values (%s, 'report.ready', 'A report', jsonb_build_object('file_id', %s::bigint), '/notifications')",
            (faculty, kept),
        )
    page = open_as(Role.FACULTY, NOTIFICATIONS)
    assert not page.exception
    shown = words(page)
    assert "8 Jun to 14 Jun 2026" in shown
    assert "12 rows" in shown
    assert "no longer kept" in shown
    assert [button.proto.label for button in page.get("download_button")] == ["PDF", "CSV"]
    page.button(key="notes-read").click().run()
    assert "notes-read" not in keys(page)


@pytest.mark.parametrize(
    ("link", "role", "path"),
    [
        ("/model-card", Role.ADMIN, "model-card"),
        ("/model-card", Role.FACULTY, None),
        ("/crm/inquiries/7", Role.COUNSELOR, "calls"),
        ("/feedback/7", Role.FACULTY, "my-feedback"),
        ("/interventions/7", Role.ADMIN, "at-risk"),
        ("/rewards/7", Role.STUDENT, "my-points"),
        ("/rewards/7", Role.COUNSELOR, "rewards"),
        ("/action-items/7", Role.FACULTY, "alerts"),
        ("/action-items/7", Role.ADMIN, "feedback"),
        (None, Role.STUDENT, None),
    ],
)
def test_a_notification_leads_to_a_page_that_its_reader_may_open(
    link: str | None, role: Role, path: str | None
) -> None:
    page = page_about({"link": link}, person(role))
    assert (page and page.url_path) == path


@pytest.mark.parametrize("role", [Role.STUDENT, Role.COUNSELOR])
def test_who_was_told_nothing_is_told_so(open_as: Open, role: Role, institute: Institute) -> None:
    institute.connection.execute(
        "delete from operational.notifications where user_id = %s", (institute.school.users[role],)
    )
    assert "Nothing yet." in words(open_as(role, NOTIFICATIONS))


def test_the_screen_offers_the_readers_that_the_api_takes() -> None:
    assert set(REPORT_NAMES) == set(ReportKind)
    for kind, known in KINDS.items():
        assert READERS[kind] == {role for role in Role if known.permission in PERMISSIONS[role]}, kind
