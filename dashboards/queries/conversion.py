"""How many inquiries become students, by the metric registry: funnel, sources, and how one counselor does.

Relations: marts.fct_inquiry, marts.fct_inquiry_outcome, marts.fct_follow_up. The registry keeps to the rows that the
viewer may see. What a metric counts stands in `dbt/metrics/crm.yml` alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import duckdb
import pandas as pd

from dashboards.queries.metrics import answer
from warehouse.metrics import Order, Period, Question
from warehouse.scope import Viewer

STAGES: Final = ("inquiries", "contacted_inquiries", "scheduled_inquiries", "enrolled_inquiries")
_REACHED: Final = (*STAGES, "lost_inquiries", "conversion_rate", "median_days_to_contact")
_CONTACTS: Final = ("follow_ups", "completed_follow_ups", "follow_up_completion_rate", "overdue_follow_ups")
_NOW: Final = ("open_inquiries", "overdue_inquiries", "unplanned_inquiries", "stale_inquiries")


def reached(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    days: int,
    filters: Mapping[str, Sequence[object]],
) -> pd.DataFrame:
    """One row of the inquiries that came in within so many days up to `as_of`.

    Columns: inquiries, contacted_inquiries, scheduled_inquiries, enrolled_inquiries, lost_inquiries, conversion_rate
    (0–1), median_days_to_contact.
    """
    return _answer(connection, viewer, as_of, _REACHED, days, filters)


def by_source(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    days: int,
    filters: Mapping[str, Sequence[object]],
) -> pd.DataFrame:
    """source (None: not noted), inquiries, enrolled_inquiries, conversion_rate: the most inquiries first."""
    metrics = ("inquiries", "enrolled_inquiries", "conversion_rate")
    rows = _answer(connection, viewer, as_of, metrics, days, filters, by=("source",))
    return rows[rows["inquiries"] > 0]


def contacts(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    days: int,
    filters: Mapping[str, Sequence[object]],
) -> pd.DataFrame:
    """One row: follow_ups, completed_follow_ups, follow_up_completion_rate (0–1), overdue_follow_ups of the period."""
    return _answer(connection, viewer, as_of, _CONTACTS, days, filters)


def open_now(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, as_of: date, filters: Mapping[str, Sequence[object]]
) -> pd.DataFrame:
    """One row: open_inquiries, overdue_inquiries, unplanned_inquiries, stale_inquiries."""
    return _answer(connection, viewer, as_of, _NOW, None, filters)


def _answer(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    metrics: tuple[str, ...],
    days: int | None,
    filters: Mapping[str, Sequence[object]],
    by: tuple[str, ...] = (),
) -> pd.DataFrame:
    period = None if days is None else Period(as_of - timedelta(days=days - 1), as_of)
    order = (Order(metrics[0], is_descending=True),) if by else ()
    asked = Question(metrics, by, None, filters, period, viewer, order)  # type: ignore[arg-type]
    return pd.DataFrame(answer(connection, asked, as_of), columns=[*by, *metrics])
