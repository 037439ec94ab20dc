"""Inviting somebody: an account is made, and a one-time code to hand over."""

from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.labels import ROLE_NAMES
from dashboards.components.lead_words import plain
from dashboards.components.one_time_code import forget_codes, make_code, show_code
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.session import api
from warehouse.vocabulary import Role

_ROLES: Final = (Role.COUNSELOR, Role.FACULTY, Role.ADMIN)
_MADE: Final = "invited"


def invite(person: Person) -> None:
    """Name, e-mail, role and campus; then the code."""
    st.dialog(_("Invite somebody"), on_dismiss=forget_codes)(_invite)(person)


def _invite(person: Person) -> None:
    if made := st.session_state.get(_MADE):
        _told(made)
        return
    left, right = st.columns(2)
    first = (left.text_input(_("First name"), key="invite-first", max_chars=200) or "").strip()
    last = (right.text_input(_("Last name"), key="invite-last", max_chars=200) or "").strip()
    email = (st.text_input(_("E-mail, with which they log in"), key="invite-email", max_chars=254) or "").strip()
    roles = [*_ROLES, *([Role.SUPER_ADMIN] if person.role is Role.SUPER_ADMIN else [])]
    role = st.segmented_control(
        _("Role"),
        roles,
        default=Role.COUNSELOR,
        required=True,
        format_func=ROLE_NAMES.__getitem__,
        key="invite-role",
    )
    campus_id = _campus(person) if role is not Role.SUPER_ADMIN else None
    st.caption(_("Students are invited when they enrol: their way begins with a new inquiry."))
    is_whole = bool(first and email and role)
    if not st.button(_("Make the account"), type="primary", key="invite-save", width="stretch", disabled=not is_whole):
        return
    content: dict[str, Any] = {"first_name": first, "last_name": last or None, "email": email, "campus_id": campus_id}
    try:
        # A faculty member's account comes with a record.
        if role is Role.FACULTY:
            user_id = send("POST", "/faculties", content)["user_id"]
        else:
            user_id = send("POST", "/users", content | {"role": role})["id"]
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.session_state[_MADE] = {"id": user_id, "name": f"{first} {last}".strip(), "email": email}
    make_code(user_id, is_first=True)
    _told(st.session_state[_MADE])


def _campus(person: Person) -> int | None:
    if person.campus:
        return person.campus.id
    try:
        places = {one["id"]: one["name"] for one in api("GET", "/campuses")["items"]}
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return None
    chosen: int | None = st.selectbox(_("Campus"), list(places), format_func=places.__getitem__, key="invite-campus")
    return chosen


def _told(made: dict[str, Any]) -> None:
    name, email = plain(made["name"]), plain(made["email"])
    st.success(_("**{name}** can log in as {email} once a password is set.", name=name, email=email))
    show_code()
    if st.button(_("Done"), key="invite-done", type="primary", width="stretch"):
        forget_codes()
        st.session_state.pop(_MADE, None)
        st.rerun()
