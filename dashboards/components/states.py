"""What a page says when it has nothing to show: empty, waiting, refused, broken; each with the next step."""

import time
from html import escape
from typing import Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.language import _

ASK_AGAIN_SECONDS: Final = 5.0


def empty(title: str, next_step: str) -> None:
    """An empty state: what is missing, and what makes it appear."""
    st.html(
        f'<div class="hw-empty" data-testid="empty-state"><strong>{escape(title)}</strong>'
        f"<span>{escape(next_step)}</span></div>"
    )


def log_in_again() -> None:
    """Nobody is logged in any more: the way back, keeping the address."""
    ended = escape(_("Your session has ended."))
    st.html(f'<div class="hw-empty" data-testid="logged-out"><strong>{ended}</strong></div>')
    # A full page load, which the door answers with the log-in page.
    st.html(f'<p><a href="/login?reason=ended" target="_self">{escape(_("Log in to go on"))}</a></p>')


def broken(error: ApiError) -> None:
    """The API refused or did not answer; says so in its words. What did not answer is asked anew by itself."""
    st.error(str(error), icon=":material/error:")
    if error.status >= 500:
        if st.button(_("Try again"), icon=":material/refresh:"):
            st.rerun()
        _ask_again(time.monotonic())


@st.fragment(run_every=ASK_AGAIN_SECONDS)
def _ask_again(shown_at: float) -> None:
    if time.monotonic() - shown_at > ASK_AGAIN_SECONDS / 2:
        st.rerun()
