"""Who a row's person is, what is kept of them, and what is never taken away."""

from pathlib import Path

import pytest

from ingest_api.imports import render_report
from tests.ingest_api.imports.folders import Files, ask, faults, import_files, small_institute
from warehouse.postgres import connect


def _students(*rows: dict[str, str]) -> Files:
    return {"students": [{"campus": "PUNE"} | row for row in rows]}


def test_unlisted_columns_of_students_are_kept_as_attributes(database_url: str, tmp_path: Path) -> None:
    report = import_files(database_url, tmp_path / "first", small_institute())

    (students,) = (file for file in report.files if file.file == "students.csv")
    assert students.kept_columns == ("shoe size", "motto")
    assert ask(database_url, "select attributes from operational.students order by id") == [
        ({"shoe size": "37", "motto": 'Añ "1"\\t'},),
        ({},),
        ({"shoe size": "41"},),
    ]


def test_attributes_that_a_later_file_lacks_stay_and_empty_ones_go(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    import_files(database_url, tmp_path / "second", _students({"enrollment_no": "S1", "motto": "", "hat": "5"}))

    assert ask(database_url, "select attributes from operational.students order by id limit 1") == [
        ({"shoe size": "37", "hat": "5"},)
    ]


def test_nobody_gets_a_password_and_the_report_tells_how_to_invite(database_url: str, tmp_path: Path) -> None:
    report = import_files(database_url, tmp_path / "folder", small_institute())

    assert ask(database_url, "select count(password_hash) from operational.users") == [(0,)]
    assert (report.people_to_invite, report.people_without_email) == (3, 3)
    assert "headway user password EMAIL" in render_report(report)


def test_an_empty_cell_takes_no_log_in_away(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    import_files(database_url, tmp_path / "second", _students({"enrollment_no": "S1", "email": "", "first_name": ""}))

    assert ask(database_url, "select email, first_name from operational.users where id = 4") == [
        ("ann@mail.example", "Ann")
    ]


def test_a_user_who_has_the_role_but_no_record_yet_becomes_the_student(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", {"campuses": small_institute()["campuses"]})
    with connect(database_url) as connection:
        connection.execute(
            "insert into operational.users (first_name, email, role, campus_id, password_hash) "
            "select 'Dee', 'dee@mail.example', 'student', min(id), 'kept' from operational.campuses"
        )

    report = import_files(
        database_url, tmp_path / "second", _students({"enrollment_no": "S4", "email": "Dee@mail.example"})
    )

    assert faults(report) == set()
    assert ask(
        database_url,
        "select enrollment_no, password_hash from operational.students s join operational.users u on u.id = s.user_id",
    ) == [("S4", "kept")]


def test_an_address_of_another_user_is_refused(database_url: str, tmp_path: Path) -> None:
    import_files(database_url, tmp_path / "first", small_institute())
    report = import_files(
        database_url, tmp_path / "second", _students({"enrollment_no": "S2", "email": "ann@mail.example"})
    )
    assert faults(report) == {("students.csv", 2, "email", "ann@mail.example")}


def test_two_people_can_swap_their_addresses(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    files["students"][1]["email"] = "bo@mail.example"
    import_files(database_url, tmp_path / "first", files)
    swapped = _students(
        {"enrollment_no": "S1", "email": "bo@mail.example"}, {"enrollment_no": "S2", "email": "ann@mail.example"}
    )

    report = import_files(database_url, tmp_path / "second", swapped)

    assert faults(report) == set()
    assert ask(
        database_url,
        "select enrollment_no, email from operational.students s join operational.users u on u.id = s.user_id "
        "where email is not null order by 1",
    ) == [("S1", "bo@mail.example"), ("S2", "ann@mail.example")]


@pytest.mark.parametrize("header", ["enrollment_no", "enrollment_no,campus"])
def test_the_only_campus_goes_without_saying(database_url: str, tmp_path: Path, header: str) -> None:
    import_files(database_url, tmp_path / "first", {"campuses": small_institute()["campuses"][:1]})

    row = dict.fromkeys(header.split(","), "") | {"enrollment_no": "S1"}
    report = import_files(database_url, tmp_path / "second", {"students": [row]})

    assert faults(report) == set()
    assert ask(
        database_url, "select code from operational.students s join operational.campuses c on c.id = s.campus_id"
    ) == [("PUNE",)]
