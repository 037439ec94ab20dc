"""Reports on schedule: made when due, for each recipient with the rows in sight, kept, and told of."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from httpx import Response

from ingest_api.database import Pool
from ingest_api.upkeep.daily import Upkeep
from tests.factories import make_user
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

WEEKLY = {"report": "student-progress", "frequency": "weekly", "weekday": 1}
STAFF = (Role.SUPER_ADMIN, Role.ADMIN, Role.COUNSELOR, Role.FACULTY)


def today(connection: psycopg.Connection, school: School) -> date:
    """The day that it is at the school's campus."""
    row = connection.execute(
        "select (now() at time zone time_zone)::date from operational.campuses where id = %s", (school.campus,)
    ).fetchone()
    assert row is not None
    day: date = row[0]
    return day


def make(api: Api, school: School, role: Role = Role.ADMIN, **content: Any) -> dict[str, Any]:
    """A schedule that somebody made for all staff of the school."""
    given = {"recipients": [school.users[one] for one in STAFF]}
    answer = api.post("/reports/schedules", api.log_in(school.users[role]), json=WEEKLY | given | content)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def run(api: Api, school: School, schedule: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(f"/reports/schedules/{schedule['id']}/run", api.log_in(school.users[Role.ADMIN]), json={})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def lines(answer: Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def received(api: Api, user_id: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.get("/reports/received", api.log_in(user_id)).json()["items"]
    return items


def test_a_schedule_is_listed_with_its_next_day_and_recipients(api: Api, school: School) -> None:
    made = make(api, school)
    assert date.fromisoformat(made["next_run_on"]).isoweekday() == 1
    assert date.fromisoformat(made["next_run_on"]) > today(api.connection, school)
    assert (made["title"], made["campus_id"], made["is_active"]) == ("Student progress", school.campus, True)
    listed = api.get("/reports/schedules", api.log_in(school.users[Role.ADMIN])).json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert {one["user_id"] for one in listed[0]["recipients"]} == {school.users[one] for one in STAFF}
    assert listed[0]["last_run"] is None
    assert api.get("/reports/schedules", api.log_in(school.other_admin)).json()["items"] == []
    monthly = make(api, school, Role.SUPER_ADMIN, frequency="monthly", weekday=None, day_of_month=1)
    assert (monthly["campus_id"], monthly["next_run_on"][-2:]) == (None, "01")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"weekday": None}, "weekday"),
        ({"day_of_month": 3}, "day_of_month"),
        ({"frequency": "monthly"}, "day_of_month"),
        ({"frequency": "monthly", "day_of_month": 1}, "weekday"),
        ({"weekday": 8}, "weekday"),
        ({"frequency": "daily"}, "frequency"),
        ({"report": "gossip"}, "report"),
        ({"recipients": []}, "recipients"),
    ],
)
def test_what_a_schedule_lacks_is_told_by_field(api: Api, school: School, content: dict[str, Any], field: str) -> None:
    sent = WEEKLY | {"recipients": [school.users[Role.ADMIN]]} | content
    answer = api.post("/reports/schedules", api.log_in(school.users[Role.ADMIN]), json=sent)
    assert answer.status_code == 422
    assert field in [error["field"].rsplit(".", 1)[-1] for error in answer.json()["errors"]]


def test_only_who_may_read_it_about_that_campus_is_a_recipient(api: Api, school: School) -> None:
    headers = api.log_in(school.users[Role.SUPER_ADMIN])
    gone = make_user(api.connection, Role.ADMIN, school.campus, status="suspended")
    wrong = [school.users[Role.STUDENT], school.other_admin, gone, 2**40]
    sent = WEEKLY | {"campus_id": school.campus, "recipients": [school.users[Role.FACULTY], *wrong]}
    answer = api.post("/reports/schedules", headers, json=sent)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"recipients.{place}" for place in (1, 2, 3, 4)]
    # Faculty do not read about leads.
    leads = WEEKLY | {"report": "crm-metrics", "campus_id": school.campus, "recipients": [school.users[Role.FACULTY]]}
    assert api.post("/reports/schedules", headers, json=leads).status_code == 422
    # Without a campus everybody is given what they may see.
    assert make(api, school, Role.SUPER_ADMIN, recipients=[school.other_admin])["campus_id"] is None


def test_each_recipient_is_given_the_rows_in_sight(api: Api, published: School) -> None:
    made = run(api, published, make(api, published))
    assert (made["status"], made["problem"], made["files_count"], made["is_by_hand"]) == ("made", None, 4, True)
    expected = {
        Role.SUPER_ADMIN: {"S1": "Asha Rao", "'=S2": "देव"},
        Role.ADMIN: {"S1": "Asha Rao", "'=S2": "देव"},
        Role.FACULTY: {"S1": "Asha Rao"},
        Role.COUNSELOR: {"S1": None, "'=S2": None},
    }
    for role, names in expected.items():
        headers = api.log_in(published.users[role])
        [file] = received(api, published.users[role])
        rows = lines(api.get(f"/reports/received/{file['id']}", headers, format="csv"))
        assert {row["enrollment_no"]: row.get("student_name") for row in rows} == names, role
        assert file["rows_count"] == len(names)
        pdf = api.get(f"/reports/received/{file['id']}", headers)
        assert pdf.content.startswith(b"%PDF-")
        assert pdf.headers["Cache-Control"] == "private, no-store"
        [note] = api.get("/notifications", headers).json()["items"]
        assert (note["kind"], note["payload"]["file_id"]) == ("report.ready", file["id"])


def test_a_file_is_its_recipient_s_alone(api: Api, published: School) -> None:
    run(api, published, make(api, published))
    [file] = received(api, published.users[Role.ADMIN])
    for user_id in (published.users[Role.SUPER_ADMIN], published.users[Role.COUNSELOR], published.other_admin):
        assert api.get(f"/reports/received/{file['id']}", api.log_in(user_id)).status_code == 404


def test_who_moved_to_another_campus_no_longer_reads_what_was_given_before(api: Api, published: School) -> None:
    run(api, published, make(api, published))
    mover = published.users[Role.COUNSELOR]
    [file] = received(api, mover)
    api.connection.execute("update operational.users set campus_id = %s where id = %s", (published.other_campus, mover))
    assert received(api, mover) == []
    assert api.get(f"/reports/received/{file['id']}", api.log_in(mover)).status_code == 404
    # Nor is given what comes next.
    schedule = api.get("/reports/schedules", api.log_in(published.users[Role.ADMIN])).json()["items"][0]
    assert run(api, published, schedule)["files_count"] == 3


def test_a_run_that_fails_says_why_and_to_whom_it_belongs(api: Api, school: School) -> None:
    schedule = make(api, school)
    failed = run(api, school, schedule)
    assert (failed["status"], failed["files_count"]) == ("failed", 0)
    assert "no published figures" in failed["problem"]
    headers = api.log_in(school.users[Role.ADMIN])
    assert api.get(f"/reports/schedules/{schedule['id']}", headers).json()["last_run"]["problem"] == failed["problem"]
    assert [one["id"] for one in api.get(f"/reports/schedules/{schedule['id']}/runs", headers).json()["items"]] == [
        failed["id"]
    ]
    assert api.get("/notifications", headers).json()["items"][0]["kind"] == "report.failed"
    assert received(api, school.users[Role.FACULTY]) == []


def test_it_is_changed_stopped_and_removed(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.ADMIN])
    schedule = make(api, published)
    path = f"/reports/schedules/{schedule['id']}"
    assert api.put(path, headers, json={"frequency": "monthly"}).status_code == 422
    monthly = {"frequency": "monthly", "day_of_month": 5, "recipients": [published.users[Role.FACULTY]]}
    changed = api.put(path, headers | {"If-Match": f'"{schedule["version"]}"'}, json=monthly).json()
    assert (changed["weekday"], changed["next_run_on"][-2:], len(changed["recipients"])) == (None, "05", 1)
    lost = api.put(path, headers | {"If-Match": f'"{schedule["version"]}"'}, json={"is_active": False})
    assert lost.status_code == 409
    stopped = api.put(path, headers, json={"is_active": False}).json()
    assert stopped["is_active"] is False
    run(api, published, schedule)
    assert len(received(api, published.users[Role.FACULTY])) == 1
    assert api.delete(path, headers).status_code == 200
    assert received(api, published.users[Role.FACULTY]) == []
    assert api.get(path, headers).status_code == 404


@pytest.mark.anyio
async def test_the_upkeep_makes_what_is_due_once(
    pool: Pool, connection: psycopg.Connection, published: School, settings: Settings
) -> None:
    day = today(connection, published)
    due, later, stopped = (
        insert_schedule(connection, published, day, is_active=True),
        insert_schedule(connection, published, day + timedelta(1), is_active=True),
        insert_schedule(connection, published, day, is_active=False),
    )
    upkeep = Upkeep(pool, settings)
    assert await upkeep.take_reports() >= 1
    assert [runs_of(connection, one) for one in (due, later, stopped)] == [["made"], [], []]
    following = next_day_of(connection, due)
    assert following == day + timedelta(7)
    assert await upkeep.take_reports() == 0


@pytest.mark.anyio
async def test_what_failed_is_tried_again_the_next_day(
    pool: Pool, connection: psycopg.Connection, school: School, settings: Settings
) -> None:
    day = today(connection, school)
    due = insert_schedule(connection, school, day, is_active=True)
    assert await Upkeep(pool, settings).take_reports() >= 1
    assert runs_of(connection, due) == ["failed"]
    assert next_day_of(connection, due) == day + timedelta(1)


@pytest.mark.anyio
async def test_old_files_are_forgotten(
    pool: Pool, connection: psycopg.Connection, published: School, settings: Settings
) -> None:
    day = today(connection, published)
    due = insert_schedule(connection, published, day, is_active=True)
    old = day - timedelta(settings.keep_report_days + 1)
    connection.execute(
        "insert into operational.report_runs (schedule_id, run_on, date_from, date_to, status)"
        " values (%s, %s, %s, %s, 'made')",
        (due, old, old, old),
    )
    await Upkeep(pool, settings).take_reports()
    assert runs_of(connection, due) == ["made"]


def insert_schedule(connection: psycopg.Connection, school: School, next_run_on: date, *, is_active: bool) -> int:
    """A weekly schedule of the school's admin for herself, due on a day."""
    row = connection.execute(
        "insert into operational.report_schedules"
        " (report, campus_id, frequency, weekday, next_run_on, is_active, created_by)"
        " values ('student-progress', %s, 'weekly', %s, %s, %s, %s) returning id",
        (school.campus, next_run_on.isoweekday(), next_run_on, is_active, school.users[Role.ADMIN]),
    ).fetchone()
    assert row is not None
    connection.execute(
        "insert into operational.report_recipients (schedule_id, user_id) values (%s, %s)",
        (row[0], school.users[Role.ADMIN]),
    )
    return int(row[0])


def runs_of(connection: psycopg.Connection, schedule_id: int) -> list[str]:
    rows = connection.execute(
        "select status from operational.report_runs where schedule_id = %s order by id", (schedule_id,)
    ).fetchall()
    return [row[0] for row in rows]


def next_day_of(connection: psycopg.Connection, schedule_id: int) -> date:
    row = connection.execute(
        "select next_run_on from operational.report_schedules where id = %s", (schedule_id,)
    ).fetchone()
    assert row is not None
    day: date = row[0]
    return day
