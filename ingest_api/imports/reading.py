"""Opening an import folder or zip, and reading its tables row by row as plain text.

Belongs here: file names, encodings, CSV and Excel. What the columns mean does not: that is `staging.py`. Nothing is
ever held but the current row.
"""

import csv
import io
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from ingest_api.imports.formats import FORMATS
from ingest_api.imports.report import IgnoredFile, ImportFault

_SUFFIXES = (".csv", ".xlsx")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[int, list[str]]
Fail = Callable[[int, str, str, str], None]


class UnreadableFileError(Exception):
    """The rest of the file cannot be read. Says from which line on, and what was expected instead."""

    def __init__(self, line: int, expected: str) -> None:
        super().__init__(expected)
        self.line = line
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the folder: its name, the format it follows, its size and how to open it."""

    name: str
    format_name: str
    size_bytes: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder or zip holds: sources in import order, what is ignored, what is wrong with the whole."""

    sources: tuple[Source, ...]
    ignored: tuple[IgnoredFile, ...]
    faults: tuple[ImportFault, ...]


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """The folder or zip at `path`, open for as long as the context lasts."""
    with ExitStack() as stack:
        if path.is_dir():
            yield _sort(
                [
                    Source(file.name, "", file.stat().st_size, _opener(file))
                    for file in sorted(path.iterdir())
                    if file.is_file()
                ],
                path,
            )
        elif path.is_file() and zipfile.is_zipfile(path) and path.suffix.lower() != ".xlsx":
            yield _sort(_members(stack.enter_context(zipfile.ZipFile(path))), path)
        else:
            yield Folder((), (), (ImportFault(path.name, 0, "", "", "a folder, or a zip of CSV files or workbooks"),))


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")


def _members(archive: zipfile.ZipFile) -> list[Source]:
    """The archive's files; one folder around all of them is tolerated, as most tools make it."""
    members = [
        (info, PurePosixPath(info.filename))
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    ]
    tops = {path.parts[0] for _, path in members if len(path.parts) > 1}
    depth = 2 if len(tops) == 1 and all(len(path.parts) > 1 for _, path in members) else 1

    def opener(info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
        return lambda: cast(BinaryIO, archive.open(info))

    return [
        Source(path.name if len(path.parts) == depth else str(path), "", info.file_size, opener(info))
        for info, path in members
    ]


def _sort(found: list[Source], path: Path) -> Folder:
    sources: list[Source] = []
    ignored: list[IgnoredFile] = []
    for source in found:
        stem, dot, suffix = source.name.lower().rpartition(".")
        if source.name.startswith((".", "~$")):
            continue
        if dot + suffix not in _SUFFIXES or stem not in FORMATS:
            ignored.append(IgnoredFile(source.name, "not a file of the import format"))
        else:
            sources.append(Source(source.name, stem, source.size_bytes, source.open))
    faults = [
        ImportFault(" and ".join(s.name for s in sources if s.format_name == name), 0, "", "", f"one file of {name}")
        for name, count in Counter(source.format_name for source in sources).items()
        if count > 1
    ]
    if not sources and not ignored:
        faults.append(ImportFault(path.name, 0, "", "", "at least one file of the import format"))
    order = list(FORMATS)
    return Folder(tuple(sorted(sources, key=lambda s: order.index(s.format_name))), tuple(ignored), tuple(faults))


def rows(source: Source, stream: BinaryIO, fail: Fail) -> Iterator[Row]:
    """The table's rows, header first: the physical line on which a row begins, and its cells as text.

    Args:
        source: which file.
        stream: the file, opened.
        fail: told of a row that is not readable (line, column, value, expected); reading goes on after it.

    Raises:
        UnreadableFileError: nothing after this line can be read.
    """
    try:
        if source.name.lower().endswith(".xlsx"):
            yield from _workbook_rows(stream)
        else:
            yield from _csv_rows(stream, fail)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        # A damaged member of a zip shows itself only here, and so does one that is encrypted (RuntimeError) or packed
        # by a method that Python's zipfile does not know (NotImplementedError is what it raises).
        raise UnreadableFileError(0, f"a file that can be read ({error})") from error


def _csv_rows(stream: BinaryIO, fail: Fail) -> Iterator[Row]:
    buffered = io.BufferedReader(cast(io.RawIOBase, stream), 1 << 16)
    # A wrong byte survives as a surrogate, so that the cell it stands in can be named.
    with io.TextIOWrapper(buffered, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        if buffered.peek(2)[:2] in _UTF16_MARKS:
            raise UnreadableFileError(1, "text in UTF-8 (this file is UTF-16: save it as “CSV UTF-8”)")
        reader = csv.reader(text, strict=True)
        begins = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "field limit" in str(error) or "end of data" in str(error):
                    raise UnreadableFileError(begins, "a closing quote: the rest of the file is one cell") from error
                fail(begins, "", "", f"well-formed CSV ({error})")
                begins = reader.line_num + 1
                continue
            line, begins = begins, reader.line_num + 1
            yield line, cells


def _workbook_rows(stream: BinaryIO) -> Iterator[Row]:
    import openpyxl

    with TemporaryFile() as seekable:
        shutil.copyfileobj(stream, seekable)
        try:
            workbook = openpyxl.load_workbook(cast(io.BytesIO, seekable), read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises whatever its XML and zip readers do
            raise UnreadableFileError(0, "an Excel workbook (.xlsx)") from error
        try:
            width = 0
            for line, row in enumerate(workbook.worksheets[0].iter_rows(values_only=True), start=1):
                cells = [_cell_text(value) for value in row]
                while len(cells) > width and not cells[-1]:
                    cells.pop()
                width = width or len(cells)
                yield line, cells + [""] * (width - len(cells))
        finally:
            workbook.close()


def _cell_text(value: object) -> str:
    """A cell of a workbook as its CSV export would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if not value.second else "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
