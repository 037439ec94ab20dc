"""Availability, inquiries with their stages, follow-ups, feedback, rewards and payments come in."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from tests.ingest_api.imports.folders import AS_OF, Files, ask, faults, import_files, small_institute, state

STAGES = (
    "select inquiry.reference, from_status, to_status, changed_at from operational.crm_inquiry_stages as stage "
    "join operational.crm_inquiries as inquiry on inquiry.id = stage.inquiry_id order by reference, changed_at"
)
CAME_IN = datetime(2024, 1, 2, 4, 30, tzinfo=UTC)
ENROLLED = datetime(2024, 1, 5, 6, 30, tzinfo=UTC)
LATER = datetime(2024, 7, 1, 8, tzinfo=UTC)


def without_lessons() -> Files:
    """The small institute's leads, with what they refer to."""
    files = small_institute()
    return {name: files[name] for name in ("campuses", "counselors", "subjects", "students", "inquiries", "follow_ups")}


def test_an_inquiry_came_in_at_its_campus_hour_and_keeps_unlisted_columns(database_url: str, tmp_path: Path) -> None:
    assert faults(import_files(database_url, tmp_path / "folder", without_lessons())) == set()

    assert ask(
        database_url,
        "select inquiry.created_at, student_name, phone, source, inquiry.status, priority, closed_on, enrollment_no, "
        "inquiry.attributes, code from operational.crm_inquiries as inquiry "
        "join operational.campuses as campus on campus.id = inquiry.campus_id "
        "left join operational.students as student on student.id = inquiry.student_id order by reference",
    ) == [
        (CAME_IN, "Ann", "+91 1", "referral", "enrolled", "high", date(2024, 1, 5), "S1", {"visits": "3"}, "PUNE"),
        # The counselor's campus, where the row names none.
        (LATER, "Q2", None, None, "new", "medium", None, None, {}, "PUNE"),
    ]
    assert ask(database_url, "select count(*) from operational.crm_inquiry_subjects") == [(2,)]
    assert ask(
        database_url, "select follow_up_date, follow_up_type, status, outcome from operational.follow_ups order by id"
    ) == [(date(2024, 1, 3), "call", "completed", "comes by"), (date(2024, 7, 15), "visit", "pending", None)]


def test_an_inquiry_has_a_stage_for_its_beginning_and_one_for_its_end(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "folder", without_lessons())

    assert ask(database_url, STAGES) == [
        ("Q1", None, "new", CAME_IN),
        ("Q1", "new", "enrolled", ENROLLED),
        ("Q2", None, "new", LATER),
    ]


def test_a_corrected_end_moves_its_stage_and_an_end_taken_back_removes_it(database_url: str, tmp_path: Path) -> None:
    files = without_lessons()
    import_files(database_url, tmp_path / "first", files)
    files["inquiries"][0] |= {"status": "contacted", "closed_on": "", "enrollment_no": ""}
    files["inquiries"][1] |= {"status": "lost", "closed_on": "2024-07-02"}
    import_files(database_url, tmp_path / "second", files)
    files["inquiries"][1] |= {"closed_on": "2024-07-03"}

    report = import_files(database_url, tmp_path / "third", files)

    assert [(file.file, file.rows_updated) for file in report.files if file.rows_updated] == [("inquiries.csv", 1)]
    assert ask(database_url, STAGES) == [
        ("Q1", None, "new", CAME_IN),
        ("Q2", None, "new", LATER),
        ("Q2", "new", "lost", datetime(2024, 7, 3, 6, 30, tzinfo=UTC)),
    ]


def test_stages_that_staff_wrote_are_continued_and_not_rewritten(database_url: str, tmp_path: Path) -> None:
    files = without_lessons()
    import_files(database_url, tmp_path / "first", files)
    ask(
        database_url,
        "with moved as (update operational.crm_inquiries set status = 'contacted' where reference = 'Q2' returning id) "
        "insert into operational.crm_inquiry_stages (inquiry_id, from_status, to_status, changed_by, changed_at) "
        "select moved.id, 'new', 'contacted', person.id, '2024-07-04T00:00Z' from moved, operational.users as person "
        "where person.role = 'counselor' returning id",
    )
    files["inquiries"][1] |= {"status": "lost", "closed_on": "2024-07-05"}

    import_files(database_url, tmp_path / "second", files)

    assert ask(database_url, STAGES)[2:] == [
        ("Q2", None, "new", LATER),
        ("Q2", "new", "contacted", datetime(2024, 7, 4, tzinfo=UTC)),
        ("Q2", "contacted", "lost", datetime(2024, 7, 5, 6, 30, tzinfo=UTC)),
    ]


def test_an_inquiry_that_staff_merged_stays_merged(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", without_lessons())
    ask(
        database_url,
        "update operational.crm_inquiries set status = 'lost', closed_on = '2024-07-05', merged_into_id = 1 "
        "where reference = 'Q2' returning id",
    )
    before = state(database_url)

    report = import_files(database_url, tmp_path / "second", without_lessons())

    assert not report.is_changed
    assert state(database_url) == before


def test_anonymous_feedback_is_of_nobody_and_belongs_to_its_session_campus(database_url: str, tmp_path: Path) -> None:
    assert faults(import_files(database_url, tmp_path / "folder", small_institute())) == set()

    assert ask(
        database_url,
        "select said.reference, is_anonymous, enrollment_no, code, submitted_at, rating, comments, said.status "
        "from operational.feedback as said left join operational.students as student on student.id = said.student_id "
        "left join operational.campuses as campus on campus.id = said.campus_id order by 1",
    ) == [
        ("K1", False, "S1", "PUNE", datetime(2024, 3, 4, 12, 30, tzinfo=UTC), 5, None, "pending"),
        ("K2", True, None, "PUNE", datetime(2024, 3, 5, 18, tzinfo=UTC), None, "too fast", "pending"),
    ]


def test_feedback_needs_no_campus_when_its_instants_have_a_zone(database_url: str, tmp_path: Path) -> None:
    files = {
        "feedback": [
            {"feedback": "K1", "created_at": "2024-03-04T18:00Z", "feedback_type": "institute", "comments": "fine"}
        ]
    }
    assert faults(import_files(database_url, tmp_path / "folder", files)) == set()
    assert ask(database_url, "select campus_id, is_anonymous from operational.feedback") == [(None, True)]


def test_points_are_a_size_and_payments_find_their_enrolment(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "folder", small_institute())

    assert ask(
        database_url, "select type, category, points, date, status from operational.rewards_penalties order by id"
    ) == [
        ("reward", "performance", 10, date(2024, 6, 30), "active"),
        ("penalty", "other", 5, date(2024, 7, 1), "appealed"),
    ]
    assert ask(
        database_url, "select receipt, amount, method, enrollment_id is null from operational.payments order by id"
    ) == [("P1", Decimal("6000.25"), "upi", False), ("P2", Decimal(-100), None, True)]
    assert ask(
        database_url, "select weekday, start_time, end_time from operational.faculty_availability order by id"
    ) == [(1, time(9), time(13)), (1, time(14), time(18))]


def test_a_day_without_an_hour_is_its_beginning_on_the_campus(database_url: str, tmp_path: Path) -> None:
    files = without_lessons()
    files["inquiries"][1]["created_at"] = str(AS_OF)
    assert faults(import_files(database_url, tmp_path / "folder", files)) == set()
    assert ask(database_url, "select created_at from operational.crm_inquiries where reference = 'Q2'") == [
        (datetime(2024, 7, 10, 18, 30, tzinfo=UTC),)
    ]
