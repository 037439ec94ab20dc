"""Questions about the hours of faculty members: delivered, lost and idle, beside what they could teach.

Relations: reporting.rpt_faculty_week; marts.dim_campus, dim_faculty, dim_subject, fct_session; restricted.dim_person.
Hours are counted as the metric registry counts them: idle is what is available and neither delivered, cancelled nor
missed, and never below nothing.
"""

from datetime import date
from typing import Final

import duckdb
import pandas as pd

from warehouse.scope import Predicate

# Of rows of rpt_faculty_week, under the alias `week`.
_HOURS: Final = """
    sum(week.delivered_minutes) / 60.0 as delivered_hours,
    sum(week.cancelled_minutes) / 60.0 as cancelled_hours,
    sum(week.no_show_minutes) / 60.0 as no_show_hours,
    sum(week.available_minutes) / 60.0 as available_hours,
    greatest(
        sum(week.available_minutes - week.delivered_minutes - week.cancelled_minutes - week.no_show_minutes), 0
    ) / 60.0 as idle_hours,
    sum(week.delivered_minutes) / nullif(sum(week.available_minutes), 0) as utilization
"""
_WEEKS: Final = """
    reporting.rpt_faculty_week as week
    inner join marts.dim_campus as enrollment on week.campus_id = enrollment.campus_id
"""
_WITHIN: Final = """
    ($code is null or enrollment.campus_code = $code)
    and week.week_start >= cast($since as date) and week.week_start < cast($until as date)
"""


def load_by_week(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, since: date, until: date
) -> pd.DataFrame:
    """The weeks from `since` to before `until`, in order.

    Columns: week_start, delivered_hours, cancelled_hours, no_show_hours, available_hours, idle_hours, utilization (of
    available hours; empty without).
    """
    return connection.execute(
        f"""
        select week.week_start, {_HOURS}
        from {_WEEKS}
        where {scope.duckdb} and {_WITHIN}
        group by week.week_start
        order by week.week_start
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "since": since, "until": until, **scope.parameters},
    ).df()


def own_load_by_week(connection: duckdb.DuckDBPyConnection, scope: Predicate, since: date, until: date) -> pd.DataFrame:
    """The same for the faculty member whom the scope, of rows under the alias `week`, is about."""
    return connection.execute(
        f"""
        select week.week_start, {_HOURS}
        from reporting.rpt_faculty_week as week
        where
            {scope.duckdb}
            and week.week_start >= cast($since as date) and week.week_start < cast($until as date)
        group by week.week_start
        order by week.week_start
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"since": since, "until": until, **scope.parameters},
    ).df()


def load_by_faculty(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, since: date, until: date
) -> pd.DataFrame:
    """Faculty members over these weeks, the most lost hours first: faculty_id, faculty_name, the hours as above."""
    return connection.execute(
        f"""
        select
            week.faculty_id,
            coalesce(
                nullif(concat_ws(' ', any_value(person.first_name), any_value(person.last_name)), ''),
                any_value(faculty.employee_id)
            ) as faculty_name,
            {_HOURS}
        from {_WEEKS}
        inner join marts.dim_faculty as faculty on week.faculty_id = faculty.faculty_id
        left join restricted.dim_person as person on week.faculty_id = person.faculty_id
        where {scope.duckdb} and {_WITHIN}
        group by week.faculty_id
        order by idle_hours + cancelled_hours + no_show_hours desc, faculty_name
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "since": since, "until": until, **scope.parameters},
    ).df()


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
