"""Questions about money: collected, due, overdue; by month, subject and how the student came.

Relations: marts.fct_payment, fct_fee_installment, fct_fee_plan, fct_inquiry_outcome, dim_campus, dim_subject;
restricted.dim_person. Amounts are in the institute's currency.
"""

from datetime import date
from typing import Final

import duckdb
import pandas as pd

from warehouse.scope import Predicate

NO_SUBJECT: Final = "Without a subject"


def money_by_month(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, since: date, until: date
) -> pd.DataFrame:
    """month_start, collected (less refunds), due and settled (of what was due); from `since` to `until`, in order."""
    return connection.execute(
        f"""
        select month_start, sum(collected) as collected, sum(due) as due, sum(settled) as settled
        from (
            select campus_id, date_trunc('month', paid_on) as month_start, amount as collected, 0 as due, 0 as settled
            from marts.fct_payment
            where paid_on between cast($since as date) and cast($until as date)
            union all
            select campus_id, date_trunc('month', due_on), 0, amount, paid_amount
            from marts.fct_fee_installment
            where due_on between cast($since as date) and cast($until as date)
        ) as moved
        inner join marts.dim_campus as enrollment on moved.campus_id = enrollment.campus_id
        where {scope.duckdb} and ($code is null or enrollment.campus_code = $code)
        group by month_start
        order by month_start
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "since": since, "until": until, **scope.parameters},
    ).df()


def plans_by_subject(connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None) -> pd.DataFrame:
    """Fee plans of each subject, the most overdue first.

    Columns: subject_name, plans, discount, agreed, paid, balance (what is still to come in), overdue.
    """
    return connection.execute(
        f"""
        select
            coalesce(subject.subject_name, '{NO_SUBJECT}') as subject_name,
            count(*) as plans,
            sum(plan.discount_amount) as discount,
            sum(plan.agreed_amount) as agreed,
            sum(plan.paid_amount) as paid,
            sum(greatest(plan.balance_amount, 0)) as balance,
            sum(plan.overdue_amount) as overdue
        from marts.fct_fee_plan as plan
        inner join marts.dim_campus as enrollment on plan.campus_id = enrollment.campus_id
        left join marts.dim_subject as subject on plan.subject_id = subject.subject_id
        where {scope.duckdb} and ($code is null or enrollment.campus_code = $code)
        group by subject.subject_name
        order by overdue desc, agreed desc
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, **scope.parameters},
    ).df()


def money_by_source(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, since: date, until: date
) -> pd.DataFrame:
    """What came in so far from those who asked in this time, the most first.

    Columns: source, inquiries, enrolled (inquiries with an enrolment), collected.
    """
    return connection.execute(
        f"""
        select
            lead.source,
            count(*) as inquiries,
            count(*) filter (where lead.enrollments > 0) as enrolled,
            sum(lead.collected_amount) as collected
        from marts.fct_inquiry_outcome as lead
        inner join marts.dim_campus as enrollment on lead.campus_id = enrollment.campus_id
        where
            {scope.duckdb} and ($code is null or enrollment.campus_code = $code)
            and lead.inquired_on between cast($since as date) and cast($until as date)
        group by lead.source
        order by collected desc, inquiries desc
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "since": since, "until": until, **scope.parameters},
    ).df()


def overdue_students(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, most: int
) -> pd.DataFrame:
    """Students with instalments whose day has passed, the largest amount first.

    Columns: student_id, student_name, subjects, overdue, days_past_due (of the oldest), students and total (of all).
    """
    return connection.execute(
        f"""
        select
            late.student_id,
            coalesce(nullif(concat_ws(' ', any_value(person.first_name), any_value(person.last_name)), ''), 'Unknown')
                as student_name,
            string_agg(distinct subject.subject_name, ', ') as subjects,
            sum(late.open_amount) as overdue,
            max(late.days_past_due) as days_past_due,
            count(*) over () as students,
            sum(sum(late.open_amount)) over () as total
        from marts.fct_fee_installment as late
        inner join marts.dim_campus as enrollment on late.campus_id = enrollment.campus_id
        left join marts.dim_subject as subject on late.subject_id = subject.subject_id
        left join restricted.dim_person as person on late.student_id = person.student_id
        where late.is_overdue and {scope.duckdb} and ($code is null or enrollment.campus_code = $code)
        group by late.student_id
        order by overdue desc
        limit $most
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"code": campus_code, "most": most, **scope.parameters},
    ).df()
