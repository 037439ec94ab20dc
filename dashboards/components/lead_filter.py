"""Which inquiries a page shows: search, counselor and source, kept in the address so that a view can be shared."""

from collections import Counter
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.lead_words import SOURCE_NAMES
from dashboards.components.shared_filters import in_address, take_up
from dashboards.language import _, gettext_noop
from dashboards.session import api
from warehouse.vocabulary import InquirySource, Role

EVERYBODY: Final = gettext_noop("Everybody's")
MINE: Final = gettext_noop("Mine")
ANY_SOURCE: Final = gettext_noop("Any source")


def lead_filter(person: Person) -> dict[str, Any]:
    """Shows the filters, and returns what to ask `GET /crm/inquiries` for.

    Raises:
        ApiError: the API does not answer.
    """
    names = _counselors(person)
    people = {EVERYBODY: 0} | {str(key): key for key in names}
    sources = {ANY_SOURCE: None} | {name: source for source, name in SOURCE_NAMES.items()}
    take_up("source", sources)
    with st.container(horizontal=True, key="lead-filter", vertical_alignment="bottom"):
        wanted = st.text_input(
            _("Search"),
            key="q",
            bind="query-params",
            placeholder=_("Name, phone or e-mail"),
            type="search",
            max_chars=100,
        )
        # By number in the address: a name is not one's own, and the one who is "mine" is somebody else to others.
        with in_address("counselor", people, EVERYBODY):
            whose = st.selectbox(
                _("Counselor"),
                list(people.values()),
                format_func=lambda key: names.get(key) or _(EVERYBODY),
                key="counselor",
            )
        source: InquirySource | None = sources[
            st.selectbox(_("Source"), list(sources), format_func=_, key="source", bind="query-params") or ANY_SOURCE
        ]
    asked = {"q": (wanted or "").strip() or None, "counselor_id": whose or None, "source": source}
    return {name: value for name, value in asked.items() if value is not None}


def _counselors(person: Person) -> dict[int, str]:
    """Whose inquiries can be chosen, by number: of counselors with open ones that the person may see."""
    known: dict[int, str] | None = st.session_state.get("_counselors")
    if known is None:
        found = api("GET", "/crm/counselors")["items"]
        of_name = Counter(one["name"] for one in found)
        # Of two with one name each is chosen by name and number.
        known = {
            one["id"]: one["name"] if of_name[one["name"]] == 1 else f"{one['name']} · {one['id']}"
            for one in found
            if one["id"] != person.id
        }
        st.session_state["_counselors"] = known
    own = {person.id: _(MINE)} if person.role is Role.COUNSELOR else {}
    return own | known
