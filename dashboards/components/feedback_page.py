"""The page of what people say: for admins of the campus, for a faculty member about herself.

Both show the same; only admins correct and decide what is done. Fewer than five anonymous comments are never shown, to
nobody (`queries/feedback.py`).
"""

from typing import Final

import streamlit as st

from dashboards.access import Person, feedback_in_scope
from dashboards.charts.feedback import theme_weeks as weeks_chart
from dashboards.components import states
from dashboards.components.feedback_list import feedback_list
from dashboards.components.figure import show
from dashboards.components.labels import percent, theme_name
from dashboards.components.theme_list import theme_list
from dashboards.queries.feedback import comments, theme_weeks, themes, totals
from dashboards.queries.snapshot import ask, ask_with_names
from warehouse.published import Build
from warehouse.scope import FEWEST_ANONYMOUS
from warehouse.vocabulary import Role

DAYS: Final = 90
PAGE_SIZE: Final = 15
_WHICH: Final = {
    "negative": "Negative",
    "positive": "Positive",
    "contradicted": "Rating disagrees",
    "unsure": "Not sure",
    "all": "All",
}


def summary(person: Person, build: Build, campus: str | None) -> str | None:
    """Shows totals and themes, and returns the theme that was chosen; stops the page when nothing was said."""
    scope = feedback_in_scope(person)
    fewest = FEWEST_ANONYMOUS if person.role is Role.FACULTY else 1
    counted = ask(build, totals, scope, campus, build.source_as_of, DAYS).iloc[0]
    if counted["answers"] < fewest:
        states.empty(
            "There is too little feedback to show yet.",
            f"What students say appears here, from {FEWEST_ANONYMOUS} answers on where it is about one person.",
        )
        st.stop()
    with st.container(key="tiles"):
        st.metric("Answers in 90 days", f"{counted['answers']:,}", border=True)
        st.metric("Negative", percent(counted["negative"] / counted["answers"]), border=True)
        st.metric("Positive", percent(counted["positive"] / counted["answers"]), border=True)
        st.metric(
            "Rating disagrees",
            f"{counted['contradicted']:,}",
            border=True,
            help="Comments that say the opposite of their rating, such as praise with one star.",
        )
        st.metric(
            "Not sure",
            f"{counted['unsure']:,}",
            border=True,
            help="The model says so where its confidence is low. Tell it how they are meant, and it learns.",
        )
    found = ask(build, themes, scope, campus, build.source_as_of, DAYS, fewest)
    st.subheader("What people talk about", anchor=False)
    if found.empty:
        states.empty("No theme stands out yet.", "Themes appear as soon as comments mention them.")
        return None
    theme_list(found, DAYS)
    theme: str | None = st.selectbox(
        "Theme",
        found["theme"].tolist(),
        index=None,
        placeholder="All themes",
        format_func=theme_name,
        width=280,
        key="theme",
    )
    weeks = ask(build, theme_weeks, scope, campus, build.source_as_of, theme or str(found["theme"].iloc[0]))
    if not weeks.empty:
        name = theme_name(theme or str(found["theme"].iloc[0]))
        show(
            weeks_chart(weeks, name),
            "theme-weeks",
            "Comments that mention the theme, by the week they were given and how they are meant.",
        )
    return theme


def said(person: Person, build: Build, campus: str | None, theme: str | None) -> None:
    """The comments; admins may say how they are meant."""
    st.subheader("What they say", anchor=False)
    which = st.segmented_control(
        "Show", list(_WHICH), format_func=_WHICH.__getitem__, default="negative", required=True
    )
    shown = st.session_state.setdefault("feedback_shown", PAGE_SIZE)
    scope, until = feedback_in_scope(person), build.source_as_of
    rows = ask_with_names(build, comments, scope, campus, until, DAYS, theme, which, shown)
    if rows.empty:
        states.empty(
            "No comment to show here.",
            f"Choose another list above. Anonymous comments are shown only from {FEWEST_ANONYMOUS} on.",
        )
        return
    held_back = int(rows["held_back"].iloc[0])
    if held_back:
        st.caption(
            f"{held_back} anonymous comments are not shown: among fewer than {FEWEST_ANONYMOUS}, it could be guessed"
            " who wrote them."
        )
    feedback_list(rows, may_correct=person.role is not Role.FACULTY)
    if len(rows) == shown and st.button(f"Show {PAGE_SIZE} more", icon=":material/expand_more:"):
        st.session_state["feedback_shown"] = shown + PAGE_SIZE
        st.rerun()
