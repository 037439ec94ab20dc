"""A planned session: moved, given to another teacher, cancelled with a reason, or planned again."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.lead_words import listed, plain
from dashboards.components.plan_fields import teacher_field, teachers, when_and_where
from dashboards.components.plan_words import plan_refusal
from dashboards.components.sending import refusal, send
from dashboards.components.session_words import STATUS_NAMES, about_session
from dashboards.language import _
from warehouse.vocabulary import SessionStatus

_MOST_LETTERS: Final = 500
_OPEN: Final = (SessionStatus.SCHEDULED, SessionStatus.CANCELLED)


def change_session(person: Person, session: Mapping[str, Any], today: date) -> None:
    """One session of `GET /sessions/{id}` and what can be done with it now."""
    st.dialog(_("Session"))(_change_session)(person, session, today)


def _change_session(person: Person, session: Mapping[str, Any], today: date) -> None:
    status = SessionStatus(session["status"])
    is_ahead = date.fromisoformat(session["session_date"]) > today
    state = "" if status is SessionStatus.SCHEDULED and is_ahead else STATUS_NAMES[status]
    st.markdown(f"**{plain(session['subject_name'])}**  \n{plain(about_session(session))}")
    st.caption(listed([plain(session["faculty_name"] or _("No teacher yet")), state]))
    if session["notes"]:
        st.markdown(plain(session["notes"]).replace("\n", "  \n"))
    if not is_ahead and status is not SessionStatus.CANCELLED:
        _way_to_marks(session, status)
    if status not in _OPEN:
        st.caption(_("What is over is not moved any more."))
        return
    if session["marked_total"]:
        st.caption(_("Students are marked in it, so it took place: neither its day nor that it was held can change."))
    try:
        names = teachers(person, session["campus_code"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    # A dialog that was closed leaves its fields behind; those of another session, or of another version, are others.
    key = f"move-{session['id']}-{session['version']}"
    wanted = {"faculty_id": teacher_field(person, names, session["faculty_id"], f"{key}-teacher")}
    wanted |= when_and_where(session, key)
    different: dict[str, Any] = {name: value for name, value in wanted.items() if value != session[name]}
    is_again = status is SessionStatus.CANCELLED
    if is_again:
        different["status"] = SessionStatus.SCHEDULED
    label = _("Plan it again") if is_again else _("Save")
    is_whole = bool(different) and wanted["session_date"] is not None
    if st.button(label, type="primary", key="move-save", width="stretch", disabled=not is_whole):
        _put(session, different, _("Planned again.") if is_again else _("Changed."))
    if not is_again and not session["marked_total"]:
        _call_off(session, is_ahead=is_ahead)


def _way_to_marks(session: Mapping[str, Any], status: SessionStatus) -> None:
    label = _("Mark attendance") if status is SessionStatus.SCHEDULED else _("Open the attendance sheet")
    address = f"/attendance?{urlencode({'session': session['id']})}"
    st.html(f'<p><a class="hw-aside" href="{address}" target="_self" data-testid="to-sheet">{label}</a></p>')


def _call_off(session: Mapping[str, Any], *, is_ahead: bool) -> None:
    with st.expander(_("Cancel it") if is_ahead else _("It did not take place")):
        reason = st.text_area(
            _("Why it is cancelled"), key=f"off-reason-{session['id']}", max_chars=_MOST_LETTERS, height=80
        )
        words = (reason or "").strip()
        st.caption(_("The reason is kept with the notes of the session. Nothing is deleted: it can be planned again."))
        if st.button(
            _("Cancel the session"), key="off-save", icon=":material/event_busy:", width="stretch", disabled=not words
        ):
            # Kept in English, as all words of ours that are kept as a text.
            notes = "\n".join(one for one in (session["notes"], f"Cancelled: {words}") if one)
            _put(session, {"status": SessionStatus.CANCELLED, "notes": notes}, _("Cancelled."))
        if not is_ahead and st.button(
            _("Nobody came"),
            key="off-nobody",
            icon=":material/person_off:",
            width="stretch",
            help=_("It counts as a no-show: hours that were kept free and not used."),
        ):
            _put(session, {"status": SessionStatus.NO_SHOW}, _("Kept as a no-show."))


def _put(session: Mapping[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("PUT", f"/sessions/{session['id']}", content, session["version"])
    except ApiError as error:
        st.error(plan_refusal(error), icon=":material/event_busy:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
