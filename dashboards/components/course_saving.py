"""What the dialogs of the page of courses share: saving, taking out of use, and fields that may stay empty.

Belongs here: how something is sent and told. Which fields there are, each form says itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.course_words import STATUS_NAMES, course_refusal
from dashboards.components.sending import send
from dashboards.language import _
from warehouse.vocabulary import CatalogStatus

MOST_LETTERS: Final = 200
MOST_TEXT: Final = 5_000
Choice = TypeVar("Choice")


def save(
    method: str,
    path: str,
    content: dict[str, Any],
    version: int | None,
    told: str,
    names: Mapping[int, str] | None = None,
) -> ApiError | None:
    """Sends what was typed and closes the dialog, or says why not and leaves every field as it is.

    Args:
        method: of the request.
        path: of the route.
        content: the body.
        version: of what is changed, as it was on screen.
        told: what is said when it is done.
        names: see `course_refusal`.

    Returns:
        What was refused.
    """
    try:
        send(method, path, content, version)
    except ApiError as error:
        st.error(course_refusal(error, names), icon=":material/error:")
        return error
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
    return None


def in_or_out_of_use(path: str, row: Mapping[str, Any], key: str, what_then: str) -> None:
    """The button that takes a subject, a topic or a resource out of use, or into use again."""
    if row["status"] == CatalogStatus.ACTIVE:
        if st.button(
            _("Take out of use"), key=f"{key}-off", icon=":material/visibility_off:", width="stretch", help=what_then
        ):
            save("PUT", path, {"status": CatalogStatus.INACTIVE}, row["version"], _("Out of use."))
    elif st.button(_("Take into use again"), key=f"{key}-on", icon=":material/undo:", width="stretch"):
        save("PUT", path, {"status": CatalogStatus.ACTIVE}, row["version"], _("In use again."))


def state(row: Mapping[str, Any]) -> str:
    """`○ Out of use`; empty for what is in use, as nearly everything is."""
    status = CatalogStatus(row["status"])
    return "" if status is CatalogStatus.ACTIVE else STATUS_NAMES[status]


def changed(row: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """What of the fields became different; lists of ids are the same in any order."""
    return {name: value for name, value in content.items() if _as_kept(value) != _as_kept(row[name])}


def _as_kept(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) and all(isinstance(one, int) for one in value) else value


def text(label: str, known: str | None, key: str, **more: Any) -> str:
    """A line, without spaces around it."""
    return (
        st.text_input(label, known or "", key=key, max_chars=more.pop("max_chars", MOST_LETTERS), **more) or ""
    ).strip()


def long_text(label: str, known: str | None, key: str, **more: Any) -> str | None:
    """Some lines, or None."""
    return (st.text_area(label, known or "", key=key, max_chars=MOST_TEXT, height=80, **more) or "").strip() or None


def begun(key: str, known: object) -> str:
    """The key of a field that begins with what is known and can be emptied: Streamlit lets nobody empty a default."""
    if key not in st.session_state:
        st.session_state[key] = known
    return key


def whole_number(label: str, known: int | None, most: int, step: int, key: str, **more: Any) -> int | None:
    """A whole number from 1 on, or None."""
    found = st.number_input(label, 1, max(most, known or 0), None, step, key=begun(key, known), **more)
    return None if found is None else int(found)


def one_of(label: str, names: Mapping[Choice, str], known: Choice | None, key: str) -> Choice | None:
    """One of a few, or none."""
    options: Sequence[Choice | None] = [None, *names]
    return st.selectbox(
        label,
        options,
        index=options.index(known),
        format_func=lambda one: _("Not said") if one is None else names[one],
        key=key,
    )
