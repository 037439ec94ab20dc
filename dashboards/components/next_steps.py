"""What would help a student now, each with the way to where it can be done. Never a risk, and nothing made from one.

The sentences are the API's (`ingest_api/analytics/student.py`), made from what the student can see. Not here: which
topic is next (`guide.py`).
"""

import re
from html import escape
from typing import Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.told import (
    CATCH_UP,
    HAND_IN,
    MORE_HOURS,
    PREPARE,
    SLOWER,
    in_own_words,
    pattern_of,
)
from dashboards.language import _
from dashboards.pages_table import PageRule, pages_of

# Where a student can do it, by the address of the page.
_PLACES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (pattern_of(form), place)
    for form, place in (
        (HAND_IN, "my-attendance"),
        (PREPARE, "my-resources"),
        (CATCH_UP, "my-schedule"),
        (SLOWER, "my-resources"),
        (MORE_HOURS, "my-schedule"),
    )
)


def next_steps(steps: list[str], person: Person) -> None:
    """Shows `next_steps` of `GET /students/{id}/analytics`; nothing when there is nothing to do."""
    if not steps:
        return
    st.subheader(_("What would help you now"), anchor=False)
    with st.container(key="next-steps", gap="xsmall"):
        for number, step in enumerate(steps):
            with st.container(
                border=True,
                horizontal=True,
                vertical_alignment="center",
                horizontal_alignment="distribute",
                gap="xxsmall",
                key=f"next-step-{number}",
            ):
                st.html(f'<p class="hw-step" data-testid="next-step">{escape(in_own_words(step))}</p>', width="stretch")
                if page := place_of(step, person):
                    st.page_link(page.path, label=_(page.title), icon=page.icon)


def place_of(step: str, person: Person) -> PageRule | None:
    """The page where a step can be taken, if this person may open it."""
    own = {page.url_path: page for page in pages_of(person.role)}
    return next((own[place] for form, place in _PLACES if form.fullmatch(step) and place in own), None)
