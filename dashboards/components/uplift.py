"""Whether alerts and help keep students: in words first, then the figures behind them."""

from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.help_dialogs import ACTION_NAMES
from dashboards.components.labels import number, percent
from dashboards.components.words_table import words_table

_ESTIMATED: Final = "estimated"


class Comparison(NamedTuple):
    """How a comparison is told."""

    title: str
    treated: str
    untreated: str
    caution: str


COMPARISONS: Final = {
    "alert": Comparison(
        "Do alerts help?",
        "whose alert was shown at once",
        "whose alert waited 30 days",
        "A lot decides which alerts wait, so nothing else differs. Whoever waits stands in the list above all the same,"
        " and may be helped by anybody at any time; only the automatic alert comes later.",
    ),
    "help": Comparison(
        "Does help help?",
        "who were helped within a week",
        "who were not",
        "People choose whom to help. Risk, campus and subject are allowed for; what else made them choose is not known,"
        " so part of a difference may be that.",
    ),
}


def uplift_panel(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.interventions.uplift`."""
    if rows.empty:
        states.empty("Nothing is compared yet.", "The first scoring of the warehouse compares what is known.")
    for row in rows.to_dict("records"):
        told = COMPARISONS[str(row["comparison"])]
        with st.container(border=True, key=f"uplift-{row['comparison']}"):
            st.subheader(told.title, anchor=False, help=told.caution)
            st.markdown(in_words({str(name): value for name, value in row.items()}))
            st.caption(told.caution)


def in_words(row: dict[str, Any]) -> str:
    """The answer, or how far away it is."""
    told = COMPARISONS[str(row["comparison"])]
    sides = f"{number(row['treated'])} students {told.treated} and {number(row['untreated'])} {told.untreated}"
    further = f"about {number(row['more_needed_to_tell'])} more would show a difference of 15 points"
    if row["status"] != _ESTIMATED:
        needed = f"at least {number(row['more_needed'])} more are needed, {further}"
        return f"**Not enough data yet.** {sides} are known so far; {needed}."
    kept = percent(row["kept_treated"]), percent(row["kept_untreated"])
    shares = f"{kept[0]} of those {told.treated} stayed, {kept[1]} of those {told.untreated}"
    interval = f"between {_points(row['low'])} and {_points(row['high'])} points"
    if row["low"] > 0:
        return f"**Yes, by {_points(row['uplift'])} points** ({interval}). {shares}."
    if row["high"] < 0:
        return f"**It looks harmful: {_points(row['uplift'])} points** ({interval}). {shares}."
    more = f"; {further}" if row["more_needed_to_tell"] else ""
    return f"**No difference is seen so far**: {interval}. {shares}{more}."


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
                f"{number(row['interventions'])}, {number(row['open_interventions'])} under way",
                f"{number(row['better_outcomes'])} of {number(row['done_interventions'])} came back or improved",
                f"Attendance {before} before, {after} after" if row["windows_over"] else "Too early to tell",
            )
        )
    words_table(
        "intervention-outcomes", ("What was done", "How often", "As staff saw it", "28 days before and after"), told
    )


def _rate(attended: float, marks: float) -> str:
    return percent(attended / marks) if marks else "–"
