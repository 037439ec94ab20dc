"""A metric by what it can be told by, as somebody has chosen it: the choices in an address, the rows, the SQL.

Which metrics there are and what they can be told by stands in the registry (`dbt/metrics/`) alone; the rows are those
that the viewer may see.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import duckdb
import pandas as pd

from dashboards.language import gettext_noop
from dashboards.queries.metrics import answer
from warehouse.metrics import Dimension, Grain, Order, Period, Question, get_registry
from warehouse.metrics.question import TIME
from warehouse.scope import Viewer

MOST_ROWS: Final = 5000
MOST_VALUES: Final = 500
MOST_DIMENSIONS: Final = 2
FIRST_METRIC: Final = "attendance_rate"
PERIODS: Final = {
    gettext_noop("30 days"): 30,
    gettext_noop("90 days"): 90,
    gettext_noop("12 months"): 365,
    gettext_noop("24 months"): 730,
}
_USUAL_DAYS: Final = 90


@dataclass(frozen=True)
class View:
    """What is looked at.

    Attributes:
        metric: its name.
        by: dimensions that it is told by.
        grain: the length of time that it is told by.
        days: so many days up to that of the figures, unless `first` and `last` say which.
        first: the first day.
        last: the last day.
        filters: dimension → the values that count.
    """

    metric: str
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    days: int = _USUAL_DAYS
    first: date | None = None
    last: date | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def from_address(cls, told: Mapping[str, Sequence[str]]) -> "View":
        """Reads an address; what the registry does not know is passed over."""
        registry = get_registry()
        metric = _one(told, "metric")
        metric = metric if metric in registry.metrics else FIRST_METRIC
        known, grains = dimensions_of(metric), registry.grains(metric)
        # A link may narrow down to one person by key, where somebody who chooses does so by number.
        narrowed = registry.dimensions(metric)
        grain = _one(told, "grain")
        filters: dict[str, list[str]] = {}
        for pair in told.get("filter", ()):
            name, colon, value = pair.partition(":")
            if colon and name in narrowed:
                filters.setdefault(name, []).append(value)
        first, last = _day(_one(told, "from")), _day(_one(told, "to"))
        is_between = first is not None and last is not None and first <= last
        days = _one(told, "days")
        return cls(
            metric,
            tuple(dict.fromkeys(name for name in told.get("by", ()) if name in known))[:MOST_DIMENSIONS],
            Grain(grain) if grain in grains else None,
            int(days) if days in {str(number) for number in PERIODS.values()} else _USUAL_DAYS,
            first if is_between else None,
            last if is_between else None,
            tuple((name, tuple(values)) for name, values in filters.items()),
        )

    @property
    def address(self) -> dict[str, str | list[str]]:
        """The same as the parameters of an address, without what goes without saying."""
        told: dict[str, str | list[str]] = {"metric": self.metric}
        if self.by:
            told["by"] = list(self.by)
        if self.grain:
            told["grain"] = self.grain.value
        if self.first and self.last:
            told |= {"from": self.first.isoformat(), "to": self.last.isoformat()}
        elif self.days != _USUAL_DAYS:
            told["days"] = str(self.days)
        if self.filters:
            told["filter"] = [f"{name}:{value}" for name, values in self.filters for value in values]
        return told

    def period(self, as_of: date) -> Period | None:
        """The days that count; None for a metric that tells of the day of the figures."""
        if get_registry().metric(self.metric).is_state:
            return None
        if self.first and self.last:
            return Period(self.first, self.last)
        return Period(as_of - timedelta(days=self.days - 1), as_of)

    def question(self, viewer: Viewer, as_of: date, limit: int | None = None) -> Question:
        """What is asked of the registry; the largest come first where nothing runs along time."""
        order = () if self.grain or not self.by else (Order(self.metric, is_descending=True),)
        filters = {name: [value or None for value in values] for name, values in self.filters}
        return Question(
            (self.metric,), self.by, self.grain, filters, self.period(as_of), viewer, order=order, limit=limit
        )


# What somebody who comes without a question sees: a line, to change from.
FIRST_VIEW: Final = View(FIRST_METRIC, grain=Grain.WEEK)


def dimensions_of(metric: str) -> dict[str, Dimension]:
    """What a metric can be told by, by name; a key stands there only where nothing else names what it is the key of."""
    known = get_registry().dimensions(metric)
    named = {name.split("__")[0] for name in known if "__" in name}
    return {name: one for name, one in known.items() if not (one.is_key and name in named)}


def metric_rows(connection: duckdb.DuckDBPyConnection, viewer: Viewer, as_of: date, view: View) -> pd.DataFrame:
    """The dimensions of `view.by`, metric_time (with a grain: its first day), and the metric's value (None: unknown).

    At most MOST_ROWS, and one more where there are more.

    Raises:
        MetricError: it cannot be told this way.
    """
    columns = [*view.by, *([TIME] if view.grain else []), view.metric]
    rows = pd.DataFrame(answer(connection, view.question(viewer, as_of, MOST_ROWS + 1), as_of), columns=columns)
    rows[view.metric] = pd.to_numeric(rows[view.metric])
    return rows


def values_of(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, as_of: date, view: View, dimension: str
) -> pd.DataFrame:
    """value, as text (empty: not noted): what the dimension can be narrowed down to, at most MOST_VALUES."""
    whole = View(view.metric, (dimension,), None, view.days, view.first, view.last)
    rows = answer(connection, whole.question(viewer, as_of, MOST_VALUES), as_of)
    return pd.DataFrame(
        {"value": sorted({"" if row[dimension] is None else _text(row[dimension]) for row in rows})}, dtype=object
    )


def sql_of(view: View, viewer: Viewer, as_of: date) -> str:
    """The statement that answers, with its values in it.

    Raises:
        MetricError: it cannot be told this way.
    """
    return get_registry().compile(view.question(viewer, as_of), as_of).written_out


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _one(told: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(told.get(name, ())), "")


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
