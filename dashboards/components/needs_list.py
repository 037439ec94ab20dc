"""What waits for an admin, the most pressing first, each with the page where it is dealt with."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.charts.capacity import week_name
from dashboards.components import states
from dashboards.components.labels import is_known, money, number
from dashboards.components.plan_filter import UNMARKED
from dashboards.components.plan_lists import unmarked_query
from dashboards.language import _, ngettext
from dashboards.queries.needs import HAPPENED, changes, high_risks, waiting
from dashboards.queries.snapshot import ask
from dashboards.session import api
from warehouse.expectations.state import standing_breach
from warehouse.published import Build
from warehouse.settings import get_settings
from warehouse.vocabulary import InterventionStatus, RiskBand

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
    row = ask(build, waiting, campus, build.source_as_of).iloc[0]
    found: list[Need | None] = [
        _breach(),
        _without_help(ask(build, high_risks, campus), here),
        _unmarked(person, campus),
        _short(row, here),
        _calls(int(row["overdue_follow_ups"])),
        _items_open(int(row["items_open"]), row["items_overdue"], here),
        _fees(int(row["overdue_students"]), money(row["overdue_fees"], person.currency), here),
    ]
    return [need for need in found if need is not None]


def _breach() -> Need | None:
    breach = standing_breach(get_settings())
    if breach is None:
        return None
    count = len(breach.breaches)
    told = ngettext(
        "{count} finding in the data, each with how to resolve it.",
        "{count} findings in the data, each with how to resolve it.",
        count,
    )
    return Need(_("Figures stand still"), told, "data-quality", "high")


def _calls(count: int) -> Need | None:
    title = ngettext("{shown} follow-up is overdue", "{shown} follow-ups are overdue", count, shown=number(count))
    due = (("list", "due"),)
    return Need(title, _("Somebody waits for a call."), "calls", query=due) if count else None


def _items_open(count: int, late: float, here: tuple[tuple[str, str], ...]) -> Need | None:
    title = ngettext(
        "{shown} action item is not begun", "{shown} action items are not begun", count, shown=number(count)
    )
    told = _("From feedback; {count} of them past their day.", count=number(late))
    return Need(title, told, "feedback", query=here) if count else None


def _fees(count: int, amount: str, here: tuple[tuple[str, str], ...]) -> Need | None:
    title = ngettext(
        "{shown} student is late with fees", "{shown} students are late with fees", count, shown=number(count)
    )
    return Need(title, _("{amount} altogether.", amount=amount), "revenue", query=here) if count else None


def _without_help(risks: pd.DataFrame, here: tuple[tuple[str, str], ...]) -> Need | None:
    if risks.empty:
        return None
    asked = {"status": InterventionStatus.PLANNED, "limit": _MOST}
    helped = {one["enrollment_id"] for one in api("GET", "/interventions", query=asked)["items"]}
    count = len(set(risks["enrollment_id"].astype(int)) - helped)
    title = ngettext(
        "{shown} student at high risk is not being helped",
        "{shown} students at high risk are not being helped",
        count,
        shown=number(count),
    )
    query = (*here, ("band", RiskBand.HIGH.value))
    return Need(title, _("Begin to help: a call is often enough."), "at-risk", "high", query) if count else None


def _unmarked(person: Person, campus: str | None) -> Need | None:
    here = {"campus": campus} if campus else {}
    told = api("GET", "/sessions", query=unmarked_query(person.today) | here | {"limit": _MOST})
    count = len(told["items"])
    more = "+" if told.get("next_cursor") else ""
    title = ngettext(
        "{shown} past session is not marked",
        "{shown} past sessions are not marked",
        count,
        shown=number(count) + more,
    )
    told_why = _("Without marks they count neither as held nor as missed.")
    query = (("state", UNMARKED), *here.items())
    return Need(title, told_why, "plan", query=query) if count else None


def _short(row: "pd.Series", here: tuple[tuple[str, str], ...]) -> Need | None:
    if not is_known(row["short_from"]) or pd.isna(row["short_from"]):
        return None
    told = _(
        "Up to {hours} h a week more are needed than faculty can teach.",
        hours=number(row["short_hours"]),
    )
    title = _("Hours will be short from the week of {day}", day=week_name(row["short_from"]))
    return Need(title, told, "capacity", "high", here)


def needs_list(person: Person, build: Build, campus: str | None) -> None:
    """Shows what waits, or that nothing does."""
    try:
        found = needs(person, build, campus)
    except ApiError as error:
        states.broken(error)
        return
    if not found:
        states.empty(
            _("Nothing waits for you."), _("Overdue calls, unmarked sessions and students at risk appear here.")
        )
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
    told = {name: (int(row[name]), number(row[name]), number(row[f"{name}_before"])) for name in HAPPENED}
    parts = [
        _asked(*told["inquiries"]),
        _begun(*told["enrollments_started"]),
        _("**{shown}** completed ({before} before)", shown=told["completions"][1], before=told["completions"][2]),
        _("**{shown}** dropped out ({before} before)", shown=told["dropouts"][1], before=told["dropouts"][2]),
    ]
    st.markdown(_("Seven days, beside the seven before: {parts}.", parts=", ".join(parts)))


def _asked(count: int, shown: str, before: str) -> str:
    return ngettext(
        "**{shown}** inquiry ({before} before)",
        "**{shown}** inquiries ({before} before)",
        count,
        shown=shown,
        before=before,
    )


def _begun(count: int, shown: str, before: str) -> str:
    return ngettext(
        "**{shown}** enrolment begun ({before} before)",
        "**{shown}** enrolments begun ({before} before)",
        count,
        shown=shown,
        before=before,
    )
