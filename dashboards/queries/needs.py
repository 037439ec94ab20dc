"""Questions about what waits for an admin, and what has changed lately.

What is overdue and what happened is the metric registry's to say: marts.fct_follow_up, marts.fct_fee_installment,
marts.fct_inquiry, marts.fct_enrollment. The rest is asked here, of marts.fct_action_item, marts.dim_campus,
reporting.rpt_institute_at_risk and reporting.rpt_capacity_week. Which campus a person may ask for is settled before
(`access.chosen_campus`).
"""

from datetime import date, timedelta
from typing import Final

import duckdb
import pandas as pd

from dashboards.queries.institute import WHOLE_INSTITUTE
from dashboards.queries.metrics import answer, at_campus
from warehouse.metrics import Period, Question

HAPPENED: Final = ("inquiries", "enrollments_started", "completions", "dropouts")
_OVERDUE: Final = ("overdue_follow_ups", "overdue_fees", "overdue_students")


def waiting(connection: duckdb.DuckDBPyConnection, campus_code: str | None, as_of: date) -> pd.DataFrame:
    """One row of counts.

    Columns: overdue_follow_ups, overdue_fees, overdue_students, items_open, items_overdue, short_from (a week; empty
    when hours will do), short_hours.
    """
    [told] = answer(connection, Question(_OVERDUE, filters=at_campus(campus_code)), as_of)
    counts = connection.execute(
        """
        with here as (select campus_id from marts.dim_campus where $code is null or campus_code = $code)
        select
            (
                select count(*) from marts.fct_action_item
                where status = 'open' and campus_id in (select campus_id from here)
            ) as items_open,
            (
                select count(*) from marts.fct_action_item
                where is_overdue and campus_id in (select campus_id from here)
            ) as items_overdue,
            min(week.week_start) as short_from,
            max(-week.spare_hours) as short_hours
        from reporting.rpt_capacity_week as week
        where week.is_ahead and week.state = 'short' and week.campus_code = $all_code
        """,
        {"code": campus_code, "all_code": campus_code or WHOLE_INSTITUTE},
    ).df()
    return counts.assign(**{name: float(value) for name, value in told.items()})


def high_risks(connection: duckdb.DuckDBPyConnection, campus_code: str | None) -> pd.DataFrame:
    """enrollment_id: of every enrolment with a high risk."""
    return connection.execute(
        """
        select enrollment_id from reporting.rpt_institute_at_risk
        where band = 'high' and ($code is null or campus_code = $code)
        """,
        {"code": campus_code},
    ).df()


def changes(connection: duckdb.DuckDBPyConnection, campus_code: str | None, as_of: date) -> pd.DataFrame:
    """One row of counts of the last seven days up to `as_of`, and under `_before` of the seven before.

    Columns: inquiries, enrollments_started, completions, dropouts.
    """
    week = timedelta(days=7)
    found: dict[str, int] = {}
    for suffix, until in (("", as_of), ("_before", as_of - week)):
        period = Period(until - week + timedelta(days=1), until)
        [told] = answer(connection, Question(HAPPENED, filters=at_campus(campus_code), period=period), as_of)
        found |= {f"{name}{suffix}": value for name, value in told.items()}
    return pd.DataFrame([found])
