"""The same tables, however they come: with a mark, in another order, zipped, as workbooks."""

import io
import shutil
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

from ingest_api.imports import run_import
from ingest_api.imports.reading import open_folder
from tests.ingest_api.imports.folders import AS_OF, Files, ask, faults, small_institute, state, write_folder


def _zip(folder: Path, path: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, inside + file.name)
        archive.writestr("__MACOSX/._students.csv", b"\0")
    return path


def _workbooks(folder: Path, files: Files) -> Path:
    """Every file as a workbook, dates, times and numbers as Excel holds them."""
    folder.mkdir()
    for name, rows in files.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.append(columns)
        for row in rows:
            sheet.append([_native(column, row.get(column, "")) for column in columns])
        workbook.save(folder / f"{name}.xlsx")
    return folder


def _native(column: str, text: str) -> object:
    if not text:
        return None
    if column.endswith(("_date", "_on")) or column == "date":
        return date.fromisoformat(text)
    if column == "start_time":
        return time.fromisoformat(text)
    if column in ("duration_minutes", "order_index", "max_students"):
        return int(text)
    return float(text) if column in ("fee", "marks_obtained") else text


def test_a_byte_order_mark_spaces_blank_lines_and_column_order_do_not_matter(database_url: str, tmp_path: Path) -> None:
    content = "\ufeff name ,code\r\n Pune , P \r\n\r\n,\r\n".encode()

    report = run_import(database_url, write_folder(tmp_path / "folder", {}, campuses=content))

    assert faults(report) == set()
    assert report.files[0].rows_read == 1
    assert ask(database_url, "select code, name, time_zone from operational.campuses") == [
        ("P", "Pune", "Asia/Kolkata")
    ]


def test_a_zip_with_or_without_a_folder_inside_holds_the_same(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", small_institute())
    run_import(database_url, folder, as_of=AS_OF)
    before = state(database_url)

    for path in (_zip(folder, tmp_path / "flat.zip"), _zip(folder, tmp_path / "deep.zip", "our institute/")):
        report = run_import(database_url, path, as_of=AS_OF)
        assert faults(report) == set()
        assert [file.rows_unchanged for file in report.files] == [len(rows) for rows in small_institute().values()]
    assert state(database_url) == before


def test_workbooks_hold_the_same_as_csv(database_url: str, tmp_path: Path) -> None:
    run_import(database_url, write_folder(tmp_path / "folder", small_institute()), as_of=AS_OF)
    before = state(database_url)
    workbooks = _workbooks(tmp_path / "workbooks", small_institute())

    for path in (workbooks, _zip(workbooks, tmp_path / "workbooks.zip")):
        report = run_import(database_url, path, as_of=AS_OF)
        assert faults(report) == set()
        assert report.files[0].file == "campuses.xlsx"
    assert state(database_url) == before


def test_faults_of_a_workbook_are_told_by_row(database_url: str, tmp_path: Path) -> None:
    files = small_institute()
    files["campuses"].append({"code": "", "name": "Nowhere"})
    report = run_import(database_url, _workbooks(tmp_path / "workbooks", {"campuses": files["campuses"]}))
    assert faults(report) == {("campuses.xlsx", 4, "code", "")}


def test_a_file_that_is_there_twice_is_an_error(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", {"campuses": small_institute()["campuses"]})
    _workbooks(tmp_path / "workbooks", {"campuses": small_institute()["campuses"]})
    shutil.copy(tmp_path / "workbooks" / "campuses.xlsx", folder)
    assert faults(run_import(database_url, folder)) == {("campuses.csv and campuses.xlsx", 0, "", "")}


def test_a_workbook_that_is_none_and_a_damaged_zip_are_told(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", {})
    (folder / "campuses.xlsx").write_text("code,name")
    assert faults(run_import(database_url, folder)) == {("campuses.xlsx", 0, "", "")}
    path = tmp_path / "damaged.zip"
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("campuses.csv", "code,name\nP,Pune\n")
    path.write_bytes(stored.getvalue().replace(b"Pune", b"Rome", 1))
    assert {fault.file for fault in run_import(database_url, path).errors} == {"campuses.csv"}


def test_what_has_no_place_is_named_and_left_alone(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", {"campuses": [{"code": "P", "name": "Pune", "colour": "red"}]})
    for name in ("sheet1.csv", "grades.csv", "notes.txt", ".DS_Store"):
        (folder / name).write_text("anything")

    report = run_import(database_url, folder)

    assert report.is_written
    assert {ignored.file for ignored in report.ignored_files} == {"sheet1.csv", "grades.csv", "notes.txt"}
    assert report.files[0].ignored_columns == ("colour",)


def test_sources_come_in_the_order_in_which_they_refer_to_each_other(tmp_path: Path) -> None:
    with open_folder(write_folder(tmp_path / "folder", dict(reversed(small_institute().items())))) as folder:
        assert [source.format_name for source in folder.sources] == list(small_institute())


def test_an_instant_of_a_workbook_is_an_instant(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", small_institute())
    (folder / "attendance.csv").unlink()
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["session", "enrollment_no", "attendance_status", "check_in_time"])
    sheet.append(["T1", "S1", "late", datetime(2024, 3, 4, 9, 7)])  # noqa: DTZ001 - Excel knows no zones
    workbook.save(folder / "attendance.xlsx")

    assert faults(run_import(database_url, folder, as_of=AS_OF)) == set()
    assert ask(database_url, "select minutes_late from operational.session_attendance") == [(7,)]
