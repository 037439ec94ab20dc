"""Breaches, warnings, checks and the last build, told so that somebody can act on them."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from dashboards.access import Person
from dashboards.components.labels import ago, clock_time, day, moment, number, on_clock
from dashboards.components.words_table import words_table
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.queries.quality import DbtRun
from warehouse.expectations import Edge
from warehouse.expectations.state import StandingBreach, Told
from warehouse.published import Build

_EDGE_NAMES: Final = Names(
    {
        Edge.INCOMING: gettext_noop("Coming in"),
        Edge.PREDICTIONS: gettext_noop("Predicted"),
        Edge.PUBLISHED: gettext_noop("Published"),
    }
)
_MOST: Final = 10


def breach_list(breach: StandingBreach, person: Person) -> None:
    """What keeps figures back, with how to resolve it."""
    zone = person.time_zone
    st.error(
        _(
            "**Figures have stood still since {time} on {day}.** What is entered is kept, and shows as soon as this is"
            " resolved.",
            time=clock_time(breach.since, zone),
            day=day(on_clock(breach.since, zone)),
        ),
        icon=":material/pause_circle:",
    )
    for one in breach.breaches:
        _finding(one.relation, one.column, one.observed, one.says)


def build_table(builds: Sequence[Build], person: Person) -> None:
    """The snapshots that are kept, the newest first, with the day that each stands for."""
    words_table(
        "quality-builds",
        (_("Snapshot"), _("Built"), _("Extract"), _("Stands for")),
        [
            (
                escape(build.build_id),
                moment(build.built_at, person.time_zone),
                str(build.extract_id),
                _("as of {day}", day=day(build.source_as_of)),
            )
            for build in builds
        ],
    )


def warning_list(warnings: Sequence[Told], person: Person, *, is_whole: bool = False) -> None:
    """What was told of lately, the newest first; all of it when `is_whole`."""
    most = len(warnings) if is_whole else _MOST
    for told in warnings[:most]:
        one = told.warning
        _finding(one.relation, one.column, one.observed, one.says, moment(told.at, person.time_zone))
    if len(warnings) > most:
        st.caption(_("And {count} more: the Data Docs have all.", count=len(warnings) - most))


def _finding(relation: str, column: str, observed: str, says: str, when: str = "") -> None:
    place = ".".join(part for part in (relation, column) if part)
    told = f" · {escape(when)}" if when else ""
    st.html(
        f'<div class="hw-risk medium"><div class="hw-risk-who"><strong>{escape(place)}</strong>'
        f"<span><span lang='en'>{escape(observed)}</span>{told}</span></div><p lang='en'>{escape(says)}</p></div>"
    )


def check_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.quality.checks`."""
    now = pd.Timestamp.now(tz="UTC")
    words_table(
        "quality-checks",
        (_("Relation"), _("Where"), _("Checked"), _("Expectations"), _("In words")),
        [
            (
                escape(str(row["relation"])),
                _EDGE_NAMES[Edge(row["edge"])],
                ago((now - row["checked_at"]).total_seconds()),
                number(row["expectations"]),
                _("▲ {count} broken", count=number(row["broken"])) if row["broken"] else _("● All hold"),
            )
            for row in rows.to_dict("records")
        ],
    )


def dbt_run(run: DbtRun, person: Person, *, is_whole: bool = False) -> None:
    """What dbt did in the last build: what failed first, then the slowest models; all of them when `is_whole`."""
    if run.failed:
        names = "\n".join(
            f"- {name}: {ngettext('{shown} row', '{shown} rows', rows, shown=number(rows))}"
            for name, rows in run.failed
        )
        told = _("{count} of {total} data tests failed:", count=len(run.failed), total=run.tests)
        st.error(f"{told}\n{names}", icon=":material/error:")
    passed = run.tests - len(run.failed)
    st.caption(
        _(
            "{models} models in {seconds} s, {count} of {total} data tests passed; {day}, {time}.",
            models=number(len(run.models)),
            seconds=number(run.seconds),
            count=passed,
            total=run.tests,
            day=day(on_clock(run.ended_at, person.time_zone)),
            time=clock_time(run.ended_at, person.time_zone),
        )
    )
    words_table(
        "quality-models",
        (_("Model"), _("Took"), _("Outcome")),
        [
            (
                escape(str(row["model"])),
                _("{count} s", count=number(row["seconds"], 1)),
                _("● Built") if row["status"] == "success" else f"▲ {escape(str(row['status']).capitalize())}",
            )
            for row in run.models.head(len(run.models) if is_whole else _MOST).to_dict("records")
        ],
    )
