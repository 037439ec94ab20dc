"""A folder comes in whole, comes in twice without a trace, and a corrected one corrects."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from ingest_api.imports import run_import
from tests.ingest_api.imports.folders import AS_OF, ask, faults, import_files, small_institute, state, write_folder
from warehouse.postgres import connect


def test_every_file_of_the_format_arrives(database_url: str, tmp_path: Path) -> None:
    report = import_files(database_url, tmp_path / "folder", small_institute())

    assert faults(report) == set()
    assert report.is_written
    assert {file.file: (file.rows_read, file.rows_inserted, file.rows_updated) for file in report.files} == {
        f"{name}.csv": (len(rows), len(rows), 0) for name, rows in small_institute().items()
    }
    assert ask(database_url, "select name, is_demo, clock_as_of from operational.institute") == [
        ("Headway institute", False, AS_OF)
    ]
    assert ask(database_url, "select holiday_date, name from operational.holidays") == [
        (date(2024, 8, 15), "Independence Day")
    ]
    assert ask(database_url, "select email, first_name, role from operational.users order by id") == [
        ("cora@school.example", "Cora", "counselor"),
        ("fay@school.example", "Fay", "faculty"),
        (None, "Fred", "faculty"),
        ("ann@mail.example", "Ann", "student"),
        (None, "S2", "student"),
        (None, "Cy", "student"),
    ]
    assert ask(
        database_url, "select specialization, experience_years, status from operational.faculties order by id"
    ) == [(["Python", "SQL"], Decimal("4.5"), "active"), ([], None, "active")]
    assert ask(database_url, "select code, fee from operational.subjects order by id") == [
        ("PY", Decimal("12000.50")),
        ("DS", None),
    ]
    assert ask(database_url, "select learning_objectives from operational.topics order by id limit 1") == [
        (["Name", "Use"],)
    ]


def test_links_between_files_become_rows(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "folder", small_institute())

    assert ask(
        database_url,
        "select s.code, p.code from operational.subject_prerequisites l "
        "join operational.subjects s on s.id = l.subject_id join operational.subjects p on p.id = l.prerequisite_id",
    ) == [("DS", "PY")]
    assert ask(
        database_url,
        "select t.order_index, p.order_index from operational.topic_prerequisites l "
        "join operational.topics t on t.id = l.topic_id join operational.topics p on p.id = l.prerequisite_id",
    ) == [(2, 1)]
    assert ask(
        database_url,
        "select enrollment_no from operational.flexible_batch_members join operational.students s on s.id = student_id "
        "order by 1",
    ) == [("S1",), ("S2",)]
    assert ask(
        database_url,
        "select u.email from operational.students s join operational.users u on u.id = s.counselor_id",
    ) == [("cora@school.example",)]


def test_open_cells_are_completed_by_what_follows_from_the_others(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "folder", small_institute())

    assert ask(
        database_url,
        "select status, actual_completion_date, ended_on, notes "
        "from operational.student_subject_enrollments order by id",
    ) == [
        ("completed", date(2024, 6, 30), date(2024, 6, 30), "first,\nsecond"),
        ("active", None, None, None),
        ("dropped", None, date(2024, 5, 1), None),
    ]
    assert ask(database_url, "select b.name, batch_type, code from operational.flexible_batches b "
               "join operational.campuses c on c.id = b.campus_id") == [("B1", "temporary", "PUNE")]  # fmt: skip
    assert ask(
        database_url, "select session_type, status, end_time from operational.learning_sessions order by reference"
    ) == [
        ("individual", "completed", time(10)),
        ("group", "completed", time(10, 30)),
        ("individual", "scheduled", time(11)),
        ("individual", "completed", None),
    ]
    assert ask(
        database_url, "select percentage, graded_on, status from operational.assessments order by reference"
    ) == [(Decimal("77.50"), date(2024, 4, 2), "graded"), (None, None, "pending")]


def test_imported_attendance_is_known_since_noon_of_the_session_on_its_campus(
    database_url: str, tmp_path: Path
) -> None:
    import_files(database_url, tmp_path / "folder", small_institute())

    assert ask(
        database_url,
        "select attendance_status, minutes_late, check_in_time, check_out_time, recorded_at "
        "from operational.session_attendance order by id",
    ) == [
        ("present", None, None, None, datetime(2024, 3, 4, 6, 30, tzinfo=UTC)),
        ("absent", None, None, None, datetime(2024, 3, 5, 6, 30, tzinfo=UTC)),
        (
            "late",
            12,
            datetime(2024, 3, 5, 3, 42, tzinfo=UTC),
            datetime(2024, 3, 5, 5, tzinfo=UTC),
            datetime(2024, 3, 5, 6, 30, tzinfo=UTC),
        ),
        ("present", None, datetime(2024, 3, 6, 14, tzinfo=UTC), None, datetime(2024, 3, 6, 12, tzinfo=UTC)),
    ]


def test_progress_and_completion_follow_from_what_was_observed(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "folder", small_institute())

    assert ask(
        database_url,
        "select s.enrollment_no, t.order_index, p.status, p.competency_level from operational.student_topic_progress p "
        "join operational.students s on s.id = p.student_id "
        "join operational.topics t on t.id = p.topic_id order by 1, 2",
    ) == [("S1", 1, "completed", 4), ("S1", 2, "completed", 3), ("S2", 1, "in_progress", 2), ("S2", 2, "completed", 4)]
    assert ask(
        database_url,
        "select completion_percentage from operational.student_subject_enrollments order by id",
    ) == [(Decimal(100),), (Decimal(50),), (Decimal(0),)]


def test_the_same_folder_again_changes_nothing_at_all(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    before = state(database_url)

    report = import_files(database_url, tmp_path / "second", small_institute())

    assert report.is_written
    assert not report.is_changed
    assert all(file.rows_unchanged == file.rows_read for file in report.files)
    assert state(database_url) == before


def test_a_corrected_row_is_updated_and_only_that(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    before = state(database_url)
    corrected = small_institute()
    corrected["attendance"][2] |= {"topics": "1:5;2:", "attendance_status": "present"}
    corrected["batches"][0]["members"] = "S2;S1;S3"
    corrected["faculties"][1]["first_name"] = "Frederick"
    corrected["subjects"][1]["prerequisites"] = ""

    report = import_files(database_url, tmp_path / "second", corrected)

    updated = {file.file: file.rows_updated for file in report.files if file.rows_updated}
    assert updated == {"attendance.csv": 1, "batches.csv": 1, "faculties.csv": 1, "subjects.csv": 1}
    after = state(database_url)
    assert {name for name in before if before[name] != after[name]} == {
        "operational.session_attendance",
        "operational.session_attendance_topics",
        "operational.flexible_batch_members",
        "operational.users",
        "operational.subject_prerequisites",
        "operational.tombstone",
        "operational.student_topic_progress",
        "operational.student_subject_enrollments",
        "operational.event",
    }
    assert ask(database_url, "select minutes_late, version from operational.session_attendance order by id") == [
        (None, 1),
        (None, 1),
        (None, 2),
        (None, 1),
    ]
    assert ask(database_url, "select completion_percentage from operational.student_subject_enrollments order by id")[
        1
    ] == (Decimal(100),)


def test_an_absent_column_erases_nothing_and_an_empty_cell_does(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    files = {
        "subjects": [{"code": "PY", "name": "Python 3", "difficulty_level": ""}],
        "enrollments": [{"enrollment_no": "S1", "subject": "PY", "enrollment_date": "2024-01-08"}],
        "sessions": [{"session": "T1", "session_date": "2024-03-03", "duration_minutes": "60"}],
    }

    report = import_files(database_url, tmp_path / "second", files)

    assert faults(report) == set()
    assert ask(database_url, "select name, difficulty_level, duration_hours from operational.subjects order by id") == [
        ("Python 3", None, 40),
        ("Data science", "advanced", 80),
    ]
    assert ask(
        database_url, "select status, notes, version from operational.student_subject_enrollments order by id limit 1"
    ) == [("completed", "first,\nsecond", 2)]
    # The mark of the moved session is known since the session's new day.
    assert ask(database_url, "select recorded_at::date from operational.session_attendance order by id limit 1") == [
        (date(2024, 3, 3),)
    ]


def test_a_session_or_work_that_changes_subject_takes_its_progress_along(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    files["enrollments"].append({"enrollment_no": "S2", "subject": "DS", "enrollment_date": "2024-01-08"})
    import_files(database_url, tmp_path / "first", files)
    files["assessments"][0] |= {"subject": "DS", "topic": "1"}

    report = import_files(database_url, tmp_path / "second", files)

    assert faults(report) == set()
    assert ask(
        database_url,
        "select b.code, completion_percentage from operational.student_subject_enrollments "
        "join operational.students s on s.id = student_id join operational.subjects b on b.id = subject_id "
        "where enrollment_no = 'S2' order by 1",
    ) == [("DS", Decimal(100)), ("PY", Decimal(0))]


def test_a_dry_run_tells_the_truth_and_writes_nothing(database_url: str, tmp_path: Path) -> None:
    before = state(database_url)

    promised = import_files(database_url, tmp_path / "dry", small_institute(), dry_run=True)

    assert not promised.is_written
    assert state(database_url) == before
    kept = import_files(database_url, tmp_path / "real", small_institute())
    assert promised.files == kept.files


def test_files_come_one_by_one_and_refer_to_the_database(database_url: str, tmp_path: Path) -> None:
    for name, rows in small_institute().items():
        report = import_files(database_url, tmp_path / name, {name: rows})
        assert faults(report) == set(), name

    assert ask(database_url, "select count(*) from operational.session_attendance_topics") == [(3,)]


def test_one_event_tells_of_an_import_and_holds_no_personal_value(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    import_files(database_url, tmp_path / "second", small_institute())

    ((name, source, payload),) = ask(database_url, "select name, source, payload from operational.event")
    assert (name, source) == ("import.completed", "import")
    assert payload["files"]["students"] == {"read": 3, "inserted": 3, "updated": 0}
    assert "Ann" not in str(payload)


def test_progress_is_told_by_file_and_step(database_url: str, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []

    folder = write_folder(tmp_path / "folder", small_institute())
    run_import(database_url, folder, as_of=AS_OF, progress=lambda *step: told.append(step))

    size = (folder / "students.csv").stat().st_size
    assert ("students.csv", size, size) in told
    assert told[-1] == ("writing", 19, 19)


def test_two_imports_at_once_come_one_after_the_other(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", small_institute())

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: run_import(database_url, folder, as_of=AS_OF), range(2)))

    assert [faults(report) for report in reports] == [set(), set()]
    assert sorted(report.is_changed for report in reports) == [False, True]


def test_an_import_waits_for_an_attendance_form_that_is_being_saved(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    corrected = small_institute()
    corrected["attendance"][0]["attendance_status"] = "absent"
    folder = write_folder(tmp_path / "second", corrected)

    with ThreadPoolExecutor(1) as pool, connect(database_url) as form:
        form.execute("select id from operational.student_subject_enrollments for update")
        waiting = pool.submit(run_import, database_url, folder, as_of=AS_OF)
        while not ask(database_url, "select 1 from pg_stat_activity where wait_event_type = 'Lock'"):
            assert not waiting.done()
        # The form writes the very mark that the import is about to write, and neither waits for ever.
        form.execute("update operational.session_attendance set faculty_notes = 'by hand' where id = 1")
        form.commit()
        assert waiting.result().is_written

    assert ask(database_url, "select attendance_status, version from operational.session_attendance where id = 1") == [
        ("absent", 3)
    ]


@pytest.mark.parametrize("is_demo", [True, False])
def test_an_institute_with_one_campus_is_called_as_the_campus_is(
    database_url: str, tmp_path: Path, *, is_demo: bool
) -> None:
    files = {"campuses": small_institute()["campuses"][:1]}

    import_files(database_url, tmp_path / "folder", files, is_demo=is_demo)

    assert ask(database_url, "select name, is_demo from operational.institute") == [("Pune", is_demo)]
