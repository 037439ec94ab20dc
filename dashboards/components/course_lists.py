"""What the lists of the page of courses share: a search and a choice in the address, and pages that grow."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.address import chosen, write
from dashboards.components.course_words import STATUS_NAMES
from dashboards.components.paging import first_pages
from dashboards.components.sending import refusal
from dashboards.components.ways import Way, linked
from dashboards.language import _

# Of a subject's topics, and of the subjects, to choose from: as many as the API takes at once, and so many times.
_MOST: Final = 200
_MOST_PAGES: Final = 10
_PART: Final = "course-part"
_MOST_LETTERS: Final = 100


def searched(part: str, placeholder: str) -> str | None:
    """What is looked for in this part of the page; it stands in the address as `q`, and the next part begins anew."""
    if st.session_state.get(_PART, part) != part:
        write("q", None)
    st.session_state[_PART] = part
    key = f"find-{part}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get("q", "")[:_MOST_LETTERS]
    found = st.text_input(_("Search"), key=key, placeholder=placeholder, type="search", max_chars=_MOST_LETTERS)
    wanted = (found or "").strip() or None
    write("q", wanted)
    return wanted


def status_chosen() -> str | None:
    """In use, out of use, or both."""
    return chosen("status", _("Status"), {key: STATUS_NAMES[key] for key in STATUS_NAMES}, _("Any status"))


def asked(**values: Any) -> dict[str, Any]:
    """A query without what was not asked for."""
    return {name: value for name, value in values.items() if value is not None}


def everything(path: str, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list to choose from.

    Raises:
        ApiError: the API does not answer.
    """
    return first_pages(path, asked(**query) | {"limit": _MOST}, _MOST_PAGES)[0]


def shown(items: Sequence[object], *, has_more: bool) -> str:
    """How many there are, as far as they were read: `50+`."""
    return f"{len(items)}{'+' if has_more else ''}"


def courses_way(**query: object) -> Way:
    """The way to a part of the page: Streamlit's own links to the page that is open leave the address as it was."""
    return Way("courses", {name: str(value) for name, value in query.items()})


def item(title: str, lines: Sequence[str], *, way: Way | None = None, url: str | None = None, note: str = "") -> str:
    """A row as HTML of plain texts.

    Args:
        title: its name.
        lines: what it is about; those that say nothing are left out.
        way: where its name leads within the portal.
        url: where it leads outside of it.
        note: what stands out.
    """
    name = f"<strong>{linked(title, way)}</strong>"
    if url is not None:
        name = f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'
    about = "".join(f"<span>{escape(line)}</span>" for line in lines if line)
    noted = f'<span class="hw-late">{escape(note)}</span>' if note else ""
    return f'<div class="hw-lead">{name}{about}{noted}</div>'


def others_of(path: str, row_id: int | None, **query: Any) -> list[dict[str, Any]] | None:
    """Everything of a list but one row; None, with a word on screen, when the API does not tell."""
    try:
        return [one for one in everything(path, **query) if one["id"] != row_id]
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return None
