"""What the report says, in words and as a file."""

import csv
from datetime import date
from pathlib import Path

from ingest_api.imports import ErrorLog, ImportFault, ImportReport, render_report, write_errors_csv
from ingest_api.imports.report import SHOWN_ERRORS, FileReport, IgnoredFile


def test_errors_are_read_as_often_as_one_likes_and_long_values_are_shortened() -> None:
    log = ErrorLog()
    log.add(ImportFault("a.csv", 2, "x", "line\nbreak, “quote” \udce1", "text"))
    log.add(ImportFault("a.csv", 3, "x", "y" * 1000, "less"))
    assert list(log) == list(log)
    first, second = log
    assert first.value == "line\nbreak, “quote” \\xe1"
    assert second.value == "y" * 300 + "…"
    log.add(ImportFault("a.csv", 4, "x", "", "more"))
    assert [fault.line for fault in log] == [2, 3, 4]


def test_a_refused_import_shows_the_first_errors_and_counts_all(tmp_path: Path) -> None:
    report = ImportReport(files=[FileReport("students.csv", rows_read=1234)])
    for line in range(SHOWN_ERRORS + 7):
        report.errors.add(ImportFault("students.csv", line, "email", "=x", "an e-mail address"))

    text = render_report(report)

    assert text.startswith("Nothing was written: 57 errors found.")
    assert "students.csv, line 49, column email: found “=x”, expected an e-mail address" in text
    assert "… and 7 more." in text
    write_errors_csv(report, tmp_path / "errors.csv")
    with (tmp_path / "errors.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == SHOWN_ERRORS + 7
    assert rows[1] == {"file": "students.csv", "line": "1", "column": "email", "value": "=x",
                       "expected": "an e-mail address"}  # fmt: skip


def test_a_success_shows_counts_remarks_and_the_clock() -> None:
    report = ImportReport(
        as_of=date(2024, 7, 11),
        files=[FileReport("students.csv", 10, 3, 2, ("column 4 (no name)",), ("region",))],
        ignored_files=[IgnoredFile("grades.csv", "not a file of the import format")],
        warnings=["1 clash"],
        is_changed=True,
    )

    lines = render_report(report).splitlines()

    assert lines[0] == "Imported. The institute's clock stands at 2024-07-11."
    assert lines[3].split() == ["students.csv", "10", "3", "2", "5"]
    assert "Ignored file grades.csv: not a file of the import format" in lines
    assert "Kept as attributes from students.csv: region" in lines
    assert "Ignored columns of students.csv: column 4 (no name)" in lines
    assert "Warning: 1 clash" in lines


def test_a_dry_run_says_that_it_wrote_nothing() -> None:
    assert "Nothing was written" in render_report(ImportReport(is_dry_run=True, is_changed=True))
