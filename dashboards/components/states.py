"""What a page says when it has nothing to show: empty, waiting, refused, broken; each with the next step."""

from html import escape

import streamlit as st

from dashboards.api_client import ApiError


def empty(title: str, next_step: str) -> None:
    """An empty state: what is missing, and what makes it appear."""
    st.html(
        f'<div class="hw-empty" data-testid="empty-state"><strong>{escape(title)}</strong>'
        f"<span>{escape(next_step)}</span></div>"
    )


def log_in_again() -> None:
    """Nobody is logged in any more: the way back, keeping the address."""
    st.html('<div class="hw-empty" data-testid="logged-out"><strong>Your session has ended.</strong></div>')
    # A full page load, which the door answers with the log-in page.
    st.html('<p><a href="/login?reason=ended" target="_self">Log in to go on</a></p>')


def broken(error: ApiError) -> None:
    """The API refused or did not answer; says so in its words."""
    st.error(str(error), icon=":material/error:")
    if error.status >= 500 and st.button("Try again", icon=":material/refresh:"):
        st.rerun()
