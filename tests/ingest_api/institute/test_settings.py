"""/settings: who may choose, what stands above what, and that every threshold is really asked for where its rule is."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from ingest_api.app import create_app
from ingest_api.institute.settings_schemas import ChosenInstituteThresholds, Thresholds
from tests.factories import make_session, make_subject
from tests.ingest_api.conftest import Api, Call, serve
from tests.ingest_api.school import School, make_school
from warehouse.chosen import with_chosen
from warehouse.postgres import connect
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Headers = dict[str, str]
DEFAULTS = {key: getattr(Settings(), key) for key in Thresholds.model_fields}
NOTHING = dict.fromkeys(Thresholds.model_fields)
NOTHING_AT_ALL = dict.fromkeys(ChosenInstituteThresholds.model_fields)


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
        assert everywhere.json()["chosen"] == NOTHING_AT_ALL | {"review_after_weeks": 5, "exam_ready_percentage": 60}
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

    def test_it_says_who_chose_and_what_holds_where_nobody_did(self, api: Api, school: School, admin: Headers) -> None:
        told = api.put(of_campus(school.campus), admin, json={"late_after_minutes": 11}).json()
        [change] = told["changes"]
        assert (change["key"], bool(change["changed_by"])) == ("late_after_minutes", True)
        defaults = api.get("/settings/institute", admin).json()["defaults"]
        assert {key: defaults[key] for key in DEFAULTS} == DEFAULTS

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
        assert refused.json()["detail"].endswith("book from 80% on")
        api.put(of_campus(school.campus), admin, json={"exam_ready_percentage": 0})
        assert api.post(f"/exams/slots/{slot}/bookings", student, json={}).status_code == 201

    def test_late_after_minutes(self, api: Api, school: School, admin: Headers) -> None:
        mark = {"attendance_status": "present", "check_in_time": "2024-07-01T10:08:00"}
        body = {"marks": [{"student_id": student, **mark} for student in school.students]}
        statuses = "select distinct attendance_status from operational.session_attendance where session_id = %s"
        for minutes, expected in ((None, "late"), (10, "present"), (8, "late"), (0, "present")):
            api.put(of_campus(school.campus), admin, json={"late_after_minutes": minutes})
            answer = api.post(f"/attendance/session/{school.session}", admin, json=body)
            assert answer.status_code == 200, answer.text
            assert api.connection.execute(statuses, (school.session,)).fetchall() == [(expected,)]

    def test_mastery_level(self, alone: Api) -> None:
        school = make_school(alone.connection)
        top, faculty = (alone.log_in(school.users[role]) for role in (Role.SUPER_ADMIN, Role.FACULTY))
        self.mark(alone, faculty, school.session, school.students[0], school.topics[0])
        assert self.topic(alone, school, 0) == ("completed", 25)
        changed = alone.put("/settings/institute", top, json={"mastery_level": 4})
        assert changed.json()["in_force"]["mastery_level"] == 4
        assert self.topic(alone, school, 0) == ("in_progress", 0)
        # Whatever is derived from now on goes by it too: a mark, a correction.
        self.mark(alone, faculty, school.solo_session, school.students[0], school.topics[1])
        assert self.topic(alone, school, 1) == ("in_progress", 0)
        correction = {"student_id": school.students[0], "topic_id": school.topics[2], "competency_level": 3}
        corrected = alone.post("/progress/update", faculty, json=correction).json()
        assert (corrected["status"], self.topic(alone, school, 2)[1]) == ("in_progress", 0)
        alone.put("/settings/institute", top, json={"mastery_level": None})
        assert self.topic(alone, school, 0)[0] == self.topic(alone, school, 1)[0] == "completed"
        assert len(events(alone, "progress.derived", None)) == 2

    def test_what_runs_outside_the_api_goes_by_what_the_institute_chose(self, alone: Api) -> None:
        school = make_school(alone.connection)
        top = alone.log_in(school.users[Role.SUPER_ADMIN])
        bands = {"risk_band_medium": 0.2, "risk_band_high": 0.4}
        alone.put("/settings/institute", top, json={"mastery_level": 5, "late_after_minutes": 1, **bands})
        found = with_chosen(Settings(), alone.connection)
        assert (found.mastery_level, found.risk_band_medium, found.risk_band_high) == (5, 0.2, 0.4)
        alone.put("/settings/institute", top, json={"mastery_level": None, "risk_band_high": None})
        again = with_chosen(Settings(), alone.connection)
        assert (again.mastery_level, again.risk_band_high) == (Settings().mastery_level, Settings().risk_band_high)
        for upside_down in ({"risk_band_high": 0.1}, {"risk_band_medium": 0.9}):
            assert alone.put("/settings/institute", top, json=upside_down).status_code == 422
        assert alone.put(of_campus(school.campus), top, json={"mastery_level": 2}).status_code == 422

    def mark(self, api: Api, headers: Headers, session: int, student: int, topic: int) -> None:
        mark = {
            "student_id": student,
            "attendance_status": "present",
            "topics": [{"topic_id": topic, "understanding": 3}],
        }
        answer = api.post(f"/attendance/session/{session}", headers, json={"marks": [mark]})
        assert answer.status_code == 200, answer.text

    def topic(self, api: Api, school: School, place: int) -> tuple[str, float]:
        """Where the school's first student stands with a topic, and with the subject."""
        row = api.connection.execute(
            "select progress.status, enrollment.completion_percentage::float8"
            " from operational.student_topic_progress as progress"
            " join operational.student_subject_enrollments as enrollment using (student_id)"
            " where progress.student_id = %s and progress.topic_id = %s",
            (school.students[0], school.topics[place]),
        ).fetchone()
        assert row is not None
        return row[0], row[1]

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
        # What other tests left behind elsewhere is done with first.
        api.post("/progress/review", top)
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
