"""The institute that is measured: the medium demo institute, or a smaller part of it with the same density.

It is written as import folders: a first one with nearly all of it, then small ones that hold back whole sessions of the
last weeks with their marks, about 10,000 marks each. They are what comes in later.
"""

import csv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from headway.demo.generate import generate_profile
from headway.demo.profiles import PROFILES, Profile

MEDIUM_ROWS = 10_000_000
PART_ROWS = 10_000
PARTS = 4
# What is held back is of so many days before the institute's today.
_HELD_BACK_DAYS = 70
_WEEKDAYS = range(1, 7)


def part_rows(rows: int) -> int:
    """Marks in each part: 10,000, and fewer in an institute of less than a million rows."""
    return min(PART_ROWS, rows // 100)


def profile_of(rows: int) -> Profile:
    """The medium profile with so much of its students, sections and campuses as `rows` marks need."""
    medium = PROFILES["medium"]
    share = min(1.0, rows / MEDIUM_ROWS)
    sections = max(1, round(len(medium.section_shares) * share))
    return replace(
        medium,
        students=round(medium.students * share),
        campuses=min(medium.campuses, sections),
        section_shares=(1 / sections,) * sections,
    )


def write_institute(folder: Path, rows: int, as_of: date, seed: int = 7) -> list[Path]:
    """Writes the import folders.

    Returns:
        The folders in the order of their import: the institute first, then the parts that were held back.
    """
    whole = folder / "whole"
    generate_profile(whole, profile_of(rows), seed=seed, as_of=as_of)
    _write_availability(whole)
    first_held_back = f"{as_of - timedelta(days=_HELD_BACK_DAYS):%y%m%d}"
    parts = [folder / f"part-{number}" for number in range(PARTS)]
    held_back = _split_attendance(whole, parts, first_held_back, f"{as_of:%y%m%d}", part_rows(rows))
    _split_sessions(whole, parts, held_back)
    return [whole, *parts]


def _write_availability(folder: Path) -> None:
    """Everybody could teach from nine to six on six days: utilisation needs something to divide by."""
    with (folder / "faculties.csv").open() as file:
        employees = [row["employee_id"] for row in csv.DictReader(file)]
    with (folder / "availability.csv").open("w") as file:
        file.write("employee_id,weekday,start_time,end_time\n")
        file.writelines(f"{employee},{weekday},09:00,18:00\n" for employee in employees for weekday in _WEEKDAYS)


def _split_attendance(whole: Path, parts: list[Path], first_day: str, last_day: str, size: int) -> dict[str, int]:
    """Moves marks of late sessions into the parts, session by session.

    Returns:
        The number of its part by session.
    """
    held_back: dict[str, int] = {}
    rows = [0] * len(parts)
    part = 0
    with _rewritten(whole, parts, "attendance.csv") as (lines, kept, moved):
        for line in lines:
            session = line[: line.index(",")]
            number = held_back.get(session)
            if number is None and part < len(parts) and first_day <= session.split("-")[-2] < last_day:
                number = held_back[session] = part
            if number is None:
                kept.write(line)
                continue
            moved[number].write(line)
            rows[number] += 1
            if number == part and rows[part] >= size:
                part += 1
    return held_back


def _split_sessions(whole: Path, parts: list[Path], held_back: dict[str, int]) -> None:
    with _rewritten(whole, parts, "sessions.csv") as (lines, kept, moved):
        for line in lines:
            number = held_back.get(line[: line.index(",")])
            (kept if number is None else moved[number]).write(line)


@contextmanager
def _rewritten(whole: Path, parts: list[Path], name: str) -> Iterator[tuple[TextIO, TextIO, list[TextIO]]]:
    """The lines of a file of the whole folder; where to write what stays, and what goes into each part."""
    old = (whole / name).rename(whole / f"{name}.whole")
    with ExitStack() as stack:
        lines: TextIO = stack.enter_context(old.open())
        for part in parts:
            part.mkdir(exist_ok=True)
        targets: list[TextIO] = [stack.enter_context((place / name).open("w")) for place in (whole, *parts)]
        header = next(lines)
        for target in targets:
            target.write(header)
        yield lines, targets[0], targets[1:]
    old.unlink()
