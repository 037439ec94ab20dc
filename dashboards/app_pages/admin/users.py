"""Who can log in: found by name, role, status and campus; invited, changed, suspended, given a new password."""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.invite import invite
from dashboards.components.labels import ROLE_NAMES
from dashboards.components.paging import first_pages
from dashboards.components.user_list import STATUS_NAMES, user_list
from dashboards.session import api, current_person

PAGE_SIZE = 50
EVERYBODY, ANY = "Every role", "Any status"
EVERYWHERE = "All campuses"

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title("Users", anchor=False)
    if st.button("Invite somebody", type="primary", icon=":material/person_add:", key="invite-open"):
        invite(person)
try:
    places = {} if person.campus else {one["id"]: one["name"] for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
roles = {EVERYBODY: None} | {name: role for role, name in ROLE_NAMES.items()}
statuses = {ANY: None} | {name: status for status, name in STATUS_NAMES.items()}
campuses = {EVERYWHERE: None} | {name: key for key, name in places.items()}
with st.container(horizontal=True, key="user-filter", vertical_alignment="bottom"):
    wanted = st.text_input(
        "Search", key="q", bind="query-params", placeholder="Name or e-mail", type="search", max_chars=100
    )
    role = st.selectbox("Role", list(roles), key="role", bind="query-params")
    status = st.selectbox("Status", list(statuses), key="status", bind="query-params")
    place = st.selectbox("Campus", list(campuses), key="place", bind="query-params") if places else EVERYWHERE
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
    states.empty("Nobody fits.", "Search with a part of the name, or choose another role, status or campus.")
    st.stop()
waiting = sum(not one["has_password"] for one in found)
st.caption(
    f"{len(found)}{'+' if following else ''} {'person' if len(found) == 1 else 'people'}"
    + (f", {waiting} of them without a password so far" if waiting else "")
)
user_list(found, person, places)
if following and st.button(f"Show {PAGE_SIZE} more", icon=":material/expand_more:", key="users-more"):
    st.session_state["users-pages"] = shown + 1
    st.rerun()
