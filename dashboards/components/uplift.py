"""Whether alerts and help keep students: in words first, then the figures behind them."""

from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.help_dialogs import ACTION_NAMES
from dashboards.components.labels import number, percent
from dashboards.components.ways import Way, linked
from dashboards.components.words_table import words_table
from dashboards.language import _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER

_ESTIMATED: Final = "estimated"


class Comparison(NamedTuple):
    """How a comparison is told: its question, how many there are of each side, and how many of them stayed."""

    title: str
    sides: str
    kept: str
    caution: str
    behind: Way | None = None


COMPARISONS: Final = {
    "alert": Comparison(
        gettext_noop("Do alerts help?"),
        gettext_noop("{treated} students whose alert was shown at once and {untreated} whose alert waited 30 days"),
        gettext_noop(
            "{treated} of those whose alert was shown at once stayed, {untreated} of those whose alert waited 30 days"
        ),
        gettext_noop(
            "A lot decides which alerts wait, so nothing else differs. Whoever waits stands in the list above all the"
            " same, and may be helped by anybody at any time; only the automatic alert comes later."
        ),
        Way("rows", {"metric": "alerts_raised", "days": "730"}),
    ),
    "help": Comparison(
        gettext_noop("Does help help?"),
        gettext_noop("{treated} students who were helped within a week and {untreated} who were not"),
        gettext_noop("{treated} of those who were helped within a week stayed, {untreated} of those who were not"),
        gettext_noop(
            "People choose whom to help. Risk, campus and subject are allowed for; what else made them choose is not"
            " known, so part of a difference may be that."
        ),
    ),
}


def uplift_panel(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.interventions.uplift`."""
    if rows.empty:
        states.empty(_("Nothing is compared yet."), _("The first scoring of the warehouse compares what is known."))
    for row in rows.to_dict("records"):
        told = COMPARISONS[str(row["comparison"])]
        with st.container(border=True, key=f"uplift-{row['comparison']}"):
            st.subheader(_(told.title), anchor=False, help=_(told.caution))
            st.markdown(in_words({str(name): value for name, value in row.items()}))
            st.caption(_(told.caution))
            if told.behind:
                st.page_link(
                    PAGES_FOLDER / told.behind.rule.file,
                    label=_("One by one"),
                    icon=":material/table_rows:",
                    query_params=dict(told.behind.query),
                )


def in_words(row: dict[str, Any]) -> str:
    """The answer, or how far away it is."""
    told = COMPARISONS[str(row["comparison"])]
    sides = _(told.sides, treated=number(row["treated"]), untreated=number(row["untreated"]))
    further = _("about {count} more would show a difference of 15 points", count=number(row["more_needed_to_tell"]))
    if row["status"] != _ESTIMATED:
        return _(
            "**Not enough data yet.** {sides} are known so far; at least {count} more are needed, {further}.",
            sides=sides,
            count=number(row["more_needed"]),
            further=further,
        )
    said = {
        "points": _points(row["uplift"]),
        "interval": _("between {low} and {high} points", low=_points(row["low"]), high=_points(row["high"])),
        "shares": _(told.kept, treated=percent(row["kept_treated"]), untreated=percent(row["kept_untreated"])),
    }
    if row["low"] > 0:
        return _("**Yes, by {points} points** ({interval}). {shares}.", **said)
    if row["high"] < 0:
        return _("**It looks harmful: {points} points** ({interval}). {shares}.", **said)
    del said["points"]
    if row["more_needed_to_tell"]:
        return _("**No difference is seen so far**: {interval}. {shares}; {further}.", **said, further=further)
    return _("**No difference is seen so far**: {interval}. {shares}.", **said)


def _points(share: float) -> str:
    return f"{share * 100:+.0f}"


def outcome_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.interventions.outcomes`: what was done, and what staff and attendance say."""
    told = []
    for row in rows.to_dict("records"):
        before, after = (
            _rate(row["attended_before"], row["marks_before"]),
            _rate(row["attended_after"], row["marks_after"]),
        )
        told.append(
            (
                ACTION_NAMES[str(row["action"])],  # type: ignore[index]
                linked(
                    _(
                        "{count}, {open} under way",
                        count=number(row["interventions"]),
                        open=number(row["open_interventions"]),
                    ),
                    Way("at-risk", {"tab": "helping"})
                    if row["open_interventions"]
                    else Way("workspace", {"relation": "marts.fct_intervention"}),
                ),
                _(
                    "{count} of {total} came back or improved",
                    count=number(row["better_outcomes"]),
                    total=number(row["done_interventions"]),
                ),
                _("Attendance {before} before, {after} after", before=before, after=after)
                if row["windows_over"]
                else _("Too early to tell"),
            )
        )
    words_table(
        "intervention-outcomes",
        (_("What was done"), _("How often"), _("As staff saw it"), _("28 days before and after")),
        told,
    )


def _rate(attended: float, marks: float) -> str:
    return percent(attended / marks) if marks else "–"
