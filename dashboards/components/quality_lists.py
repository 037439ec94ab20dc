"""Breaches, warnings, checks and the last build, told so that somebody can act on them."""

from collections.abc import Sequence
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboards.access import Person
from dashboards.components.labels import ago, clock_time, day, number
from dashboards.components.words_table import words_table
from dashboards.queries.quality import DbtRun
from warehouse.expectations import Edge
from warehouse.expectations.state import StandingBreach, Told

_EDGE_NAMES: Final = {Edge.INCOMING: "Coming in", Edge.PREDICTIONS: "Predicted", Edge.PUBLISHED: "Published"}
_MOST: Final = 10


def breach_list(breach: StandingBreach, person: Person) -> None:
    """What keeps figures back, with how to resolve it."""
    zone = person.campus.time_zone if person.campus else None
    local = breach.since.astimezone(ZoneInfo(zone)) if zone else breach.since
    st.error(
        f"**Figures have stood still since {clock_time(breach.since, zone)} on {day(local)}.** What is entered is kept,"
        " and shows as soon as this is resolved.",
        icon=":material/pause_circle:",
    )
    for one in breach.breaches:
        _finding(one.relation, one.column, one.observed, one.says)


def warning_list(warnings: Sequence[Told], person: Person) -> None:
    """What was told of lately, the newest first."""
    zone = person.campus.time_zone if person.campus else None
    for told in warnings[:_MOST]:
        one = told.warning
        when = f"{day(told.at)}, {clock_time(told.at, zone)}"
        _finding(one.relation, one.column, f"{one.observed} · {when}", one.says)
    if len(warnings) > _MOST:
        st.caption(f"And {len(warnings) - _MOST} more: the Data Docs have all.")


def _finding(relation: str, column: str, observed: str, says: str) -> None:
    place = ".".join(part for part in (relation, column) if part)
    st.html(
        f'<div class="hw-risk medium"><div class="hw-risk-who"><strong>{escape(place)}</strong>'
        f"<span>{escape(observed)}</span></div><p>{escape(says)}</p></div>"
    )


def check_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.quality.checks`."""
    now = pd.Timestamp.now(tz="UTC")
    words_table(
        "quality-checks",
        ("Relation", "Where", "Checked", "Expectations", "In words"),
        [
            (
                escape(str(row["relation"])),
                _EDGE_NAMES[Edge(row["edge"])],
                ago((now - row["checked_at"]).total_seconds()),
                number(row["expectations"]),
                f"▲ {number(row['broken'])} broken" if row["broken"] else "● All hold",
            )
            for row in rows.to_dict("records")
        ],
    )


def dbt_run(run: DbtRun) -> None:
    """The last run of dbt: what failed first, then the slowest models."""
    if run.failed:
        names = "\n".join(f"- {name}: {number(rows)} rows" for name, rows in run.failed)
        st.error(f"{len(run.failed)} of {run.tests} data tests failed:\n{names}", icon=":material/error:")
    passed = run.tests - len(run.failed)
    st.caption(
        f"{number(len(run.models))} models in {number(run.seconds)} s, {passed} of {run.tests} data tests passed;"
        f" {day(run.ended_at)}, {clock_time(run.ended_at, None)}."
    )
    words_table(
        "quality-models",
        ("Model", "Took", "Outcome"),
        [
            (
                escape(str(row["model"])),
                f"{row['seconds']:.1f} s",
                "● Built" if row["status"] == "success" else f"▲ {escape(str(row['status']).capitalize())}",
            )
            for row in run.models.head(_MOST).to_dict("records")
        ],
    )
