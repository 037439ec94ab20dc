"""Whatever valid folder comes: it imports, a dry run promised the same, and a second import leaves no trace."""

import tempfile
import uuid
from datetime import date, timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ingest_api.imports import run_import
from tests.conftest import drop_database, make_database
from tests.ingest_api.imports.folders import AS_OF, Files, Row, faults, state, write_folder
from warehouse.vocabulary import AttendanceStatus, EnrollmentStatus

TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12
)  # commas, quotes, newlines, tabs, backslashes, any script
UNDERSTANDING = st.sampled_from(["", "1", "2", "3", "4", "5"])
DAYS = st.integers(0, 180).map(lambda days: AS_OF - timedelta(days=days))


@st.composite
def institutes(draw: st.DrawFn) -> Files:
    """A valid folder: one campus, a subject with topics, students whose sessions have attendance."""
    topics = range(1, draw(st.integers(1, 4)) + 1)
    students = [f"S{number}" for number in range(draw(st.integers(1, 4)))]
    files: Files = {
        "campuses": [{"code": "C", "name": draw(TEXT) + "x", "time_zone": "America/Lima"}],
        "subjects": [{"code": "PY", "name": "Python", "description": draw(TEXT)}],
        "topics": [
            {"subject": "PY", "order_index": str(index), "name": draw(TEXT) + "x", "prerequisites": ";".join(
                str(earlier) for earlier in topics if earlier < index and draw(st.booleans())
            )}
            for index in topics
        ],
        "students": [{"enrollment_no": key, "first_name": draw(TEXT), "extra": draw(TEXT)} for key in students],
        "enrollments": [draw(_enrollments(key)) for key in students],
        "sessions": [],
        "attendance": [],
    }  # fmt: skip
    for number in range(draw(st.integers(1, 6))):
        student = draw(st.sampled_from(students))
        files["sessions"].append({
            "session": f"T{number}", "enrollment_no": student, "subject": "PY", "session_date": str(draw(DAYS)),
            "start_time": draw(st.sampled_from(["", "08:00", "23:30"])), "duration_minutes": str(
                draw(st.integers(1, 1440))
            ), "status": "completed", "notes": draw(TEXT),
        })  # fmt: skip
        covered = draw(st.lists(st.sampled_from(topics), unique=True))
        files["attendance"].append({
            "session": f"T{number}", "enrollment_no": student,
            "attendance_status": draw(st.sampled_from(AttendanceStatus)),
            "check_in_time": draw(st.sampled_from(["", "08:07"])),
            "topics": ";".join(f"{topic}:{draw(UNDERSTANDING)}" for topic in covered),
            "faculty_notes": draw(TEXT),
        })  # fmt: skip
    return files


@st.composite
def _enrollments(draw: st.DrawFn, student: str) -> Row:
    status = draw(st.sampled_from(EnrollmentStatus))
    ended = str(draw(DAYS)) if status in ("completed", "dropped") else ""
    return {
        "enrollment_no": student, "subject": "PY", "enrollment_date": str(date(2023, 1, 1)), "status": status,
        "ended_on": ended, "actual_completion_date": ended if status == "completed" and draw(st.booleans()) else "",
    }  # fmt: skip


# Each example is a database of its own: shrinking a failure would make hundreds of them.
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(institutes())
def test_any_valid_folder_imports_once_and_for_all(server_url: str, template_database: str, files: Files) -> None:
    name = f"test_{uuid.uuid4().hex}"
    database_url = make_database(server_url, name, template_database)
    try:
        with tempfile.TemporaryDirectory() as parent:
            folder = write_folder(Path(parent) / "folder", files)
            promised = run_import(database_url, folder, as_of=AS_OF, dry_run=True)
            assert faults(promised) == set()
            imported = run_import(database_url, folder, as_of=AS_OF)
            before = state(database_url)
            again = run_import(database_url, folder, as_of=AS_OF)
        assert promised.files == imported.files
        assert all(file.rows_inserted == file.rows_read for file in imported.files)
        assert all(file.rows_unchanged == file.rows_read for file in again.files)
        assert state(database_url) == before
    finally:
        drop_database(server_url, name)
