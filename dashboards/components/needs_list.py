"""What waits for an admin, the most pressing first, each with the page where it is dealt with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.charts.capacity import week_name
from dashboards.components import states
from dashboards.components.labels import is_known, number
from dashboards.queries.needs import changes, high_risks, waiting
from dashboards.queries.snapshot import ask
from dashboards.session import api
from warehouse.expectations.state import standing_breach
from warehouse.published import Build
from warehouse.settings import get_settings
from warehouse.vocabulary import InterventionStatus, SessionStatus

_MOST = 200


@dataclass(frozen=True)
class Need:
    """One thing to be done: what, why or since when, and where."""

    title: str
    told: str
    page: str
    look: str = "medium"
    query: tuple[tuple[str, str], ...] = ()


def needs(person: Person, build: Build, campus: str | None) -> list[Need]:
    """What waits at a campus, or (None) in the whole institute; the most pressing first.

    Raises:
        ApiError: the API does not answer.
    """
    here = (("campus", campus),) if campus else ()
    row = ask(build, waiting, campus).iloc[0]
    found: list[Need | None] = [
        _breach(),
        _without_help(ask(build, high_risks, campus), here),
        _unmarked(person, campus),
        _short(row, here),
        _counted(
            row["follow_ups_overdue"],
            ("follow-up is overdue", "follow-ups are overdue"),
            "Somebody waits for a call.",
            "calls",
        ),
        _counted(
            row["items_open"],
            ("action item is not begun", "action items are not begun"),
            f"From feedback; {number(row['items_overdue'])} of them past their day.",
            "feedback",
            here,
        ),
        _counted(
            row["students_overdue"],
            ("student is late with fees", "students are late with fees"),
            f"{number(row['amount_overdue'])} altogether.",
            "revenue",
            here,
        ),
    ]
    return [need for need in found if need is not None]


def _breach() -> Need | None:
    breach = standing_breach(get_settings())
    if breach is None:
        return None
    count = len(breach.breaches)
    told = f"{count} {'finding' if count == 1 else 'findings'} in the data, each with how to resolve it."
    return Need("Figures stand still", told, "data-quality", "high")


def _without_help(risks: pd.DataFrame, here: tuple[tuple[str, str], ...]) -> Need | None:
    if risks.empty:
        return None
    asked = {"status": InterventionStatus.PLANNED, "limit": _MOST}
    helped = {one["enrollment_id"] for one in api("GET", "/interventions", query=asked)["items"]}
    count = len(set(risks["enrollment_id"].astype(int)) - helped)
    names = ("student at high risk is not being helped", "students at high risk are not being helped")
    return _counted(count, names, "Begin to help: a call is often enough.", "at-risk", here, "high")


def _unmarked(person: Person, campus: str | None) -> Need | None:
    yesterday = person.today - timedelta(days=1)
    asked: dict[str, Any] = {"status": SessionStatus.SCHEDULED, "date_to": yesterday, "limit": _MOST}
    told = api("GET", "/sessions", query=asked | ({"campus": campus} if campus else {}))
    count = len(told["items"])
    more = "+" if told.get("next_cursor") else ""
    names = ("past session is not marked", "past sessions are not marked")
    return _counted(count, names, "Without marks they count neither as held nor as missed.", "today", more=more)


def _short(row: "pd.Series", here: tuple[tuple[str, str], ...]) -> Need | None:
    if not is_known(row["short_from"]) or pd.isna(row["short_from"]):
        return None
    told = f"Up to {number(row['short_hours'])} h a week more are needed than faculty can teach."
    return Need(f"Hours will be short from the week of {week_name(row['short_from'])}", told, "capacity", "high", here)


def _counted(
    count: float,
    names: tuple[str, str],
    told: str,
    page: str,
    query: tuple[tuple[str, str], ...] = (),
    look: str = "medium",
    more: str = "",
) -> Need | None:
    if not count:
        return None
    return Need(f"{number(count)}{more} {names[0] if count == 1 else names[1]}", told, page, look, query)


def needs_list(person: Person, build: Build, campus: str | None) -> None:
    """Shows what waits, or that nothing does."""
    try:
        found = needs(person, build, campus)
    except ApiError as error:
        states.broken(error)
        return
    if not found:
        states.empty("Nothing waits for you.", "Overdue calls, unmarked sessions and students at risk appear here.")
        return
    st.html(f'<ul class="hw-risks" data-testid="needs">{_items(found)}</ul>')


def _items(found: Sequence[Need]) -> str:
    return "".join(
        f'<li class="hw-risk {need.look}"><div class="hw-risk-who"><strong><a href="/{need.page}'
        f'{"?" + urlencode(need.query) if need.query else ""}" target="_self">{escape(need.title)}</a></strong>'
        f"<span>{escape(need.told)}</span></div></li>"
        for need in found
    )


def changes_line(build: Build, campus: str | None) -> None:
    """What happened in the last seven days, beside the seven before."""
    row = ask(build, changes, campus, build.source_as_of).iloc[0]
    parts = [
        f"**{number(row[name])}** {what[0] if row[name] == 1 else what[1]} ({number(row[f'{name}_before'])} before)"
        for name, what in (
            ("inquiries", ("inquiry", "inquiries")),
            ("started", ("enrolment begun", "enrolments begun")),
            ("completed", ("completed", "completed")),
            ("dropped", ("dropped out", "dropped out")),
        )
    ]
    st.markdown(f"Seven days, beside the seven before: {', '.join(parts)}.")
