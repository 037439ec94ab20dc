"""Questions about the institute as a whole: campuses, tiles, weeks, and the months ahead.

Relations: reporting.rpt_institute_overview, rpt_institute_week, rpt_institute_forecast_month; marts.dim_campus.
Which campus a person may ask for is settled before (`access.chosen_campus`).
"""

from datetime import date
from typing import Final

import duckdb
import pandas as pd

from warehouse.scope import Predicate

# The code under which the institute's own row stands beside those of its campuses.
WHOLE_INSTITUTE: Final = "all"


def campuses(connection: duckdb.DuckDBPyConnection, scope: Predicate) -> pd.DataFrame:
    """campus_code, campus_name: the campuses in scope.

    The scope's alias is `enrollment` because it is the same rule; of a campus only its key is compared.
    """
    return connection.execute(
        f"""
        select campus_code, campus_name from marts.dim_campus as enrollment where {scope.duckdb} order by campus_name
        """,  # noqa: S608 - the scope is our own text, its values are bound
        scope.parameters,
    ).df()


def campus_ids(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """campus_code, campus_id: the API knows campuses by their ids."""
    return connection.execute("select campus_code, campus_id from marts.dim_campus").df()


def overview(connection: duckdb.DuckDBPyConnection, campus_code: str | None) -> pd.DataFrame:
    """The row of tiles of one campus, or of the whole institute (None); empty before the first marks."""
    return connection.execute(
        "select * from reporting.rpt_institute_overview where campus_code = $code",
        {"code": campus_code or WHOLE_INSTITUTE},
    ).df()


def weeks(
    connection: duckdb.DuckDBPyConnection, campus_code: str | None, as_of: date, weeks_back: int = 12
) -> pd.DataFrame:
    """The running week and the ones before it, in order.

    Columns: week_start, marks, attended, attendance_rate (0–1), mastery_gained, delivered_hours (summed over students),
    velocity (mastery gained per delivered hour).
    """
    return connection.execute(
        """
        select week_start, marks, attended, attendance_rate, mastery_gained, delivered_hours, velocity
        from reporting.rpt_institute_week
        where
            campus_code = $code
            and week_start <= cast($as_of as date)
            and week_start >= date_trunc('week', cast($as_of as date)) - to_days(cast(7 * $weeks_back as integer))
        order by week_start
        """,
        {"code": campus_code or WHOLE_INSTITUTE, "as_of": as_of, "weeks_back": weeks_back},
    ).df()


def completions_by_month(
    connection: duckdb.DuckDBPyConnection, campus_code: str | None, as_of: date, months_ahead: int = 5
) -> pd.DataFrame:
    """month_start, completions: forecast completions of this month and the ones after it."""
    return connection.execute(
        """
        select month_start, completions
        from reporting.rpt_institute_forecast_month
        where
            campus_code = $code
            and month_start >= date_trunc('month', cast($as_of as date))
            and month_start <= date_trunc('month', cast($as_of as date)) + to_months(cast($months_ahead as integer))
        order by month_start
        """,
        {"code": campus_code or WHOLE_INSTITUTE, "as_of": as_of, "months_ahead": months_ahead},
    ).df()
