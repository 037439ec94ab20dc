"""Money as tables that end in words: by subject, by how students came, and who is late."""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd

from dashboards.components.labels import number, percent
from dashboards.components.lead_words import source_name
from dashboards.components.ways import Way, linked
from dashboards.components.words_table import words_table
from dashboards.language import _, ngettext


def plan_table(rows: pd.DataFrame, way: Callable[[str, str], Way]) -> None:
    """Shows rows of `queries.revenue.plans_by_subject`.

    Args:
        rows: the rows.
        way: the way to the rows behind a number, from its metric and the subject.
    """
    words_table(
        "revenue-plans",
        (_("Subject"), _("Fee plans"), _("Agreed"), _("Discount"), _("Paid"), _("Still to come"), _("Overdue")),
        [_plan(row, way) for row in rows.to_dict("records")],
    )


def _plan(row: dict[Any, Any], way: Callable[[str, str], Way]) -> tuple[str, ...]:
    share = f" ({percent(row['paid'] / row['agreed'])})" if row["agreed"] else ""
    late = _("▲ {amount} overdue", amount=number(row["overdue"]))
    return (
        escape(str(row["subject_name"])),
        number(row["plans"]),
        number(row["agreed"]),
        number(row["discount"]),
        f"{number(row['paid'])}{share}",
        number(row["balance"]),
        linked(late, way("overdue_fees", str(row["subject_name"]))) if row["overdue"] > 0 else _("● Nothing overdue"),
    )


def source_money_table(rows: pd.DataFrame, way: Callable[[str, object], Way]) -> None:
    """Shows rows of `queries.revenue.money_by_source`.

    Args:
        rows: the rows.
        way: the way to the inquiries behind a number, from its metric and the source.
    """
    words_table(
        "revenue-sources",
        (_("How they came"), _("Inquiries"), _("Enrolled"), _("Collected so far"), _("For each inquiry")),
        [
            (
                escape(source_name(row["source"])),
                linked(number(row["inquiries"]), way("inquiries", row["source"])),
                f"{number(row['enrolled_inquiries'])} ({percent(row['conversion_rate'])})",
                linked(number(row["lead_collected_fees"]), way("lead_collected_fees", row["source"])),
                _("{amount} an inquiry", amount=number(row["fees_per_inquiry"])),
            )
            for row in rows.to_dict("records")
        ],
    )


def overdue_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.revenue.overdue_students`."""
    words_table(
        "revenue-overdue",
        (_("Student"), _("Subjects"), _("Overdue"), _("Since")),
        [
            (
                _student(row),
                escape(str(row["subjects"] or "")),
                number(row["overdue"]),
                ngettext("{shown} day", "{shown} days", int(row["days_past_due"]), shown=number(row["days_past_due"])),
            )
            for row in rows.to_dict("records")
        ],
    )


def _student(row: dict[Any, Any]) -> str:
    return linked(str(row["student_name"]), Way("students", {"student": str(row["student_id"]), "show": "fees"}))
