"""What one was told, the newest first, and the reports that one was given, as PDF and CSV."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.notification_list import notification_list
from dashboards.components.paging import first_pages
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.pages_table import STAFF
from dashboards.session import api, current_person

PAGE_SIZE = 30

person = current_person()
st.title(_("Notifications"), anchor=False)
try:
    pages = st.session_state.setdefault("notification-pages", 1)
    notes, following = first_pages("/notifications", {"limit": PAGE_SIZE}, pages)
    # A student is given no reports.
    reports = api("GET", "/reports/received")["items"] if person.role in STAFF else []
except ApiError as error:
    states.broken(error)
    st.stop()
if not notes:
    states.empty(
        _("Nothing yet."), _("What concerns you appears here: reports on schedule, calls that are due, answers.")
    )
    st.stop()
unread = sum(note["read_at"] is None for note in notes)
if unread and st.button(_("Mark all as read ({count})", count=unread), icon=":material/done_all:", key="notes-read"):
    try:
        send("POST", "/notifications/read", {}, turn=notes[0]["id"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
    else:
        st.rerun()
notification_list(notes, person, {report["id"]: report for report in reports})
if following and st.button(_("Show more"), icon=":material/expand_more:", key="notes-more"):
    st.session_state["notification-pages"] = pages + 1
    st.rerun()
