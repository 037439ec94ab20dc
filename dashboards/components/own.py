"""What the pages of a student share: their style sheet, who must be enrolled, and writes that are made once."""

from typing import Any
from uuid import uuid4

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.assets import COMPONENTS_FOLDER
from dashboards.session import api, current_person


def enrolled_student() -> tuple[Person, int]:
    """Who is looking, and as which student; stops the page, saying why, when it is none."""
    st.html(COMPONENTS_FOLDER.parent / "assets" / "student.css")
    person = current_person()
    if person.student_id is None:
        states.empty("You are not enrolled yet.", "Ask your counselor to enrol you in a subject.")
        st.stop()
    return person, person.student_id


def send_once(name: str, method: str, path: str, content: Any, version: int | None = None) -> Any:
    """A write with a key of its own, kept until there is an answer: trying again after a dead line changes one thing.

    The key is random: one made of the content would tell who sent it.

    Args:
        name: of what is written, in this session.
        method: of the request.
        path: of the route.
        content: the body.
        version: of what is changed, as it was on screen.

    Raises:
        ApiError: the API refused, or did not answer.
    """
    kept = f"key-{name}"
    headers = {"Idempotency-Key": st.session_state.setdefault(kept, uuid4().hex)}
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    try:
        answer = api(method, path, json=content, headers=headers)
    except ApiError as error:
        if error.status < 500:
            st.session_state.pop(kept, None)
        raise
    st.session_state.pop(kept, None)
    return answer


def subject_filter(names: dict[str, str]) -> str | None:
    """The code of the subject that is shown, None for all; its name stands in the address (`?subject=Python`)."""
    if len(names) < 2:
        return None
    chosen = st.segmented_control(
        "Subject", list(names), format_func=names.__getitem__, key="subject", bind="query-params", help="All if none"
    )
    return chosen if chosen in names else None
