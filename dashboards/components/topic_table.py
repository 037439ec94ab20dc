"""Topics and what it takes to master them, as a table that becomes cards on a phone."""

from collections.abc import Hashable
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards.components.labels import NOTHING, is_known, number, percent

DIFFICULTY_NAMES: Final = {
    "harder": "▲ Takes longer than most",
    "typical": "● Typical",
    "easier": "▽ Quicker than most",
    "too_few": "Too few students yet",
}


def topic_table(topics: pd.DataFrame) -> None:
    """Shows rows of `queries.learning.topic_difficulty`."""
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("Topic", "Sessions", "Review later", "Mark", "Students", "")
    )
    body = "".join(_row(row) for row in topics.to_dict("records"))
    st.html(
        f'<table class="hw-table" data-testid="topic-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row(row: dict[Hashable, Any]) -> str:
    is_told = row["difficulty"] != "too_few"
    sessions = number(row["sessions_to_mastery"], 1) if is_told else NOTHING
    spread = f"{number(row['sessions_low'], 1)} to {number(row['sessions_high'], 1)}" if is_told else ""
    cells = [
        ("Sessions", f'{sessions}<span class="hw-range">{spread}</span>'),
        ("Review later", percent(row["review_share"]) if is_told else NOTHING),
        ("Mark", f"{number(row['mark_percent'])} %" if is_told and is_known(row["mark_percent"]) else NOTHING),
        ("Students", number(row["mastered_count"])),
    ]
    told = "".join(f'<td data-label="{name}">{text}</td>' for name, text in cells)
    name = escape(f"{row['order_index']}. {row['topic_name']}")
    return f'<tr><th scope="row">{name}</th>{told}<td>{DIFFICULTY_NAMES[row["difficulty"]]}</td></tr>'


def teaching_list(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.learning.teaching_of_topics`."""
    items = "".join(
        f"<li><strong>{escape(str(row['topic_name']))}</strong> with {escape(str(row['faculty_name']))}: "
        f"{row['effect']:+.1f} levels of understanding, {row['student_count']} students</li>"
        for row in rows.to_dict("records")
    )
    st.html(f'<ul class="hw-reasons" data-testid="teaching-list">{items}</ul>')
