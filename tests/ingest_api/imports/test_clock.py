"""What may lie ahead and what may not, and who is in two places at once."""

from datetime import date, timedelta
from pathlib import Path

from ingest_api.imports import run_import
from tests.ingest_api.imports.folders import (
    AS_OF,
    Row,
    ask,
    faults,
    import_files,
    small_institute,
    write_folder,
)


def _session(session: str, day: str, start_time: str = "09:30", **differences: str) -> Row:
    return {
        "session": session, "enrollment_no": "S2", "batch": "", "subject": "PY", "employee_id": "",
        "session_date": day, "start_time": start_time, "duration_minutes": "60", "status": "",
    } | differences  # fmt: skip


def test_what_happened_after_the_clock_is_refused_and_what_is_planned_is_not(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    clock = date(2024, 3, 1)

    report = import_files(database_url, tmp_path / "folder", files, as_of=clock)

    assert faults(report) == {
        ("enrollments.csv", 2, "actual_completion_date", "2024-06-30"),
        ("enrollments.csv", 2, "ended_on", "2024-06-30"),
        ("enrollments.csv", 5, "ended_on", "2024-05-01"),
        ("sessions.csv", 2, "session_date", "2024-03-04"),
        ("sessions.csv", 3, "session_date", "2024-03-05"),
        ("sessions.csv", 5, "session_date", "2024-03-06"),
        ("attendance.csv", 2, "session", "T1"),
        ("attendance.csv", 3, "session", "T2"),
        ("attendance.csv", 4, "session", "T2"),
        ("attendance.csv", 5, "session", "T4"),
        ("assessments.csv", 2, "assessment_date", "2024-04-02"),
        ("assessments.csv", 2, "graded_on", "2024-04-02"),
        ("inquiries.csv", 3, "created_at", "2024-07-01T08:00:00+00:00"),
        ("feedback.csv", 2, "created_at", "2024-03-04T18:00:00"),
        ("feedback.csv", 3, "created_at", "2024-03-05T18:00:00+00:00"),
        ("rewards_penalties.csv", 2, "date", "2024-06-30"),
        ("rewards_penalties.csv", 3, "date", "2024-07-01"),
        ("payments.csv", 3, "paid_on", "2024-05-02"),
    }


def test_without_a_clock_an_enrolment_may_begin_next_week_and_with_one_it_may_not(
    database_url: str, tmp_path: Path
) -> None:
    files = small_institute()
    today = ask(database_url, "select current_date")[0][0]
    files["enrollments"][1]["enrollment_date"] = str(today + timedelta(days=7))
    folder = write_folder(tmp_path / "folder", files)

    assert {fault.column for fault in run_import(database_url, folder, as_of=today).errors} == {"enrollment_date"}
    assert run_import(database_url, folder).is_written


def test_the_clock_goes_back_to_today_with_the_next_import_without_one(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", small_institute())
    run_import(database_url, folder, as_of=AS_OF)

    report = run_import(database_url, folder)

    assert report.is_changed
    assert ask(database_url, "select clock_as_of, version from operational.institute") == [(None, 2)]
    assert ask(database_url, "select count(*) from operational.event") == [(2,)]


def test_clashes_of_the_past_are_warnings_and_those_ahead_are_errors(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    files["sessions"] += [
        _session("T5", "2024-03-04", employee_id="F1", status="completed"),
        _session("T6", "2024-07-20", "10:59"),
    ]

    report = import_files(database_url, tmp_path / "folder", files)

    assert [(fault.line, fault.column, fault.value) for fault in report.errors] == [(7, "start_time", "T6")]
    assert report.warnings == [
        "1 clash in the imported history: somebody is in two places at once.",
        "Clash: faculty F1 on 2024-03-04, sessions T5 and T1",
    ]


def test_sessions_that_touch_are_cancelled_or_have_no_time_do_not_clash(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    files["sessions"] += [
        _session("T5", "2024-07-20", "11:00"),
        _session("T6", "2024-07-20", "09:00"),
        _session("T7", "2024-07-20", "10:30", status="cancelled"),
        _session("T8", "2024-07-20", ""),
    ]

    report = import_files(database_url, tmp_path / "folder", files)

    assert report.is_written
    assert report.warnings == []


def test_a_member_of_a_batch_is_where_the_batch_is(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    files["sessions"].append(_session("T5", "2024-03-05", "10:00", status="completed"))

    report = import_files(database_url, tmp_path / "folder", files)

    assert report.warnings[1:] == ["Clash: student S2 on 2024-03-05, sessions T5 and T2"]


def test_a_session_of_the_folder_clashes_with_one_of_the_database(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())

    earlier = import_files(database_url, tmp_path / "second", {"sessions": [_session("T5", "2024-07-20", "09:30")]})
    later = import_files(database_url, tmp_path / "third", {"sessions": [_session("T6", "2024-07-20", "10:30")]})

    for report, session in ((earlier, "T5"), (later, "T6")):
        ((_, line, column, value, expected),) = report.errors
        assert (line, column, value) == (2, "start_time", session)
        assert "session T3 takes it" in expected
