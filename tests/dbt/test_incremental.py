"""Incremental ≡ full refresh: after any history, building what changed gives the same marts as building all anew."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.dbt.conftest import INCREMENTAL, REFRESHED, Dbt
from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract
from warehouse.postgres import connect

# What may happen. `a` and `b` choose among what is there; what the constraints refuse, does not happen.
CORRECTION = "correct a topic"
ROW = "(select id from operational.{table} order by id offset %(a)s limit 1)"
CHANGES: dict[str, str] = {
    "correct a mark": "update operational.session_attendance set minutes_late = null, "
    "attendance_status = (array['present', 'absent', 'late'])[1 + %(b)s %% 3] where id = {session_attendance}",
    "delete a mark": "delete from operational.session_attendance where id = {session_attendance}",
    "correct an understanding": "update operational.session_attendance_topics set understanding = nullif(%(b)s, 0) "
    "where id = {session_attendance_topics}",
    "cover another topic": "update operational.session_attendance_topics set topic_id = 1 + %(b)s "
    "where id = {session_attendance_topics}",
    "move a session": "update operational.learning_sessions set session_date = session_date + %(b)s, "
    "campus_id = 1 + %(b)s %% 2 where id = {learning_sessions}",
    "change a session's subject": "update operational.learning_sessions set subject_id = 1 + %(b)s %% 2 "
    "where id = {learning_sessions}",
    "cancel a session": "update operational.learning_sessions set "
    "status = (array['cancelled', 'completed', 'scheduled', 'no_show'])[1 + %(b)s %% 4] where id = {learning_sessions}",
    "give a session to nobody, or to the one there is": "update operational.learning_sessions set "
    "faculty_id = case when %(b)s %% 2 = 0 then (select max(id) from operational.faculties) end "
    "where id = {learning_sessions}",
    "delete a session without marks": "delete from operational.learning_sessions where id = {learning_sessions}",
    "enrol": "insert into operational.student_subject_enrollments (student_id, subject_id, enrollment_date) "
    "values ({students}, 1 + %(b)s %% 2, '2026-01-05')",
    "progress": "update operational.student_subject_enrollments set completion_percentage = 10 * %(b)s "
    "where id = {student_subject_enrollments}",
    "enrol in another subject": "update operational.student_subject_enrollments set subject_id = 1 + %(b)s %% 2 "
    "where id = {student_subject_enrollments}",
    "drop out": "update operational.student_subject_enrollments set status = 'dropped', ended_on = '2026-02-27' "
    "where id = {student_subject_enrollments}",
    "delete an enrolment": "delete from operational.student_subject_enrollments "
    "where id = {student_subject_enrollments}",
    "hand in": "insert into operational.assessments (student_id, subject_id, topic_id, assessment_type, status, "
    "assessment_date) values ({students}, 1 + %(b)s / 3, 1 + %(b)s, 'quiz', 'completed', '2026-02-20')",
    "take back": "update operational.assessments set status = 'pending', topic_id = nullif(%(b)s, 0) "
    "where id = {assessments}",
    "grade": "update operational.assessments set status = 'graded', total_marks = 50, marks_obtained = 10 * %(b)s, "
    "graded_on = date '2026-02-20' + %(a)s where id = {assessments}",
    CORRECTION: "insert into operational.topic_corrections (student_id, topic_id, competency_level, status, "
    "corrected_on, corrected_by) values ({students}, 1 + %(b)s, %(a)s, "
    "(array['not_started', 'in_progress', 'completed', 'needs_review'])[1 + %(a)s %% 4], date '2026-02-20' + %(a)s, 1) "
    "on conflict (student_id, topic_id) do update set competency_level = 5 - excluded.competency_level, "
    "status = 'mastered', corrected_on = excluded.corrected_on + 1",
    "take a correction back": "delete from operational.topic_corrections where id = {topic_corrections}",
    "delete an assessment": "delete from operational.assessments where id = {assessments}",
    "move a topic to another subject": "update operational.topics set subject_id = 3 - subject_id, "
    "order_index = order_index + 10 where id = 1 + %(a)s",
    "move a student to another campus": "update operational.students set campus_id = 1 + %(b)s %% 2 "
    "where id = {students}",
    "give a student another number": "update operational.students set enrollment_no = 'N' || id || '-' || %(b)s "
    "where id = {students}",
    "give a subject another code": "update operational.subjects set code = 'C' || id || '-' || %(b)s "
    "where id = 1 + %(a)s %% 2",
    "set hours": "insert into operational.faculty_availability (faculty_id, weekday, start_time, end_time) "
    "select id, 1 + %(a)s, '09:00', time '12:00' + make_interval(hours => %(b)s) from operational.faculties "
    "on conflict do nothing",
    "take hours back": "delete from operational.faculty_availability where weekday = 1 + %(a)s",
    "take leave": "insert into operational.faculty_time_entries (faculty_id, work_date, kind, minutes) "
    "select id, date '2026-02-20' + %(a)s, 'leave', 60 * (1 + %(b)s) from operational.faculties",
    "take another kind of leave": "update operational.faculty_time_entries set "
    "kind = (array['leave', 'meeting'])[1 + %(b)s %% 2], work_date = date '2026-02-20' + %(a)s",
    "come back from leave": "delete from operational.faculty_time_entries where work_date = date '2026-02-20' + %(a)s",
    "limit the day": "update operational.faculties set max_hours_per_day = nullif(%(b)s, 0)",
    "be away": "update operational.faculties set status = (array['active', 'on_leave', 'active'])[1 + %(b)s %% 3], "
    "campus_id = 1 + %(a)s %% 2",
    "have a holiday": "insert into operational.holidays (campus_id, holiday_date, name) "
    "values (1 + %(a)s %% 2, date '2026-02-20' + %(b)s, 'Holiday') on conflict do nothing",
    "enrol years ago": "insert into operational.student_subject_enrollments (student_id, subject_id, enrollment_date) "
    "values ({students}, 1 + %(b)s %% 2, '2021-01-05')",
    "move a campus to another time zone": "update operational.campuses set "
    "time_zone = (array['Asia/Kolkata', 'America/Denver'])[1 + %(b)s %% 2] where id = 1 + %(a)s %% 2",
}
SESSION, SLOW_SESSION, COMMIT_SLOW, BUILD = "a marked session", "a slow marked session", "commit the slow one", "build"
histories = st.lists(
    st.tuples(
        st.sampled_from([*CHANGES, *[SESSION] * 5, *[CORRECTION] * 3, SLOW_SESSION, COMMIT_SLOW, BUILD]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    min_size=15,
    max_size=40,
)


class History:
    """Lets things happen to an institute, some of them in a transaction that stays open."""

    def __init__(self, institute: Institute, dbt: Dbt) -> None:
        self.institute = institute
        self.dbt = dbt
        self.students = [institute.add_student(f"E{number}") for number in range(4)]
        self.slow = connect(institute.database_url)
        institute.run("set lock_timeout = '50ms'")

    def happen(self, what: str, a: int, b: int) -> None:
        if what == BUILD:
            self.build()
        elif what == COMMIT_SLOW:
            self.slow.commit()
        elif what == SESSION:
            self.add_session(self.institute.connection, a, b)
        elif what == SLOW_SESSION:
            self.add_session(self.slow, a, b)
        else:
            rows = {
                table: ROW.format(table=table)
                for table in (
                    "students",
                    "student_subject_enrollments",
                    "learning_sessions",
                    "session_attendance",
                    "session_attendance_topics",
                    "assessments",
                    "topic_corrections",
                )
            }
            try:
                self.institute.connection.execute(CHANGES[what].format(**rows), {"a": a, "b": b})  # type: ignore[arg-type]
            except (psycopg.IntegrityError, psycopg.errors.LockNotAvailable):
                return

    def add_session(self, connection: psycopg.Connection, a: int, b: int) -> None:
        student = self.students[a % 4]
        subject = self.institute.subjects[b % 2]
        day = CLOCK - timedelta(days=7 * a + b)
        session = self.institute.hold_session(student, day, subject, connection=connection)
        status = ("present", "late", "absent")[(a + b) % 3]
        topics = {topic: (a + topic) % 6 or None for topic in self.institute.topics[subject][: 1 + b % 3]}
        self.institute.mark(session, student, status, topics, day=day, connection=connection)

    def build(self, selection: tuple[str, ...] = INCREMENTAL) -> None:
        extract(self.institute.database_url)
        self.dbt("run", *selection)

    def close(self) -> None:
        self.slow.close()


def marts(institute: Institute) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of all that is refreshed, but for the number of the extract at which a build last wrote it."""
    tables = institute.run(
        "select table_schema || '.' || table_name, "
        "string_agg(quote_ident(column_name), ', ' order by ordinal_position) "
        "filter (where column_name <> 'extract_id') "
        "from information_schema.columns where table_schema in ('marts', 'restricted', 'reporting') "
        "or table_name like 'int_%%__%%' and table_schema = 'intermediate' or table_name = 'feat_velocity_week' "
        "group by 1 order by 1"
    )
    return {
        table: institute.connection.execute(f"select {columns} from {table} order by {columns}").fetchall()  # type: ignore[arg-type]
        for table, columns in tables
    }


@pytest.mark.timeout(900)
def test_incremental_is_full_refresh(open_institute: Callable[[], AbstractContextManager[Institute]], dbt: Dbt) -> None:
    @settings(
        max_examples=5,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(histories, histories)
    def after_any_history(first: list[tuple[str, int, int]], second: list[tuple[str, int, int]]) -> None:
        with open_institute() as institute:
            history = History(institute, dbt)
            history.add_session(history.slow, 1, 1)
            for event in first:
                history.happen(*event)
            history.build()
            for event in second:
                history.happen(*event)
            history.build()
            # It began before everything else and is the last to commit.
            history.slow.commit()
            history.build(REFRESHED)
            incremental = marts(institute)
            dbt("run", "--full-refresh", *REFRESHED)
            full = marts(institute)
            history.close()
        assert incremental["marts.fct_attendance"]
        assert {"intermediate.int_institute__day", "intermediate.int_learning__week"} <= incremental.keys()
        assert {"features.feat_velocity_week", "reporting.rpt_institute_week"} <= incremental.keys()
        for relation, rows in full.items():
            assert incremental[relation] == rows, relation

    after_any_history()


def build(institute: Institute, dbt: Dbt) -> None:
    extract(institute.database_url)
    dbt("run", *INCREMENTAL)


def test_a_mark_rewrites_its_own_fact_only(institute: Institute, dbt: Dbt) -> None:
    student = institute.add_student("E1")
    enrollment = institute.enroll(student)
    for day in (3, 4):
        institute.mark(institute.hold_session(student, date(2026, 2, day)), student, day=date(2026, 2, day))
    build(institute, dbt)
    [(first,)] = institute.run("select max(extract_id) from raw.extract_log")
    session = institute.hold_session(student, date(2026, 2, 5))
    institute.mark(session, student, day=date(2026, 2, 5))
    institute.run("update operational.student_subject_enrollments set completion_percentage = 50")
    build(institute, dbt)
    assert institute.run("select extract_id, enrollment_id from marts.fct_attendance order by session_date") == [
        (first, enrollment),
        (first, enrollment),
        (first + 1, enrollment),
    ]


def test_a_mark_rewrites_the_weeks_that_it_moves_and_no_others(institute: Institute, dbt: Dbt) -> None:
    student = institute.add_student("E1")
    institute.enroll(student, enrollment_date=date(2025, 11, 3))
    for week in range(10):
        day = date(2025, 11, 3) + timedelta(weeks=week)
        institute.mark(institute.hold_session(student, day), student, day=day)
    build(institute, dbt)
    weeks = "select week_start, extract_id, delivered_hours from {} order by week_start"
    relations = ("features.feat_velocity_week", "reporting.rpt_learning_velocity")
    before = {relation: institute.run(weeks.format(relation)) for relation in relations}
    [(first,)] = institute.run("select max(extract_id) from raw.extract_log")
    this_week = date(2026, 3, 2)
    institute.mark(institute.hold_session(student, this_week), student, day=this_week)
    build(institute, dbt)
    for relation, rows in before.items():
        *earlier, last = rows
        assert (len(earlier) > 10, last) == (True, (this_week, first, 0))
        assert institute.run(weeks.format(relation)) == [*earlier, (this_week, first + 1, 1)], relation
    # An enrolment that ended earlier than was known loses its last week, and whoever stands on it hears of that.
    institute.run("update operational.student_subject_enrollments set status = 'dropped', ended_on = '2026-02-27'")
    build(institute, dbt)
    for relation, rows in before.items():
        assert institute.run(weeks.format(relation)) == rows[:-1], relation
        told = "select distinct happened_on from changes.removed_row where relation = %s and extract_id = %s"
        assert institute.run(told, relation.split(".")[1], first + 2) == [(this_week,)]


def test_a_session_that_changes_hands_moves_the_day_of_both_and_of_nobody_else(institute: Institute, dbt: Dbt) -> None:
    day, student = date(2026, 2, 5), institute.add_student("E1")
    other, third = (
        institute.insert(
            "faculties", user_id=institute.add_user("faculty"), campus_id=institute.campuses[0], employee_id=employee
        )
        for employee in ("F2", "F3")
    )
    session = institute.hold_session(student, day)
    institute.hold_session(student, day, start_time="15:00")
    institute.run(
        "update operational.learning_sessions set faculty_id = %s where id = %s",
        third,
        institute.hold_session(student, day, start_time="17:00"),
    )
    build(institute, dbt)
    [(first,)] = institute.run("select max(extract_id) from raw.extract_log")
    days = "select faculty_id, overtime_minutes, extract_id from marts.fct_faculty_day order by 1"
    assert institute.run(days) == [(institute.faculty, 120, first), (third, 60, first)]
    institute.run("update operational.learning_sessions set faculty_id = %s where id = %s", other, session)
    build(institute, dbt)
    assert institute.run(days) == [
        (institute.faculty, 60, first + 1),
        (other, 60, first + 1),
        (third, 60, first),
    ]
    institute.run("update operational.learning_sessions set faculty_id = null where faculty_id = %s", institute.faculty)
    build(institute, dbt)
    assert institute.run(days) == [(other, 60, first + 1), (third, 60, first)]


def test_what_is_joined_later_or_moves_changes_the_fact(institute: Institute, dbt: Dbt) -> None:
    student = institute.add_student("E1")
    day = date(2026, 2, 3)
    session = institute.hold_session(student, day)
    institute.mark(session, student, "present", {institute.topics[institute.subjects[0]][0]: 4}, day=day)
    build(institute, dbt)
    facts = "select enrollment_id, session_date, campus_id, delivered_minutes from marts.fct_attendance"
    assert institute.run(facts) == [(None, day, institute.campuses[0], 60)]
    enrollment = institute.enroll(student)
    institute.run(
        "update operational.learning_sessions set session_date = '2026-02-09', campus_id = %s, status = 'cancelled'",
        institute.campuses[1],
    )
    build(institute, dbt)
    assert institute.run(facts) == [(enrollment, date(2026, 2, 9), institute.campuses[1], 0)]
    assert institute.run("select enrollment_id, observed_on from marts.fct_topic_observation") == [
        (enrollment, date(2026, 2, 9))
    ]
    institute.run("delete from operational.student_subject_enrollments")
    build(institute, dbt)
    assert institute.run("select enrollment_id from marts.fct_attendance") == [(None,)]
    assert institute.run("select enrollment_id from marts.fct_topic_observation") == [(None,)]


def test_a_mark_corrected_to_absent_takes_its_observations_away(institute: Institute, dbt: Dbt) -> None:
    student = institute.add_student("E1")
    day = date(2026, 2, 3)
    session = institute.hold_session(student, day)
    institute.mark(session, student, "late", {institute.topics[institute.subjects[0]][0]: 2}, day=day)
    build(institute, dbt)
    assert institute.run("select understanding, is_done from marts.fct_topic_observation") == [(2, False)]
    institute.run("update operational.session_attendance set attendance_status = 'absent'")
    build(institute, dbt)
    assert institute.run("select * from marts.fct_topic_observation") == []
    assert institute.run("select is_attended, delivered_minutes from marts.fct_attendance") == [(False, 0)]
    institute.run("delete from operational.session_attendance")
    build(institute, dbt)
    assert institute.run("select * from marts.fct_attendance") == []


def test_a_fact_whose_making_changed_is_made_anew_by_itself(institute: Institute, dbt: Dbt) -> None:
    build(institute, dbt)
    before = institute.run("select oid from pg_class where oid = 'marts.fct_topic_observation'::regclass")
    # As an older version of the project left it: a column less, and of other making.
    institute.run("alter table marts.fct_topic_observation drop column judged_on cascade")
    institute.run("comment on table marts.fct_topic_observation is 'made by another'")
    others = "select relname, relfilenode from pg_class where relname in ('fct_attendance', 'fct_session') order by 1"
    untouched = institute.run(others)
    student = institute.add_student("E1")
    day = date(2026, 2, 3)
    institute.mark(
        institute.hold_session(student, day), student, topics={institute.topics[institute.subjects[0]][0]: 4}, day=day
    )
    build(institute, dbt)
    assert institute.run("select judged_on from marts.fct_topic_observation") == [(day,)]
    after = institute.run("select oid from pg_class where oid = 'marts.fct_topic_observation'::regclass")
    assert after != before
    assert institute.run(others) == untouched
    build(institute, dbt)
    assert institute.run("select oid from pg_class where oid = 'marts.fct_topic_observation'::regclass") == after
    # The line of mastery is part of the making.
    dbt("run", *INCREMENTAL, "--vars", "{mastery_level: 5}")
    assert institute.run("select is_done from marts.fct_topic_observation") == [(False,)]
    assert institute.run(others) == untouched
