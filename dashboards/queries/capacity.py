"""Questions about what is coming, and whether there are hours for it.

Relations: reporting.rpt_capacity_week, rpt_capacity_subject_week, rpt_demand_forecast; features.feat_demand_week;
marts.dim_campus. Which campus a person may ask for is settled before (`access.chosen_campus`).
"""

from datetime import date
from typing import Final

import duckdb
import pandas as pd

from dashboards.queries.institute import WHOLE_INSTITUTE
from warehouse.scope import Predicate

MEASURES: Final = ("sessions", "new_enrollments", "inquiries", "completions")


def hours_by_week(connection: duckdb.DuckDBPyConnection, campus_code: str | None) -> pd.DataFrame:
    """The weeks around now, in order: every column of rpt_capacity_week."""
    return connection.execute(
        "select * from reporting.rpt_capacity_week where campus_code = $code order by week_start",
        {"code": campus_code or WHOLE_INSTITUTE},
    ).df()


def hours_by_campus(connection: duckdb.DuckDBPyConnection, scope: Predicate) -> pd.DataFrame:
    """One row per campus in scope, the tightest first, over the weeks ahead.

    Columns: campus_code, campus_name, expected_hours, available_hours (sums over weeks with both), load_share,
    fullest_week, fullest_share, short_from (empty when never), short_hours (the most missing in a week), tight_from,
    is_known.
    """
    return connection.execute(
        f"""
        select
            enrollment.campus_code,
            enrollment.campus_name,
            sum(week.expected_hours) filter (where week.load_share is not null) as expected_hours,
            sum(week.available_hours) filter (where week.load_share is not null) as available_hours,
            sum(week.expected_hours) filter (where week.load_share is not null)
            / nullif(sum(week.available_hours) filter (where week.load_share is not null), 0) as load_share,
            arg_max(week.week_start, week.load_share) as fullest_week,
            max(week.load_share) as fullest_share,
            min(week.week_start) filter (where week.state = 'short') as short_from,
            max(-week.spare_hours) filter (where week.state = 'short') as short_hours,
            min(week.week_start) filter (where week.state = 'tight') as tight_from,
            bool_or(week.state <> 'unknown') as is_known
        from reporting.rpt_capacity_week as week
        inner join marts.dim_campus as enrollment on week.campus_code = enrollment.campus_code
        where week.is_ahead and {scope.duckdb}
        group by enrollment.campus_code, enrollment.campus_name
        order by is_known desc, short_from nulls last, fullest_share desc nulls last, enrollment.campus_name
        """,  # noqa: S608 - the scope is our own text, its values are bound
        scope.parameters,
    ).df()


def narrow_subjects(connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None) -> pd.DataFrame:
    """Subjects in scope that will be short, or hang on one person or nobody, the most urgent first.

    Columns: campus_code, campus_name, subject_name, faculty (the fewest in any week), expected_hours, teachable_hours
    (of the tightest week), short_from (empty when not for sure).
    """
    return connection.execute(
        f"""
        select
            enrollment.campus_code,
            enrollment.campus_name,
            subject.subject_name,
            min(subject.faculty) as faculty,
            arg_max(subject.expected_hours, subject.expected_hours - subject.teachable_hours) as expected_hours,
            arg_max(subject.teachable_hours, subject.expected_hours - subject.teachable_hours) as teachable_hours,
            min(subject.week_start) filter (where subject.is_short) as short_from
        from reporting.rpt_capacity_subject_week as subject
        inner join marts.dim_campus as enrollment on subject.campus_code = enrollment.campus_code
        where {scope.duckdb} and ($code is null or subject.campus_code = $code) and subject.teachable_hours is not null
        group by enrollment.campus_code, enrollment.campus_name, subject.subject_name
        having bool_or(subject.is_short) or (min(subject.faculty) <= 1 and max(subject.expected_hours) >= 1)
        order by short_from nulls last, expected_hours desc
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, **scope.parameters},
    ).df()


def demand_by_week(
    connection: duckdb.DuckDBPyConnection, campus_code: str | None, measure: str, as_of: date, weeks_back: int = 26
) -> pd.DataFrame:
    """week_start, value (whole weeks), p10, p50, p90, method, weeks_known (weeks ahead), in order.

    Raises:
        ValueError: there is no such measure.
    """
    if measure not in MEASURES:
        raise ValueError(f"{measure} is not forecast")
    return connection.execute(
        f"""
        select
            coalesce(week.week_start, forecast.week_start) as week_start,
            week.{measure} as value,
            forecast.p10,
            forecast.p50,
            forecast.p90,
            forecast.method,
            forecast.weeks_known
        from (
            select week_start, {measure} from features.feat_demand_week
            where
                campus_code = $code and is_whole
                and week_start >= cast($as_of as date) - to_days(cast(7 * ($weeks_back + 1) as integer))
        ) as week
        full join (
            select * from reporting.rpt_demand_forecast where campus_code = $code and measure = $measure
        ) as forecast on week.week_start = forecast.week_start
        order by 1
        """,  # noqa: S608 - one of our own names
        {"code": campus_code or WHOLE_INSTITUTE, "measure": measure, "as_of": as_of, "weeks_back": weeks_back},
    ).df()
