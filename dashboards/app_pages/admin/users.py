"""Who can log in: found by name, role, status and campus; invited, changed, suspended, given a new password."""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.invite import invite
from dashboards.components.labels import ROLE_NAMES, or_as_it_is
from dashboards.components.paging import first_pages
from dashboards.components.shared_filters import take_up
from dashboards.components.user_list import STATUS_NAMES, user_list
from dashboards.language import _, gettext_noop, ngettext
from dashboards.session import api, current_person

PAGE_SIZE = 50
EVERYBODY, ANY = gettext_noop("Every role"), gettext_noop("Any status")
EVERYWHERE = gettext_noop("All campuses")

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Users"), anchor=False)
    if st.button(_("Invite somebody"), type="primary", icon=":material/person_add:", key="invite-open"):
        invite(person)
try:
    places = {} if person.campus else {one["id"]: one["name"] for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
roles = {EVERYBODY: None} | {name: role for role, name in ROLE_NAMES.items()}
statuses = {ANY: None} | {name: status for status, name in STATUS_NAMES.items()}
campuses = {EVERYWHERE: None} | {name: key for key, name in places.items()}
for key, options in (("role", roles), ("status", statuses), ("place", campuses)):
    take_up(key, options)
with st.container(horizontal=True, key="user-filter", vertical_alignment="bottom"):
    wanted = st.text_input(
        _("Search"), key="q", bind="query-params", placeholder=_("Name or e-mail"), type="search", max_chars=100
    )
    role = st.selectbox(_("Role"), list(roles), format_func=_, key="role", bind="query-params")
    status = st.selectbox(_("Status"), list(statuses), format_func=_, key="status", bind="query-params")
    place = (
        st.selectbox(
            _("Campus"),
            list(campuses),
            format_func=or_as_it_is(EVERYWHERE),
            key="place",
            bind="query-params",
        )
        if places
        else EVERYWHERE
    )
asked = {
    "q": (wanted or "").strip() or None,
    "role": roles[role or EVERYBODY],
    "status": statuses[status or ANY],
    "campus_id": campuses[place or EVERYWHERE],
    "limit": PAGE_SIZE,
}
query: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
shown = st.session_state.setdefault("users-pages", 1)
try:
    found, following = first_pages("/users", query, shown)
except ApiError as error:
    states.broken(error)
    st.stop()
if not found:
    states.empty(_("Nobody fits."), _("Search with a part of the name, or choose another role, status or campus."))
    st.stop()
waiting = sum(not one["has_password"] for one in found)
count = f"{len(found)}{'+' if following else ''}"
told = ngettext("{shown} person", "{shown} people", len(found), shown=count)
st.caption(_("{people}, {count} of them without a password so far", people=told, count=waiting) if waiting else told)
user_list(found, person, places)
if following and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:", key="users-more"):
    st.session_state["users-pages"] = shown + 1
    st.rerun()
