"""From a file to its staging table: header, cells, COPY.

Belongs here: everything that can be judged without looking at another row. Cells are checked on the way, so that the
staging tables are typed and COPY never fails. A row with a fault is staged too, with the faulty cells empty and their
columns named in `faulty`: what refers to it must not fail for its sake, and no rule judges a cell that is not known.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, BinaryIO

import psycopg

from ingest_api.imports.converters import InvalidCellError
from ingest_api.imports.formats import Column, FileFormat
from ingest_api.imports.reading import Fail, Row, Source, UnreadableFileError, rows
from ingest_api.imports.report import ErrorLog, FileReport, ImportFault

Progress = Callable[[str, int, int | None], None]

_NULL = "\\N"
_REMEMBERED_CELLS = 50_000
_BUFFERED_ROWS = 2_000
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NEEDS_CARE = re.compile(r"[\\\t\n\r\0]")


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that stands in its staging table."""

    format: FileFormat
    # The listed columns that the file has.
    present: frozenset[str]
    # False when rows or key columns are missing: then nobody can tell whether a reference to it is unknown.
    is_complete: bool


class _Fault:
    """Stands for a cell that does not hold what it should. `"".join` stumbles over it: good rows pay nothing."""

    __slots__ = ("expected",)

    def __init__(self, expected: str) -> None:
        self.expected = expected


class _Cells(dict[str, Any]):
    """A column's raw texts and what they became: COPY's spelling of the value, or a fault."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._kind = column.kind
        self._empty: str | _Fault = _Fault("a value: the column is required") if column.is_required else _NULL
        self._most = _REMEMBERED_CELLS if column.kind.is_repetitive else 0

    def __missing__(self, raw: str) -> str | _Fault:
        value = raw.strip()
        result: str | _Fault
        if not value:
            result = self._empty
        else:
            try:
                result = escaped(self._kind.convert(value))
            except InvalidCellError:
                result = _Fault(self._kind.expected)
            except ValueError:
                result = _Fault(_readable_text(value) or self._kind.expected)
        if len(self) < self._most:
            self[raw] = result
        return result


def escaped(value: str) -> str:
    """A value in COPY's text format.

    Raises:
        ValueError: the text is not UTF-8 or holds NUL.
    """
    if _readable_text(value) is not None:
        raise ValueError(value)
    return value.translate(_ESCAPED) if _NEEDS_CARE.search(value) else value


def _readable_text(value: str) -> str | None:
    """What is wrong with a text as such, or None."""
    if "\0" in value:
        return "text without NUL characters"
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "text in UTF-8"
    return None


def create_staging(connection: psycopg.Connection, format_: FileFormat) -> None:
    """Makes the file's empty staging table; it is gone with the transaction."""
    columns = [f'"{column.name}" {column.kind.sql_type}' for column in format_.columns]
    columns += [f"{name} text" for name in format_.derived]
    if format_.keeps_unlisted:
        columns.append("attributes jsonb")
    connection.execute(
        f"create temporary table {format_.staging} (line integer, {', '.join(columns)}, faulty text[]) on commit drop"
    )


def stage(
    connection: psycopg.Connection,
    source: Source,
    format_: FileFormat,
    report: FileReport,
    errors: ErrorLog,
    progress: Progress,
) -> StagedFile:
    """Reads one file into its staging table and notes every fault of its cells in `errors`."""
    is_broken = False

    def fail(line: int, column: str, value: str, expected: str) -> None:
        errors.add(ImportFault(source.name, line, column, value, expected))

    def ending(found: Iterator[Row]) -> Iterator[Row]:
        nonlocal is_broken
        try:
            yield from found
        except UnreadableFileError as error:
            is_broken = True
            fail(error.line, "", "", error.expected)

    with source.open() as stream:
        table = ending(rows(source, stream, fail))
        header_line, header = next(table, (1, []))
        names = [name.strip() for name in header]
        positions = _positions(names, header_line, format_, fail, is_broken=is_broken)
        missing = [c.name for c in format_.columns if c.is_required and c.name not in positions]
        unlisted = [name for name in dict.fromkeys(names) if name and name not in positions]
        nameless = tuple(f"column {place} (no name)" for place, name in enumerate(names, 1) if not name)
        report.ignored_columns = nameless if format_.keeps_unlisted else (*unlisted, *nameless)
        report.kept_columns = tuple(unlisted) if format_.keeps_unlisted else ()
        if positions:
            kept = {name: names.index(name) for name in report.kept_columns}
            copier = _Copier(format_, positions, kept, len(names), missing, fail)
            report.rows_read = copier.copy(connection, table, _reporter(source, stream, progress))
    progress(source.name, source.size_bytes, source.size_bytes)
    if len(format_.keys) == 1:
        # Rows of other files look for theirs by it, one after the other. Hashed: a faulty key may be of any length.
        connection.execute(f'create index on {format_.staging} using hash ("{format_.keys[0]}")')
    connection.execute(f"analyze {format_.staging}")
    return StagedFile(format_, frozenset(positions), not is_broken and not missing and bool(positions))


def _positions(names: list[str], line: int, format_: FileFormat, fail: Fail, *, is_broken: bool) -> dict[str, int]:
    """Where each listed column stands; complains of what the header lacks or says twice."""
    if is_broken:
        return {}
    if not any(names):
        fail(1, "", "", "a header line: " + ", ".join(column.name for column in format_.columns))
        return {}
    for name in dict.fromkeys(names):
        if name and names.count(name) > 1:
            fail(line, name, name, "each column once")
        if _readable_text(name):
            fail(line, name, name, "a column name in UTF-8")
    listed = {column.name for column in format_.columns}
    for column in format_.columns:
        if column.is_required and column.name not in names:
            fail(line, column.name, "", f"a column named {column.name}, comma separated: it is required")
    return {name: names.index(name) for name in names if name in listed}


def _reporter(source: Source, stream: BinaryIO, progress: Progress) -> Callable[[], None]:
    # A workbook is unpacked first, so its position says nothing of the rows.
    if source.name.lower().endswith(".xlsx"):
        return lambda: None
    return lambda: progress(source.name, min(stream.tell(), source.size_bytes), source.size_bytes)


class _Copier:
    """Copies the rows of one file."""

    def __init__(
        self,
        format_: FileFormat,
        positions: dict[str, int],
        kept: dict[str, int],
        width: int,
        missing: list[str],
        fail: Fail,
    ) -> None:
        self._format = format_
        self._columns = [column for column in format_.columns if column.name in positions]
        self._cells = [_Cells(column) for column in self._columns]
        self._places = [positions[column.name] for column in self._columns]
        self._kept = kept
        self._width = width
        self._missing = missing
        self._fail = fail

    def copy(self, connection: psycopg.Connection, table: Iterator[Row], report_position: Callable[[], None]) -> int:
        """Copies all rows that are not blank and returns their number."""
        names = ["line", *(column.name for column in self._columns)]
        names += ["attributes", "faulty"] if self._format.keeps_unlisted else ["faulty"]
        statement = f"copy {self._format.staging} ({', '.join(names)}) from stdin"
        # One column alone would come as a bare string: take it twice and forget the second.
        pick = itemgetter(*self._places, self._places[0])
        usual_end = f"\t{_array(self._missing)}\n"
        count = 0
        buffer: list[str] = []
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for line, row in table:
                try:
                    if len(row) != self._width:
                        raise TypeError  # noqa: TRY301
                    values = [cells[raw] for cells, raw in zip(self._cells, pick(row), strict=False)]
                    if self._kept:
                        values.append(self._attributes(row))
                    elif self._format.keeps_unlisted:
                        values.append("{}")
                    text = f"{line}\t" + "\t".join(values) + usual_end
                except TypeError:
                    if not any(map(str.strip, row)):
                        continue
                    text = self._faulty_row(line, row)
                buffer.append(text)
                count += 1
                if len(buffer) == _BUFFERED_ROWS:
                    copy.write("".join(buffer))
                    buffer.clear()
                    report_position()
            copy.write("".join(buffer))
        return count

    def _attributes(self, row: list[str]) -> str | _Fault:
        """The unlisted cells as JSON: text as it stands, null where empty."""
        found = {name: row[place].strip() or None for name, place in self._kept.items()}
        try:
            return escaped(json.dumps(found, ensure_ascii=False))
        except ValueError:
            return _Fault("")

    def _faulty_row(self, line: int, row: list[str]) -> str:
        if len(row) != self._width:
            self._fail(line, "", ",".join(row), f"{self._width} cells, as the header has; there are {len(row)}")
            return self._misaligned_row(line, row)
        values: list[str] = []
        faulty = list(self._missing)
        for column, cells, place in zip(self._columns, self._cells, self._places, strict=True):
            value = cells[row[place]]
            if isinstance(value, _Fault):
                self._fail(line, column.name, row[place], value.expected)
                faulty.append(column.name)
                value = _NULL
            values.append(value)
        if self._format.keeps_unlisted:
            attributes = self._attributes(row)
            if isinstance(attributes, _Fault):
                for name, place in self._kept.items():
                    if expected := _readable_text(row[place]):
                        self._fail(line, name, row[place], expected)
                attributes = "{}"
            values.append(attributes)
        return "\t".join([str(line), *values, _array(faulty)]) + "\n"

    def _misaligned_row(self, line: int, row: list[str]) -> str:
        """Only the keys are trusted: without them every reference to the row would look unknown."""
        values: list[str] = []
        for column, cells, place in zip(self._columns, self._cells, self._places, strict=True):
            value = cells[row[place]] if column.is_key and place < len(row) else _NULL
            values.append(_NULL if isinstance(value, _Fault) else value)
        if self._format.keeps_unlisted:
            values.append("{}")
        return "\t".join([str(line), *values, _array([column.name for column in self._format.columns])]) + "\n"


def _array(names: list[str]) -> str:
    return "{" + ",".join(names) + "}" if names else _NULL
