"""Why a number changed between two snapshots: what added, removed and changed rows did to it, and where.

Belongs here: the arithmetic. A number is a sum or a count over the rows of one relation, or one of those divided by
another. For a ratio r = n / d, the share of some rows in its change is (Δn − r_before · Δd) / d_after: what they added
to the numerator, less what their weight alone would have added. These shares add up to the change exactly, whatever the
rows are grouped by.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from warehouse.compare import COUNTED_ONCE, CompareError, Connection, Difference, named, relations
from warehouse.queries import use_snapshot

_ADDS_UP: Final = re.compile(r"\s*(sum|count|count_if)\s*\((?!\s*distinct\b)", re.IGNORECASE)
_DATES: Final = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")
# Words for a dimension: the column that carries its name, or the key and where the name stands.
_NAMED_BY: Final = {
    "campus": (("campus_code",), "campus_id", "marts.dim_campus", "campus_code"),
    "subject": (("subject_code", "subject"), "subject_id", "marts.dim_subject", "subject_code"),
    "faculty": (("employee_id",), "faculty_id", "marts.dim_faculty", "employee_id"),
}
DIMENSIONS: Final = ("month", *_NAMED_BY)
NOTHING: Final = "–"


@dataclass(frozen=True)
class Measure:
    """A number over the rows of a relation: `value`, or `value` divided by `per`, both adding up over rows.

    `day` is the column whose month a row counts for; without it, the relation's first date. `unit` is the registry's
    word.
    """

    label: str
    value: str = "count(*)"
    per: str | None = None
    day: str | None = None
    unit: str = ""


def typed_measure(value: str, per: str | None = None) -> Measure:
    """The number that somebody has typed, in SQL.

    Raises:
        CompareError: `value` or `per` is neither a sum nor a count.
    """
    for expression in (value, per):
        if expression is not None and not _ADDS_UP.match(expression):
            raise CompareError(
                f"{expression!r} does not add up over rows: give sum(…) or count(…), and a mean or a share as one"
                " of them per another"
            )
    return Measure(value if per is None else f"{value} per {per}", value, per)


ROWS: Final = Measure("Rows")


@dataclass(frozen=True)
class Part:
    """One group of rows: the number in both snapshots, the rows that differ, its share in the change of the whole."""

    label: str
    before: float | None
    after: float | None
    added: int
    removed: int
    changed: int
    share_in_change: float | None


@dataclass(frozen=True)
class Attribution:
    """The number in both snapshots, what each kind of difference did to it, and its parts, the weightiest first."""

    measure: Measure
    before: float | None
    after: float | None
    by_kind: dict[str, float | None]
    parts: list[Part]


def attribute(
    before: Connection, after: Connection, found: Difference, measure: Measure = ROWS, by: str = "month"
) -> Attribution:
    """Explains the change of a number.

    Args:
        before: the older snapshot.
        after: the newer one.
        found: the difference of the relation between them.
        measure: the number.
        by: month, campus, subject, faculty or a column of the relation.

    Raises:
        CompareError: the relation cannot be told apart by that, or has not the columns of the measure.
    """
    group = dimension(relations(after).get(found.relation, {}), by, measure.day)
    sides = [_totals(connection, found.relation, measure, group) for connection in (before, after)]
    old, new = (_summed(side.values()) for side in sides)
    differing = found.connection.execute(
        f"select difference_kind, difference_side, {_expressions(measure)} from differing group by 1, 2"  # noqa: S608
    ).fetchall()
    by_kind: dict[str, tuple[float, float]] = dict.fromkeys(("added", "removed", "changed"), (0.0, 0.0))
    for kind, side, *numbers in differing:
        sign = 1 if side == "after" else -1
        known = by_kind[kind]
        by_kind[kind] = (known[0] + sign * float(numbers[0] or 0), known[1] + sign * float(numbers[1] or 0))
    counts = _counts(found, group)
    parts = [
        Part(
            label=label,
            before=_ratio(measure, *sides[0].get(label, (0.0, 0.0))) if label in sides[0] else None,
            after=_ratio(measure, *sides[1].get(label, (0.0, 0.0))) if label in sides[1] else None,
            **{kind: counts.get((label, kind), 0) for kind in ("added", "removed", "changed")},
            share_in_change=_share(measure, old, new, _minus(sides[1].get(label), sides[0].get(label))),
        )
        for label in sorted(sides[0].keys() | sides[1].keys())
    ]
    parts = [part for part in parts if part.added or part.removed or part.changed or part.share_in_change]
    return Attribution(
        measure=measure,
        before=_ratio(measure, *old),
        after=_ratio(measure, *new),
        by_kind={kind: _share(measure, old, new, change) for kind, change in by_kind.items()},
        parts=sorted(parts, key=lambda part: -abs(part.share_in_change or 0)),
    )


def dimension(columns: dict[str, str], by: str, day: str | None = None) -> str:
    """The SQL that says to which group a row belongs; `day` is the column that says the month.

    Raises:
        CompareError: the relation has no such column; the message names what there is.
    """
    if by == "month":
        dates = [name for name, kind in columns.items() if kind in _DATES]
        if dates:
            return f"strftime(\"{day if day in dates else dates[0]}\", '%Y-%m')"
    elif by in _NAMED_BY:
        direct, key, relation, label = _NAMED_BY[by]
        for name in direct:
            if name in columns:
                return f'"{name}"'
        if key in columns:
            condition = f'label."{key}" = rows."{key}"'
            return f'(select label."{label}" from {named(relation)} as label where {condition})'  # noqa: S608
    elif by in columns:
        return f'cast("{by}" as varchar)'
    possible = ", ".join([*dimensions_of(columns), *columns])
    raise CompareError(f"these rows cannot be told apart by {by}; they can be by {possible}")


def dimensions_of(columns: dict[str, str]) -> list[str]:
    """Which of month, campus, subject and faculty tell the rows of a relation with these columns apart."""
    return [word for word in DIMENSIONS if _is_possible(columns, word)]


def _is_possible(columns: dict[str, str], by: str) -> bool:
    if by == "month":
        return any(kind in _DATES for kind in columns.values())
    direct, key, *_ = _NAMED_BY[by]
    return key in columns or any(name in columns for name in direct)


def _expressions(measure: Measure) -> str:
    return f"{measure.value}, {measure.per or '1'}"


def _totals(connection: Connection, relation: str, measure: Measure, group: str) -> dict[str, tuple[float, float]]:
    cursor = connection.cursor()
    try:
        use_snapshot(cursor)
        rows = cursor.execute(
            f"select {group}, {_expressions(measure)} from {named(relation)} as rows group by 1"  # noqa: S608
        ).fetchall()
    finally:
        cursor.close()
    return {
        NOTHING if label is None else str(label): (float(value or 0), float(per or 0)) for label, value, per in rows
    }


def _counts(found: Difference, group: str) -> dict[tuple[str, str], int]:
    rows = found.connection.execute(
        f"""
        select {group}, difference_kind, count(*) from differing as rows where {COUNTED_ONCE} group by 1, 2
        """  # noqa: S608
    ).fetchall()
    return {(NOTHING if label is None else str(label), kind): count for label, kind, count in rows}


def _summed(sides: Any) -> tuple[float, float]:
    pairs = list(sides)
    return sum(value for value, _ in pairs), sum(per for _, per in pairs)


def _minus(after: tuple[float, float] | None, before: tuple[float, float] | None) -> tuple[float, float]:
    new, old = after or (0.0, 0.0), before or (0.0, 0.0)
    return new[0] - old[0], new[1] - old[1]


def _ratio(measure: Measure, value: float, per: float) -> float | None:
    if measure.per is None:
        return value
    return value / per if per else None


def _share(
    measure: Measure, old: tuple[float, float], new: tuple[float, float], change: tuple[float, float]
) -> float | None:
    if measure.per is None:
        return change[0]
    if not old[1] or not new[1]:
        return None
    return (change[0] - old[0] / old[1] * change[1]) / new[1]
