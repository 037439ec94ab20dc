"""/calendar: the secret address, and what a calendar program gets there."""

from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest

from ingest_api.calendars.feed import span
from tests.factories import make_session
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]
SOON = date.today() + timedelta(days=3)  # noqa: DTZ011 - which of two days does not matter


@pytest.fixture
def own(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.STUDENT])


def make_link(api: Api, headers: Headers) -> str:
    answer = api.post("/calendar/link", headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def feed(api: Api, token: str, **headers: str) -> Any:
    return api.get(f"/calendar/feed/{token}", headers or None)


def events(answer: Any) -> dict[str, Any]:
    """By UID."""
    assert answer.status_code == 200, answer.text
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def session(api: Api, school: School, **values: Any) -> int:
    values = {"student_id": school.students[0], "session_date": SOON, "start_time": "10:00", **values}
    return make_session(api.connection, school.campus, school.subject, faculty_id=school.faculty, **values)


class TestAddress:
    def test_it_opens_without_a_log_in_until_a_new_one_is_made(self, api: Api, own: Headers) -> None:
        assert api.get("/calendar/link", own).json() == {"made_at": None}
        old = make_link(api, own)
        assert feed(api, old).status_code == 200
        assert api.get("/calendar/link", own).json()["made_at"] is not None
        new = make_link(api, own)
        assert [feed(api, token).status_code for token in (old, new)] == [404, 200]

    def test_it_ends_when_it_is_deleted_twice_too(self, api: Api, own: Headers) -> None:
        token = make_link(api, own)
        assert [api.delete("/calendar/link", own).status_code for _ in range(2)] == [204, 204]
        assert feed(api, token).status_code == 404

    def test_it_is_kept_as_a_fingerprint_and_never_in_an_answer_that_is_repeated(
        self, api: Api, school: School, own: Headers
    ) -> None:
        headers = own | {"Idempotency-Key": "the-same-key"}
        first, second = make_link(api, headers), make_link(api, headers)
        assert first != second
        row = api.connection.execute(
            "select token_hash, (select count(*) from operational.idempotency_keys where user_id = link.user_id)"
            " from operational.calendar_links as link where user_id = %s",
            (school.users[Role.STUDENT],),
        ).fetchone()
        assert row is not None
        assert second not in row[0]
        assert row[1] == 0

    def test_who_is_suspended_has_no_calendar(self, api: Api, school: School, own: Headers) -> None:
        token = make_link(api, own)
        api.connection.execute(
            "update operational.users set status = 'suspended' where id = %s", (school.users[Role.STUDENT],)
        )
        assert feed(api, token).status_code == 404

    def test_a_made_up_one_is_not_there(self, api: Api, school: School) -> None:
        assert feed(api, "x" * 43).status_code == 404
        assert feed(api, "short").status_code == 422

    def test_a_super_admin_has_no_sessions_to_subscribe_to(self, api: Api, school: School) -> None:
        answer = api.post("/calendar/link", api.log_in(school.users[Role.SUPER_ADMIN]))
        assert answer.status_code == 409


class TestFeed:
    def test_a_session_stands_at_its_instant_with_room_and_teacher(
        self, api: Api, school: School, own: Headers
    ) -> None:
        booked = session(api, school, location="Lab 2")
        answer = feed(api, make_link(api, own))
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        event = events(answer)[f"session-{booked}@headway"]
        assert event["dtstart"].to_ical() == f"{SOON:%Y%m%d}T043000Z".encode()
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
        assert (event["location"], event["status"]) == ("Lab 2", "CONFIRMED")
        assert str(event["description"]).startswith("With ")

    def test_those_of_ones_batch_are_there_and_nobody_elses(self, api: Api, school: School, own: Headers) -> None:
        batch = session(api, school, student_id=None, batch_id=school.batch, session_type="group")
        other = session(api, school, student_id=school.students[1], start_time="12:00")
        found = events(feed(api, make_link(api, own)))
        assert f"session-{batch}@headway" in found
        assert f"session-{other}@headway" not in found

    def test_a_cancelled_one_is_told_as_cancelled_under_the_same_uid(
        self, api: Api, school: School, own: Headers
    ) -> None:
        booked, token = session(api, school), make_link(api, own)
        before = events(feed(api, token))[f"session-{booked}@headway"]
        api.connection.execute("update operational.learning_sessions set status = 'cancelled' where id = %s", (booked,))
        after = events(feed(api, token))[f"session-{booked}@headway"]
        assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
        assert after["sequence"] == before["sequence"] + 1
        assert str(after["summary"]).startswith("Cancelled: ")

    def test_a_session_without_a_time_takes_the_day(self, api: Api, school: School, own: Headers) -> None:
        booked = session(api, school, start_time=None)
        event = events(feed(api, make_link(api, own)))[f"session-{booked}@headway"]
        assert (event["dtstart"].dt, event["dtend"].dt) == (SOON, SOON + timedelta(days=1))

    def test_words_that_mean_something_in_a_calendar_stay_words(self, api: Api, school: School, own: Headers) -> None:
        place = "Lab 2; BEGIN:VEVENT,\r\nEND:VCALENDAR \u092a\u0941\u0923\u0947"
        booked = session(api, school, location=place)
        found = events(feed(api, make_link(api, own)))
        assert str(found[f"session-{booked}@headway"]["location"]) == place.replace("\r\n", "\n")

    def test_who_has_it_already_is_told_so(self, api: Api, school: School, own: Headers) -> None:
        booked, token = session(api, school), make_link(api, own)
        first = feed(api, token)
        assert first.headers.get_list("cache-control") == ["private, max-age=3600"]
        again = feed(api, token, **{"If-None-Match": f'W/{first.headers["etag"]}, "else"'})
        assert (again.status_code, again.content) == (304, b"")
        api.connection.execute("update operational.learning_sessions set location = 'Lab 9' where id = %s", (booked,))
        assert feed(api, token, **{"If-None-Match": first.headers["etag"]}).status_code == 200

    def test_a_booked_exam_is_there_and_a_place_given_back_is_cancelled(
        self, api: Api, school: School, own: Headers
    ) -> None:
        slot = insert(
            api.connection,
            "exam_slots",
            campus_id=school.campus,
            subject_id=school.subject,
            title="Final",
            starts_at="2031-03-03T10:00:00+05:30",
            duration_minutes=90,
            capacity=2,
        )
        booking = insert(api.connection, "exam_bookings", slot_id=slot, student_id=school.students[0])
        token = make_link(api, own)
        event = events(feed(api, token))[f"exam-{booking}@headway"]
        assert event["dtstart"].to_ical() == b"20310303T043000Z"
        assert (event["summary"], event["status"]) == ("Exam: Final", "CONFIRMED")
        api.connection.execute("update operational.exam_bookings set status = 'cancelled' where id = %s", (booking,))
        assert events(feed(api, token))[f"exam-{booking}@headway"]["status"] == "CANCELLED"


def row(**values: Any) -> Any:
    return {"session_date": date(2025, 10, 26), "end_time": None, "duration_minutes": 60, **values}


def test_where_clocks_change_an_hour_stays_an_hour() -> None:
    before = row(start_time=time(1, 30), time_zone="Europe/Berlin", duration_minutes=120)
    start, end = span(before)
    assert start == datetime.fromisoformat("2025-10-25T23:30:00+00:00")
    assert end == datetime.fromisoformat("2025-10-26T01:30:00+00:00")
    winter, _ = span(row(start_time=time(10), time_zone="Europe/Berlin"))
    assert winter == datetime.fromisoformat("2025-10-26T09:00:00+00:00")


def test_an_end_before_the_start_is_not_believed() -> None:
    start, end = span(row(start_time=time(10), end_time=time(9), time_zone="Asia/Kolkata"))
    assert end - start == timedelta(hours=1)  # type: ignore[operator]
