"""The page of what people say: for admins of the campus, for a faculty member about herself.

Both show the same; only admins correct and decide what is done. Fewer than five anonymous comments are shown to nobody,
and no figure of fewer than five answers where one is anonymous (`queries/feedback.py`, `warehouse/anonymity.py`).
"""

from datetime import timedelta
from typing import Final

import pandas as pd
import streamlit as st

from dashboards.access import Person, feedback_in_scope
from dashboards.charts.feedback import theme_weeks as weeks_chart
from dashboards.components import states
from dashboards.components.feedback_list import feedback_list
from dashboards.components.figure import show
from dashboards.components.labels import number, percent, theme_name
from dashboards.components.metric_words import meaning_of
from dashboards.components.shared_filters import in_address
from dashboards.components.shown_part import part, shown_part, whole_page
from dashboards.components.theme_list import theme_list
from dashboards.components.tiles import Tile, tile_row
from dashboards.components.ways import Way, rows_of
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.queries.feedback import comments, theme_weeks, themes, totals
from dashboards.queries.snapshot import ask, ask_with_names
from warehouse.anonymity import FEWEST_ANONYMOUS
from warehouse.published import Build
from warehouse.vocabulary import Role

DAYS: Final = 90
PAGE_SIZE: Final = 15
# What a tile or a theme opens.
COMMENTS: Final = "comments"
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
    """Shows totals and themes, and returns the theme that was chosen; stops the page when there is nothing to read.

    Where the address asks for the comments alone, themes are left out.
    """
    page = "my-feedback" if person.role is Role.FACULTY else "feedback"
    scope = feedback_in_scope(person)
    fewest = FEWEST_ANONYMOUS if person.role is Role.FACULTY else 1
    counted = ask(build, totals, scope, campus, build.source_as_of, DAYS).iloc[0]
    if counted["answers"] < (FEWEST_ANONYMOUS if counted["anonymous"] else fewest):
        states.empty(
            _("There is too little feedback to show yet."),
            _(
                "What students say appears here, from {count} answers on where it is about one person or somebody is"
                " anonymous.",
                count=FEWEST_ANONYMOUS,
            ),
        )
        if person.role is Role.FACULTY or not counted["answers"]:
            st.stop()
        # What was said under a name is for admins to read, however few they are.
        return None
    first = build.source_as_of - timedelta(days=DAYS - 1)
    # To a faculty member answers are never told one by one, only comments that enough people have written.
    behind = (
        _comments(page, campus, "all")
        if person.role is Role.FACULTY
        else rows_of("feedback_answers", campus=campus, first=first, last=build.source_as_of)
    )
    _tiles(page, campus, counted, behind)
    if shown_part((COMMENTS,)):
        whole_page(page)
        return _theme(ask(build, themes, scope, campus, build.source_as_of, DAYS, fewest))
    found = ask(build, themes, scope, campus, build.source_as_of, DAYS, fewest)
    st.subheader(_("What people talk about"), anchor=False)
    if found.empty:
        states.empty(_("No theme stands out yet."), _("Themes appear as soon as comments mention them."))
        return None
    theme_list(found, DAYS, lambda theme: _comments(page, campus, "all", theme=theme))
    theme = _theme(found)
    weeks = ask(build, theme_weeks, scope, campus, build.source_as_of, theme or str(found["theme"].iloc[0]))
    if not weeks.empty:
        name = theme_name(theme or str(found["theme"].iloc[0]))
        show(
            weeks_chart(weeks, name),
            "theme-weeks",
            _("Comments that mention the theme, by the week they were given and how they are meant."),
        )
    return theme


def _comments(page: str, campus: str | None, which: str, **query: str) -> Way:
    """The way to comments alone."""
    return part(page, COMMENTS, **query, which=which, **({"campus": campus} if campus else {}))


def _tiles(page: str, campus: str | None, counted: "pd.Series", behind: Way) -> None:
    answers, negative, positive = counted["answers"], counted["negative"], counted["positive"]
    tile_row(
        [
            Tile(
                "answers",
                _("Answers in 90 days"),
                number(answers),
                meaning_of("feedback_answers"),
                behind,
                metric="feedback_answers",
            ),
            Tile(
                "negative",
                _("Negative"),
                percent(negative / answers),
                _("Answers whose comment complains, out of all answers."),
                _comments(page, campus, "negative"),
            ),
            Tile(
                "positive",
                _("Positive"),
                percent(positive / answers),
                _("Answers whose comment praises, out of all answers."),
                _comments(page, campus, "positive"),
            ),
            Tile(
                "contradicted",
                _("Rating disagrees"),
                number(counted["contradicted"]),
                _("Comments that say the opposite of their rating, such as praise with one star."),
                _comments(page, campus, "contradicted"),
            ),
            Tile(
                "unsure",
                _("Not sure"),
                number(counted["unsure"]),
                _("The model says so where its confidence is low. Tell it how they are meant, and it learns."),
                _comments(page, campus, "unsure"),
            ),
        ]
    )


def _theme(found: pd.DataFrame) -> str | None:
    if found.empty:
        return None
    names = found["theme"].tolist()
    with in_address("theme", {name: name for name in names}):
        theme: str | None = st.selectbox(
            _("Theme"), names, placeholder=_("All themes"), format_func=theme_name, index=None, width=280, key="theme"
        )
    return theme


def said(person: Person, build: Build, campus: str | None, theme: str | None) -> None:
    """The comments; admins may say how they are meant."""
    st.subheader(_("What they say"), anchor=False)
    with in_address("which", {name: name for name in _WHICH}, "negative"):
        which = st.segmented_control(
            _("Show"), list(_WHICH), format_func=_WHICH.__getitem__, required=True, key="which"
        )
    shown = st.session_state.setdefault("feedback_shown", PAGE_SIZE)
    scope, until = feedback_in_scope(person), build.source_as_of
    rows = ask_with_names(build, comments, scope, campus, until, DAYS, theme, which or "negative", shown)
    if rows.empty:
        states.empty(
            _("No comment to show here."),
            _("Choose another list above. Anonymous comments are shown only from {count} on.", count=FEWEST_ANONYMOUS),
        )
        return
    held_back = int(rows["held_back"].iloc[0])
    if held_back:
        st.caption(
            ngettext(
                "{count} anonymous comment is not shown: among fewer than {fewest}, it could be guessed who wrote it.",
                "{count} anonymous comments are not shown: among fewer than {fewest}, it could be guessed who wrote"
                " them.",
                held_back,
                fewest=FEWEST_ANONYMOUS,
            )
        )
    feedback_list(rows, person.role, may_correct=person.role is not Role.FACULTY)
    if len(rows) == shown and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:"):
        st.session_state["feedback_shown"] = shown + PAGE_SIZE
        st.rerun()
