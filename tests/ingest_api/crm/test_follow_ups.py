"""Follow-ups: planned, ended with a next date or the end of the inquiry, missed by rule."""

from datetime import date, timedelta

import pytest

from tests.ingest_api.conftest import Api
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry, stages, today
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


@pytest.fixture
def day(api: Api, school: School) -> date:
    return today(api.connection, school.campus)


@pytest.fixture
def headers(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.COUNSELOR])


def test_planning_one_moves_its_inquiry(api: Api, school: School, headers: dict[str, str], day: date) -> None:
    inquiry = make_inquiry(api.connection, school.campus, counselor_id=school.users[Role.COUNSELOR])
    plan = {"inquiry_id": inquiry, "follow_up_date": str(day + timedelta(3)), "follow_up_type": "visit"}
    answer = api.post("/crm/follow-ups", headers, json=plan)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["status"], answer.json()["counselor_id"]) == ("pending", school.users[Role.COUNSELOR])
    found = api.get(f"/crm/inquiries/{inquiry}", headers).json()
    assert (found["status"], found["next_follow_up_date"]) == ("follow_up_scheduled", plan["follow_up_date"])
    assert stages(api.connection, inquiry) == ["new", "follow_up_scheduled"]
    assert api.post("/crm/follow-ups", headers, json=plan).status_code == 409
    assert api.post("/crm/follow-ups", headers, json={**plan, "follow_up_date": "2020-01-01"}).status_code == 422
    # An earlier one is the next one then, a later one is not.
    for days in (1, 9):
        api.post("/crm/follow-ups", headers, json={**plan, "follow_up_date": str(day + timedelta(days))})
    found = api.get(f"/crm/inquiries/{inquiry}", headers).json()
    assert found["next_follow_up_date"] == str(day + timedelta(1))


def test_a_completed_one_needs_an_outcome_and_what_comes_next(
    api: Api, school: School, headers: dict[str, str], day: date
) -> None:
    inquiry = make_inquiry(api.connection, school.campus)
    follow_up = make_follow_up(api.connection, inquiry, day)
    path = f"/crm/follow-ups/{follow_up}"
    next_day = str(day + timedelta(7))
    for content in (
        {"status": "completed"},
        {"status": "completed", "outcome": "talked"},
        {"status": "completed", "outcome": "talked", "next_follow_up_date": next_day, "lost_reason": "no"},
        {"status": "completed", "next_follow_up_date": next_day},
        {"lost_reason": "no"},
    ):
        assert api.put(path, headers, json=content).status_code == 422, content
    done = {"status": "completed", "outcome": "talked", "next_follow_up_date": next_day}
    assert api.put(path, headers, json=done).status_code == 200
    planned = api.get("/crm/follow-ups", headers, inquiry_id=inquiry, status="pending").json()["items"]
    assert [one["follow_up_date"] for one in planned] == [next_day]
    assert api.get(f"/crm/inquiries/{inquiry}", headers).json()["next_follow_up_date"] == next_day
    assert api.put(path, headers, json={"status": "missed"}).status_code == 409


def test_a_missed_one_can_end_its_inquiry(api: Api, school: School, headers: dict[str, str], day: date) -> None:
    inquiry = make_inquiry(api.connection, school.campus)
    follow_up = make_follow_up(api.connection, inquiry, day - timedelta(1))
    answer = api.put(f"/crm/follow-ups/{follow_up}", headers, json={"status": "missed", "lost_reason": "never answers"})
    assert answer.status_code == 200, answer.text
    found = api.get(f"/crm/inquiries/{inquiry}", headers).json()
    assert (found["status"], found["lost_reason"]) == ("lost", "never answers")


def test_what_lies_ahead_cannot_have_happened(api: Api, school: School, headers: dict[str, str], day: date) -> None:
    follow_up = make_follow_up(api.connection, make_inquiry(api.connection, school.campus), day + timedelta(1))
    done = {"status": "completed", "outcome": "talked", "next_follow_up_date": str(day + timedelta(9))}
    assert api.put(f"/crm/follow-ups/{follow_up}", headers, json=done).status_code == 422


def test_moving_one_moves_the_inquirys_next_date(api: Api, school: School, headers: dict[str, str], day: date) -> None:
    inquiry = make_inquiry(api.connection, school.campus, next_follow_up_date=day)
    follow_up = make_follow_up(api.connection, inquiry, day)
    later = str(day + timedelta(2))
    assert api.put(f"/crm/follow-ups/{follow_up}", headers, json={"follow_up_date": later}).status_code == 200
    assert api.get(f"/crm/inquiries/{inquiry}", headers).json()["next_follow_up_date"] == later


def test_the_sweep_misses_after_three_days_and_reminds_once_a_day(
    api: Api, school: School, headers: dict[str, str], day: date
) -> None:
    counselor = school.users[Role.COUNSELOR]
    inquiry = make_inquiry(api.connection, school.campus, counselor_id=counselor, next_follow_up_date=day)
    old = make_follow_up(api.connection, inquiry, day - timedelta(4))
    recent = make_follow_up(api.connection, inquiry, day - timedelta(3))
    elsewhere = make_inquiry(api.connection, school.other_campus)
    untouched = make_follow_up(api.connection, elsewhere, day - timedelta(9))
    assert api.post("/crm/follow-ups/sweep", headers).json() == {"missed_count": 1, "reminded_counselors": 1}
    assert api.post("/crm/follow-ups/sweep", headers).json() == {"missed_count": 0, "reminded_counselors": 0}
    rows = api.connection.execute(
        "select id, status from operational.follow_ups where id = any(%s) order by id", ([old, recent, untouched],)
    ).fetchall()
    assert rows == [(old, "missed"), (recent, "pending"), (untouched, "pending")]
    note = api.get("/notifications", headers).json()["items"][0]
    assert (note["kind"], note["payload"]) == ("follow_ups.due", {"due_count": 1, "overdue_count": 0})
