"""Sending to the API what a counselor did: once, against the version that was on screen, and refusals in words.

Belongs here: keys, versions and the words of errors. What may follow on what, the API decides.
"""

import json
from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.session import api

_REFUSED: Final = "lead-refused"


def send(
    method: str, path: str, content: dict[str, Any], version: int | None = None, *, turn: int | None = None
) -> Any:
    """A write that a second tap on a slow line does not repeat.

    Args:
        method: of the request.
        path: of the route.
        content: the body.
        version: of what is changed, as it was on screen; another one is refused.
        turn: tells two writes of the same content apart, such as the version of what they belong to.

    Raises:
        ApiError: the API refused, or did not answer.
    """
    # One key for one content and one version of what it changes.
    key = uuid5(NAMESPACE_URL, json.dumps([method, path, content, version, turn], sort_keys=True))
    headers = {"Idempotency-Key": str(key)} | ({} if version is None else {"If-Match": f'"{version}"'})
    return api(method, path, json=content, headers=headers)


def refusal(error: ApiError) -> str:
    """What the API refused, field by field where it says so."""
    told = error.problem.get("errors") or []
    if error.problem.get("type", "").endswith("lost-update"):
        return "Somebody else has changed this meanwhile. What is shown now is the newest: please do it again."
    fields = [f"{_field(one['field'])}: {one['message']}" for one in told if one.get("field")]
    return "\n".join(f"- {one}" for one in fields) if fields else str(error)


def _field(path: str) -> str:
    words = path.rsplit(".", 1)[-1].replace("_id", "").replace("_", " ").strip()
    return words.capitalize() or "Input"


def remember_refusal(error: ApiError) -> None:
    """Keeps a refusal of a callback for the page that is drawn after it."""
    st.session_state[_REFUSED] = refusal(error)


def show_refusal() -> None:
    """Tells what was refused, once."""
    if told := st.session_state.pop(_REFUSED, None):
        st.error(told, icon=":material/error:")


def contacted(inquiry: dict[str, Any]) -> None:
    """Callback: somebody spoke with them (also: a lost one asks again)."""
    _change(inquiry, {"status": "contacted"}, "Contacted.")


def planned(inquiry: dict[str, Any], on: date) -> None:
    """Callback: a call is planned; the inquiry waits for it."""
    content = {"inquiry_id": inquiry["id"], "follow_up_date": on.isoformat()}
    try:
        send("POST", "/crm/follow-ups", content, turn=inquiry["version"])
    except ApiError as error:
        remember_refusal(error)
    else:
        st.toast("A call is planned for tomorrow.", icon=":material/event:")


def lost(inquiry: dict[str, Any], reason: str) -> None:
    """Callback: the inquiry is given up, with the reason why."""
    _change(inquiry, {"status": "lost", "lost_reason": reason}, "Closed as lost.")


def _change(inquiry: dict[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("PUT", f"/crm/inquiries/{inquiry['id']}", content, inquiry["version"])
    except ApiError as error:
        remember_refusal(error)
    else:
        st.toast(told, icon=":material/check_circle:")
