"""Exams by day, each with its places, and what stands out of the days ahead."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import groupby
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.exam_filter import COMING, Wanted
from dashboards.components.exam_words import GOING_ON, hours_of_exam, look_of, places, start_of, state_of
from dashboards.components.labels import plainly
from dashboards.components.lead_words import listed
from dashboards.components.paging import first_pages
from dashboards.components.schedule import day_name
from dashboards.language import _, ngettext
from dashboards.session import api
from warehouse.vocabulary import ExamSlotStatus

OPENED: Final = "exam"
_AT_ONCE: Final = 50
_MOST: Final = 200
_DAYS_AHEAD: Final = 7


def finding(wanted: Wanted) -> str:
    """How many exams the next days bring, and how many places of them are free.

    Raises:
        ApiError: the API does not answer.
    """
    now = datetime.now(UTC)
    until = (now + timedelta(days=_DAYS_AHEAD)).isoformat()
    query = wanted.whose | {"starts_from": now.isoformat(), "starts_before": until, "limit": _MOST}
    told = api("GET", "/exams/slots", query=query)
    if told["next_cursor"]:
        return _("More than {count} exams in the next {days} days", count=_MOST, days=_DAYS_AHEAD)
    ahead = [one for one in told["items"] if one["status"] in GOING_ON]
    if not ahead:
        return _("No exam in the next {days} days", days=_DAYS_AHEAD)
    free = sum(one["capacity"] - one["booked_count"] for one in ahead if one["status"] == ExamSlotStatus.OPEN)
    exams = ngettext(
        "{count} exam in the next {days} days", "{count} exams in the next {days} days", len(ahead), days=_DAYS_AHEAD
    )
    return f"{exams}, {ngettext('{count} place free', '{count} places free', free)}"


def exam_list(person: Person, wanted: Wanted, *, campuses: Mapping[str, str]) -> None:
    """Shows the exams that are wanted, by day, the nearest first.

    Args:
        person: who looks.
        wanted: which.
        campuses: names by code, when exams of more than one campus are among them.

    Raises:
        ApiError: the API does not answer.
    """
    key = f"exam-pages-{wanted}"
    pages = st.session_state.setdefault(key, 1)
    items, following = first_pages("/exams/slots", wanted.query | {"limit": _AT_ONCE}, pages)
    if not items:
        _nothing(wanted)
        return
    for on, of_day in groupby(items, key=lambda one: start_of(one).date()):
        st.subheader(day_name(on, person.today), anchor=False)
        for one in of_day:
            with st.container(border=True, gap="xsmall", key=f"exam-{one['id']}"):
                st.button(
                    f"**{plainly(one['title'])}**",
                    key=f"open-{one['id']}",
                    type="tertiary",
                    icon=":material/chevron_right:",
                    on_click=open_exam,
                    args=(one["id"],),
                )
                st.html(_item(one, campuses))
    if following and st.button(_("Show {count} more", count=_AT_ONCE), icon=":material/expand_more:", key="more"):
        st.session_state[key] = pages + 1
        st.rerun()


def open_exam(exam_id: int | None) -> None:
    """Leads to one exam, or back to all of them; for a button's callback."""
    if exam_id is None:
        st.query_params.pop(OPENED, None)
    else:
        st.query_params[OPENED] = str(exam_id)


def _item(one: Mapping[str, Any], campuses: Mapping[str, str]) -> str:
    about = listed(
        [
            one["subject_name"],
            _("topic {name}", name=one["topic_name"]) if one["topic_name"] else "",
            one["location"] or _("room not fixed yet"),
            one["faculty_name"] or _("! No invigilator yet"),
            campuses.get(one["campus_code"], ""),
        ]
    )
    return (
        f'<div class="hw-lead {look_of(one)}" data-testid="planned-exam">'
        f'<strong>{hours_of_exam(one)} · {escape(places(one))}</strong><span class="hw-band">{escape(state_of(one))}'
        f"</span><span>{escape(about)}</span></div>"
    )


def _nothing(wanted: Wanted) -> None:
    if wanted.when == COMING:
        states.empty(_("No exam is planned here."), _("“Plan an exam” makes one; students book their places then."))
    else:
        states.empty(_("There is no such exam."), _("Choose another time, subject or status."))
