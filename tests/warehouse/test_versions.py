"""What a row said before is kept: one version per extract that saw a column change that matters."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract


@pytest.fixture
def institute(database_url: str) -> Iterator[Institute]:
    """A small institute, not extracted yet."""
    Institute.found(database_url)
    with Institute(database_url) as institute:
        yield institute


def versions(institute: Institute, student: int) -> list[tuple[Any, ...]]:
    return institute.run(
        "select extract_id, campus_id, status, is_deleted, known_on from raw.students_version where id = %s order by 1",
        student,
    )


def test_the_first_extract_keeps_what_is_there(institute: Institute) -> None:
    student = institute.add_student("E1")
    extract(institute.database_url)
    assert versions(institute, student) == [(1, institute.campuses[0], "active", False, CLOCK)]


def test_a_change_that_matters_makes_a_version_and_any_other_none(institute: Institute) -> None:
    student = institute.add_student("E1")
    other = institute.add_student("E2")
    extract(institute.database_url)
    institute.run("update operational.students set learning_style = 'visual' where id = %s", student)
    extract(institute.database_url)
    institute.run("update operational.institute set clock_as_of = %s", date(2026, 3, 9))
    institute.run("update operational.students set status = 'hold' where id = %s", student)
    extract(institute.database_url)
    campus = institute.campuses[0]
    assert versions(institute, student) == [
        (1, campus, "active", False, CLOCK),
        (3, campus, "hold", False, date(2026, 3, 9)),
    ]
    assert len(versions(institute, other)) == 1


def test_a_deletion_is_a_version_and_so_is_coming_back(institute: Institute) -> None:
    student = institute.add_student("E1")
    extract(institute.database_url)
    [row] = institute.run("select user_id, campus_id from operational.students where id = %s", student)
    institute.run("delete from operational.students where id = %s", student)
    extract(institute.database_url)
    institute.insert("students", id=student, user_id=row[0], campus_id=row[1], enrollment_no="E1")
    extract(institute.database_url)
    assert [(number, is_deleted) for number, _, _, is_deleted, _ in versions(institute, student)] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_a_full_extract_adds_no_version(institute: Institute) -> None:
    student = institute.add_student("E1")
    extract(institute.database_url)
    extract(institute.database_url, full=True)
    assert len(versions(institute, student)) == 1


def test_an_installation_from_before_begins_its_history_with_what_raw_holds(institute: Institute) -> None:
    student = institute.add_student("E1")
    extract(institute.database_url)
    institute.run("drop table raw.students_version")
    institute.add_student("E2")
    extract(institute.database_url)
    assert [number for number, *_ in versions(institute, student)] == [1]
    assert institute.run("select count(*) from raw.students_version") == [(2,)]


def test_a_column_that_is_kept_since_today_says_what_is_true_today(institute: Institute) -> None:
    enrollment = institute.enroll(institute.add_student("E1"), expected_completion_date=date(2026, 5, 1))
    extract(institute.database_url)
    institute.run("alter table raw.student_subject_enrollments_version drop column expected_completion_date")
    other = institute.enroll(institute.add_student("E2"))
    extract(institute.database_url)
    institute.run(
        "update operational.student_subject_enrollments set expected_completion_date = '2026-06-01' where id = %s",
        enrollment,
    )
    extract(institute.database_url)
    assert institute.run(
        "select id, expected_completion_date from raw.student_subject_enrollments_version order by extract_id, id"
    ) == [(enrollment, date(2026, 5, 1)), (other, None), (enrollment, date(2026, 6, 1))]
