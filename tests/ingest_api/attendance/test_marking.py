"""POST /attendance/session/{id}: what is saved, what follows from it, and what is refused."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from httpx import Response

from tests.factories import add_to_batch, enroll, make_session, make_student, make_subject, make_topic
from tests.factories.learning import DAY
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def faculty(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


def present(student: int, *topics: tuple[int, int | None], **more: Any) -> dict[str, Any]:
    covered = [{"topic_id": topic, "understanding": understanding} for topic, understanding in topics]
    return {"student_id": student, "attendance_status": "present", "topics": covered, **more}


def mark(api: Api, headers: Headers, session: int, *marks: dict[str, Any]) -> Response:
    return api.post(f"/attendance/session/{session}", headers, json={"marks": list(marks)})


def stored(connection: psycopg.Connection, session: int) -> list[tuple[Any, ...]]:
    """(student, status, minutes_late, version) of a session's marks."""
    return connection.execute(
        "select student_id, attendance_status, minutes_late, version from operational.session_attendance"
        " where session_id = %s order by student_id",
        (session,),
    ).fetchall()


def events_of(connection: psycopg.Connection, session: int) -> list[dict[str, Any]]:
    rows = connection.execute(
        "select payload from operational.event where session_id = %s order by id", (session,)
    ).fetchall()
    return [row[0] for row in rows]


class TestWhoMayMark:
    def test_anonymous_is_refused(self, api: Api, school: School) -> None:
        assert api.post(f"/attendance/session/{school.session}", json={"marks": []}).status_code == 401

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.SUPER_ADMIN, 200),
            (Role.ADMIN, 200),
            (Role.FACULTY, 200),
            (Role.COUNSELOR, 403),
            (Role.STUDENT, 403),
        ],
    )
    def test_roles(self, api: Api, school: School, role: Role, status: int) -> None:
        headers = api.log_in(school.users[role])
        assert mark(api, headers, school.session, present(school.students[0])).status_code == status

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ("update operational.users set status = 'suspended' where id = %(user)s", 401),
            ("update operational.users set role = 'counselor' where id = %(user)s", 403),
            ("update operational.users set campus_id = %(elsewhere)s where id = %(user)s", 404),
            ("update operational.refresh_tokens set revoked_at = now() where user_id = %(user)s", 401),
        ],
    )
    def test_who_has_just_marked_is_out_at_once(self, api: Api, school: School, change: str, status: int) -> None:
        user = school.users[Role.ADMIN]
        headers = api.log_in(user)
        assert mark(api, headers, school.session, present(school.students[0])).status_code == 200
        api.connection.execute(change.encode(), {"user": user, "elsewhere": school.other_campus})
        assert mark(api, headers, school.session, present(school.students[1])).status_code == status
        assert [row[0] for row in stored(api.connection, school.session)] == [school.students[0]]

    def test_who_may_from_now_on_may_at_once(self, api: Api, school: School) -> None:
        user = school.users[Role.COUNSELOR]
        headers = api.log_in(user)
        assert mark(api, headers, school.session, present(school.students[0])).status_code == 403
        api.connection.execute("update operational.users set role = 'admin' where id = %s", (user,))
        assert mark(api, headers, school.session, present(school.students[0])).status_code == 200

    def test_a_colleagues_session_is_out_of_sight(self, api: Api, school: School) -> None:
        headers = api.log_in_as("faculties", school.colleague)
        assert mark(api, headers, school.session, present(school.students[0])).status_code == 404

    def test_another_campus_is_out_of_sight(self, api: Api, school: School) -> None:
        headers = api.log_in(school.other_admin)
        assert mark(api, headers, school.session, present(school.students[0])).status_code == 404
        assert stored(api.connection, school.session) == []


class TestWhatFollows:
    def test_a_class_is_saved_with_progress_completion_and_one_event(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        one, two, three = school.students
        late = {"student_id": two, "attendance_status": "late", "minutes_late": 7}
        absent = {"student_id": three, "attendance_status": "absent"}
        answer = mark(
            api, faculty, school.session, present(one, (school.topics[0], 4), (school.topics[1], 2)), late, absent
        )
        assert answer.status_code == 200, answer.text
        assert [saved["student_id"] for saved in answer.json()["saved"]] == school.students
        assert [saved["completion_percentage"] for saved in answer.json()["saved"]] == [25.0, 0.0, 0.0]
        assert stored(api.connection, school.session) == [
            (one, "present", None, 1),
            (two, "late", 7, 1),
            (three, "absent", None, 1),
        ]
        progress = api.connection.execute(
            "select topic_id, status, competency_level, session_count, time_spent_minutes, last_updated_by"
            " from operational.student_topic_progress where student_id = %s order by topic_id",
            (one,),
        ).fetchall()
        user = school.users[Role.FACULTY]
        assert progress == [
            (school.topics[0], "completed", 4, 1, 30, user),
            (school.topics[1], "in_progress", 2, 1, 30, user),
        ]
        assert events_of(api.connection, school.session) == [
            {
                "student_ids": school.students,
                "statuses": {"present": 1, "late": 1, "absent": 1},
                "corrected_count": 0,
                "taken_back": {},
                "is_session_completed": True,
                "is_session_reopened": False,
            }
        ]

    def test_a_session_is_completed_once_everybody_is_marked(self, api: Api, school: School, faculty: Headers) -> None:
        for number, student in enumerate(school.students, 1):
            mark(api, faculty, school.session, present(student))
            session = api.get(f"/sessions/{school.session}", faculty).json()
            assert (session["marked_total"], session["students_total"]) == (number, 3)
            assert session["status"] == ("completed" if number == 3 else "scheduled")

    def test_saving_the_same_again_bumps_nothing(self, api: Api, school: School, faculty: Headers) -> None:
        same = present(school.students[0], (school.topics[0], 5), faculty_notes="quick")
        mark(api, faculty, school.session, same)
        before = _everything(api.connection, school)
        again = mark(api, faculty, school.session, same)
        assert again.json()["event_ids"] == []
        assert again.json()["saved"][0]["version"] == 1
        assert _everything(api.connection, school) == before

    def test_a_correction_takes_back_what_followed(self, api: Api, school: School, faculty: Headers) -> None:
        student = school.students[0]
        mark(api, faculty, school.session, present(student, (school.topics[0], 5)))
        answer = mark(api, faculty, school.session, {"student_id": student, "attendance_status": "absent"})
        assert answer.json()["saved"][0] | {"attendance_id": 0} == {
            "student_id": student,
            "attendance_id": 0,
            "version": 2,
            "completion_percentage": 0.0,
        }
        row = api.connection.execute(
            "select status, competency_level, session_count, completion_date from operational.student_topic_progress"
            " where student_id = %s",
            (student,),
        ).fetchone()
        assert row == ("not_started", 0, 0, None)

    def test_a_changed_topic_is_a_new_version_of_the_mark(self, api: Api, school: School, faculty: Headers) -> None:
        mark(api, faculty, school.session, present(school.students[0], (school.topics[0], 2)))
        answer = mark(api, faculty, school.session, present(school.students[0], (school.topics[0], 3)))
        assert answer.json()["saved"][0]["version"] == 2
        assert answer.json()["saved"][0]["completion_percentage"] == 25.0

    def test_a_correction_counts_as_known_now_and_a_note_does_not(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        def known_at() -> Any:
            row = api.connection.execute(
                "select recorded_at from operational.session_attendance where session_id = %s", (school.session,)
            ).fetchone()
            assert row is not None
            return row[0]

        student = school.students[0]
        mark(api, faculty, school.session, present(student))
        first = known_at()
        mark(api, faculty, school.session, present(student, faculty_notes="asked good questions"))
        assert known_at() == first
        mark(api, faculty, school.session, {"student_id": student, "attendance_status": "late", "minutes_late": 9})
        assert known_at() > first

    def test_listeners_are_woken_once_the_event_is_committed(self, api: Api, school: School, faculty: Headers) -> None:
        with psycopg.connect(api.connection.info.dsn, password=api.connection.info.password, autocommit=True) as ear:
            ear.execute("listen headway_event")
            answer = mark(api, faculty, school.session, present(school.students[0]))
            assert [notice.channel for notice in ear.notifies(timeout=5, stop_after=1)] == ["headway_event"]
            seen = ear.execute("select max(id) from operational.event").fetchall()
        assert seen == [tuple(answer.json()["event_ids"])]


def _everything(connection: psycopg.Connection, school: School) -> list[Any]:
    return [
        connection.execute(statement, (school.students,)).fetchall()
        for statement in (
            "select * from operational.session_attendance where student_id = any(%s) order by id",
            "select * from operational.student_topic_progress where student_id = any(%s) order by id",
            "select * from operational.student_subject_enrollments where student_id = any(%s) order by id",
        )
    ]


class TestLateness:
    def test_minutes_are_computed_from_the_check_in_in_the_campuses_time(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        one, two, three = school.students
        mark(
            api,
            faculty,
            school.session,
            {"student_id": one, "attendance_status": "late", "check_in_time": "2024-07-01T10:12:30"},
            # 10:20 in Kolkata; marked present by hand, but too late for that
            present(two, check_in_time="2024-07-01T04:50:00Z"),
            present(three, check_in_time="2024-07-01T10:04:59"),
        )
        assert [row[1:3] for row in stored(api.connection, school.session)] == [
            ("late", 12),
            ("late", 20),
            ("present", None),
        ]

    def test_given_minutes_win(self, api: Api, school: School, faculty: Headers) -> None:
        late = {"attendance_status": "late", "check_in_time": "2024-07-01T10:12:30", "minutes_late": 3}
        mark(api, faculty, school.session, {"student_id": school.students[0], **late})
        assert stored(api.connection, school.session)[0][2] == 3


class TestWhatIsRefused:
    def test_all_errors_are_listed_and_nothing_is_saved(self, api: Api, school: School, faculty: Headers) -> None:
        foreign_topic = make_topic(api.connection, make_subject(api.connection), 1)
        one, two, _ = school.students
        answer = mark(
            api,
            faculty,
            school.session,
            present(one, (foreign_topic, 3)),
            present(one),
            present(school.other_student),
            {**present(two, (school.topics[0], 3)), "attendance_status": "absent"},
            {"student_id": school.students[2], "attendance_status": "present", "minutes_late": 4},
        )
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
            ("marks[0].topics[0].topic_id", "not-in-subject"),
            ("marks[1].student_id", "repeated"),
            ("marks[2].student_id", "not-in-session"),
            ("marks[3].topics", "absent"),
            ("marks[4].minutes_late", "not-late"),
        ]
        assert stored(api.connection, school.session) == []
        assert events_of(api.connection, school.session) == []

    @pytest.mark.parametrize(
        ("mark_part", "field"),
        [
            ({"topics": [{"topic_id": 1, "understanding": 6}]}, "marks[0].topics[0].understanding"),
            ({"attendance_status": "asleep"}, "marks[0].attendance_status"),
            ({"faculty_notes": "a\u0000b"}, "marks[0].faculty_notes"),
            ({"next_session_prep": {"a": "\u0000"}}, "marks[0].next_session_prep"),
            ({"unknown": 1}, "marks[0].unknown"),
        ],
    )
    def test_a_value_outside_its_range_is_named(
        self, api: Api, school: School, faculty: Headers, mark_part: dict[str, Any], field: str
    ) -> None:
        answer = mark(api, faculty, school.session, {**present(school.students[0]), **mark_part})
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    @pytest.mark.parametrize(
        ("part", "code"),
        [
            ({"check_in_time": "2024-07-02T10:00:00"}, "another-day"),
            ({"check_in_time": "2024-07-01T10:00:00", "check_out_time": "2024-07-01T09:59:00"}, "order"),
        ],
    )
    def test_impossible_times(
        self, api: Api, school: School, faculty: Headers, part: dict[str, Any], code: str
    ) -> None:
        answer = mark(api, faculty, school.session, present(school.students[0], **part))
        assert [error["code"] for error in answer.json()["errors"]] == [code]

    def test_nobody_is_marked_before_the_enrolment_began(self, api: Api, school: School, faculty: Headers) -> None:
        newcomer = make_student(api.connection, school.campus)
        enroll(api.connection, newcomer, school.subject, enrollment_date=DAY + timedelta(days=1))
        add_to_batch(api.connection, school.batch, newcomer)
        answer = mark(api, faculty, school.session, {"student_id": newcomer, "attendance_status": "absent"})
        assert [error["code"] for error in answer.json()["errors"]] == ["not-enrolled"]
        roster = api.get(f"/sessions/{school.session}", faculty).json()["roster"]
        assert newcomer not in [entry["student_id"] for entry in roster]

    def test_a_cancelled_session(self, api: Api, school: School, faculty: Headers) -> None:
        api.connection.execute(
            "update operational.learning_sessions set status = 'cancelled' where id = %s", (school.session,)
        )
        answer = mark(api, faculty, school.session, present(school.students[0]))
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:headway:problem:session-cancelled")

    def test_a_session_in_the_future(self, api: Api, school: School, faculty: Headers) -> None:
        session = make_session(
            api.connection,
            school.campus,
            school.subject,
            student_id=school.students[0],
            faculty_id=school.faculty,
            session_date="2999-01-01",
        )
        answer = mark(api, faculty, session, present(school.students[0]))
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:headway:problem:session-in-the-future")

    def test_a_failure_in_the_last_step_takes_everything_back(self, api: Api, school: School, faculty: Headers) -> None:
        # The event is written last: the database itself refuses it.
        api.connection.execute(
            "create function operational.break_event() returns trigger language plpgsql as $$ begin"
            f" if new.session_id = {school.session} then raise exception 'broken'; end if; return new; end $$;"
            "create trigger broken before insert on operational.event for each row"
            " execute function operational.break_event()"
        )
        try:
            answer = mark(api, faculty, school.session, present(school.students[0], (school.topics[0], 5)))
        finally:
            api.connection.execute("drop function operational.break_event cascade")
        assert answer.status_code == 500
        assert answer.json()["type"] == "urn:headway:problem:internal"
        assert "broken" not in answer.text
        assert stored(api.connection, school.session) == []
        progress = "select from operational.student_topic_progress where student_id = %s"
        assert api.connection.execute(progress, (school.students[0],)).fetchone() is None
