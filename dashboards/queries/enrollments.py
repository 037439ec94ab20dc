"""Questions about single enrolments: who is at risk and why, who finishes when.

Relations: reporting.rpt_institute_at_risk, rpt_completion_forecast; marts.fct_enrollment, dim_campus;
restricted.dim_person for names. Every question takes the viewer's scope as `enrollment`.
"""

import duckdb
import pandas as pd

from warehouse.scope import Predicate
from warehouse.vocabulary import RiskBand

FORECAST_COLUMNS = (
    "subject_code",
    "p10_date",
    "p50_date",
    "p90_date",
    "p_on_time_if_finished",
    "expected_completion_date",
)


def band_counts(connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None) -> pd.DataFrame:
    """band, enrollments: how many active enrolments in scope each band holds."""
    return connection.execute(
        f"""
        select risk.band, count(*) as enrollments
        from reporting.rpt_institute_at_risk as risk
        inner join marts.fct_enrollment as enrollment on risk.enrollment_id = enrollment.enrollment_id
        where {scope.duckdb} and ($code is null or risk.campus_code = $code)
        group by risk.band
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, **scope.parameters},
    ).df()


def at_risk(
    connection: duckdb.DuckDBPyConnection,
    scope: Predicate,
    campus_code: str | None,
    bands: tuple[RiskBand, ...],
    limit: int,
) -> pd.DataFrame:
    """The active enrolments in scope that are most at risk, highest first; needs names attached.

    Columns: enrollment_id, student_id, student_name, enrollment_no, subject_name, campus_name, p_drop and p_drop_30d
    (0–1), band, reasons (list of text), last_attended_on, topics_done, topics_total.
    """
    return connection.execute(
        f"""
        select
            risk.enrollment_id,
            enrollment.student_id,
            trim(concat_ws(' ', person.first_name, person.last_name)) as student_name,
            risk.enrollment_no,
            risk.subject_name,
            campus.campus_name,
            risk.p_drop,
            risk.p_drop_30d,
            risk.band,
            risk.reasons,
            risk.last_attended_on,
            risk.topics_done,
            risk.topics_total
        from reporting.rpt_institute_at_risk as risk
        inner join marts.fct_enrollment as enrollment on risk.enrollment_id = enrollment.enrollment_id
        inner join marts.dim_campus as campus on enrollment.campus_id = campus.campus_id
        left join restricted.dim_person as person on enrollment.student_id = person.student_id
        where
            {scope.duckdb}
            and ($code is null or risk.campus_code = $code)
            and list_contains($bands, risk.band)
        order by risk.p_drop desc, risk.enrollment_id
        limit $limit
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "bands": [band.value for band in bands], "limit": limit, **scope.parameters},
    ).df()


def forecasts_of_student(connection: duckdb.DuckDBPyConnection, scope: Predicate, student_id: int) -> pd.DataFrame:
    """`FORECAST_COLUMNS` of one student's active enrolments, if they are in scope; nothing that tells a drop-out."""
    return connection.execute(
        f"""
        select enrollment.subject_code, forecast.p10_date, forecast.p50_date, forecast.p90_date,
            forecast.p_on_time_if_finished, enrollment.expected_completion_date
        from reporting.rpt_completion_forecast as forecast
        inner join marts.fct_enrollment as enrollment
            on forecast.enrollment_no = enrollment.enrollment_no and forecast.subject = enrollment.subject_code
        where {scope.duckdb} and enrollment.student_id = $student_id and forecast.p50_date is not null
        order by enrollment.subject_code
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"student_id": student_id, **scope.parameters},
    ).df()
