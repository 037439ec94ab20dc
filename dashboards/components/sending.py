"""Sending to the API what somebody did: once, against the version that was on screen, and refusals in words.

Belongs here: keys, versions and the words of errors. What may follow on what, the API decides.
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.language import _
from dashboards.session import api

# A second tap on a slow line comes before the page could be drawn anew.
SECOND_TAP_SECONDS: Final = 10.0
_REFUSED: Final = "refused"
_KEYS: Final = "idempotency-keys"


@dataclass
class Keys:
    """Idempotency keys of one session, for writes that make something new.

    The same content twice may be a second tap or a second thing that is like the first, such as a holiday that was
    removed and is entered again. It is the same act while the API has not answered, and for `SECOND_TAP_SECONDS` after
    its answer if nothing else was written meanwhile. Keys are random: one made of the content would tell who sent it.
    """

    unanswered: dict[str, str] = field(default_factory=dict)
    last: tuple[str, str, float] | None = None

    def key(self, act: str, now: float) -> str:
        """The key of an act that begins or is repeated `now`, in seconds of any clock that does not go back."""
        if self.last and self.last[0] == act and now - self.last[2] < SECOND_TAP_SECONDS:
            return self.last[1]
        return self.unanswered.setdefault(act, uuid4().hex)

    def done(self, act: str, now: float) -> None:
        """The API has done it, or something that needs no key from here."""
        if key := self.unanswered.pop(act, None):
            self.last = (act, key, now)
        elif self.last and self.last[0] != act:
            self.last = None

    def refused(self, act: str) -> None:
        """The API has refused it for good: the next try is another one."""
        self.unanswered.pop(act, None)


def send(
    method: str, path: str, content: dict[str, Any], version: int | None = None, *, turn: int | None = None
) -> Any:
    """A write that a second tap on a slow line does not repeat.

    Args:
        method: of the request.
        path: of the route.
        content: the body.
        version: of what is changed, as it was on screen; another one is refused.
        turn: for a write that makes something: the version of what it belongs to, which can have it once.

    Raises:
        ApiError: the API refused, or did not answer.
    """
    act = json.dumps([method, path, content, version, turn], sort_keys=True)
    keys: Keys = st.session_state.setdefault(_KEYS, Keys())
    is_new = version is None and turn is None
    # A version is changed once, whichever session asks; what belongs to none is told apart by when it was sent.
    key = keys.key(act, time.monotonic()) if is_new else str(uuid5(NAMESPACE_URL, act))
    headers = {"Idempotency-Key": key} | ({} if version is None else {"If-Match": f'"{version}"'})
    try:
        answer = api(method, path, json=content, headers=headers)
    except ApiError as error:
        # Without an answer nobody knows whether it was done: the next try has the same key.
        if error.status < 500:
            keys.refused(act)
        raise
    keys.done(act, time.monotonic())
    return answer


def refusal(error: ApiError) -> str:
    """What the API refused, field by field where it says so."""
    told = error.problem.get("errors") or []
    if error.problem.get("type", "").endswith("lost-update"):
        return _("Somebody else has changed this meanwhile. What is shown now is the newest: please do it again.")
    fields = [f"{_field(one['field'])}: {one['message']}" for one in told if one.get("field")]
    return "\n".join(f"- {one}" for one in fields) if fields else str(error)


def _field(path: str) -> str:
    words = path.rsplit(".", 1)[-1].replace("_id", "").replace("_", " ").strip()
    return words.capitalize() or _("Input")


def remember_refusal(error: ApiError) -> None:
    """Keeps a refusal of a callback for the page that is drawn after it."""
    st.session_state[_REFUSED] = refusal(error)


def remember_words(told: str) -> None:
    """The same for words that are written already."""
    st.session_state[_REFUSED] = told


def show_refusal() -> None:
    """Tells what was refused, once."""
    if told := st.session_state.pop(_REFUSED, None):
        st.error(told, icon=":material/error:")
