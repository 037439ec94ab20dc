"""Notifications as a list: each with when, the page that it is about, and the report that came with it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st

from dashboards.access import Person
from dashboards.components.labels import ago, number
from dashboards.components.lead_words import listed
from dashboards.components.told import in_own_words
from dashboards.language import _, ngettext
from dashboards.pages_table import PageRule, pages_of
from dashboards.region import date_text
from dashboards.session import download

_FORMATS: Final = {"pdf": ("PDF", "application/pdf"), "csv": ("CSV", "text/csv")}
_READY: Final = "report.ready"
# The API links to its own rows; the page of a role on which such a row is dealt with, by the first word of the path.
_PAGES: Final = {
    "crm": ("calls",),
    "action-items": ("feedback", "alerts"),
    "feedback": ("feedback", "my-feedback", "give-feedback"),
    "rewards": ("rewards", "my-points"),
    "exams": ("exams", "my-exams"),
    "interventions": ("at-risk", "alerts"),
}


def notification_list(notes: Sequence[dict[str, Any]], person: Person, reports: Mapping[int, dict[str, Any]]) -> None:
    """Shows items of `GET /notifications`.

    Args:
        notes: the items.
        person: whose they are.
        reports: items of `GET /reports/received` by id: the ones that are still kept.
    """
    with st.container(key="note-list", gap="small"):
        for note in notes:
            with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"note-{note['id']}"):
                report = reports.get(note["payload"].get("file_id", 0)) if note["kind"] == _READY else None
                st.html(_item(note, report), width="stretch")
                if report:
                    _files(report)
                elif page := page_about(note, person):
                    st.page_link(page.path, label=_("Open {page}", page=_(page.title)), icon=page.icon)


def page_about(note: dict[str, Any], person: Person) -> PageRule | None:
    """The page that a notification leads to, if this person may open it."""
    first = urlsplit(note["link"] or "").path.strip("/").partition("/")[0]
    own = {page.url_path: page for page in pages_of(person.role) if page.is_in_menu}
    return next((own[path] for path in _PAGES.get(first, (first,)) if path in own), None)


def _item(note: dict[str, Any], report: dict[str, Any] | None) -> str:
    told = ago((datetime.now(UTC) - datetime.fromisoformat(note["created_at"])).total_seconds())
    mark = (
        ""
        if note["read_at"]
        else f'<span class="hw-lead-band low"><span class="hw-band">{escape(_("● New"))}</span></span>'
    )
    if report:
        where = report["campus_name"] or _("All campuses")
        rows = ngettext("{shown} row", "{shown} rows", report["rows_count"], shown=number(report["rows_count"]))
        told = listed([_period(report), where, rows, told])
    elif note["kind"] == _READY:
        told = listed([_("The files are no longer kept"), told])
    title = in_own_words(report["title"] if report else note["title"])
    return f'<div class="hw-lead"><strong>{escape(title)}</strong><span>{escape(told)}</span>{mark}</div>'


def _period(report: dict[str, Any]) -> str:
    first, last = (date.fromisoformat(report[name]) for name in ("date_from", "date_to"))
    return _("{first} to {last}", first=date_text(first, "MMMd"), last=date_text(last, "yMMMd"))


def _files(report: dict[str, Any]) -> None:
    for kind, (name, mime) in _FORMATS.items():
        st.download_button(
            name,
            download(f"/reports/received/{report['id']}?format={kind}"),
            file_name=f"{report['report']}-{report['date_from']}-{report['date_to']}.{kind}",
            mime=mime,
            key=f"report-{report['id']}-{kind}",
            icon=":material/download:",
            on_click="ignore",
        )
