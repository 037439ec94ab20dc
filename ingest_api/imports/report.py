"""What an import has to say: counts, warnings, everything ignored, every error.

Belongs here: the report's shape and its words. Errors live in a file that spills to disk, because a folder of two
million rows may hold two million of them. Progress bars belong to the command line.
"""

import csv
import json
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

SHOWN_ERRORS = 50
_SPILL_BYTES = 1 << 20
_VALUE_LENGTH = 300


class ImportFault(NamedTuple):
    """One thing that is wrong: where (`line` is the physical line on which the row begins), what, what was expected."""

    file: str
    line: int
    column: str
    value: str
    expected: str


class ErrorLog:
    """Any number of faults in bounded memory: append, count, iterate from the start as often as you like."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_SPILL_BYTES, mode="w+", encoding="utf-8")  # noqa: SIM115
        self._count = 0
        weakref.finalize(self, self._file.close)

    def add(self, fault: ImportFault) -> None:
        """Appends a fault; a very long value is shortened."""
        shown = fault.value if len(fault.value) <= _VALUE_LENGTH else fault.value[:_VALUE_LENGTH] + "…"
        readable = shown.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        self._file.write(json.dumps(fault._replace(value=readable)) + "\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ImportFault]:
        self._file.seek(0)
        while line := self._file.readline():
            yield ImportFault(*json.loads(line))


@dataclass
class FileReport:
    """What became of one file's rows. `ignored_columns` went nowhere."""

    file: str
    rows_read: int = 0
    rows_inserted: int = 0
    rows_updated: int = 0
    ignored_columns: tuple[str, ...] = ()
    kept_columns: tuple[str, ...] = ()

    @property
    def rows_unchanged(self) -> int:
        """Rows that stand in the database exactly so already."""
        return self.rows_read - self.rows_inserted - self.rows_updated


class IgnoredFile(NamedTuple):
    """A file that was not imported, and why."""

    file: str
    reason: str


@dataclass
class ImportReport:
    """The whole outcome of one run. With errors nothing was written, whatever else it says."""

    is_dry_run: bool = False
    as_of: date | None = None
    files: list[FileReport] = field(default_factory=list)
    ignored_files: list[IgnoredFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: ErrorLog = field(default_factory=ErrorLog)
    # Whether anything differs from before, the institute's clock included.
    is_changed: bool = False
    people_to_invite: int = 0
    people_without_email: int = 0

    @property
    def has_succeeded(self) -> bool:
        """Whether the folder is without fault."""
        return len(self.errors) == 0

    @property
    def is_written(self) -> bool:
        """Whether the database now holds the folder."""
        return self.has_succeeded and not self.is_dry_run


def render_report(report: ImportReport) -> str:
    """The report as plain text for a terminal; at most `SHOWN_ERRORS` errors, the count of all."""
    return "\n".join([_headline(report), *_counts(report), *_remarks(report), *_errors(report), *_invitation(report)])


def write_errors_csv(report: ImportReport, path: Path) -> None:
    """Writes every error to a CSV file: file, line, column, value, expected."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(ImportFault._fields)
        writer.writerows(report.errors)


def _headline(report: ImportReport) -> str:
    if not report.has_succeeded:
        plural = "s" if len(report.errors) != 1 else ""
        return f"Nothing was written: {len(report.errors)} error{plural} found."
    if report.is_dry_run:
        return "Dry run: the folder is without fault. Nothing was written; this is what an import would do:"
    clock = f" The institute's clock stands at {report.as_of}." if report.as_of else ""
    return ("Imported." if report.is_changed else "Nothing to do: the database holds all of this already.") + clock


def _counts(report: ImportReport) -> Iterator[str]:
    if not report.files:
        return
    yield ""
    yield f"{'file':<20}{'rows':>11}{'new':>11}{'updated':>11}{'unchanged':>11}"
    for file in report.files:
        figures: tuple[object, ...] = ("–", "–", "–")
        if report.has_succeeded:
            figures = (f"{file.rows_inserted:,}", f"{file.rows_updated:,}", f"{file.rows_unchanged:,}")
        yield f"{file.file:<20}{file.rows_read:>11,}" + "".join(f"{figure:>11}" for figure in figures)


def _remarks(report: ImportReport) -> Iterator[str]:
    remarks = [
        *(f"Ignored file {ignored.file}: {ignored.reason}" for ignored in report.ignored_files),
        *(f"Ignored columns of {f.file}: {', '.join(f.ignored_columns)}" for f in report.files if f.ignored_columns),
        *(f"Kept as attributes from {f.file}: {', '.join(f.kept_columns)}" for f in report.files if f.kept_columns),
        *(f"Warning: {warning}" for warning in report.warnings),
    ]
    if remarks:
        yield ""
        yield from remarks


def _errors(report: ImportReport) -> Iterator[str]:
    if report.has_succeeded:
        return
    yield ""
    for fault in islice(report.errors, SHOWN_ERRORS):
        column = f", column {fault.column}" if fault.column else ""
        found = f"found “{fault.value}”" if fault.value else "found nothing"
        yield f"{fault.file}, line {fault.line}{column}: {found}, expected {fault.expected}"
    if len(report.errors) > SHOWN_ERRORS:
        yield f"… and {len(report.errors) - SHOWN_ERRORS:,} more."


def _invitation(report: ImportReport) -> Iterator[str]:
    if not report.has_succeeded or not (report.people_to_invite or report.people_without_email):
        return
    yield ""
    yield (
        f"{report.people_to_invite:,} people of this folder have an e-mail address but no password yet. Invite one by "
        "`headway user password EMAIL`."
    )
    if report.people_without_email:
        yield (
            f"{report.people_without_email:,} have no e-mail address: they log in once a corrected file brings one "
            "and a password is set."
        )
