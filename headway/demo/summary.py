"""What a run of the demo generator reports: whom to log in as, and how much was written."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """The demo institute as written; the logins exist after its import and have no password yet."""

    folder: Path
    as_of: date
    campus_code: str
    """The campus of all three logins."""
    campus_name: str
    faculty_email: str
    """The faculty with a full class on the as-of date."""
    faculty_employee_id: str
    faculty_name: str
    batch: str
    """That full class."""
    student_email: str
    """A member of that class."""
    student_enrollment_no: str
    student_name: str
    counselor_email: str
    counselor_name: str
    row_counts: dict[str, int]
    """Rows by file name without `.csv`, headers not counted."""
