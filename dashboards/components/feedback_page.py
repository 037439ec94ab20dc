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
from dashboards.language import Names, _, gettext_noop
from dashboards.queries.feedback import comments, theme_weeks, themes, totals
from dashboards.queries.snapshot import ask, ask_with_names
from warehouse.published import Build
from warehouse.scope import FEWEST_ANONYMOUS
from warehouse.vocabulary import Role

DAYS: Final = 90
PAGE_SIZE: Final = 15
_WHICH: Final = Names(
    {
        "negative": gettext_noop("Negative"),
        "positive": gettext_noop("Positive"),
        "contradicted": gettext_noop("Rating disagrees"),
        "unsure": gettext_noop("Not sure"),
        "all": gettext_noop("All"),
    }
)


def summary(person: Person, build: Build, campus: str | None) -> str | None:
    """Shows totals and themes, and returns the theme that was chosen; stops the page when nothing was said."""
    scope = feedback_in_scope(person)
    fewest = FEWEST_ANONYMOUS if person.role is Role.FACULTY else 1
    counted = ask(build, totals, scope, campus, build.source_as_of, DAYS).iloc[0]
    if counted["answers"] < fewest:
        states.empty(
            _("There is too little feedback to show yet."),
            _(
                "What students say appears here, from {count} answers on where it is about one person.",
                count=FEWEST_ANONYMOUS,
            ),
        )
        st.stop()
    with st.container(key="tiles"):
        st.metric(_("Answers in 90 days"), f"{counted['answers']:,}", border=True)
        st.metric(_("Negative"), percent(counted["negative"] / counted["answers"]), border=True)
        st.metric(_("Positive"), percent(counted["positive"] / counted["answers"]), border=True)
        st.metric(
            _("Rating disagrees"),
            f"{counted['contradicted']:,}",
            border=True,
            help=_("Comments that say the opposite of their rating, such as praise with one star."),
        )
        st.metric(
            _("Not sure"),
            f"{counted['unsure']:,}",
            border=True,
            help=_("The model says so where its confidence is low. Tell it how they are meant, and it learns."),
        )
    found = ask(build, themes, scope, campus, build.source_as_of, DAYS, fewest)
    st.subheader(_("What people talk about"), anchor=False)
    if found.empty:
        states.empty(_("No theme stands out yet."), _("Themes appear as soon as comments mention them."))
        return None
    theme_list(found, DAYS)
    theme: str | None = st.selectbox(
        _("Theme"),
        found["theme"].tolist(),
        index=None,
        placeholder=_("All themes"),
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
            _("Comments that mention the theme, by the week they were given and how they are meant."),
        )
    return theme


def said(person: Person, build: Build, campus: str | None, theme: str | None) -> None:
    """The comments; admins may say how they are meant."""
    st.subheader(_("What they say"), anchor=False)
    which = st.segmented_control(
        _("Show"), list(_WHICH), format_func=_WHICH.__getitem__, default="negative", required=True
    )
    shown = st.session_state.setdefault("feedback_shown", PAGE_SIZE)
    scope, until = feedback_in_scope(person), build.source_as_of
    rows = ask_with_names(build, comments, scope, campus, until, DAYS, theme, which, shown)
    if rows.empty:
        states.empty(
            _("No comment to show here."),
            _("Choose another list above. Anonymous comments are shown only from {count} on.", count=FEWEST_ANONYMOUS),
        )
        return
    held_back = int(rows["held_back"].iloc[0])
    if held_back:
        st.caption(
            _(
                "{count} anonymous comments are not shown: among fewer than {fewest}, it could be guessed who wrote"
                " them.",
                count=held_back,
                fewest=FEWEST_ANONYMOUS,
            )
        )
    feedback_list(rows, may_correct=person.role is not Role.FACULTY)
    if len(rows) == shown and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:"):
        st.session_state["feedback_shown"] = shown + PAGE_SIZE
        st.rerun()
