"""Whatever is wrong is listed, all of it, where it stands; and nothing at all is written."""

from pathlib import Path

import pytest

from ingest_api.imports import run_import
from tests.ingest_api.imports.folders import (
    AS_OF,
    Files,
    Row,
    ask,
    faults,
    import_files,
    small_institute,
    state,
    write_folder,
)


def _extended(file: str, *rows: Row) -> Files:
    """The small institute with more rows in one file, each given by what differs from that file's last row."""
    files = small_institute()
    files[file] += [files[file][-1] | row for row in rows]
    return files


def test_faults_of_many_kinds_are_all_listed_and_nothing_is_written(
    unwritten_database_url: str, tmp_path: Path
) -> None:
    files = small_institute()
    files["campuses"].append({"code": "MARS", "name": "Mars", "time_zone": "Mars/Olympus"})
    files["holidays"].append({"campus": "PUNE", "date": "2024-02-30", "name": "Leap"})
    files["holidays"].append({"campus": "NOWHERE", "date": "2024-10-02", "name": ""})
    files["counselors"].append({"email": "not an address", "first_name": "X", "campus": "PUNE"})
    files["faculties"].append({"employee_id": "F3", "campus": "", "max_hours_per_day": "25", "hourly_rate": "-1"})
    files["faculties"].append({"employee_id": "F1", "campus": "PUNE", "email": "ANN@mail.example"})
    files["subjects"].append({"code": "", "name": "Nameless", "difficulty_level": "easy", "prerequisites": "XX;PY"})
    files["topics"].append({"subject": "PY", "order_index": "one", "name": "Text", "prerequisites": "1;nine"})
    files["students"].append({"enrollment_no": "S4", "campus": "PUNE", "date_of_birth": "01/02/2003",
                              "counselor": "nobody@school.example", "learning_style": "osmosis"})  # fmt: skip
    files["enrollments"].append({"enrollment_no": "S9", "subject": "PY", "enrollment_date": "", "status": "done"})
    files["enrollments"].append({"enrollment_no": "S4", "subject": "PY", "enrollment_date": "2024-05-01",
                                 "status": "completed"})  # fmt: skip
    files["enrollments"].append({"enrollment_no": "S4", "subject": "DS", "enrollment_date": "2024-05-01",
                                 "status": "dropped", "ended_on": "2024-04-01"})  # fmt: skip
    files["batches"].append({"batch": "B2", "subject": "PY", "members": "S1;S8", "start_date": "2024-05-02",
                             "end_date": "2024-05-01", "max_students": "0"})  # fmt: skip
    files["sessions"].append({"session": "T5", "enrollment_no": "S1", "batch": "B1", "subject": "PY",
                              "session_date": "2024-03-04",
                              "start_time": "25:00", "duration_minutes": "0"})  # fmt: skip
    files["sessions"].append({"session": "T6", "enrollment_no": "S1", "subject": "DS", "session_date": "2024-08-01",
                              "duration_minutes": "60", "status": "completed"})  # fmt: skip
    files["attendance"].append({"session": "T1", "enrollment_no": "S2", "attendance_status": "here", "topics": "1:6"})
    files["attendance"].append(
        {"session": "T2", "enrollment_no": "S3", "attendance_status": "present", "topics": "7:3"}
    )
    files["attendance"].append({"session": "T0", "enrollment_no": "S1", "attendance_status": "present",
                                "check_in_time": "soon"})  # fmt: skip
    files["assessments"].append({"assessment": "A3", "enrollment_no": "S1", "subject": "PY", "topic": "9",
                                 "assessment_type": "riddle", "total_marks": "10", "marks_obtained": "11",
                                 "assessment_date": "2024-07-12", "status": "graded"})  # fmt: skip
    before = state(unwritten_database_url)

    report = import_files(unwritten_database_url, tmp_path / "folder", files)

    assert not report.is_written
    assert faults(report) == {
        ("campuses.csv", 4, "time_zone", "Mars/Olympus"),
        ("holidays.csv", 3, "date", "2024-02-30"),
        ("holidays.csv", 4, "campus", "NOWHERE"),
        ("holidays.csv", 4, "name", ""),
        ("counselors.csv", 3, "email", "not an address"),
        ("faculties.csv", 4, "campus", ""),
        ("faculties.csv", 4, "max_hours_per_day", "25"),
        ("faculties.csv", 4, "hourly_rate", "-1"),
        ("faculties.csv", 5, "employee_id", "F1"),
        ("students.csv", 2, "email", "ann@mail.example"),
        ("subjects.csv", 4, "code", ""),
        ("subjects.csv", 4, "difficulty_level", "easy"),
        ("subjects.csv", 4, "prerequisites", "XX"),
        ("topics.csv", 5, "order_index", "one"),
        ("topics.csv", 5, "prerequisites", "1;nine"),
        ("students.csv", 5, "date_of_birth", "01/02/2003"),
        ("students.csv", 5, "counselor", "nobody@school.example"),
        ("students.csv", 5, "learning_style", "osmosis"),
        ("enrollments.csv", 6, "enrollment_no", "S9"),
        ("enrollments.csv", 6, "enrollment_date", ""),
        ("enrollments.csv", 6, "status", "done"),
        ("enrollments.csv", 7, "actual_completion_date", ""),
        ("enrollments.csv", 8, "ended_on", "2024-04-01"),
        ("batches.csv", 3, "members", "S8"),
        ("batches.csv", 3, "end_date", "2024-05-01"),
        ("batches.csv", 3, "max_students", "0"),
        ("sessions.csv", 6, "batch", "B1"),
        ("sessions.csv", 6, "start_time", "25:00"),
        ("sessions.csv", 6, "duration_minutes", "0"),
        ("sessions.csv", 7, "subject", "DS"),
        ("sessions.csv", 7, "session_date", "2024-08-01"),
        ("attendance.csv", 6, "enrollment_no", "S2"),
        ("attendance.csv", 6, "attendance_status", "here"),
        ("attendance.csv", 6, "topics", "1:6"),
        ("attendance.csv", 7, "enrollment_no", "S3"),
        ("attendance.csv", 7, "topics", "7:3"),
        ("attendance.csv", 8, "session", "T0"),
        ("attendance.csv", 8, "check_in_time", "soon"),
        ("assessments.csv", 4, "topic", "9"),
        ("assessments.csv", 4, "assessment_type", "riddle"),
        ("assessments.csv", 4, "marks_obtained", "11"),
        ("assessments.csv", 4, "assessment_date", "2024-07-12"),
        ("assessments.csv", 4, "graded_on", "2024-07-12"),
    }
    order = [name + ".csv" for name in files]
    places = [(order.index(fault.file), fault.line) for fault in report.errors]
    assert places == sorted(places)
    assert all(fault.expected for fault in report.errors)
    assert state(unwritten_database_url) == before


_ROW_FAULTS: dict[str, tuple[Files, set[tuple[str, int, str, str]]]] = {
    "a key twice": (
        _extended("sessions", {"session": "T1"}),
        {("sessions.csv", 6, "session", "T1")},
    ),
    "an enrolment twice": (
        _extended("enrollments", {}),
        {("enrollments.csv", 6, "enrollment_no, subject", "S3 · DS")},
    ),
    "an e-mail of somebody else": (
        _extended("students", {"enrollment_no": "S4", "email": "Fay@school.example"}),
        {("students.csv", 5, "email", "fay@school.example")},
    ),
    "prerequisites in a circle": (
        _extended("subjects", {"code": "ML", "prerequisites": "AI"}, {"code": "AI", "prerequisites": "ML"}),
        {("subjects.csv", 4, "prerequisites", "AI"), ("subjects.csv", 5, "prerequisites", "ML")},
    ),
    "a topic that needs itself": (
        _extended("topics", {"order_index": "2", "prerequisites": "2"}),
        {("topics.csv", 5, "prerequisites", "2")},
    ),
    "a topic that needs an unknown one": (
        _extended("topics", {"order_index": "2", "prerequisites": "8"}),
        {("topics.csv", 5, "prerequisites", "8")},
    ),
    "an enrolment that ended and goes on": (
        _extended("enrollments", {"subject": "PY", "status": "active"}),
        {("enrollments.csv", 6, "ended_on", "2024-05-01")},
    ),
    "an enrolment dropped at no time": (
        _extended("enrollments", {"subject": "PY", "ended_on": ""}),
        {("enrollments.csv", 6, "ended_on", "")},
    ),
    "a session of nobody": (
        _extended("sessions", {"session": "T5", "enrollment_no": ""}),
        {("sessions.csv", 6, "enrollment_no", "")},
    ),
    "a session of a student who is not enrolled": (
        _extended("sessions", {"session": "T5", "enrollment_no": "S2", "subject": "DS"}),
        {("sessions.csv", 6, "subject", "DS")},
    ),
    "attendance of a session to come": (
        _extended("attendance", {"session": "T3", "enrollment_no": "S2"}),
        {("attendance.csv", 6, "session", "T3")},
    ),
    "a batch member who is not enrolled": (
        _extended("batches", {"batch": "B2", "subject": "DS"})
        | {
            "sessions": [
                *small_institute()["sessions"],
                {"session": "T5", "batch": "B2", "session_date": "2024-03-05", "duration_minutes": "5"},
            ],
            "attendance": [
                *small_institute()["attendance"],
                {"session": "T5", "enrollment_no": "S1", "attendance_status": "present"},
            ],
        },
        {("attendance.csv", 6, "enrollment_no", "S1")},
    ),
    "leaving before coming": (
        _extended("attendance", {"session": "T1", "enrollment_no": "S1"})
        | {
            "attendance": [
                small_institute()["attendance"][0] | {"check_in_time": "09:30", "check_out_time": "2024-03-04T09:00"}
            ]
        },
        {("attendance.csv", 2, "check_out_time", "2024-03-04T09:00:00")},
    ),
    "a mark for work that is pending": (
        _extended("assessments", {"assessment": "A3", "marks_obtained": "5", "assessment_date": "2024-05-01"}),
        {("assessments.csv", 4, "marks_obtained", "5"), ("assessments.csv", 4, "assessment_date", "2024-05-01")},
    ),
    "graded without a mark or a date": (
        _extended("assessments", {"assessment": "A3", "status": "graded"}),
        {("assessments.csv", 4, "marks_obtained", ""), ("assessments.csv", 4, "graded_on", "")},
    ),
    "graded before it was handed in": (
        _extended(
            "assessments",
            {"assessment": "A3", "status": "graded", "marks_obtained": "5", "assessment_date": "2024-05-02",
             "graded_on": "2024-05-01"},
        ),
        {("assessments.csv", 4, "graded_on", "2024-05-01")},
    ),
    "available until before it begins": (
        _extended("availability", {"weekday": "2", "end_time": "13:30"}),
        {("availability.csv", 4, "end_time", "13:30:00")},
    ),
    "an inquiry that is lost on no day": (
        _extended("inquiries", {"inquiry": "Q3", "status": "lost"}),
        {("inquiries.csv", 4, "closed_on", "")},
    ),
    "an inquiry that ended and goes on": (
        _extended("inquiries", {"inquiry": "Q3", "closed_on": "2024-07-02"}),
        {("inquiries.csv", 4, "closed_on", "2024-07-02")},
    ),
    "an inquiry that ended before it came in": (
        _extended("inquiries", {"inquiry": "Q3", "status": "lost", "closed_on": "2024-06-30"}),
        {("inquiries.csv", 4, "closed_on", "2024-06-30")},
    ),
    "an inquiry that is still open and has a student": (
        _extended("inquiries", {"inquiry": "Q3", "enrollment_no": "S1"}),
        {("inquiries.csv", 4, "enrollment_no", "S1")},
    ),
    "an inquiry of no campus": (
        _extended("inquiries", {"inquiry": "Q3", "counselor": ""}),
        {("inquiries.csv", 4, "campus", "")},
    ),
    "an inquiry at an hour of no day": (
        _extended("inquiries", {"inquiry": "Q3", "created_at": "10:00"}),
        {("inquiries.csv", 4, "created_at", "10:00")},
    ),
    "a follow-up made tomorrow": (
        _extended("follow_ups", {"follow_up_date": "2024-07-12", "status": "completed"}),
        {("follow_ups.csv", 4, "follow_up_date", "2024-07-12")},
    ),
    "a follow-up of an unknown inquiry": (
        _extended("follow_ups", {"inquiry": "Q9"}),
        {("follow_ups.csv", 4, "inquiry", "Q9")},
    ),
    "feedback that says nothing": (
        _extended("feedback", {"feedback": "K3", "comments": ""}),
        {("feedback.csv", 4, "rating", "")},
    ),
    "anonymous feedback on the session of one student": (
        _extended("feedback", {"feedback": "K3", "session": "T1"}),
        {("feedback.csv", 4, "session", "T1")},
    ),
    "feedback at an hour of no campus": (
        _extended("feedback", {"feedback": "K3", "session": "", "created_at": "2024-03-05T18:00"}),
        {("feedback.csv", 4, "created_at", "2024-03-05T18:00:00")},
    ),
    "a reward that takes points": (
        _extended("rewards_penalties", {"reference": "R3", "type": "reward"}),
        {("rewards_penalties.csv", 4, "points", "-5")},
    ),
    "a payment of nothing": (
        _extended("payments", {"receipt": "P3", "amount": "0.00"}),
        {("payments.csv", 4, "amount", "0.00")},
    ),
    "a payment of tomorrow": (
        _extended("payments", {"receipt": "P3", "paid_on": "2024-07-12"}),
        {("payments.csv", 4, "paid_on", "2024-07-12")},
    ),
    "work in a subject without enrolment": (
        _extended("assessments", {"assessment": "A3", "subject": "DS"}),
        {("assessments.csv", 4, "subject", "DS")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", _ROW_FAULTS)
def test_a_row_that_cannot_be_is_the_only_complaint(kind: str, unwritten_database_url: str, tmp_path: Path) -> None:
    files, expected = _ROW_FAULTS[kind]

    report = import_files(unwritten_database_url, tmp_path / "folder", files)

    assert faults(report) == expected
    assert ask(unwritten_database_url, "select count(*) from operational.campuses") == [(0,)]


_RAW_FAULTS: dict[str, tuple[str, bytes, set[tuple[str, int, str, str]]]] = {
    "no key column": ("campuses", b"name,time_zone\nPune,UTC\n", {("campuses.csv", 1, "code", "")}),
    "a column twice": ("campuses", b"code,name,name\nP,Pune,Pun\n", {("campuses.csv", 1, "name", "name")}),
    "no header": ("campuses", b"", {("campuses.csv", 1, "", "")}),
    "rows of other lengths": (
        "campuses",
        b"code,name\nP,Pune\nQ\nR,Rome,Italy\n",
        {("campuses.csv", 3, "", "Q"), ("campuses.csv", 4, "", "R,Rome,Italy")},
    ),
    "bytes that are not UTF-8": (
        "campuses",
        "code,name\nP,Pune\nL,Málaga\n".encode("latin-1"),
        {("campuses.csv", 3, "name", "M\\xe1laga")},
    ),
    "UTF-16": ("campuses", "code,name\nP,Pune\n".encode("utf-16"), {("campuses.csv", 1, "", "")}),
    "a NUL": ("campuses", b"code,name\nP,Pu\0ne\n", {("campuses.csv", 2, "name", "Pu\\x00ne")}),
    "a quote that never closes": ("campuses", b'code,name\nP,"Pune\nQ,Quito\n', {("campuses.csv", 2, "", "")}),
    "text after a quote": ("campuses", b'code,name\nP,"Pu"ne\nQ,\n', {("campuses.csv", 2, "", ""),
                                                                        ("campuses.csv", 3, "name", "")}),
    "a line after a cell of two lines": (
        "campuses",
        b'code,name\r\nP,"Pune\r\n(West)"\r\n\r\n,Quito\r\n',
        {("campuses.csv", 5, "code", "")},
    ),
    "a key that is too long": ("campuses", b"code,name\n" + b"P" * 201 + b",Pune\n",
                               {("campuses.csv", 2, "code", "P" * 201)}),
}  # fmt: skip


@pytest.mark.parametrize("kind", _RAW_FAULTS)
def test_a_file_that_is_not_a_proper_table_is_told_by_line(
    kind: str, unwritten_database_url: str, tmp_path: Path
) -> None:
    name, content, expected = _RAW_FAULTS[kind]

    report = run_import(unwritten_database_url, write_folder(tmp_path / "folder", {}, **{name: content}))

    assert faults(report) == expected
    assert ask(unwritten_database_url, "select count(*) from operational.campuses") == [(0,)]


def test_what_refers_to_a_faulty_row_or_a_broken_file_is_not_blamed(
    unwritten_database_url: str, tmp_path: Path
) -> None:
    files = small_institute()
    files["students"][0]["admission_date"] = "yesterday"
    del files["subjects"]

    report = run_import(
        unwritten_database_url,
        write_folder(tmp_path / "folder", files, subjects=b"title\nPython\n"),
        as_of=AS_OF,
    )

    assert faults(report) == {
        ("subjects.csv", 1, "code", ""),
        ("subjects.csv", 1, "name", ""),
        ("students.csv", 2, "admission_date", "yesterday"),
    }


def test_what_only_the_database_can_see_is_an_error_too(unwritten_database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    # 09:30 in London is after 10:00 in Pune.
    files["attendance"][0] |= {"check_in_time": "2024-03-04T09:30Z", "check_out_time": "2024-03-04T10:00"}

    report = import_files(unwritten_database_url, tmp_path / "folder", files)

    ((file, line, _, _, expected),) = report.errors
    assert (file, line) == ("folder", 0)
    assert "check_out_after_check_in" in expected
    assert ask(unwritten_database_url, "select count(*) from operational.campuses") == [(0,)]


def test_what_is_neither_a_folder_nor_a_zip_is_an_error_of_the_report(
    unwritten_database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK but not really")
    for path in (tmp_path / "missing", tmp_path / "broken.zip"):
        assert faults(run_import(unwritten_database_url, path)) == {(path.name, 0, "", "")}


def test_a_folder_without_any_file_is_an_error(unwritten_database_url: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert len(run_import(unwritten_database_url, tmp_path / "empty").errors) == 1


def test_tens_of_thousands_of_errors_are_all_listed(unwritten_database_url: str, tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{day % 90 + 10},{'x' * (day % 7)}\n" for day in range(30_000))

    report = run_import(
        unwritten_database_url, write_folder(tmp_path / "folder", {}, holidays=("date,name\n" + rows).encode())
    )

    assert len(report.errors) > 30_000
    assert sum(1 for _ in report.errors) == len(report.errors)
