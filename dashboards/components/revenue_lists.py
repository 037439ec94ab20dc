"""Money as tables that end in words: by subject, by how students came, and who is late."""

from html import escape
from typing import Any

import pandas as pd

from dashboards.components.labels import number, percent
from dashboards.components.lead_words import source_name
from dashboards.components.words_table import words_table


def plan_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.revenue.plans_by_subject`."""
    words_table(
        "revenue-plans",
        ("Subject", "Fee plans", "Agreed", "Discount", "Paid", "Still to come", "Overdue"),
        [_plan(row) for row in rows.to_dict("records")],
    )


def _plan(row: dict[Any, Any]) -> tuple[str, ...]:
    share = f" ({percent(row['paid'] / row['agreed'])})" if row["agreed"] else ""
    return (
        escape(str(row["subject_name"])),
        number(row["plans"]),
        number(row["agreed"]),
        number(row["discount"]),
        f"{number(row['paid'])}{share}",
        number(row["balance"]),
        f"▲ {number(row['overdue'])} overdue" if row["overdue"] > 0 else "● Nothing overdue",
    )


def source_money_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.revenue.money_by_source`."""
    words_table(
        "revenue-sources",
        ("How they came", "Inquiries", "Enrolled", "Collected so far", "For each inquiry"),
        [
            (
                escape(source_name(row["source"])),
                number(row["inquiries"]),
                f"{number(row['enrolled'])} ({percent(row['enrolled'] / row['inquiries'])})",
                number(row["collected"]),
                f"{number(row['collected'] / row['inquiries'])} an inquiry",
            )
            for row in rows.to_dict("records")
        ],
    )


def overdue_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.revenue.overdue_students`."""
    words_table(
        "revenue-overdue",
        ("Student", "Subjects", "Overdue", "Since"),
        [
            (
                _student(row),
                escape(str(row["subjects"] or "")),
                number(row["overdue"]),
                f"{number(row['days_past_due'])} days",
            )
            for row in rows.to_dict("records")
        ],
    )


def _student(row: dict[Any, Any]) -> str:
    name = escape(str(row["student_name"]))
    return f'<a href="/students?student={row["student_id"]}" target="_self">{name}</a>'
