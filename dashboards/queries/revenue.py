"""Questions about money: collected, due, overdue; by month, subject and how the student came.

What is collected, due and overdue, and who enrolled, is the metric registry's to say: marts.fct_payment,
marts.fct_fee_installment, marts.fct_inquiry, marts.fct_inquiry_outcome. Plans by subject and late students are listed
here, with marts.fct_fee_plan, marts.dim_campus, marts.dim_subject and restricted.dim_person. Amounts are in the
institute's currency.
"""

from datetime import date
from typing import Final

import duckdb
import pandas as pd

from dashboards.queries.metrics import answer, at_campus
from warehouse.metrics import Grain, Order, Period, Question
from warehouse.scope import Predicate, Viewer

_MONEY: Final = ("collected_fees", "fees_due", "fees_settled")
_OF_LEADS: Final = (
    "inquiries",
    "enrolled_inquiries",
    "conversion_rate",
    "lead_collected_fees",
    "fees_per_inquiry",
)

NO_SUBJECT: Final = "Without a subject"


def money_by_month(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    campus_code: str | None,
    since: date,
    until: date,
) -> pd.DataFrame:
    """month_start, collected_fees (less refunds), fees_due, fees_settled (of what was due); in order."""
    asked = Question(_MONEY, (), Grain.MONTH, at_campus(campus_code), Period(since, until), viewer)
    rows = pd.DataFrame(answer(connection, asked, as_of), columns=["metric_time", *_MONEY])
    told = rows.rename(columns={"metric_time": "month_start"})
    return told.astype({"month_start": "datetime64[us]"} | dict.fromkeys(_MONEY, float))


def money_in_all(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    campus_code: str | None,
    since: date,
    until: date,
) -> pd.DataFrame:
    """One row: collected_fees, fees_due and collection_rate (0–1) of the time."""
    metrics = ("collected_fees", "fees_due", "collection_rate")
    asked = Question(metrics, (), None, at_campus(campus_code), Period(since, until), viewer)
    return pd.DataFrame(answer(connection, asked, as_of), columns=[*metrics]).astype(float)


def overdue_in_all(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, as_of: date, campus_code: str | None
) -> pd.DataFrame:
    """One row: overdue_fees, overdue_students."""
    metrics = ("overdue_fees", "overdue_students")
    asked = Question(metrics, filters=at_campus(campus_code), viewer=viewer)
    return pd.DataFrame(answer(connection, asked, as_of), columns=[*metrics]).astype(float)


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
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    as_of: date,
    campus_code: str | None,
    since: date,
    until: date,
) -> pd.DataFrame:
    """What came in so far from those who asked in this time, the most first.

    Columns: source, inquiries, enrolled_inquiries, conversion_rate (0–1), lead_collected_fees, fees_per_inquiry.
    """
    most_first = (Order("lead_collected_fees", is_descending=True), Order("inquiries", is_descending=True))
    asked = Question(_OF_LEADS, ("source",), None, at_campus(campus_code), Period(since, until), viewer, most_first)
    rows = pd.DataFrame(answer(connection, asked, as_of), columns=["source", *_OF_LEADS])
    # Of a source with duplicates only there is nothing to tell.
    return rows[rows["inquiries"] > 0].astype(dict.fromkeys(_OF_LEADS, float))


def overdue_students(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, most: int
) -> pd.DataFrame:
    """Students with instalments whose day has passed, the largest amount first.

    Columns: student_id, student_name, subjects, overdue, days_past_due (of the oldest).
    """
    return connection.execute(
        f"""
        select
            late.student_id,
            coalesce(nullif(concat_ws(' ', any_value(person.first_name), any_value(person.last_name)), ''), 'Unknown')
                as student_name,
            string_agg(distinct subject.subject_name, ', ') as subjects,
            sum(late.open_amount) as overdue,
            max(late.days_past_due) as days_past_due
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
