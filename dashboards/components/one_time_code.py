"""A one-time code with which somebody sets a password: made on demand, shown until its dialog is closed."""

from datetime import datetime
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import clock_time, day, on_clock
from dashboards.components.sending import refusal
from dashboards.language import _
from dashboards.session import api, current_person

_SHOWN: Final = "one-time-code"


def forget_codes() -> None:
    """Callback: what was shown is not shown again."""
    st.session_state.pop(_SHOWN, None)


def one_time_code(user: dict[str, Any]) -> None:
    """Makes a code for an account of `GET /users`: an invitation for a first password, else a reset."""
    is_first = not user["has_password"]
    if not user["email"]:
        st.caption(_("Without an e-mail nobody can log in: add one first."))
        return
    label = _("Make an invitation code") if is_first else _("Reset the password")
    if st.button(label, key="user-code", icon=":material/key:", width="stretch"):
        make_code(user["id"], is_first=is_first)
    show_code()


def make_code(user_id: int, *, is_first: bool) -> None:
    """Asks the API for a code, and keeps it to be shown."""
    try:
        made = api("POST", f"/users/{user_id}/{'invite' if is_first else 'password-reset'}")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
    else:
        st.session_state[_SHOWN] = made


def show_code() -> None:
    """Shows the code that was made, if one was."""
    made = st.session_state.get(_SHOWN)
    if made is None:
        return
    st.code(made["token"], language=None, wrap_lines=True)
    until, zone = datetime.fromisoformat(made["expires_at"]), current_person().time_zone
    st.caption(
        _(
            "Works once, until {day}, {time}. It is shown here only: hand it over now. Under “First time here?” on the"
            " log-in page it sets a password.",
            day=day(on_clock(until, zone)),
            time=clock_time(until, zone),
        )
    )
