"""The import folder being written: its files, their headers, and how many rows went into each.

Rows are written as they come and never held. What is in a row is decided elsewhere.
"""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

HEADERS: dict[str, tuple[str, ...]] = {
    "campuses": ("code", "name", "time_zone"),
    "holidays": ("campus", "date", "name"),
    "counselors": ("email", "first_name", "last_name", "phone", "campus"),
    "faculties": (
        "employee_id", "email", "first_name", "last_name", "phone", "campus", "specialization", "qualification",
        "experience_years", "hourly_rate", "max_hours_per_day", "max_students_per_day", "status",
    ),
    "availability": ("employee_id", "weekday", "start_time", "end_time"),
    "subjects": (
        "code", "name", "description", "category", "difficulty_level", "duration_hours", "fee", "prerequisites",
        "status",
    ),
    "topics": (
        "subject", "order_index", "name", "difficulty_level", "estimated_duration_minutes", "prerequisites",
        "learning_objectives", "status",
    ),
    "students": (
        "enrollment_no", "email", "first_name", "last_name", "phone", "date_of_birth", "address",
        "emergency_contact_name", "emergency_contact_phone", "guardian_email", "admission_date", "counselor",
        "learning_style", "campus", "status",
    ),
    "enrollments": (
        "enrollment_no", "subject", "employee_id", "enrollment_date", "expected_completion_date",
        "actual_completion_date", "ended_on", "status", "notes",
    ),
    "batches": (
        "batch", "name", "subject", "employee_id", "batch_type", "start_date", "end_date", "max_students", "members",
        "status",
    ),
    "sessions": (
        "session", "enrollment_no", "batch", "subject", "employee_id", "session_date", "start_time",
        "duration_minutes", "session_type", "location", "status", "notes",
    ),
    "attendance": (
        "session", "enrollment_no", "attendance_status", "check_in_time", "check_out_time", "topics", "faculty_notes",
    ),
    "assessments": (
        "assessment", "enrollment_no", "subject", "topic", "assessment_type", "title", "total_marks",
        "marks_obtained", "due_date", "assessment_date", "graded_on", "employee_id", "status",
    ),
    "feedback": (
        "feedback", "created_at", "enrollment_no", "employee_id", "session", "feedback_type", "rating", "comments",
    ),
    # The last four columns are the institute's own: an import keeps them as attributes.
    "inquiries": (
        "inquiry", "created_at", "student_name", "phone", "email", "campus", "source", "interested_subjects", "status",
        "priority", "counselor", "next_follow_up_date", "closed_on", "enrollment_no", "Minutes on website",
        "Asked about", "Came to a trial class", "Last remark",
    ),
    "follow_ups": ("inquiry", "follow_up_date", "follow_up_type", "counselor", "status", "outcome"),
    "payments": ("receipt", "enrollment_no", "subject", "amount", "paid_on", "method"),
}  # fmt: skip
_BUFFER_BYTES = 1 << 20


class ImportFolder:
    """Open files of one import folder; use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Write into `path`, which is made when missing; files of the same names are replaced."""
        self.path = path
        self.row_counts: dict[str, int] = dict.fromkeys(HEADERS, 0)
        self._stack = ExitStack()
        self._files: dict[str, TextIO] = {}

    def __enter__(self) -> Self:
        """Open every file and write its header."""
        self.path.mkdir(parents=True, exist_ok=True)
        for name, header in HEADERS.items():
            file = (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="", buffering=_BUFFER_BYTES)
            self._files[name] = self._stack.enter_context(file)
            file.write(",".join(header) + "\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every file."""
        self._stack.close()

    def write_rows(self, name: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Write rows of values; None becomes an empty cell, and values are quoted where they must be."""
        writer = csv.writer(self._files[name], lineterminator="\n")
        for row in rows:
            writer.writerow(row)
            self.row_counts[name] += 1

    def write_lines(self, name: str, lines: list[str]) -> None:
        """Write rows that are CSV lines already, without line ends: the quick way for millions of plain rows."""
        if lines:
            self._files[name].write("\n".join(lines) + "\n")
            self.row_counts[name] += len(lines)
