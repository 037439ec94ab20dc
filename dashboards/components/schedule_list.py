"""Reports on schedule as a list: when next, for whom, what became of the last run; and all runs of one."""

from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import day, weekday_name
from dashboards.components.schedule_form import EVERYWHERE, change_schedule
from dashboards.components.sending import remember_refusal, send
from dashboards.components.told import in_own_words
from dashboards.components.words_table import words_table
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.region import day_of
from dashboards.session import api
from warehouse.vocabulary import ReportFrequency, ReportRunStatus

_FEW_NAMES: Final = 4
STATUS_NAMES: Final = Names(
    {ReportRunStatus.MADE: gettext_noop("✓ Made"), ReportRunStatus.FAILED: gettext_noop("■ Failed")}
)


def schedule_list(schedules: list[dict[str, Any]], person: Person) -> None:
    """Shows items of `GET /reports/schedules`."""
    with st.container(key="schedule-list", gap="small"):
        for one in schedules:
            with st.container(border=True, key=f"schedule-{one['id']}"):
                st.html(_item(one))
                with st.container(horizontal=True):
                    st.button(
                        _("Run now"), key=f"run-{one['id']}", icon=":material/play_arrow:", on_click=_run, args=(one,)
                    )
                    if st.button(_("Change"), key=f"change-{one['id']}", icon=":material/edit:"):
                        change_schedule(person, one)
                    if one["last_run"] and st.button(
                        _("Last runs"), key=f"runs-{one['id']}", icon=":material/history:"
                    ):
                        last_runs(one)


def last_runs(schedule: dict[str, Any]) -> None:
    """Every run that is still known, with what went wrong."""
    st.dialog(_("Last runs"), width="large")(_last_runs)(schedule)


def _last_runs(schedule: dict[str, Any]) -> None:
    try:
        runs = api("GET", f"/reports/schedules/{schedule['id']}/runs")["items"]
    except ApiError as error:
        states.broken(error)
        return
    st.markdown(f"**{in_own_words(schedule['title'])}** · {schedule['campus_name'] or _(EVERYWHERE)}")
    words_table(
        "report-runs",
        (_("Made"), _("About"), _("Files"), _("What became of it")),
        [
            (
                _made(one),
                period(one),
                str(one["files_count"]),
                escape(_outcome(one)),
            )
            for one in runs
        ],
    )


def _made(run: dict[str, Any]) -> str:
    told = day(day_of(run["made_at"]))
    return _("{day}, by hand", day=told) if run["is_by_hand"] else told


def how_often(schedule: dict[str, Any]) -> str:
    """`Every Monday`, `Every month on day 5`."""
    if schedule["frequency"] == ReportFrequency.WEEKLY:
        return _("Every {weekday}", weekday=weekday_name(schedule["weekday"]))
    return _("Every month on day {number}", number=schedule["day_of_month"])


def period(run: dict[str, Any]) -> str:
    """`8 June 2026 to 14 June 2026`."""
    first, last = (day(date.fromisoformat(run[name])) for name in ("date_from", "date_to"))
    return _("{first} to {last}", first=first, last=last)


def _item(one: dict[str, Any]) -> str:
    names = [person["name"] for person in one["recipients"]]
    whom = ", ".join(names[:_FEW_NAMES]) or _("nobody any more")
    if len(names) > _FEW_NAMES:
        whom = _("{names} and {count} more", names=whom, count=len(names) - _FEW_NAMES)
    following = (
        _("next on {day}", day=day(date.fromisoformat(one["next_run_on"])))
        if one["is_active"]
        else _("stopped, not made on schedule")
    )
    last = one["last_run"]
    look = "quiet" if not last else "high" if last["status"] == ReportRunStatus.FAILED else "low"
    told = f"{_outcome(last)} · {day(day_of(last['made_at']))}" if last else _("○ Not made yet")
    return (
        f'<div class="hw-lead"><strong>{escape(in_own_words(one["title"]))}</strong>'
        f"<span>{escape(one['campus_name'] or _(EVERYWHERE))} · {escape(how_often(one))}, {escape(following)}</span>"
        f"<span>{escape(_('For {people}', people=whom))}</span>"
        f'<span class="hw-lead-band {look}"><span class="hw-band">{escape(told)}</span></span></div>'
    )


def _outcome(run: dict[str, Any]) -> str:
    status = STATUS_NAMES[ReportRunStatus(run["status"])]
    if run["problem"]:
        return f"{status}: {run['problem']}"
    return ngettext("{status} for {count} person", "{status} for {count} people", run["files_count"], status=status)


def _run(schedule: dict[str, Any]) -> None:
    """Callback: makes the report now."""
    try:
        run = send("POST", f"/reports/schedules/{schedule['id']}/run", {})
    except ApiError as error:
        remember_refusal(error)
        return
    st.toast(_outcome(run), icon=":material/error:" if run["problem"] else ":material/check_circle:")
