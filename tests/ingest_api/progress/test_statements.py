"""The rule of a topic: the statement agrees with a plain recomputation, whatever the history."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest_api.progress.reach import IS_JUDGED_OTHERWISE
from ingest_api.progress.statements import recompute_statement
from tests.factories import (
    enroll,
    make_assessment,
    make_attendance,
    make_session,
    make_student,
    make_subject,
    make_topic,
    make_topics,
)
from tests.factories.people import make_campus

MASTERY_LEVEL = 3
TOPICS = 3
FIRST_DAY = date(2024, 1, 1)


def recompute(connection: psycopg.Connection, student: int, topics: list[int] | None = None) -> tuple[int, int]:
    """How many progress rows and enrolments changed; of all topics, or of these: then as marking does it."""
    binds = {"student": student, "mastery_level": MASTERY_LEVEL, "actor_user_id": None, "topic_ids": topics}
    of_marks_alone = False
    if topics is not None:
        asked = connection.execute(f"select {IS_JUDGED_OTHERWISE}", {"moved_ids": [student], "topic_ids": topics})
        of_marks_alone = not asked.fetchall()[0][0]
    row = connection.execute(
        recompute_statement(
            "select student_id, subject_id from operational.student_subject_enrollments where student_id = %(student)s",
            of_topics=topics is not None,
            of_marks_alone=of_marks_alone,
        ),
        binds,
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def progress(connection: psycopg.Connection, student: int) -> dict[int, tuple[Any, ...]]:
    """(status, competency, sessions, minutes, first date, completion date) by topic."""
    rows = connection.execute(
        "select topic_id, status, competency_level, session_count, time_spent_minutes, first_introduced_date,"
        " completion_date from operational.student_topic_progress where student_id = %s and status <> 'not_started'",
        (student,),
    ).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


def completion(connection: psycopg.Connection, student: int) -> float:
    row = connection.execute(
        "select completion_percentage::float8 from operational.student_subject_enrollments where student_id = %s",
        (student,),
    ).fetchone()
    assert row is not None
    return float(row[0])


@dataclass(frozen=True)
class Visit:
    """A session with its mark: covered topics by place, with understanding."""

    day: int
    attendance_status: str
    topics: dict[int, int | None] = field(default_factory=dict)
    minutes_late: int = 0


@dataclass(frozen=True)
class Work:
    """An assessment of a topic; without a percentage it is handed in but not graded."""

    topic: int
    day: int
    percentage: int | None


def expected(visits: list[Visit], works: list[Work], topic: int) -> tuple[Any, ...] | None:
    """The rule, one observation after the other."""
    latest: int | None = None
    done_since: date | None = None
    first: date | None = None
    sessions, minutes = 0, 0.0
    for visit in sorted(visits, key=lambda visit: visit.day):
        if visit.attendance_status == "absent" or topic not in visit.topics:
            continue
        day = FIRST_DAY + timedelta(days=visit.day)
        first = first or day
        sessions += 1
        minutes += (60 - visit.minutes_late) / len(visit.topics)
        latest = visit.topics[topic] or latest
        is_done = latest is None or latest >= MASTERY_LEVEL
        done_since = (done_since or day) if is_done else None
    handed_in = [work for work in works if work.topic == topic]
    if first is None and not handed_in:
        return None
    graded = [work for work in handed_in if work.percentage is not None]
    if handed_in:
        day = FIRST_DAY + timedelta(days=min(work.day for work in handed_in))
        first, done_since = min(first or day, day), min(done_since or day, day)
    last_mark = max(graded, key=lambda work: work.day).percentage if graded else None
    level = latest
    if level is None:
        level = MASTERY_LEVEL if last_mark is None else int(last_mark / 20 + 0.5)
    status = "in_progress" if done_since is None else "mastered" if level == 5 else "completed"
    return status, level, sessions, int(minutes + 0.5), first, done_since


# One visit and one work a day and no minutes that end in a half: the order and the rounding are then plain.
visits = st.lists(
    st.builds(
        Visit,
        day=st.integers(0, 20),
        attendance_status=st.sampled_from(["present", "absent", "late"]),
        topics=st.dictionaries(st.integers(0, TOPICS - 1), st.none() | st.integers(1, 5), min_size=1),
        minutes_late=st.sampled_from([0, 6, 12]),
    ),
    max_size=8,
    unique_by=lambda visit: visit.day,
)
works = st.lists(
    st.builds(
        Work,
        topic=st.integers(0, TOPICS - 1),
        day=st.integers(0, 20),
        percentage=st.none() | st.integers(0, 100).filter(lambda mark: mark % 20 != 10),
    ),
    max_size=3,
    unique_by=lambda work: work.day,
)


def add_visit(connection: psycopg.Connection, session: dict[str, Any], student: int, visit: Visit) -> int:
    """The mark; `session` says where and in what, `topics` of the visit are ids by now."""
    is_late = visit.attendance_status == "late"
    return make_attendance(
        connection,
        make_session(connection, **session, student_id=student, session_date=FIRST_DAY + timedelta(days=visit.day)),
        student,
        dict(visit.topics),
        attendance_status=visit.attendance_status,
        minutes_late=visit.minutes_late if is_late else None,
    )


def add_work(connection: psycopg.Connection, student: int, subject: int, work: Work) -> None:
    """The assessment; `topic` is an id by now."""
    day = FIRST_DAY + timedelta(days=work.day)
    marks = {"total_marks": 100, "marks_obtained": work.percentage, "status": "graded", "graded_on": day}
    make_assessment(
        connection,
        student,
        subject,
        topic_id=work.topic,
        assessment_date=day,
        **({"status": "completed"} if work.percentage is None else marks),
    )


@pytest.mark.parametrize("is_piecewise", [False, True])
@given(visits=visits, works=works)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_equals_a_plain_recomputation(
    connection: psycopg.Connection, is_piecewise: bool, visits: list[Visit], works: list[Work]
) -> None:
    """All at once, or change after change with only the topics that each names; one mark is taken back again."""
    with connection.transaction():
        campus, subject = make_campus(connection), make_subject(connection)
        topics = make_topics(connection, subject, TOPICS)
        student = make_student(connection, campus)
        enroll(connection, student, subject)
        history = [
            replace(
                visit,
                topics={topics[place]: level for place, level in visit.topics.items()},
                minutes_late=visit.minutes_late if visit.attendance_status == "late" else 0,
            )
            for visit in visits
        ]
        handed_in = [replace(work, topic=topics[work.topic]) for work in works]
        marks = []
        for visit in history:
            marks.append(add_visit(connection, {"campus_id": campus, "subject_id": subject}, student, visit))
            if is_piecewise:
                recompute(connection, student, list(visit.topics))
        for work in handed_in:
            add_work(connection, student, subject, work)
            if is_piecewise:
                recompute(connection, student, [work.topic])
        if is_piecewise and history:
            connection.execute("delete from operational.session_attendance where id = %s", (marks[0],))
            recompute(connection, student, list(history[0].topics))
            history = history[1:]
        if not is_piecewise:
            recompute(connection, student)
        rule = {topic: expected(history, handed_in, topic) for topic in topics}
        assert progress(connection, student) == {topic: row for topic, row in rule.items() if row is not None}
        done = [row for row in rule.values() if row is not None and row[0] != "in_progress"]
        assert completion(connection, student) == round(100 * len(done) / TOPICS, 2)
        # What is right is not written again.
        assert recompute(connection, student) == (0, 0)


class TestTheRule:
    @pytest.fixture
    def history(self, connection: psycopg.Connection) -> tuple[int, int, int, list[int]]:
        """campus, student, subject, topics."""
        campus, subject = make_campus(connection), make_subject(connection)
        student = make_student(connection, campus)
        enroll(connection, student, subject)
        return campus, student, subject, make_topics(connection, subject, 2)

    def test_pending_work_and_inactive_topics_do_not_count(
        self, connection: psycopg.Connection, history: tuple[int, int, int, list[int]]
    ) -> None:
        campus, student, subject, topics = history
        retired = make_topic(connection, subject, 9, status="inactive")
        make_assessment(connection, student, subject, topic_id=topics[0], status="pending")
        session = make_session(connection, campus, subject, student_id=student)
        make_attendance(connection, session, student, {retired: 5, topics[1]: 4})
        recompute(connection, student)
        assert {topic: row[0] for topic, row in progress(connection, student).items()} == {
            retired: "mastered",
            topics[1]: "completed",
        }
        assert completion(connection, student) == 50.0

    def test_of_two_sessions_on_one_day_the_later_counts(
        self, connection: psycopg.Connection, history: tuple[int, int, int, list[int]]
    ) -> None:
        campus, student, subject, topics = history
        for start_time, understanding in (("15:00", 4), ("09:00", 1)):
            session = make_session(connection, campus, subject, student_id=student, start_time=start_time)
            make_attendance(connection, session, student, {topics[0]: understanding})
        recompute(connection, student)
        assert progress(connection, student)[topics[0]][:2] == ("completed", 4)

    def test_another_students_rows_are_not_touched(
        self, connection: psycopg.Connection, history: tuple[int, int, int, list[int]]
    ) -> None:
        campus, student, subject, topics = history
        other = make_student(connection, campus)
        enroll(connection, other, subject)
        for person in (student, other):
            session = make_session(connection, campus, subject, student_id=person)
            make_attendance(connection, session, person, {topics[0]: 5})
        assert recompute(connection, student) == (1, 1)
        assert progress(connection, other) == {}
