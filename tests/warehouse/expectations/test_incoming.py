"""Incoming rows: what no form lets in is a breach, a slip is a warning, and the rest costs nothing."""

import json
import socket
from datetime import date
from typing import Any

import pytest

from tests.warehouse.expectations.conftest import Extracted
from warehouse.expectations import Verdict
from warehouse.expectations.incoming import NoSuchExtractError
from warehouse.expectations.incoming_tables import NOT_LOOKED_AT, tables
from warehouse.expectations.published import PERSONAL_COLUMNS
from warehouse.expectations.state import results_folder
from warehouse.postgres import connect
from warehouse.relations import EXTRACTED_TABLES
from warehouse.settings import Settings

ONE_MARK = "where id = (select min(id) from raw.session_attendance)"
ONE_SESSION = "where id = (select session_id from raw.session_attendance limit 1)"
ONE_ENROLLMENT = "where id = (select min(id) from raw.student_subject_enrollments)"


def found(verdict: Verdict) -> set[tuple[str, str]]:
    """(relation, column) of every breach."""
    return {(breach.relation, breach.column) for breach in verdict.breaches}


def warned(verdict: Verdict) -> set[tuple[str, str]]:
    return {(warning.relation, warning.column) for warning in verdict.warnings}


def rows_looked_at(settings: Settings, table: str) -> int:
    """How many rows of a table the last check that found any looked at."""
    file = results_folder(settings) / f"incoming-raw-{table.replace('_', '-')}.json"
    results: list[dict[str, Any]] = json.loads(file.read_text())["result"]["results"]
    return max(int(one["result"]["element_count"]) for one in results)


def test_sound_rows_pass_without_a_word(extracted: Extracted, capfd: pytest.CaptureFixture[str]) -> None:
    verdict = extracted.check(1)
    assert (verdict.passed, verdict.breaches, verdict.warnings) == (True, (), ())
    assert capfd.readouterr() == ("", "")


# What is done to `raw`, and the relation and column that are blamed.
SPOILT = [
    (f"update raw.session_attendance set attendance_status = 'here', extract_id = {{extract}} {ONE_MARK}",
     "session_attendance", "attendance_status"),
    (f"update raw.session_attendance set student_id = 999999, extract_id = {{extract}} {ONE_MARK}",
     "session_attendance", "orphan_student_id"),
    (f"update raw.session_attendance set session_id = 999999, extract_id = {{extract}} {ONE_MARK}",
     "session_attendance", "orphan_session_id"),
    (f"update raw.session_attendance set minutes_late = -1, extract_id = {{extract}} {ONE_MARK}",
     "session_attendance", "minutes_late"),
    ("update raw.session_attendance_topics set understanding = 6, extract_id = {extract}",
     "session_attendance_topics", "understanding"),
    (f"update raw.learning_sessions set duration_minutes = 0, extract_id = {{extract}} {ONE_SESSION}",
     "learning_sessions", "duration_minutes"),
    (f"update raw.learning_sessions set campus_id = null, extract_id = {{extract}} {ONE_SESSION}",
     "learning_sessions", "campus_id"),
    (f"update raw.student_subject_enrollments set completion_percentage = 101, extract_id = {{extract}}"
     f" {ONE_ENROLLMENT}", "student_subject_enrollments", "completion_percentage"),
    ("insert into raw.payments (id, amount, method, paid_on, extract_id, is_deleted)"
     " values (1, 100, 'cash', '2024-07-02', {extract}, false)", "payments", "paid_on_days_ahead"),
    ("insert into raw.payments (id, method, extract_id, is_deleted) values (2, 'cash', {extract}, false)",
     "payments", "amount"),
    ("insert into raw.assessments (id, percentage, extract_id, is_deleted) values (1, 120, {extract}, false)",
     "assessments", "percentage"),
    ("insert into raw.crm_inquiries (id, campus_id, status, extract_id, is_deleted)"
     " values (1, 1, 'thinking', {extract}, false)", "crm_inquiries", "status"),
    ("insert into raw.feedback (id, campus_id, rating, extract_id, is_deleted) values (1, 1, 0, {extract}, false)",
     "feedback", "rating"),
    ("insert into raw.topic_corrections (id, competency_level, extract_id, is_deleted)"
     " values (9001, 6, {extract}, false)",
     "topic_corrections", "competency_level"),
    ("insert into raw.topic_corrections (id, corrected_on, extract_id, is_deleted)"
     " values (9002, '2024-07-02', {extract}, false)", "topic_corrections", "corrected_on_days_ahead"),
    ("insert into raw.faculty_availability (id, weekday, start_time, end_time, extract_id, is_deleted)"
     " values (9001, 1, '12:00', '12:00', {extract}, false)",
     "faculty_availability", "minutes_from_start_time_to_end_time"),
    ("insert into raw.faculty_availability (id, weekday, extract_id, is_deleted) values (9002, 0, {extract}, false)",
     "faculty_availability", "weekday"),
    ("insert into raw.holidays (id, campus_id, holiday_date, extract_id, is_deleted)"
     " values (9001, 999999, '2024-07-02', {extract}, false)", "holidays", "orphan_campus_id"),
    ("insert into raw.exam_slots (id, campus_id, capacity, extract_id, is_deleted)"
     " values (9001, 1, 0, {extract}, false)",
     "exam_slots", "capacity"),
    ("insert into raw.flexible_batches (id, campus_id, start_date, end_date, extract_id, is_deleted)"
     " values (9001, 1, '2024-06-02', '2024-06-01', {extract}, false)",
     "flexible_batches", "end_date_days_after_start_date"),
    ("insert into raw.flexible_batch_members (id, batch_id, extract_id, is_deleted)"
     " values (9001, 999999, {extract}, false)", "flexible_batch_members", "orphan_batch_id"),
    ("insert into raw.topic_prerequisites (id, topic_id, prerequisite_id, extract_id, is_deleted)"
     " select 9001, min(id), min(id), {extract}, false from raw.topics",
     "topic_prerequisites", "same_prerequisite_id"),
    ("insert into raw.subject_prerequisites (id, subject_id, extract_id, is_deleted)"
     " values (9001, 999999, {extract}, false)", "subject_prerequisites", "orphan_subject_id"),
    ("insert into raw.crm_inquiry_subjects (id, inquiry_id, extract_id, is_deleted)"
     " values (9001, 999999, {extract}, false)", "crm_inquiry_subjects", "orphan_inquiry_id"),
    ("insert into raw.action_items (id, campus_id, status, extract_id, is_deleted)"
     " values (9001, 1, 'soon', {extract}, false)", "action_items", "status"),
    ("insert into raw.learning_paths (id, student_id, extract_id, is_deleted) values (9001, 999999, {extract}, false)",
     "learning_paths", "orphan_student_id"),
    ("insert into raw.learning_path_steps (id, position, extract_id, is_deleted) values (9001, 0, {extract}, false)",
     "learning_path_steps", "position"),
    ("insert into raw.resources (id, kind, extract_id, is_deleted) values (9001, 'rumour', {extract}, false)",
     "resources", "kind"),
    ("insert into raw.campuses (id, time_zone, extract_id, is_deleted) values (9001, 'Mars/Base', {extract}, false)",
     "campuses", "unknown_time_zone"),
]  # fmt: skip


def test_what_no_form_lets_in_is_a_breach(extracted: Extracted) -> None:
    verdict = extracted.check(extracted.change(*(statement for statement, _, _ in SPOILT)))
    assert not verdict.passed
    assert found(verdict) == {(f"raw.{relation}", column) for _, relation, column in SPOILT}
    for breach in verdict.breaches:
        assert breach.says.startswith(breach.what)
        assert breach.observed in breach.says
        assert breach.expectation.startswith("expect_column_values_to")


def test_feedback_of_which_nothing_tells_the_campus_is_let_in(extracted: Extracted) -> None:
    anonymous = "insert into raw.feedback (id, rating, extract_id, is_deleted) values (1, 4, {extract}, false)"
    assert extracted.check(extracted.change(anonymous)).passed


def test_a_mark_on_a_session_of_tomorrow_is_a_breach(extracted: Extracted) -> None:
    assert extracted.check(1).passed
    verdict = extracted.check(
        extracted.change(
            f"update raw.learning_sessions set session_date = '2024-07-02', extract_id = {{extract}} {ONE_SESSION}",
            f"update raw.session_attendance set extract_id = {{extract}} {ONE_MARK}",
        )
    )
    assert found(verdict) == {("raw.session_attendance", "session_date_days_ahead")}
    assert "2024-07-01, the institute's clock" in verdict.breaches[0].says


def test_what_a_form_lets_in_is_a_warning_and_stops_nobody(extracted: Extracted) -> None:
    verdict = extracted.check(
        extracted.change(
            f"update raw.session_attendance set minutes_late = 900, extract_id = {{extract}} {ONE_MARK}",
            "update raw.session_attendance set check_in_time = '2024-07-04Z', extract_id = {extract}",
            "update raw.student_subject_enrollments set enrollment_date = '1924-07-01', extract_id = {extract}"
            f" {ONE_ENROLLMENT}",
        )
    )
    assert verdict.passed
    assert warned(verdict) == {
        ("raw.session_attendance", "minutes_late"),
        ("raw.session_attendance", "check_in_days_off"),
        ("raw.student_subject_enrollments", "enrollment_date_days_ahead"),
    }


def test_a_day_on_which_nobody_came_is_told_of_when_there_are_marks_enough(extracted: Extracted) -> None:
    upside_down = extracted.change(
        "update raw.session_attendance set attendance_status = 'absent', extract_id = {extract}"
    )
    assert extracted.check(upside_down, quality_day_marks_min=3).warnings == ()
    again = extracted.change("update raw.session_attendance set extract_id = {extract}")
    verdict = extracted.check(again, quality_day_marks_min=2)
    assert verdict.passed
    assert warned(verdict) == {("raw.session_attendance by day", "absent_share")}
    assert "2024-07-01: 1" in verdict.warnings[0].observed


def test_only_rows_that_came_in_since_are_looked_at(extracted: Extracted) -> None:
    assert extracted.check(1).passed
    assert rows_looked_at(extracted.settings, "session_attendance") == 2
    # Spoilt without a new extract_id: not a row that came in.
    with connect(extracted.database_url) as connection:
        connection.execute("update raw.learning_sessions set status = 'lost'")
    newest = extracted.change(f"update raw.session_attendance set extract_id = {{extract}} {ONE_MARK}")
    assert extracted.check(newest).passed
    assert rows_looked_at(extracted.settings, "session_attendance") == 1


def test_wrong_rows_are_looked_at_again_until_they_are_corrected(extracted: Extracted) -> None:
    assert extracted.check(1).passed
    wrong = extracted.change(
        f"update raw.session_attendance set attendance_status = 'here', extract_id = {{extract}} {ONE_MARK}"
    )
    first = extracted.check(wrong)
    assert (first.passed, first.extract_id) == (False, wrong)
    other = extracted.change(f"update raw.learning_sessions set extract_id = {{extract}} {ONE_SESSION}")
    second = extracted.check(other)
    assert (second.passed, second.extract_id) == (False, wrong)
    corrected = extracted.change(
        f"update raw.session_attendance set attendance_status = 'late', extract_id = {{extract}} {ONE_MARK}"
    )
    assert extracted.check(corrected).passed


def test_an_extract_that_was_never_checked_is_not_forgotten(extracted: Extracted) -> None:
    assert extracted.check(1).passed
    extracted.change(
        f"update raw.session_attendance set attendance_status = 'here', extract_id = {{extract}} {ONE_MARK}"
    )
    newest = extracted.change(f"update raw.learning_sessions set extract_id = {{extract}} {ONE_SESSION}")
    assert found(extracted.check(newest)) == {("raw.session_attendance", "attendance_status")}


def test_another_server_is_looked_at_from_its_beginning(extracted: Extracted) -> None:
    assert extracted.check(1).passed
    newest = extracted.change(f"update raw.learning_sessions set extract_id = {{extract}} {ONE_SESSION}")
    with connect(extracted.database_url) as connection:
        connection.execute("update raw.extract_log set source_identity = 'another'")
        connection.execute(f"update raw.session_attendance set attendance_status = 'here' {ONE_MARK}")
    assert not extracted.check(newest).passed


def test_buried_rows_are_not_looked_at(extracted: Extracted) -> None:
    newest = extracted.change(
        "update raw.session_attendance_topics set is_deleted = true, extract_id = {extract}",
        "update raw.session_attendance set attendance_status = 'here', is_deleted = true, extract_id = {extract}",
    )
    assert extracted.check(newest).passed


def test_rows_are_counted_over_all_pieces(extracted: Extracted) -> None:
    newest = extracted.change("update raw.topics set difficulty_level = 'odd', extract_id = {extract}")
    [breach] = extracted.check(newest, quality_rows_at_once=1).breaches
    assert breach.observed.startswith("4 of 4 rows looked at: id ")


def test_an_unknown_extract_is_told_of(extracted: Extracted) -> None:
    with pytest.raises(NoSuchExtractError, match="no extract 99"):
        extracted.check(99)


def test_no_request_leaves_the_machine(extracted: Extracted, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(f"asked for {arguments}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert extracted.check(1, quality_docs_minutes=0).passed


def test_every_look_can_be_taken_and_none_is_at_personal_data(extracted: Extracted) -> None:
    known = tables(date(2024, 7, 1), extracted.settings)
    names = [table.name for table in known]
    assert sorted([*names, *NOT_LOOKED_AT]) == sorted(EXTRACTED_TABLES)
    assert all(NOT_LOOKED_AT.values())
    with connect(extracted.database_url) as connection:
        for table in known:
            asked = connection.execute(table.query(0, 1).encode())
            columns = {column.name for column in asked.description or []}
            assert {look.rule.column for look in table.looks} <= columns
            assert not columns & PERSONAL_COLUMNS
