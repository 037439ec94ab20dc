"""Sessions and batches with the way to their reports, as lists that read well on a phone."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.components.labels import day
from dashboards.components.lead_words import listed
from dashboards.components.schedule import day_name
from dashboards.components.session_words import STATUS_NAMES
from dashboards.language import _, ngettext
from warehouse.vocabulary import SessionStatus


def session_list(sessions: Iterable[Mapping[str, Any]], today: date) -> None:
    """Sessions of `GET /sessions`."""
    items = "".join(_session(one, today) for one in sessions)
    st.html(f'<ul class="hw-risks" data-testid="session-reports">{items}</ul>')


def _session(one: Mapping[str, Any], today: date) -> str:
    when = listed([day_name(date.fromisoformat(one["session_date"]), today), (one["start_time"] or "")[:5]])
    status = SessionStatus(one["status"])
    marked = (
        _("{marked} of {total} marked", marked=one["marked_total"], total=one["students_total"])
        if status is not SessionStatus.CANCELLED
        else ""
    )
    about = listed([one["batch_name"] or one["student_name"] or "", marked, STATUS_NAMES[status]])
    css, name = "low" if status is SessionStatus.COMPLETED else "quiet", f"{one['subject_name']}, {when}"
    return (
        f'<li class="hw-risk {css}"><div class="hw-risk-who"><strong>'
        f'<a href="/session-report?session={one["id"]}" target="_self">{escape(name)}</a>'
        f"</strong><span>{escape(about)}</span></div></li>"
    )


def batch_list(batches: Iterable[Mapping[str, Any]]) -> None:
    """Batches of `GET /batches`."""
    items = "".join(_batch(one) for one in batches)
    if items:
        st.html(f'<ul class="hw-risks" data-testid="batch-reports">{items}</ul>')


def _batch(one: Mapping[str, Any]) -> str:
    since = _("since {day}", day=day(date.fromisoformat(one["start_date"]))) if one["start_date"] else ""
    students = ngettext("{count} student", "{count} students", one["members_count"])
    about = listed([one["subject_code"], students, since])
    return (
        f'<li class="hw-risk quiet"><div class="hw-risk-who"><strong><a href="/progress-report?batch={one["id"]}" '
        f'target="_self">{escape(one["name"])}</a></strong><span>{escape(about)}</span></div></li>'
    )
