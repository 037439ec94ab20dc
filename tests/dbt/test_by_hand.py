"""The script by hand makes what the dbt models make, at once and bit by bit; else their times say nothing."""

from datetime import date
from typing import Any

from bench.warehouse import by_hand
from tests.dbt.conftest import Dbt
from tests.dbt.institute import Institute
from warehouse.extract import extract

FACT = (
    "attendance_id, session_id, student_id, enrollment_id, subject_id, faculty_id, campus_id, session_date, known_on, "
    "attendance_status, is_attended, minutes_late, delivered_minutes"
)
DAY = "campus_id, session_date, marks, attended, late, sessions_delivered, delivered_minutes, active_students"
MODELS = ("int_enrollment__link", "fct_session", "fct_attendance", "int_institute__day")


def rows(institute: Institute, columns: str, relation: str) -> list[tuple[Any, ...]]:
    return institute.connection.execute(f"select {columns} from {relation} order by {columns}").fetchall()


def assert_the_same(institute: Institute) -> None:
    for columns, mine, theirs in (
        (FACT, "by_hand.attendance", "marts.fct_attendance"),
        (DAY, "by_hand.day", "intermediate.int_institute__day"),
    ):
        found = rows(institute, columns, mine)
        assert found
        assert found == rows(institute, columns, theirs)


def test_both_hold_the_same_rows_after_a_full_and_after_an_incremental_build(institute: Institute, dbt: Dbt) -> None:
    asha, ravi = institute.add_student("E1"), institute.add_student("E2")
    institute.enroll(asha)
    held = institute.hold_session(asha, date(2026, 2, 3))
    for student, status in ((asha, "late"), (ravi, "absent")):
        institute.mark(held, student, status, day=date(2026, 2, 3))
    institute.hold_session(asha, date(2026, 2, 4))
    extract(institute.database_url)
    dbt("run", "--select", *MODELS)
    by_hand.full(institute.database_url)
    assert_the_same(institute)

    later = institute.hold_session(ravi, date(2026, 2, 5))
    institute.mark(later, ravi, "present", day=date(2026, 2, 5))
    institute.run("update operational.session_attendance set attendance_status = 'present' where student_id = %s", ravi)
    institute.run("update operational.learning_sessions set session_date = '2026-02-06' where id = %s", held)
    extract(institute.database_url)
    dbt("run", "--select", *MODELS)
    by_hand.incremental(institute.database_url)
    assert_the_same(institute)
