"""A question about metrics, and the statement that answers it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from warehouse.metrics.definitions import Grain, Unit
from warehouse.scope import Viewer

TIME: Final = "metric_time"
Value = str | int | bool | None

_BIND = re.compile(r":((?:metric|scope)_\w+)")
_WHOLE = frozenset({Unit.COUNT})


class MetricError(ValueError):
    """The question cannot be answered; the message says what can be asked instead."""


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Order:
    """A column of the answer to sort by."""

    column: str
    is_descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        metrics: names of metrics; the answer has a column of each.
        by: names of dimensions; the answer has a row for every combination that occurs.
        grain: a row for every such time too, as the column `metric_time`, its first day.
        filters: dimension → the values that count; None among them stands for empty.
        period: the days that count, by each metric's own time. Of cumulative metrics only the last day counts, but
            with a grain, where both do.
        viewer: whose row scope holds; None sees every row.
        order: how the rows are sorted; by dimensions, then time, when empty.
        limit: how many rows at most.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    filters: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    period: Period | None = None
    viewer: Viewer | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None


@dataclass(frozen=True)
class Compiled:
    """One statement with named binds `:metric_…` and `:scope_…`, and the values of exactly those binds."""

    text: str
    parameters: dict[str, Any]
    units: dict[str, Unit | None]

    @property
    def duckdb(self) -> str:
        """The statement with DuckDB's binds."""
        return _BIND.sub(r"$\1", self.text)

    @property
    def psycopg(self) -> str:
        """The statement with psycopg's binds."""
        return _BIND.sub(r"%(\1)s", self.text.replace("%", "%%"))

    @property
    def written_out(self) -> str:
        """The statement with its values in it, for a person to read and to change; programs bind them instead."""
        return _BIND.sub(lambda found: _literal(self.parameters[found[1]]), self.text)

    def rows(self, fetched: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
        """What either engine fetched, by column: counts as int, money as Decimal, other metrics as float."""
        return [
            {name: _told(value, unit) for (name, unit), value in zip(self.units.items(), row, strict=True)}
            for row in fetched
        ]


def _literal(value: Any) -> str:
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _told(value: Any, unit: Unit | None) -> Any:
    if value is None or unit is None:
        return value
    if unit in _WHOLE:
        return round(value)
    if unit is Unit.MONEY:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    return float(value)
