"""The kinds of looks that the incoming edge takes at a column: what is read of it, and the rule it is held to.

Belongs here: one function a kind. Which column gets which look stands in `incoming_tables/`. Dates are read as days
before or after the institute's clock, so that no database's notion of a date comes between.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from warehouse.expectations.rules import Rule, always_null, never_null, one_of, within
from warehouse.expectations.verdict import Severity
from warehouse.relations import RAW
from warehouse.settings import Settings

_MEND_ROW = "Correct the rows in Headway; the next refresh looks at them again and publishes."
_MEND_SOURCE = (
    "No form of Headway writes this, so something else wrote to the database: find out what it was (the audit trail"
    " shows what came through Headway), and correct the rows."
)


class Look(NamedTuple):
    """What is selected of the row `r`, and the rule for it."""

    selected: str
    rule: Rule


def vocabulary(column: str, values: type[StrEnum]) -> Look:
    """Only words that the whole house knows."""
    rule = one_of(
        column,
        values,
        what=f"Some rows have a {column} that is not in the vocabulary",
        why="No figure counts such rows, so totals would silently be too small.",
        resolve=_MEND_SOURCE,
    )
    return Look(f"r.{column}", rule)


def present(column: str) -> Look:
    """Always there."""
    rule = never_null(
        column,
        what=f"Some rows have no {column}",
        why="They would belong to nobody and be missing from every figure that is grouped by it.",
        resolve=_MEND_SOURCE,
    )
    return Look(f"r.{column}", rule)


def refers_to(column: str, parent: str) -> Look:
    """A key that leads somewhere; the orphans are selected."""
    name = f"orphan_{column}"
    rule = always_null(
        name,
        what=f"Some rows name a {column} that is not in {parent}",
        why="They would drop out of every figure that joins the two, without anybody noticing.",
        resolve=_MEND_SOURCE,
    )
    exists = f"select from {RAW}.{parent} as parent where parent.id = r.{column} and not parent.is_deleted"
    return Look(f"case when r.{column} is not null and not exists ({exists}) then r.{column} end as {name}", rule)


def amount(column: str, low: float | None, high: float | None, *, severity: Severity = Severity.BREACH) -> Look:
    """A number between two bounds."""
    told = [f"{word} {bound:,.10g}" for word, bound in (("at least", low), ("at most", high)) if bound is not None]
    rule = within(
        column,
        low,
        high,
        what=f"Some rows have a {column} that is not {' and '.join(told)}",
        why="A slip of the pen such as this moves averages and totals more than a hundred right rows.",
        resolve=_MEND_ROW if severity is Severity.WARNING else _MEND_SOURCE,
        severity=severity,
    )
    return Look(f"cast(r.{column} as double precision) as {column}", rule)


def plausible(column: str, clock: date, settings: Settings) -> Look:
    """A day that is neither absurdly long ago nor absurdly far ahead; a form would take it, so it is a warning."""
    return _plausible(f"r.{column}", column, clock, settings)


def plausible_instant(column: str, clock: date, settings: Settings) -> Look:
    """The same of an instant, by its day in UTC."""
    return _plausible(f"cast(r.{column} at time zone 'UTC' as date)", column, clock, settings)


def _plausible(value: str, column: str, clock: date, settings: Settings) -> Look:
    name = f"{column}_days_ahead"
    earliest, latest = settings.quality_oldest_date, settings.quality_furthest_days
    rule = within(
        name,
        (earliest - clock).days,
        latest,
        what=f"Some rows have a {column} before {earliest} or more than {latest:,} days ahead of {clock}",
        why="A slip in the year makes durations absurd and stretches every chart over time.",
        resolve=_MEND_ROW,
        severity=Severity.WARNING,
    )
    return Look(_days_ahead(value, name, clock), rule)


def not_before(last: str, first: str) -> Look:
    """A day that is not before another one of the row; either may be empty."""
    name = f"{last}_days_after_{first}"
    rule = within(
        name,
        0,
        None,
        what=f"Some rows have a {last} before their {first}",
        why="A time that ends before it begins holds no day, so whatever is counted in it is missing.",
        resolve=_MEND_SOURCE,
    )
    return Look(f"r.{last} - r.{first} as {name}", rule)


def later_in_the_day(last: str, first: str) -> Look:
    """A time of day after another one of the row, by a minute at least."""
    name = f"minutes_from_{first}_to_{last}"
    rule = within(
        name,
        1,
        None,
        what=f"Some rows have a {last} that is not after their {first}",
        why="Hours below nothing are taken from those that are right, and utilisation looks higher than it is.",
        resolve=_MEND_SOURCE,
    )
    return Look(
        f"cast(extract(epoch from r.{last} - r.{first}) / 60 as double precision) as {name}",
        rule,
    )


def another_than(column: str, other: str) -> Look:
    """A key that is not the row's other one; those that are the same are selected."""
    name = f"same_{column}"
    rule = always_null(
        name,
        what=f"Some rows have a {column} that is their own {other}",
        why="What has to come before itself never comes, so it would be suggested to nobody.",
        resolve=_MEND_SOURCE,
    )
    return Look(f"case when r.{column} = r.{other} then r.{column} end as {name}", rule)


def known_zone(column: str) -> Look:
    """A time zone that PostgreSQL knows; others are selected."""
    name = f"unknown_{column}"
    rule = always_null(
        name,
        what=f"Some rows have a {column} that is not known",
        why="No instant could be told in days of that campus, so that dbt would stop in the middle of a build.",
        resolve=_MEND_SOURCE,
    )
    exists = f"select from pg_timezone_names as zone where zone.name = r.{column}"
    return Look(f"case when not exists ({exists}) then coalesce(r.{column}, '') end as {name}", rule)


def happened(column: str, clock: date) -> Look:
    """A day that has come."""
    return _not_ahead(f"r.{column}", column, clock)


def mark_day(clock: date) -> Look:
    """The day of a mark is that of its session, read as `session`."""
    return _not_ahead("session.session_date", "session_date", clock)


def _not_ahead(value: str, column: str, clock: date) -> Look:
    name = f"{column}_days_ahead"
    rule = within(
        name,
        None,
        0,
        what=f"Some rows have a {column} that has not come yet, counted in days from {clock}, the institute's clock",
        why="Figures by day, week and month would show what has not happened, and models would learn from it.",
        resolve=f"{_MEND_ROW} If the days are right, the clock is not: import with the right --as-of, or without it.",
    )
    return Look(_days_ahead(value, name, clock), rule)


def _days_ahead(value: str, name: str, clock: date) -> str:
    return f"{value} - date '{clock.isoformat()}' as {name}"
