"""Notes on a whole session, below its attendance sheet: written once, for whoever teaches the group next."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.lead_words import plain
from dashboards.components.sending import refusal, send
from dashboards.language import _

MOST_LETTERS = 2000


def session_notes(session: Mapping[str, Any]) -> None:
    """The notes of a session of `GET /sessions/{id}`, to be read and written."""
    key = f"notes-{session['id']}"
    # What the field began with, and what its writer has seen since.
    first = st.session_state.setdefault(f"first-{key}", session["notes"])
    seen = st.session_state.setdefault(f"seen-{key}", session["notes"])
    with st.form(f"form-{key}", border=True):
        text = st.text_area(
            _("Notes on this session"),
            value=first or "",
            max_chars=MOST_LETTERS,
            height=110,
            key=key,
            placeholder=_("What went well, what to begin with next time"),
        )
        is_sent = st.form_submit_button(_("Save the notes"), icon=":material/save:", key=f"save-{key}")
    if not is_sent:
        return
    if session["notes"] != seen:
        # Whoever saves again has read them.
        st.session_state[f"seen-{key}"] = session["notes"]
        st.error(
            _(
                "Somebody else has written notes meanwhile: “{notes}”. Save again to put yours in their place.",
                notes=plain(session["notes"] or ""),
            ),
            icon=":material/error:",
        )
        return
    content = {"notes": (text or "").strip() or None}
    try:
        send("PUT", f"/sessions/{session['id']}", content, session["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.session_state[f"seen-{key}"] = content["notes"]
    st.toast(_("The notes are saved."), icon=":material/check_circle:")
