"""A faculty member's hours and reports: of a session, of a student, of a batch; and the way to them."""

import csv
import io
from collections.abc import Iterator

import pytest

from dashboards.components.progress_report import batch_finding
from dashboards.components.session_report import as_csv, finding
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.conftest import Institute
from tests.factories import make_attendance
from warehouse.vocabulary import Role

HOURS, REPORTS, SESSION, PROGRESS, SHEET = (
    f"app_pages/faculty/{name}.py" for name in ("hours", "reports", "session_report", "progress_report", "sheet")
)
TOPIC = {"topic_id": 7, "understanding": 4}


def roster(*marks: dict[str, object] | None) -> dict[str, object]:
    """What `GET /sessions/{id}` tells of a session with these marks."""
    empty = {"minutes_late": None, "topics": [], "faculty_notes": None, "next_session_prep": None}
    return {
        "session_date": "2024-07-01",
        "subject_code": "PY",
        "topics": [{"id": 7, "name": "Loops"}],
        "roster": [
            {
                "student_id": place,
                "name": f"Student {place}",
                "enrollment_no": f"S{place}",
                "attendance": {**empty, **mark} if mark else None,
            }
            for place, mark in enumerate(marks)
        ],
    }


@pytest.fixture
def marked(institute: Institute) -> Iterator[int]:
    """The batch's session, in which one was there, with a note and something prepared; taken back afterwards."""
    school, connection = institute.school, institute.connection
    make_attendance(
        connection,
        school.session,
        school.students[0],
        faculty_notes="Helps <b>others</b>",
        next_session_prep='{"note": "Bring the sheet"}',
    )
    connection.execute(
        "update operational.learning_sessions set notes = 'All <i>early</i>' where id = %s", (school.session,)
    )
    yield school.session
    connection.execute("delete from operational.session_attendance where session_id = %s", (school.session,))
    connection.execute("update operational.learning_sessions set notes = null where id = %s", (school.session,))


class TestASessionsReport:
    def test_it_tells_who_was_there_what_was_noted_and_what_comes_next(self, open_as: Open, marked: int) -> None:
        page = open_as(Role.FACULTY, SESSION, session=str(marked))
        assert not page.exception
        told = words(page)
        assert "1 of 3 students were there" in told
        assert "Helps &lt;b&gt;others&lt;/b&gt;" in told
        assert "Bring the sheet" in told
        assert "All <i>early</i>" in [text.value for text in page.text]
        assert {tile.label: tile.value for tile in page.metric} == {
            "Present": "1",
            "Late": "0",
            "Absent": "0",
            "Understanding": "–",
        }

    def test_a_colleague_s_session_is_not_there(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.FACULTY, SESSION, session=str(institute.school.other_session))
        assert page.error
        assert not page.metric

    def test_without_a_session_it_says_what_to_do(self, open_as: Open) -> None:
        assert "No session is chosen." in words(open_as(Role.FACULTY, SESSION))

    def test_understanding_is_told_where_somebody_judged_it(self) -> None:
        present = {"attendance_status": "present", "topics": [TOPIC]}
        told = finding(roster(present, {"attendance_status": "absent"}, None))
        assert told == "1 of 3 students were there; understanding was 4.0 of 5 on average"
        assert finding(roster(None, None)) == "Nobody is marked yet"

    def test_the_file_has_a_row_per_student_and_no_formula(self) -> None:
        noted = {"attendance_status": "late", "minutes_late": 5, "topics": [TOPIC], "faculty_notes": "=HYPERLINK(1)"}
        rows = list(csv.DictReader(io.StringIO(as_csv(roster(noted, None)).decode("utf-8-sig"))))
        assert [row["enrollment_no"] for row in rows] == ["S0", "S1"]
        assert rows[0]["topics"] == "Loops: 4"
        assert rows[0]["note"] == "'=HYPERLINK(1)"
        assert rows[1]["status"] == ""


class TestAProgressReport:
    def test_it_tells_how_far_and_never_a_risk(self, open_as: Open, institute: Institute, marked: int) -> None:
        page = open_as(Role.FACULTY, PROGRESS, student=str(institute.school.students[0]))
        assert not page.exception
        told = words(page)
        assert page.title[0].value.startswith("Progress report: ")
        assert "came to 1 of 1 sessions" in told
        assert "report-topics-" in told
        assert "likely" not in told

    def test_nobody_else_s_student_is_there(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.FACULTY, PROGRESS, student=str(institute.school.other_student))
        assert page.error
        assert not page.title

    def test_nobody_chosen_says_where_to_begin(self, open_as: Open) -> None:
        assert "Nobody is chosen." in words(open_as(Role.FACULTY, PROGRESS))

    def test_a_batch_is_told_by_its_middle_and_who_is_far_behind(self) -> None:
        rows = [{"completion_percentage": share} for share in (10, 40, 60)]
        assert batch_finding(rows) == "Half of the batch has done 40% or more; 1 student is less than half as far"
        assert batch_finding(rows[1:]) == "Half of the batch has done 60% or more"
        ended = [{"completion_percentage": share} for share in (0, 100, 100)]
        told = "2 of 3 students are done with the subject; 1 student is less than half as far"
        assert batch_finding(ended) == told


def test_reports_lead_to_sessions_batches_and_tables(open_as: Open, institute: Institute) -> None:
    page = open_as(Role.FACULTY, REPORTS)
    assert not page.exception
    told = words(page)
    assert f"/progress-report?batch={institute.school.batch}" in told
    assert {button.key for button in page.get("download_button")} >= {"student-progress-csv", "faculty-performance-pdf"}


def test_own_hours_are_told_by_week(open_as: Open) -> None:
    page = open_as(Role.FACULTY, HOURS)
    assert not page.exception
    assert page.title[0].value == "My hours"
    assert "of the available hours were taught" in words(page)


def test_notes_are_written_below_the_sheet_and_not_over_somebody_else_s(open_as: Open, institute: Institute) -> None:
    session = institute.school.session
    page = open_as(Role.FACULTY, SHEET, session=str(session))
    page.text_area[0].set_value("Begin with loops")
    page.button[0].click().run()
    assert not page.exception
    query = "select notes from operational.learning_sessions where id = %s"
    assert institute.connection.execute(query, (session,)).fetchone() == ("Begin with loops",)
    institute.connection.execute("update operational.learning_sessions set notes = 'Hers' where id = %s", (session,))
    page.text_area[0].set_value("Mine")
    page.button[0].click().run()
    assert "Somebody else has written notes meanwhile: “Hers”" in page.error[0].value
    assert institute.connection.execute(query, (session,)).fetchone() == ("Hers",)
    page.button[0].click().run()
    assert institute.connection.execute(query, (session,)).fetchone() == ("Mine",)
    institute.connection.execute("update operational.learning_sessions set notes = null where id = %s", (session,))


def test_a_portal_is_in_the_language_that_was_chosen(open_as: Open) -> None:
    page = open_as(Role.STUDENT)
    page.session_state["_language"] = "hi"
    page.run()
    assert not page.exception
    assert page.title[0].value.startswith("नमस्ते")
    assert "डेमो डेटा" in words(page)
