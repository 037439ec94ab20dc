"""What a counselor did with one inquiry, as callbacks: the write, and a word that it was done.

What may follow on what, the API decides.
"""

from datetime import date
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.sending import remember_refusal, send
from dashboards.language import _


def contacted(inquiry: dict[str, Any]) -> None:
    """Callback: somebody spoke with them (also: a lost one asks again)."""
    _change(inquiry, {"status": "contacted"}, _("Contacted."))


def planned(inquiry: dict[str, Any], on: date) -> None:
    """Callback: a call is planned; the inquiry waits for it."""
    content = {"inquiry_id": inquiry["id"], "follow_up_date": on.isoformat()}
    try:
        send("POST", "/crm/follow-ups", content, turn=inquiry["version"])
    except ApiError as error:
        remember_refusal(error)
    else:
        st.toast(_("A call is planned for tomorrow."), icon=":material/event:")


def lost(inquiry: dict[str, Any], reason: str) -> None:
    """Callback: the inquiry is given up, with the reason why."""
    _change(inquiry, {"status": "lost", "lost_reason": reason}, _("Closed as lost."))


def _change(inquiry: dict[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("PUT", f"/crm/inquiries/{inquiry['id']}", content, inquiry["version"])
    except ApiError as error:
        remember_refusal(error)
    else:
        st.toast(told, icon=":material/check_circle:")
