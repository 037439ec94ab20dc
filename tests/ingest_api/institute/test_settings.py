"""/settings: who may choose, what stands above what, and that every threshold is really asked for where its rule is."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from ingest_api.app import create_app
from ingest_api.institute.settings_schemas import Thresholds
from tests.factories import make_session, make_subject
from tests.ingest_api.conftest import Api, Call, serve
from tests.ingest_api.school import School, make_school
from warehouse.postgres import connect
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Headers = dict[str, str]
DEFAULTS = {key: getattr(Settings(), key) for key in Thresholds.model_fields}
NOTHING = dict.fromkeys(Thresholds.model_fields)


@pytest.fixture
def alone(database_url: str, tmp_path: Path) -> Iterator[Api]:
    """An API with a database of its own: what is chosen for the institute would hold in all other tests too."""
    settings = Settings(home=tmp_path, database_url=SecretStr(database_url))
    with connect(database_url, autocommit=True) as connection, serve(create_app(settings), connection) as api:
        yield api


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def of_campus(campus_id: int) -> str:
    return f"/settings/campuses/{campus_id}"


def events(api: Api, name: str, campus_id: int | None) -> list[dict[str, Any]]:
    rows = api.connection.execute(
        "select payload from operational.event where name = %s and campus_id is not distinct from %s order by id",
        (name, campus_id),
    ).fetchall()
    return [row[0] for row in rows]


class TestChoosing:
    def test_the_campus_stands_above_the_institute_and_that_above_the_environment(self, alone: Api) -> None:
        school = make_school(alone.connection)
        top, admin = (alone.log_in(school.users[role]) for role in (Role.SUPER_ADMIN, Role.ADMIN))
        assert alone.get(of_campus(school.campus), admin).json()["in_force"] == DEFAULTS
        everywhere = alone.put("/settings/institute", top, json={"review_after_weeks": 5, "exam_ready_percentage": 60})
        assert everywhere.json()["chosen"] == NOTHING | {"review_after_weeks": 5, "exam_ready_percentage": 60}
        here = alone.put(of_campus(school.campus), admin, json={"review_after_weeks": 3}).json()
        assert here["chosen"] == NOTHING | {"review_after_weeks": 3}
        assert here["in_force"] == DEFAULTS | {"review_after_weeks": 3, "exam_ready_percentage": 60}
        seen = alone.get("/settings", top).json()
        assert seen["institute"] == everywhere.json()
        assert {one["campus_id"]: one["in_force"]["review_after_weeks"] for one in seen["campuses"]} == {
            school.campus: 3,
            school.other_campus: 5,
        }
        back = alone.put(of_campus(school.campus), admin, json={"review_after_weeks": None}).json()
        assert (back["chosen"], back["in_force"]["review_after_weeks"]) == (NOTHING, 5)
        assert back["version"] > here["version"]

    def test_an_admin_sees_and_changes_the_own_campus_only(self, api: Api, school: School, admin: Headers) -> None:
        assert [one["campus_id"] for one in api.get("/settings", admin).json()["campuses"]] == [school.campus]
        assert api.put(of_campus(school.other_campus), admin, json={}).status_code == 404
        assert api.put("/settings/institute", admin, json={}).status_code == 403

    def test_of_two_who_change_one_campus_the_second_is_told(self, api: Api, school: School, admin: Headers) -> None:
        path = of_campus(school.campus)
        read = api.get(path, admin)
        assert read.headers["ETag"] == f'"{read.json()["version"]}"'
        known = admin | {"If-Match": read.headers["ETag"]}
        calls = [Call("PUT", path, known, {"json": {"review_after_weeks": weeks}}) for weeks in (2, 3)]
        answers = api.at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert lost.json()["current"]["chosen"] == won.json()["chosen"]
        assert won.headers["ETag"] != read.headers["ETag"]

    def test_a_change_is_told_once_and_no_change_is_none(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": f"settings-of-{school.campus:08}"}
        body = {"exam_ready_percentage": 72.5, "review_after_weeks": None}
        first, again = (api.put(of_campus(school.campus), headers, json=body) for _ in range(2))
        assert first.json() == again.json()
        assert api.put(of_campus(school.campus), admin, json=body).json() == first.json()
        assert events(api, "setting.changed", school.campus) == [{"key": "exam_ready_percentage", "value": 72.5}]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"review_after_weeks": 0},
            {"review_after_weeks": 2.5},
            {"review_mastered_after_weeks": 10**9},
            {"exam_ready_percentage": 101},
            {"exam_ready_percentage": "NaN"},
            {"mastery": 3},
            {"time_zone": "Asia/Kolkata"},
        ],
    )
    def test_what_cannot_be_chosen(self, api: Api, school: School, admin: Headers, wrong: dict[str, Any]) -> None:
        assert api.put(of_campus(school.campus), admin, json=wrong).status_code == 422


class TestInstitute:
    def test_before_the_first_import_it_can_be_named(self, alone: Api) -> None:
        top = alone.log_in(make_school(alone.connection).users[Role.SUPER_ADMIN])
        assert alone.get("/settings/institute", top).headers["ETag"] == '"0"'
        known = top | {"If-Match": '"0"'}
        named = alone.put("/settings/institute", known, json={"name": "Sunrise", "currency": "eur"}).json()
        assert (named["name"], named["currency"]) == ("Sunrise", "EUR")
        assert alone.put("/settings/institute", known, json={"name": "Sunset"}).status_code == 409
        assert alone.get("/auth/me", top).json()["institute"]["name"] == "Sunrise"
        assert events(alone, "institute.changed", None) == [{"columns": ["currency", "name"]}]

    def test_the_currency_stays_once_there_are_amounts(self, alone: Api) -> None:
        school = make_school(alone.connection)
        top = alone.log_in(school.users[Role.SUPER_ADMIN])
        assert alone.put("/settings/institute", top, json={"currency": "INR", "name": "Sunset"}).status_code == 200
        make_subject(alone.connection, fee=100)
        refused = alone.put("/settings/institute", top, json={"currency": "USD", "name": "Sunrise"})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:headway:problem:amounts-known")
        assert alone.put("/settings/institute", top, json={"currency": "INR", "name": "Sunrise"}).status_code == 200

    @pytest.mark.parametrize("wrong", [{"currency": "RUPEE"}, {"currency": None}, {"name": " "}, {"name": None}])
    def test_what_an_institute_cannot_be(self, api: Api, school: School, wrong: dict[str, Any]) -> None:
        top = api.log_in(school.users[Role.SUPER_ADMIN])
        assert api.put("/settings/institute", top, json=wrong).status_code == 422


class TestEffect:
    """Each threshold, chosen for one campus, changes what its rule says there and nowhere else."""

    def test_exam_ready_percentage(self, api: Api, school: School, admin: Headers) -> None:
        content = {"subject_id": school.subject, "title": "Final", "starts_at": "2031-03-03T10:00:00+05:30"}
        more = {"duration_minutes": 60, "capacity": 2}
        slot = api.post("/exams/slots", admin, json=content | more).json()["id"]
        student = api.log_in(school.users[Role.STUDENT])
        refused = api.post(f"/exams/slots/{slot}/bookings", student, json={})
        assert refused.json()["detail"].endswith("book from 80 % on")
        api.put(of_campus(school.campus), admin, json={"exam_ready_percentage": 0})
        assert api.post(f"/exams/slots/{slot}/bookings", student, json={}).status_code == 201

    @pytest.mark.parametrize(("key", "understanding"), [("review_after_weeks", 4), ("review_mastered_after_weeks", 5)])
    def test_weeks_until_a_review(self, api: Api, school: School, admin: Headers, key: str, understanding: int) -> None:
        for campus, student, faculty in (
            (school.campus, school.students[0], school.faculty),
            (school.other_campus, school.other_student, None),
        ):
            self.cover(api, school, campus, student, understanding, faculty_id=faculty)
        teacher = api.log_in(school.users[Role.FACULTY])
        top = api.log_in(school.users[Role.SUPER_ADMIN])
        assert self.suggestion(api, school.solo_session, teacher) is None
        assert api.post("/progress/review", admin).json()["topics_count"] == 0
        api.put(of_campus(school.campus), admin, json={key: 2})
        assert self.suggestion(api, school.solo_session, teacher) == "review"
        assert self.suggestion(api, school.other_session, top) is None
        assert api.post("/progress/review", api.log_in(school.other_admin)).json()["topics_count"] == 0
        assert api.post("/progress/review", top).json()["topics_count"] == 1

    def cover(self, api: Api, school: School, campus: int, student: int, understanding: int, **session: Any) -> None:
        """Three weeks ago the student learned the school's first topic."""
        day = str(date.today() - timedelta(weeks=3))  # noqa: DTZ011 - weeks, not hours
        held = make_session(api.connection, campus, school.subject, student_id=student, session_date=day, **session)
        top = api.log_in(school.users[Role.SUPER_ADMIN])
        mark = {
            "student_id": student,
            "attendance_status": "present",
            "topics": [{"topic_id": school.topics[0], "understanding": understanding}],
        }
        answer = api.post(f"/attendance/session/{held}", top, json={"marks": [mark]})
        assert answer.status_code == 200, answer.text

    def suggestion(self, api: Api, session: int, headers: Headers) -> str | None:
        topic = api.get(f"/sessions/{session}", headers).json()["topics"][0]
        found: str | None = topic["suggestion"]
        return found
