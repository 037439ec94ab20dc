"""The folder as the importer will read it: same bytes again, right headers, nothing that contradicts itself."""

import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from headway.demo import generate
from headway.demo.folder import HEADERS
from headway.demo.generate import generate_profile
from headway.demo.profiles import PROFILES, Profile
from tests.headway.demo.checker import clash_faults, key_faults, office_faults, reference_faults, state_faults
from tests.headway.demo.conftest import SATURDAY, Institute, read
from warehouse import vocabulary


def test_the_same_seed_size_and_date_give_the_same_bytes(ordinary: Institute, tmp_path: Path) -> None:
    generate(tmp_path, size="small", seed=7, as_of=SATURDAY)
    for name in HEADERS:
        assert (tmp_path / f"{name}.csv").read_bytes() == (ordinary.summary.folder / f"{name}.csv").read_bytes(), name


def test_another_seed_gives_another_institute(ordinary: Institute, tmp_path: Path) -> None:
    generate(tmp_path, seed=8, as_of=SATURDAY)
    assert (tmp_path / "students.csv").read_bytes() != (ordinary.summary.folder / "students.csv").read_bytes()


def test_row_counts_are_the_rows_in_the_files(ordinary: Institute) -> None:
    assert ordinary.summary.row_counts == {name: len(table) for name, table in ordinary.tables.items()}
    assert len(ordinary["students"]) == 300
    assert len(ordinary["campuses"]) == 3
    assert 8_000 <= len(ordinary["sessions"]) <= 25_000


def test_files_have_exactly_their_columns_and_rows_as_wide_as_the_header(ordinary: Institute) -> None:
    for name, header in HEADERS.items():
        assert tuple(ordinary[name].columns) == header
        text = (ordinary.summary.folder / f"{name}.csv").read_text(encoding="utf-8")
        assert "\r" not in text
        if '"' not in text:
            assert {line.count(",") for line in text.splitlines()} == {len(header) - 1}, name


def test_keys_are_unique_and_references_lead_somewhere(institute: Institute) -> None:
    assert list(key_faults(institute.tables)) == []
    assert list(reference_faults(institute.tables)) == []


def test_rows_do_not_contradict_themselves_or_know_the_future(institute: Institute) -> None:
    assert list(state_faults(institute.tables, institute.as_of)) == []


def test_inquiries_contacts_and_payments_fit_the_students(institute: Institute) -> None:
    assert list(office_faults(institute.tables, institute.as_of)) == []


def test_nobody_is_at_two_sessions_at_one_time(institute: Institute) -> None:
    assert list(clash_faults(institute.tables)) == []


@pytest.mark.parametrize(
    ("name", "column", "words"),
    [
        ("students", "status", vocabulary.StudentStatus),
        ("students", "learning_style", vocabulary.LearningStyle),
        ("faculties", "status", vocabulary.FacultyStatus),
        ("subjects", "difficulty_level", vocabulary.SubjectDifficulty),
        ("topics", "difficulty_level", vocabulary.TopicDifficulty),
        ("enrollments", "status", vocabulary.EnrollmentStatus),
        ("batches", "batch_type", vocabulary.BatchType),
        ("batches", "status", vocabulary.BatchStatus),
        ("sessions", "session_type", vocabulary.SessionType),
        ("sessions", "status", vocabulary.SessionStatus),
        ("attendance", "attendance_status", vocabulary.AttendanceStatus),
        ("assessments", "assessment_type", vocabulary.AssessmentType),
        ("assessments", "status", vocabulary.AssessmentStatus),
        ("feedback", "feedback_type", vocabulary.FeedbackType),
        ("inquiries", "source", vocabulary.InquirySource),
        ("inquiries", "status", vocabulary.InquiryStatus),
        ("inquiries", "priority", vocabulary.InquiryPriority),
        ("follow_ups", "follow_up_type", vocabulary.FollowUpType),
        ("follow_ups", "status", vocabulary.FollowUpStatus),
        ("payments", "method", vocabulary.PaymentMethod),
    ],
)
def test_words_are_those_of_the_vocabulary(ordinary: Institute, name: str, column: str, words: type) -> None:
    assert set(ordinary[name][column]) <= {str(word) for word in words}


def test_nobody_can_be_reached(institute: Institute) -> None:
    emails = [
        address
        for name, column in (("students", "email"), ("students", "guardian_email"), ("faculties", "email"))
        for address in institute[name][column]
        if address
    ] + list(institute["counselors"]["email"])
    assert all(address.endswith("@demo.example") for address in emails)
    for name in ("students", "faculties", "counselors"):
        assert institute[name]["phone"].str.startswith("+91 00").all()
        assert not institute[name]["phone"].duplicated().any()
    logins = [address for name in ("students", "faculties", "counselors") for address in institute[name]["email"]]
    logins = [address for address in logins if address]
    assert len(set(logins)) == len(logins)


def test_a_diploma_institute_is_as_consistent(tmp_path: Path) -> None:
    profile = replace(PROFILES["medium"], students=240, campuses=2, section_shares=(0.5, 0.25, 0.25), history_weeks=70)
    summary = generate_profile(tmp_path, profile, seed=3, as_of=SATURDAY)
    tables = read(tmp_path)
    as_of = SATURDAY.isoformat()
    faults = [*key_faults(tables), *reference_faults(tables), *state_faults(tables, as_of), *clash_faults(tables)]
    assert faults == []
    assert summary.row_counts["attendance"] > 3 * summary.row_counts["sessions"]


def test_memory_does_not_grow_with_the_number_of_sections(tmp_path: Path) -> None:
    def peak_bytes(sections: int) -> int:
        profile: Profile = replace(
            PROFILES["large"],
            students=60 * sections,
            campuses=sections,
            section_shares=(1 / sections,) * sections,
            history_weeks=20,
        )
        tracemalloc.start()
        generate_profile(tmp_path / str(sections), profile, seed=1, as_of=date(2025, 11, 22))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_bytes(1)
    assert peak_bytes(8) < 1.5 * peak_bytes(2)


def test_progress_counts_up_to_all_students(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    generate(tmp_path, as_of=SATURDAY, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (300, 300)
