"""Questions about the hours of faculty members: where the available ones went, what is beyond, the sessions behind.

Relations: reporting.rpt_faculty_week, through the metrics of `dbt/metrics/faculty.yml`; marts.dim_campus, dim_faculty,
dim_subject, fct_session; restricted.dim_person. What an hour counts as is the registry's word alone; its scope holds.
"""

from datetime import date, timedelta
from typing import Final

import duckdb
import pandas as pd

from dashboards.queries.metrics import answer, at_campus
from warehouse.metrics import Grain, Period, Question
from warehouse.scope import Predicate, Viewer

# What the registry calls them, and what they are called here; the first five add up to the available hours.
HOURS: Final = {
    "delivered_within_hours": "taught_hours",
    "no_show_within_hours": "no_show_hours",
    "unclosed_within_hours": "unclosed_hours",
    "cancelled_within_hours": "cancelled_hours",
    "idle_hours": "idle_hours",
    "overtime_hours": "overtime_hours",
    "available_hours": "available_hours",
}
_METRICS: Final = (*HOURS, "utilization")
_NAMES: Final = """
    select
        faculty.faculty_id,
        coalesce(nullif(concat_ws(' ', person.first_name, person.last_name), ''), faculty.employee_id) as faculty_name
    from marts.dim_faculty as faculty
    left join restricted.dim_person as person on faculty.faculty_id = person.faculty_id
"""


def load_by_week(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    campus_code: str | None,
    since: date,
    until: date,
) -> pd.DataFrame:
    """The weeks from `since` to before `until`, in order.

    Columns: week_start, taught_hours (within available ones), no_show_hours, unclosed_hours, cancelled_hours,
    idle_hours, available_hours (their sum; 0 without), overtime_hours, utilization (of available hours; empty without).
    """
    asked = Question(_METRICS, (), Grain.WEEK, at_campus(campus_code), _weeks(since, until), viewer)
    rows = _hours(pd.DataFrame(answer(connection, asked, as_of), columns=["metric_time", *_METRICS]))
    return rows.rename(columns={"metric_time": "week_start"}).astype({"week_start": "datetime64[us]"})


def load_by_faculty(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    campus_code: str | None,
    since: date,
    until: date,
) -> pd.DataFrame:
    """Faculty members over these weeks, the most lost hours first: faculty_id, faculty_name, the hours as above."""
    asked = Question(_METRICS, ("faculty",), None, at_campus(campus_code), _weeks(since, until), viewer)
    rows = _hours(pd.DataFrame(answer(connection, asked, as_of), columns=["faculty", *_METRICS]))
    rows = rows.rename(columns={"faculty": "faculty_id"}).astype({"faculty_id": "int64"})
    rows = rows.merge(connection.execute(_NAMES).df(), on="faculty_id")
    rows = rows.assign(lost=rows["available_hours"] - rows["taught_hours"])
    return rows.sort_values(["lost", "faculty_name"], ascending=[False, True], ignore_index=True).drop(columns="lost")


def _weeks(since: date, until: date) -> Period:
    return Period(since, until - timedelta(days=1))


def _hours(rows: pd.DataFrame) -> pd.DataFrame:
    """As the pages call them; who entered no hours has none of any kind, and taught all beyond them."""
    columns = [*HOURS.values()]
    numbers = rows.rename(columns=HOURS).astype(dict.fromkeys([*columns, "utilization"], "float64"))
    return numbers.fillna(dict.fromkeys(columns, 0.0))


def sessions_behind(
    connection: duckdb.DuckDBPyConnection,
    scope: Predicate,
    campus_code: str | None,
    since: date,
    until: date,
    faculty_id: int | None,
    status: str | None,
    most: int,
) -> pd.DataFrame:
    """Sessions behind the hours, the newest first.

    Columns: session_id, session_date, start_time, duration_minutes, status, session_type, subject_name, faculty_name.
    """
    return connection.execute(
        f"""
        select
            session.session_id, session.session_date, session.start_time, session.duration_minutes, session.status,
            session.session_type, subject.subject_name,
            coalesce(nullif(concat_ws(' ', person.first_name, person.last_name), ''), '') as faculty_name
        from marts.fct_session as session
        inner join marts.dim_campus as enrollment on session.campus_id = enrollment.campus_id
        left join marts.dim_subject as subject on session.subject_id = subject.subject_id
        left join restricted.dim_person as person on session.faculty_id = person.faculty_id
        where
            {scope.duckdb}
            and ($code is null or enrollment.campus_code = $code)
            and session.session_date >= cast($since as date) and session.session_date < cast($until as date)
            and ($faculty_id is null or session.faculty_id = $faculty_id)
            and ($status is null or session.status = $status)
        order by session.session_date desc, session.start_time desc nulls last, session.session_id
        limit $most
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {
            "code": campus_code,
            "since": since,
            "until": until,
            "faculty_id": faculty_id,
            "status": status,
            "most": most,
            **scope.parameters,
        },
    ).df()
