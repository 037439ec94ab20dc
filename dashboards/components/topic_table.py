"""Topics and what it takes to master them, as a table that becomes cards on a phone."""

from collections.abc import Callable, Hashable
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards.components.labels import NOTHING, is_known, number, percent
from dashboards.components.ways import Way, linked
from dashboards.language import Names, _, gettext_noop

DIFFICULTY_NAMES: Final = Names(
    {
        "harder": gettext_noop("▲ Takes longer than most"),
        "typical": gettext_noop("● Typical"),
        "easier": gettext_noop("▽ Quicker than most"),
        "too_few": gettext_noop("Too few students yet"),
    }
)


def topic_table(topics: pd.DataFrame, way: Callable[[int], Way]) -> None:
    """Shows rows of `queries.learning.topic_difficulty`.

    Args:
        topics: the rows.
        way: the way to what was noted of a topic, from its key.
    """
    names = (_("Topic"), _("Sessions"), _("Review later"), _("Mark"), _("Students"), "")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(_row(row, way) for row in topics.to_dict("records"))
    st.html(
        f'<table class="hw-table" data-testid="topic-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row(row: dict[Hashable, Any], way: Callable[[int], Way]) -> str:
    is_told = row["difficulty"] != "too_few"
    sessions = number(row["sessions_to_mastery"], 1) if is_told else NOTHING
    spread = _range(row["sessions_low"], row["sessions_high"]) if is_told else ""
    cells = [
        (_("Sessions"), f'{sessions}<span class="hw-range">{spread}</span>'),
        (_("Review later"), percent(row["review_share"]) if is_told else NOTHING),
        (_("Mark"), percent(row["mark_percent"] / 100) if is_told and is_known(row["mark_percent"]) else NOTHING),
        (_("Students"), number(row["mastered_count"])),
    ]
    told = "".join(f'<td data-label="{escape(name)}">{text}</td>' for name, text in cells)
    name = linked(f"{row['order_index']}. {row['topic_name']}", way(int(row["topic_id"])))
    return f'<tr><th scope="row">{name}</th>{told}<td>{DIFFICULTY_NAMES[row["difficulty"]]}</td></tr>'


def teaching_list(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.learning.teaching_of_topics`."""
    items = "".join(
        f"<li><strong>{escape(str(row['topic_name']))}</strong> {linked(_taught(row), _hours_of(row))}</li>"
        for row in rows.to_dict("records")
    )
    st.html(f'<ul class="hw-reasons" data-testid="teaching-list">{items}</ul>')


def _hours_of(row: dict[Hashable, Any]) -> Way:
    return Way("faculty-load", {"faculty": str(row["faculty_id"])})


def _taught(row: dict[Hashable, Any]) -> str:
    return _(
        "with {name}: {effect} levels of understanding, {count} students",
        name=row["faculty_name"],
        effect=f"{row['effect']:+.1f}",
        count=row["student_count"],
    )


def _range(low: float, high: float) -> str:
    return _("{low} to {high}", low=number(low, 1), high=number(high, 1))
