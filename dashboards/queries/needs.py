"""Questions about what waits for an admin, and what has changed lately.

Relations: marts.fct_follow_up, fct_action_item, fct_fee_installment, fct_inquiry, fct_enrollment, dim_campus;
reporting.rpt_institute_at_risk, rpt_capacity_week. Which campus a person may ask for is settled before
(`access.chosen_campus`).
"""

from datetime import date

import duckdb
import pandas as pd

from dashboards.queries.institute import WHOLE_INSTITUTE


def waiting(connection: duckdb.DuckDBPyConnection, campus_code: str | None) -> pd.DataFrame:
    """One row of counts.

    Columns: follow_ups_overdue, items_open, items_overdue, students_overdue, amount_overdue, short_from (a week; empty
    when hours will do), short_hours.
    """
    return connection.execute(
        """
        with here as (select campus_id from marts.dim_campus where $code is null or campus_code = $code)
        select
            (
                select count(*) from marts.fct_follow_up
                where is_overdue and campus_id in (select campus_id from here)
            ) as follow_ups_overdue,
            (
                select count(*) from marts.fct_action_item
                where status = 'open' and campus_id in (select campus_id from here)
            ) as items_open,
            (
                select count(*) from marts.fct_action_item
                where is_overdue and campus_id in (select campus_id from here)
            ) as items_overdue,
            (
                select count(distinct student_id) from marts.fct_fee_installment
                where is_overdue and campus_id in (select campus_id from here)
            ) as students_overdue,
            (
                select coalesce(sum(open_amount), 0) from marts.fct_fee_installment
                where is_overdue and campus_id in (select campus_id from here)
            ) as amount_overdue,
            min(week.week_start) as short_from,
            max(-week.spare_hours) as short_hours
        from reporting.rpt_capacity_week as week
        where week.is_ahead and week.state = 'short' and week.campus_code = $all_code
        """,
        {"code": campus_code, "all_code": campus_code or WHOLE_INSTITUTE},
    ).df()


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

    Columns: inquiries, started (enrolments), completed, dropped.
    """
    return connection.execute(
        """
        with here as (select campus_id from marts.dim_campus where $code is null or campus_code = $code),
        happened as (
            select 'inquiries' as what, inquired_on as on_day, campus_id from marts.fct_inquiry where not is_duplicate
            union all
            select 'started', enrolled_on, campus_id from marts.fct_enrollment
            union all
            select status, ended_on, campus_id from marts.fct_enrollment where status in ('completed', 'dropped')
        ),
        lately as (
            select what, on_day > cast($as_of as date) - 7 as is_now
            from happened
            where
                campus_id in (select campus_id from here)
                and on_day > cast($as_of as date) - 14 and on_day <= cast($as_of as date)
        )
        select
            count(*) filter (where is_now and what = 'inquiries') as inquiries,
            count(*) filter (where not is_now and what = 'inquiries') as inquiries_before,
            count(*) filter (where is_now and what = 'started') as started,
            count(*) filter (where not is_now and what = 'started') as started_before,
            count(*) filter (where is_now and what = 'completed') as completed,
            count(*) filter (where not is_now and what = 'completed') as completed_before,
            count(*) filter (where is_now and what = 'dropped') as dropped,
            count(*) filter (where not is_now and what = 'dropped') as dropped_before
        from lately
        """,
        {"code": campus_code, "as_of": as_of},
    ).df()
