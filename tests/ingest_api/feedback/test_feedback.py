"""Feedback: given under a name or under none, answered, and followed by something to do."""

from typing import Any

import pytest

from tests.factories import make_session, make_user
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


@pytest.fixture
def student(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.STUDENT])


@pytest.fixture
def admin(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.ADMIN])


def give(api: Api, headers: dict[str, str], **content: Any) -> dict[str, Any]:
    answer = api.post("/feedback", headers, json={"feedback_type": "institute", "rating": 2, **content})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


class TestGive:
    def test_a_session_tells_whom_it_is_about(self, api: Api, school: School, student: dict[str, str]) -> None:
        given = give(api, student, feedback_type="session", session_id=school.solo_session, comments="good")
        assert (given["student_id"], given["faculty_id"], given["is_anonymous"]) == (
            school.students[0],
            school.faculty,
            False,
        )
        mine = api.get("/feedback", student).json()["items"]
        assert [item["id"] for item in mine] == [given["id"]]
        about_her = api.get("/feedback", api.log_in(school.users[Role.FACULTY])).json()["items"]
        assert [item["id"] for item in about_her] == [given["id"]]

    def test_silence_and_other_peoples_sessions_are_refused(
        self, api: Api, school: School, student: dict[str, str]
    ) -> None:
        strange = make_session(
            api.connection, school.campus, school.subject, student_id=school.students[1], faculty_id=school.faculty
        )
        for content in (
            {"feedback_type": "institute", "comments": "  "},
            {"feedback_type": "session", "rating": 1, "session_id": strange},
            {"feedback_type": "session", "rating": 1, "student_id": school.students[1]},
            {"feedback_type": "session", "rating": 6},
        ):
            assert api.post("/feedback", student, json=content).status_code == 422, content


class TestAnonymous:
    def test_nothing_that_is_kept_tells_who_sent_it(self, api: Api, school: School, student: dict[str, str]) -> None:
        last = "select coalesce(max(id), 0) from operational.event"
        before = api.connection.execute(last).fetchone()
        given = give(
            api,
            student | {"Idempotency-Key": "an-anonymous-key"},
            is_anonymous=True,
            feedback_type="session",
            session_id=school.session,
        )
        row = api.connection.execute(
            "select student_id, reviewed_by, submitted_at = date_trunc('day', submitted_at, time_zone),"
            " submitted_at = said.created_at, submitted_at = said.updated_at from operational.feedback as said"
            " join operational.campuses as campus on campus.id = said.campus_id where said.id = %s",
            (given["id"],),
        ).fetchone()
        assert row == (None, None, True, True, True)
        events = api.connection.execute(
            "select actor_user_id, actor_role, request_id, row_id, student_id, session_id, payload"
            " from operational.event where id > %s and relation = 'feedback'",
            before,
        ).fetchall()
        assert events == [(None, None, None, None, None, None, {"feedback_type": "session"})]
        keys = "select count(*) from operational.idempotency_keys where key = 'an-anonymous-key'"
        assert api.connection.execute(keys).fetchone() == (0,)
        assert api.get("/feedback", student).json()["items"] == []
        assert api.get(f"/feedback/{given['id']}", student).status_code == 404

    def test_a_retry_storm_keeps_it_once(self, api: Api, student: dict[str, str]) -> None:
        headers = student | {"Idempotency-Key": "a-storm-of-retries"}
        content = {"feedback_type": "facility", "comments": "cold", "is_anonymous": True}
        answers = api.at_once([Call("POST", "/feedback", headers, {"json": content}) for _ in range(8)])
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        other = api.post("/feedback", headers, json={**content, "comments": "hot"})
        assert other.status_code == 422
        assert other.json()["type"].endswith("idempotency-key-reused")

    def test_the_session_of_one_student_would_tell(self, api: Api, school: School, student: dict[str, str]) -> None:
        content = {"feedback_type": "session", "rating": 1, "is_anonymous": True, "session_id": school.solo_session}
        assert api.post("/feedback", student, json=content).status_code == 422


class TestResolve:
    def test_review_then_resolution_with_something_to_do(
        self, api: Api, school: School, student: dict[str, str], admin: dict[str, str]
    ) -> None:
        given = give(api, student, comments="too fast")
        path = f"/feedback/{given['id']}/resolve"
        reviewed = api.post(path, admin, json={"status": "reviewed", "sentiment": "negative", "themes": ["pace"]})
        assert reviewed.status_code == 200, reviewed.text
        assert (reviewed.json()["status"], reviewed.json()["themes"]) == ("reviewed", ["pace"])
        assert api.post(path, admin, json={}).status_code == 422
        content = {
            "resolution": "We slow down.",
            "action_items": [{"title": "Slow down", "assigned_to": school.users[Role.FACULTY]}],
        }
        resolved = api.post(path, admin, json=content).json()
        assert (resolved["status"], resolved["themes"]) == ("resolved", ["pace"])
        assert [item["title"] for item in resolved["action_items"]] == ["Slow down"]
        for status in ("reviewed", "resolved"):
            again = api.post(path, admin, json={"status": status, "resolution": "again"})
            assert again.status_code == 409
        told = api.get("/notifications", student).json()["items"]
        assert [note["kind"] for note in told] == ["feedback.resolved"]
        shown = api.get(f"/feedback/{given['id']}", student).json()
        assert (shown["resolution"], shown["action_items"]) == ("We slow down.", [])


class TestMeaning:
    def test_staff_say_how_it_was_meant_and_since_when(
        self, api: Api, school: School, student: dict[str, str], admin: dict[str, str]
    ) -> None:
        path = f"/feedback/{give(api, student, comments='sab theek, but PCs hang')['id']}/meaning"
        corrected = api.put(path, admin, json={"sentiment": "negative"}).json()
        assert (corrected["sentiment"], corrected["themes"], corrected["settled_on"] is not None) == (
            "negative",
            [],
            True,
        )
        themed = api.put(path, admin | {"If-Match": '"2"'}, json={"themes": ["labs"]}).json()
        assert (themed["sentiment"], themed["themes"]) == ("negative", ["labs"])
        assert api.put(path, admin | {"If-Match": '"2"'}, json={"sentiment": "positive"}).status_code == 409
        row = api.connection.execute(
            "select settled_by, settled_on = current_date, status from operational.feedback where id = %s",
            (corrected["id"],),
        ).fetchone()
        assert row == (school.users[Role.ADMIN], True, "pending")
        told = api.connection.execute(
            "select payload -> 'columns' from operational.event where name = 'feedback.corrected' and row_id = %s"
            " order by id",
            (corrected["id"],),
        ).fetchall()
        assert told == [(["sentiment", "settled_by", "settled_on"],), (["themes"],)]

    def test_only_words_of_the_vocabulary_are_taken_and_only_from_admins(
        self, api: Api, school: School, student: dict[str, str], admin: dict[str, str]
    ) -> None:
        path = f"/feedback/{give(api, student, session_id=school.solo_session)['id']}/meaning"
        for content in ({"sentiment": "angry"}, {"themes": ["weather"]}, {}):
            assert api.put(path, admin, json=content).status_code == 422, content
        faculty = api.log_in(school.users[Role.FACULTY])
        assert api.put(path, faculty, json={"sentiment": "positive"}).status_code == 403

    def test_a_label_is_known_on_the_day_that_the_institutes_clock_shows(
        self, api: Api, student: dict[str, str], admin: dict[str, str]
    ) -> None:
        path = f"/feedback/{give(api, student, comments='good')['id']}/resolve"
        reviewed = api.post(path, admin, json={"status": "reviewed", "sentiment": "positive"}).json()
        assert reviewed["settled_on"] is not None


class TestFewAnonymous:
    def about_her(self, api: Api, school: School, count: int) -> list[int]:
        """So many anonymous comments about the school's faculty member; their ids."""
        return [
            insert(
                api.connection,
                "feedback",
                campus_id=school.campus,
                faculty_id=school.faculty,
                feedback_type="faculty",
                is_anonymous=True,
                comments=f"comment {number}",
            )
            for number in range(count)
        ]

    @pytest.mark.parametrize("role", [Role.FACULTY, Role.ADMIN])
    def test_nobody_sees_one_among_four(self, api: Api, school: School, role: Role) -> None:
        headers = api.log_in(school.users[role])
        four = self.about_her(api, school, 4)
        assert api.get("/feedback", headers).json()["items"] == []
        assert {api.get(f"/feedback/{said}", headers).status_code for said in four} == {404}
        fifth = self.about_her(api, school, 1)
        shown = {item["id"] for item in api.get("/feedback", headers).json()["items"]}
        assert shown == {*four, *fifth}
        assert api.get(f"/feedback/{four[0]}", headers).status_code == 200

    @pytest.mark.parametrize("role", [Role.FACULTY, Role.ADMIN])
    def test_ratings_alone_hide_nobody(self, api: Api, school: School, role: Role) -> None:
        headers = api.log_in(school.users[role])
        (comment,) = self.about_her(api, school, 1)
        bare = [
            insert(
                api.connection,
                "feedback",
                campus_id=school.campus,
                faculty_id=school.faculty,
                feedback_type="faculty",
                is_anonymous=True,
                rating=1,
            )
            for _ in range(9)
        ]
        assert api.get("/feedback", headers).json()["items"] == []
        assert {api.get(f"/feedback/{said}", headers).status_code for said in (comment, *bare)} == {404}
        self.about_her(api, school, 4)
        assert len(api.get("/feedback", headers).json()["items"]) == 14

    def test_blanks_are_no_comment(self, api: Api, student: dict[str, str]) -> None:
        assert give(api, student, is_anonymous=True, feedback_type="facility", comments=" \n ")["comments"] is None

    def test_a_narrower_list_shows_none_of_fewer_than_five(
        self, api: Api, school: School, student: dict[str, str], admin: dict[str, str]
    ) -> None:
        self.about_her(api, school, 5)
        insert(
            api.connection,
            "feedback",
            campus_id=school.campus,
            faculty_id=school.faculty,
            feedback_type="session",
            is_anonymous=True,
            comments="one alone",
        )
        named = give(api, student, feedback_type="session", session_id=school.solo_session, comments="mine")
        told = api.get("/feedback", admin, type="session").json()["items"]
        assert [item["id"] for item in told] == [named["id"]]
        assert len(api.get("/feedback", admin, type="faculty").json()["items"]) == 5

    def test_a_campus_is_asked_for_and_counted_by_itself(self, api: Api, school: School) -> None:
        headers = api.log_in(school.users[Role.SUPER_ADMIN])
        here = self.about_her(api, school, 5)
        told = api.get("/feedback", headers, campus_id=school.campus).json()["items"]
        assert {item["id"] for item in told} == set(here)
        assert api.get("/feedback", headers, campus_id=school.other_campus).json()["items"] == []

    def test_what_cannot_be_seen_cannot_be_corrected(self, api: Api, school: School, admin: dict[str, str]) -> None:
        (alone,) = self.about_her(api, school, 1)
        assert api.put(f"/feedback/{alone}/meaning", admin, json={"sentiment": "neutral"}).status_code == 404


class TestActionItems:
    def test_whoever_is_to_do_it_changes_its_status_and_nothing_else(
        self, api: Api, school: School, admin: dict[str, str]
    ) -> None:
        faculty = api.log_in(school.users[Role.FACULTY])
        content = {"title": "Fix the lamp", "assigned_to": school.users[Role.FACULTY], "due_date": "2020-01-01"}
        item = api.post("/action-items", admin, json=content).json()
        assert item["is_overdue"]
        path = f"/action-items/{item['id']}"
        assert [one["id"] for one in api.get("/action-items", faculty).json()["items"]] == [item["id"]]
        assert api.put(path, faculty, json={"title": "Nothing"}).status_code == 403
        done = api.put(path, faculty | {"If-Match": '"1"'}, json={"status": "done"}).json()
        assert (done["status"], done["is_overdue"], done["completed_at"] is not None) == ("done", False, True)
        assert api.put(path, admin, json={"status": "cancelled"}).status_code == 409
        assert api.put(path, admin | {"If-Match": '"1"'}, json={"status": "in_progress"}).status_code == 409
        assert api.get(path, api.log_in(school.users[Role.COUNSELOR])).status_code == 404

    def test_only_the_campus_own_staff_is_given_work(self, api: Api, school: School, admin: dict[str, str]) -> None:
        stranger = make_user(api.connection, Role.COUNSELOR, school.other_campus)
        for user in (stranger, school.users[Role.STUDENT], 2**60):
            assert api.post("/action-items", admin, json={"title": "x", "assigned_to": user}).status_code == 422
        elsewhere = insert(
            api.connection,
            "feedback",
            campus_id=school.other_campus,
            is_anonymous=True,
            feedback_type="facility",
            rating=1,
        )
        assert api.post("/action-items", admin, json={"title": "x", "feedback_id": elsewhere}).status_code == 422
