"""Comments as people wrote them, how they are meant, and staff's word on it in one tap.

A tap goes to the API at once; the figures follow with the next build, so what was tapped is remembered here until then.
"""

from collections.abc import Hashable
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.feedback_answer import answer_feedback
from dashboards.components.labels import SENTIMENT_NAMES, day, is_known, percent, theme_name
from dashboards.components.ways import linked, student_way
from dashboards.language import _
from dashboards.region import date_text
from dashboards.session import api
from warehouse.vocabulary import Role, Sentiment, Theme

_SETTLED = "settled_feedback"


def feedback_list(rows: pd.DataFrame, role: Role, *, may_correct: bool) -> None:
    """Shows rows of `queries.feedback.comments`; a name leads to the student, as far as the role has the page."""
    for row in rows.to_dict("records"):
        with st.container(border=True, key=f"said-{row['feedback_id']}"):
            st.html(_said(row, role))
            if may_correct:
                _correction(row)


def _said(row: dict[Hashable, Any], role: Role) -> str:
    when = row["said_on"].date() if isinstance(row["said_on"], pd.Timestamp) else row["said_on"]
    who = _("Anonymous") if row["is_anonymous"] else str(row["student_name"] or _("A student"))
    is_named = not row["is_anonymous"] and is_known(row["student_id"]) and not pd.isna(row["student_id"])
    way = student_way(role, int(row["student_id"])) if is_named else None
    about = [_when(when, is_month=bool(row["is_anonymous"]))]
    if is_known(row["rating"]) and not pd.isna(row["rating"]):
        about.append(_("{count} of 5 stars", count=int(row["rating"])))
    about += [theme_name(theme) for theme in _list(row["themes"])]
    notes = []
    if row["is_contradicted"]:
        notes.append(_("Rating and comment disagree"))
    if row["is_settled"]:
        notes.append(f"{SENTIMENT_NAMES[Sentiment(row['sentiment'])]}, {_('as staff settled')}")
    else:
        sure = _("not sure") if row["is_unsure"] else _("{share} sure", share=percent(row["confidence"]))
        notes.append(f"{SENTIMENT_NAMES[Sentiment(row['sentiment'])]}, {sure}")
    if words := _list(row["words"]):
        notes.append(f"“{', '.join(words)}”")
    return (
        f'<div class="hw-said {escape(str(row["sentiment"]))}"><p>{escape(str(row["comments"]))}</p>'
        f"<span>{linked(who, way)} · {escape(' · '.join(about))}</span><span>{escape(' · '.join(notes))}</span></div>"
    )


def _correction(row: dict[Hashable, Any]) -> None:
    key = int(row["feedback_id"])
    settled = st.session_state.get(_SETTLED, {}).get(key, {})
    now = settled.get("sentiment", row["sentiment"] if row["is_settled"] else None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            _("How is it meant?"),
            list(Sentiment),
            format_func=SENTIMENT_NAMES.__getitem__,
            default=Sentiment(now) if now else None,
            key=f"meant-{key}",
            label_visibility="collapsed",
            on_change=_settle,
            args=(key, "sentiment", f"meant-{key}"),
        )
        with st.popover(_("Themes"), icon=":material/sell:"):
            known = [Theme(theme) for theme in settled.get("themes", _list(row["themes"])) if theme in set(Theme)]
            st.pills(
                _("What is it about?"),
                list(Theme),
                selection_mode="multi",
                format_func=theme_name,
                default=known,
                key=f"themes-{key}",
                on_change=_settle,
                args=(key, "themes", f"themes-{key}"),
            )
        if st.button(_("Answer"), key=f"answer-said-{key}", icon=":material/reply:"):
            _answer(key)


def _answer(feedback_id: int) -> None:
    """The dialog, with what was said and answered as it is now."""
    try:
        told = api("GET", f"/feedback/{feedback_id}")
    except ApiError as error:
        st.error(str(error), icon=":material/error:")
        return
    answer_feedback(told)


def _settle(feedback_id: int, field: str, widget: str) -> None:
    value = st.session_state[widget]
    try:
        api("PUT", f"/feedback/{feedback_id}/meaning", json={field: value})
    except ApiError as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.session_state.setdefault(_SETTLED, {}).setdefault(feedback_id, {})[field] = value
    st.toast(_("Noted. The figures follow with the next build; the model learns from it."), icon=":material/check:")


def _when(said_on: date, *, is_month: bool) -> str:
    return date_text(said_on, "yMMMM") if is_month else day(said_on)


def _list(values: Any) -> list[str]:
    return [] if values is None or (isinstance(values, float) and pd.isna(values)) else [str(value) for value in values]
