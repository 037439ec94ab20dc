"""What is measured: the institute's size, and what of it is held back to come in later."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bench.warehouse.institute import MEDIUM_ROWS, PARTS, part_rows, profile_of, write_institute
from headway.demo.generate import generate_profile
from headway.demo.profiles import PROFILES

AS_OF = date(2026, 3, 2)
ROWS = 100_000


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_institute(tmp_path_factory.mktemp("institute"), ROWS, AS_OF)


def test_a_smaller_institute_is_as_dense() -> None:
    medium, tenth = PROFILES["medium"], profile_of(MEDIUM_ROWS // 10)
    assert profile_of(MEDIUM_ROWS) == medium
    assert tenth.students == medium.students / 10
    assert tenth.students * sum(tenth.section_shares) == pytest.approx(tenth.students)
    assert tenth.history_weeks == medium.history_weeks


def test_parts_are_of_ten_thousand_marks_unless_that_were_all_there_is() -> None:
    assert [part_rows(rows) for rows in (10_000_000, 1_000_000, 100_000)] == [10_000, 10_000, 1_000]


def test_nothing_is_lost_and_a_session_comes_with_all_its_marks(folders: list[Path], tmp_path: Path) -> None:
    generate_profile(tmp_path, profile_of(ROWS), seed=7, as_of=AS_OF)
    for name in ("sessions", "attendance"):
        divided = [tuple(row.values()) for folder in folders for row in table(folder, name)]
        assert sorted(divided) == sorted(tuple(row.values()) for row in table(tmp_path, name))
    sessions = [{row["session"] for row in table(folder, "sessions")} for folder in folders]
    for folder, own in zip(folders, sessions, strict=True):
        assert {row["session"] for row in table(folder, "attendance")} <= own
    assert len(set.union(*sessions)) == sum(map(len, sessions))


def test_what_comes_later_is_of_the_last_weeks_and_about_as_much_each_time(folders: list[Path]) -> None:
    whole, *parts = folders
    assert len(parts) == PARTS
    assert len(table(whole, "attendance")) > ROWS / 2
    for part in parts:
        days = {row["session_date"] for row in table(part, "sessions")}
        assert all(0 < (AS_OF - date.fromisoformat(day)).days <= 70 for day in days)
        assert part_rows(ROWS) <= len(table(part, "attendance")) < part_rows(ROWS) + 40


def test_every_faculty_member_has_hours(folders: list[Path]) -> None:
    hours = table(folders[0], "availability")
    assert {row["employee_id"] for row in hours} == {row["employee_id"] for row in table(folders[0], "faculties")}
