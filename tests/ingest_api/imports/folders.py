"""A small institute as an import folder, and ways to write, bend and look at it."""

import csv
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from ingest_api.imports import ImportReport, run_import
from ingest_api.models import Base
from warehouse.postgres import connect

AS_OF = date(2024, 7, 11)

Row = dict[str, str]
Files = dict[str, list[Row]]

_INSTITUTE: Files = {
    "campuses": [
        {"code": "PUNE", "name": "Pune", "time_zone": "Asia/Kolkata"},
        {"code": "LEEDS", "name": "Leeds", "time_zone": "Europe/London"},
    ],
    "holidays": [{"campus": "PUNE", "date": "2024-08-15", "name": "Independence Day"}],
    "counselors": [
        {"email": "Cora@school.example", "first_name": "Cora", "last_name": "Lee", "phone": "1", "campus": "PUNE"}
    ],
    "faculties": [
        {
            "employee_id": "F1", "email": "fay@school.example", "first_name": "Fay", "campus": "PUNE",
            "specialization": "Python; SQL", "experience_years": "4.5", "hourly_rate": "900",
            "max_hours_per_day": "6", "max_students_per_day": "20", "status": "active",
        },
        {"employee_id": "F2", "email": "", "first_name": "Fred", "campus": "LEEDS", "status": ""},
    ],
    "availability": [
        {"employee_id": "F1", "weekday": "1", "start_time": "09:00", "end_time": "13:00"},
        {"employee_id": "F1", "weekday": "1", "start_time": "14:00", "end_time": "18:00"},
    ],
    "subjects": [
        {"code": "PY", "name": "Python", "difficulty_level": "beginner", "duration_hours": "40", "fee": "12000.50",
         "prerequisites": ""},
        {"code": "DS", "name": "Data science", "difficulty_level": "advanced", "duration_hours": "80", "fee": "",
         "prerequisites": "PY"},
    ],
    "topics": [
        {"subject": "PY", "order_index": "1", "name": "Values", "prerequisites": "", "learning_objectives": "Name;Use"},
        {"subject": "PY", "order_index": "2", "name": "Loops", "prerequisites": "1", "learning_objectives": ""},
        {"subject": "DS", "order_index": "1", "name": "Frames", "prerequisites": "", "learning_objectives": ""},
    ],
    "students": [
        {"enrollment_no": "S1", "email": "ann@mail.example", "first_name": "Ann", "campus": "PUNE",
         "date_of_birth": "2001-02-28", "admission_date": "2024-01-05", "counselor": "cora@school.example",
         "learning_style": "visual", "shoe size": "37", "motto": "Añ \"1\"\\t"},
        {"enrollment_no": "S2", "email": "", "first_name": "", "campus": "PUNE", "date_of_birth": "",
         "admission_date": "", "counselor": "", "learning_style": "", "shoe size": "", "motto": ""},
        {"enrollment_no": "S3", "email": "", "first_name": "Cy", "campus": "LEEDS", "date_of_birth": "",
         "admission_date": "", "counselor": "", "learning_style": "", "shoe size": "41", "motto": ""},
    ],
    "enrollments": [
        {"enrollment_no": "S1", "subject": "PY", "employee_id": "F1", "enrollment_date": "2024-01-08",
         "actual_completion_date": "2024-06-30", "ended_on": "", "status": "completed", "notes": "first,\nsecond"},
        {"enrollment_no": "S2", "subject": "PY", "employee_id": "F1", "enrollment_date": "2024-02-01",
         "actual_completion_date": "", "ended_on": "", "status": "", "notes": ""},
        {"enrollment_no": "S3", "subject": "DS", "employee_id": "F2", "enrollment_date": "2024-03-01",
         "actual_completion_date": "", "ended_on": "2024-05-01", "status": "dropped", "notes": ""},
    ],
    "batches": [
        {"batch": "B1", "name": "", "subject": "PY", "employee_id": "F1", "start_date": "2024-02-01",
         "end_date": "2024-09-01", "max_students": "10", "members": "S1;S2"},
    ],
    "sessions": [
        {"session": "T1", "enrollment_no": "S1", "batch": "", "subject": "PY", "employee_id": "F1",
         "session_date": "2024-03-04", "start_time": "09:00", "duration_minutes": "60", "status": "completed"},
        {"session": "T2", "enrollment_no": "", "batch": "B1", "subject": "PY", "employee_id": "F1",
         "session_date": "2024-03-05", "start_time": "09:00", "duration_minutes": "90", "status": "completed"},
        {"session": "T3", "enrollment_no": "S2", "batch": "", "subject": "PY", "employee_id": "F1",
         "session_date": "2024-07-20", "start_time": "10:00", "duration_minutes": "60", "status": ""},
        {"session": "T4", "enrollment_no": "S3", "batch": "", "subject": "DS", "employee_id": "F2",
         "session_date": "2024-03-06", "start_time": "", "duration_minutes": "45", "status": "completed"},
    ],
    "attendance": [
        {"session": "T1", "enrollment_no": "S1", "attendance_status": "present", "check_in_time": "",
         "check_out_time": "", "topics": "1:4;2:", "faculty_notes": "well done"},
        {"session": "T2", "enrollment_no": "S1", "attendance_status": "absent", "check_in_time": "",
         "check_out_time": "", "topics": "", "faculty_notes": ""},
        {"session": "T2", "enrollment_no": "S2", "attendance_status": "late", "check_in_time": "09:12",
         "check_out_time": "2024-03-05T10:30:00+05:30", "topics": "1:2", "faculty_notes": ""},
        {"session": "T4", "enrollment_no": "S3", "attendance_status": "present", "check_in_time": "2024-03-06T14:00",
         "check_out_time": "", "topics": "", "faculty_notes": ""},
    ],
    "assessments": [
        {"assessment": "A1", "enrollment_no": "S2", "subject": "PY", "topic": "2", "assessment_type": "quiz",
         "title": "Loops", "total_marks": "20", "marks_obtained": "15.5", "due_date": "2024-04-01",
         "assessment_date": "2024-04-02", "graded_on": "", "status": "graded"},
        {"assessment": "A2", "enrollment_no": "S1", "subject": "PY", "topic": "", "assessment_type": "exam",
         "title": "", "total_marks": "100", "marks_obtained": "", "due_date": "2024-08-01",
         "assessment_date": "", "graded_on": "", "status": "pending"},
    ],
    "inquiries": [
        {"inquiry": "Q1", "created_at": "2024-01-02T10:00", "student_name": "Ann", "phone": "+91 1", "email": "",
         "campus": "PUNE", "source": "referral", "interested_subjects": "PY;DS", "status": "enrolled",
         "priority": "high", "counselor": "cora@school.example", "next_follow_up_date": "",
         "closed_on": "2024-01-05", "enrollment_no": "S1", "notes": "", "visits": "3"},
        {"inquiry": "Q2", "created_at": "2024-07-01T08:00:00Z", "student_name": "", "phone": "", "email": "",
         "campus": "", "source": "", "interested_subjects": "", "status": "", "priority": "",
         "counselor": "cora@school.example", "next_follow_up_date": "2024-07-15", "closed_on": "",
         "enrollment_no": "", "notes": "asked twice", "visits": ""},
    ],
    "follow_ups": [
        {"inquiry": "Q1", "follow_up_date": "2024-01-03", "follow_up_type": "call",
         "counselor": "cora@school.example", "status": "completed", "outcome": "comes by", "notes": ""},
        {"inquiry": "Q2", "follow_up_date": "2024-07-15", "follow_up_type": "visit", "counselor": "", "status": "",
         "outcome": "", "notes": ""},
    ],
    "feedback": [
        {"feedback": "K1", "created_at": "2024-03-04T18:00", "enrollment_no": "S1", "employee_id": "F1",
         "session": "T1", "feedback_type": "session", "rating": "5", "comments": ""},
        {"feedback": "K2", "created_at": "2024-03-05T18:00:00Z", "enrollment_no": "", "employee_id": "",
         "session": "T2", "feedback_type": "session", "rating": "", "comments": "too fast"},
    ],
    "rewards_penalties": [
        {"reference": "R1", "enrollment_no": "S1", "employee_id": "F1", "type": "reward", "category": "performance",
         "reason": "best project", "points": "10", "date": "2024-06-30", "status": ""},
        {"reference": "R2", "enrollment_no": "S2", "employee_id": "", "type": "penalty", "category": "",
         "reason": "", "points": "-5", "date": "2024-07-01", "status": "appealed"},
    ],
    "payments": [
        {"receipt": "P1", "enrollment_no": "S1", "subject": "PY", "amount": "6000.25", "paid_on": "2024-01-08",
         "method": "upi"},
        {"receipt": "P2", "enrollment_no": "S3", "subject": "", "amount": "-100", "paid_on": "2024-05-02",
         "method": ""},
    ],
}  # fmt: skip


def small_institute() -> Files:
    """A copy of the small institute, to be changed at will; clock: `AS_OF`."""
    return deepcopy(_INSTITUTE)


def write_folder(path: Path, files: Files, **raw: bytes) -> Path:
    """Writes the files as CSV into a new folder; `raw` gives the bytes of a file as they are."""
    path.mkdir()
    for name, rows in files.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
    for name, content in raw.items():
        (path / f"{name}.csv").write_bytes(content)
    return path


def import_files(database_url: str, path: Path, files: Files, **options: Any) -> ImportReport:
    """Writes the files into the new folder `path` and imports it at `AS_OF`, unless told otherwise."""
    return run_import(database_url, write_folder(path, files), **{"as_of": AS_OF, **options})


def state(database_url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every operational table, stamps included."""
    with connect(database_url) as connection:
        return {
            name: connection.execute(f"select * from {name} order by id").fetchall() for name in Base.metadata.tables
        }


def ask(database_url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connect(database_url) as connection:
        return connection.execute(query).fetchall()


def faults(report: ImportReport) -> set[tuple[str, int, str, str]]:
    """Where and what is wrong: file, line, column, value."""
    return {(fault.file, fault.line, fault.column, fault.value) for fault in report.errors}
