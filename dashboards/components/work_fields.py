"""The fields of a piece of work that its setting and its change share: kind, title, topic, marks, due day, words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.components.address import FIRST_DAY, LAST_DAY
from dashboards.components.own_exams import ASSESSMENT_NAMES
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.language import _
from dashboards.region import picker_format
from dashboards.session import api
from warehouse.vocabulary import AssessmentType

# As the API takes them.
MOST_MARKS: Final = 99_999.99
LONGEST_FEEDBACK: Final = 5_000
_LONGEST_TITLE: Final = 200


def work_fields(known: Mapping[str, Any], subject_id: int, key: str) -> dict[str, Any]:
    """Everything that is said of a piece of work.

    Args:
        known: what the fields begin with, named as in the API.
        subject_id: whose topics are offered.
        key: begins the keys of the widgets.

    Returns:
        The content for the API.

    Raises:
        ApiError: the topics cannot be read.
    """
    kinds = list(ASSESSMENT_NAMES)
    kind = st.selectbox(
        _("Kind of work"),
        kinds,
        index=kinds.index(AssessmentType(known.get("assessment_type", AssessmentType.QUIZ))),
        format_func=ASSESSMENT_NAMES.__getitem__,
        key=f"{key}-kind",
    )
    title = st.text_input(_("Title"), known.get("title") or "", max_chars=_LONGEST_TITLE, key=f"{key}-title")
    topic_id = _topic(known.get("topic_id"), subject_id, f"{key}-topic-{subject_id}")
    left, right = st.columns(2)
    total = left.number_input(
        _("Marks out of"), 0.0, MOST_MARKS, known.get("total_marks"), 1.0, format="%g", key=f"{key}-total"
    )
    due = right.date_input(
        _("Due day"),
        value=date.fromisoformat(known["due_date"]) if known.get("due_date") else None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format=picker_format(),
        key=f"{key}-due",
    )
    description = st.text_area(
        _("What is to be done"),
        known.get("description") or "",
        max_chars=LONGEST_FEEDBACK,
        height=100,
        key=f"{key}-description",
    )
    if not isinstance(due, date):
        st.caption(_("Without a due day nobody is late with it."))
    return {
        "assessment_type": AssessmentType(kind).value,
        "title": (title or "").strip() or None,
        "topic_id": topic_id,
        "total_marks": total,
        "due_date": due.isoformat() if isinstance(due, date) else None,
        "description": (description or "").strip() or None,
    }


def _topic(known: int | None, subject_id: int, key: str) -> int | None:
    query = {"subject_id": subject_id, "limit": MOST_ROWS}
    names = {one["id"]: one["name"] for one in api("GET", "/topics", query=query)["items"]}
    options = [None, *names]
    found: int | None = st.selectbox(
        _("Topic"),
        options,
        index=options.index(known) if known in options else 0,
        format_func=lambda one: names[one] if one else _("The whole subject"),
        key=key,
        help=_("A mark of a topic tells at once how well it is understood."),
    )
    return found
