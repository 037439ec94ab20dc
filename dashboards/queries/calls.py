"""Questions about open inquiries: whom to call first, and what that brings.

Relations: reporting.rpt_call_list, reporting.rpt_model_card; restricted.dim_inquirer for names. Every question about
inquiries takes the viewer's scope as `lead`.
"""

import duckdb
import pandas as pd

from warehouse.scope import Predicate


def call_list(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, counselor_id: int | None
) -> pd.DataFrame:
    """The open inquiries in scope, the likeliest first; needs names attached.

    Args:
        connection: the snapshot with names.
        scope: whose rows may be seen.
        campus_code: one campus; None for all in scope.
        counselor_id: only those of this counselor and those that nobody has; None for all.

    Returns:
        inquiry_id, student_name, phone, email, campus_code, source, status, subjects_asked, inquired_on, age_days,
        next_follow_up_date, is_overdue, contacts_made, last_contact_on, p_enrol (0–1, NaN when not scored yet), band,
        reasons (list of text).
    """
    return connection.execute(
        f"""
        select
            lead.inquiry_id,
            inquirer.student_name,
            inquirer.phone,
            inquirer.email,
            lead.campus_code,
            lead.source,
            lead.status,
            lead.subjects_asked,
            lead.inquired_on,
            lead.age_days,
            lead.next_follow_up_date,
            lead.is_overdue,
            lead.contacts_made,
            lead.last_contact_on,
            lead.p_enrol,
            lead.band,
            lead.reasons
        from reporting.rpt_call_list as lead
        left join restricted.dim_inquirer as inquirer on lead.inquiry_id = inquirer.inquiry_id
        where {scope.duckdb}
            and ($code is null or lead.campus_code = $code)
            and ($counselor_id is null or lead.counselor_id = $counselor_id or lead.counselor_id is null)
        order by lead.p_enrol desc nulls last, lead.inquiry_id desc
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "counselor_id": counselor_id, **scope.parameters},
    ).df()


def lift(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """value, baseline_value, low, high: the lift of a day's list on past inquiries; no row where none was measured."""
    return connection.execute(
        """
        select value, baseline_value, low, high
        from reporting.rpt_model_card
        where model = 'lead_scoring' and metric = 'lift_at_capacity' and value is not null and not isnan(value)
        """
    ).df()
