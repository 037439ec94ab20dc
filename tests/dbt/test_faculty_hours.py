"""Available hours as they were known: what is entered today moves no day before, and what a day counts is told once."""

from datetime import date, timedelta
from typing import Any

from tests.dbt.conftest import Dbt
from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract

MODELS = ("+fct_faculty_available_day",)
MONDAY = CLOCK
TODAY = CLOCK + timedelta(days=9)
DAYS = "select available_on, available_minutes, extract_id from marts.fct_faculty_available_day order by 1"


def enter_hours(institute: Institute, weekday: int, until: str) -> int:
    return institute.insert(
        "faculty_availability", faculty_id=institute.faculty, weekday=weekday, start_time="09:00", end_time=until
    )


def build(institute: Institute, dbt: Dbt, *options: str) -> list[tuple[Any, ...]]:
    extract(institute.database_url)
    dbt("run", "--select", *MODELS, *options)
    return institute.run(DAYS)


def move_clock(institute: Institute, day: date) -> None:
    institute.run("update operational.institute set clock_as_of = %s", day)


def test_hours_that_are_entered_today_move_no_day_before(institute: Institute, dbt: Dbt) -> None:
    part = enter_hours(institute, MONDAY.isoweekday(), "12:00")
    build(institute, dbt)
    move_clock(institute, TODAY)
    before = [row[:2] for row in build(institute, dbt)]
    assert before[-2:] == [(MONDAY, 180), (MONDAY + timedelta(days=7), 180)]
    # Monday becomes shorter, today's weekday is new; the longest day and being away come later.
    institute.run("update operational.faculty_availability set end_time = '10:00' where id = %s", part)
    enter_hours(institute, TODAY.isoweekday(), "11:00")
    assert [row[:2] for row in build(institute, dbt)] == [*before, (TODAY, 120)]
    move_clock(institute, TODAY + timedelta(days=5))
    told = [row[:2] for row in build(institute, dbt)]
    assert told == [*before, (TODAY, 120), (MONDAY + timedelta(days=14), 60)]
    institute.run("delete from operational.faculty_availability where id = %s", part)
    institute.run("update operational.faculties set max_hours_per_day = 1")
    move_clock(institute, TODAY + timedelta(days=7))
    told += [(TODAY + timedelta(days=7), 60)]
    assert [row[:2] for row in build(institute, dbt)] == told
    institute.run("update operational.faculties set status = 'on_leave'")
    move_clock(institute, TODAY + timedelta(days=30))
    # Known to be away from that day on.
    told += later(told[-1][0], TODAY + timedelta(days=30))
    assert [row[:2] for row in build(institute, dbt)] == told
    assert [row[:2] for row in build(institute, dbt, "--full-refresh")] == told


def later(last: date, until: date) -> list[tuple[date, int]]:
    """The same weekday after `last`, an hour each, before `until`."""
    days = range(7, (until - last).days, 7)
    return [(last + timedelta(days=number), 60) for number in days]


def test_leave_writes_its_own_day_and_a_meeting_none(institute: Institute, dbt: Dbt) -> None:
    enter_hours(institute, MONDAY.isoweekday(), "12:00")
    before = build(institute, dbt)
    entry = institute.insert(
        "faculty_time_entries", faculty_id=institute.faculty, work_date=MONDAY, kind="meeting", minutes=60
    )
    assert build(institute, dbt) == before
    institute.run("update operational.faculty_time_entries set kind = 'leave' where id = %s", entry)
    *others, (day, minutes, extract_id) = build(institute, dbt)
    assert (others, day, minutes, extract_id) == (before[:-1], MONDAY, 120, before[-1][2] + 2)
    institute.run("update operational.faculty_time_entries set minutes = 300 where id = %s", entry)
    assert build(institute, dbt) == before[:-1]
    institute.run("delete from operational.faculty_time_entries where id = %s", entry)
    assert [row[:2] for row in build(institute, dbt)] == [row[:2] for row in before]
