"""Accounts as a list, and managing one: name, role and campus, whether it is open, and a code for a new password."""

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.labels import ROLE_NAMES, ago
from dashboards.components.lead_words import listed, plain
from dashboards.components.one_time_code import forget_codes, one_time_code
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import Role, UserStatus

STATUS_NAMES: Final = Names(
    {
        UserStatus.ACTIVE: gettext_noop("Active"),
        UserStatus.SUSPENDED: gettext_noop("Suspended"),
        UserStatus.INACTIVE: gettext_noop("Not open yet"),
    }
)
_STATUS_LOOKS: Final = {
    UserStatus.ACTIVE: "low",
    UserStatus.SUSPENDED: "high",
    UserStatus.INACTIVE: "quiet",
}
_STATUS_SIGNS: Final = {
    UserStatus.ACTIVE: "●",
    UserStatus.SUSPENDED: "■",
    UserStatus.INACTIVE: "○",
}
# Students and faculty members have a record that says what they are and where.
_WITH_A_RECORD: Final = (Role.STUDENT, Role.FACULTY)
_SUSPENDS: Final = gettext_noop("Logged out everywhere, and no log-in until let in again. Nothing is deleted.")
_LETS_IN: Final = gettext_noop("They log in with the password that they had.")
OFFICE_ROLES: Final = (Role.COUNSELOR, Role.ADMIN)


def full_name(user: dict[str, Any]) -> str:
    """First and last name of an item of `GET /users`."""
    return f"{user['first_name']} {user['last_name'] or ''}".strip()


def user_list(users: list[dict[str, Any]], person: Person, places: Mapping[int, str]) -> None:
    """Shows items of `GET /users`.

    Args:
        users: the items.
        person: who looks.
        places: names of campuses by id, when there is more than the person's own.
    """
    with st.container(key="user-list", gap="small"):
        for user in users:
            with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"user-{user['id']}"):
                st.html(_item(user, person, places), width="stretch")
                if st.button(
                    _("Manage"), key=f"manage-{user['id']}", icon=":material/manage_accounts:", on_click=forget_codes
                ):
                    manage(user, person, places)


def _item(user: dict[str, Any], person: Person, places: Mapping[int, str]) -> str:
    status = UserStatus(user["status"])
    about = listed(
        [
            ROLE_NAMES[Role(user["role"])],
            places.get(user["campus_id"], user["campus_code"] or _("Every campus")) if places else "",
            user["email"] or _("no e-mail"),
            _("you") if user["id"] == person.id else "",
        ]
    )
    return (
        f'<div class="hw-lead hw-user"><strong>{escape(full_name(user))}</strong>'
        f'<span class="hw-lead-band {_STATUS_LOOKS[status]}"><span class="hw-band">'
        f"{_STATUS_SIGNS[status]} {STATUS_NAMES[status]}</span> · {_last_seen(user)}</span>"
        f"<span>{escape(about)}</span></div>"
    )


def _last_seen(user: dict[str, Any]) -> str:
    if not user["has_password"]:
        return _("no password yet")
    if user["last_login_at"] is None:
        return _("never logged in")
    since = datetime.now(UTC) - datetime.fromisoformat(user["last_login_at"])
    return _("logged in {ago}", ago=ago(since.total_seconds()))


def manage(user: dict[str, Any], person: Person, places: Mapping[int, str]) -> None:
    """One account: what can be changed of it, and its way in."""
    st.dialog(_("Manage user"))(_manage)(user, person, places)


def _manage(user: dict[str, Any], person: Person, places: Mapping[int, str]) -> None:
    st.markdown(f"**{plain(full_name(user))}**, {ROLE_NAMES[Role(user['role'])].lower()}")
    content = _fields(user, person, places)
    if st.button(_("Save"), type="primary", key="user-save", width="stretch", disabled=not content):
        _change(user, content, _("Saved."))
    st.divider()
    is_open = user["status"] == UserStatus.ACTIVE
    if is_open:
        one_time_code(user)
    if user["id"] == person.id:
        st.caption(_("Your own role and status are changed by another admin."))
        return
    if is_open and st.button(
        _("Suspend"), key="user-status", icon=":material/block:", width="stretch", help=_(_SUSPENDS)
    ):
        _change(user, {"status": UserStatus.SUSPENDED.value}, _("Suspended."))
    elif not is_open and st.button(
        _("Let in"), key="user-status", icon=":material/undo:", width="stretch", help=_(_LETS_IN)
    ):
        _change(user, {"status": UserStatus.ACTIVE.value}, _("Can log in again."))


def _fields(user: dict[str, Any], person: Person, places: Mapping[int, str]) -> dict[str, Any]:
    """The fields, and what of them became different."""
    left, right = st.columns(2)
    first = left.text_input(_("First name"), user["first_name"], key="user-first", max_chars=200)
    last = right.text_input(_("Last name"), user["last_name"] or "", key="user-last", max_chars=200)
    email = st.text_input(_("E-mail, with which they log in"), user["email"] or "", key="user-email", max_chars=254)
    content: dict[str, Any] = {
        "first_name": (first or "").strip(),
        "last_name": (last or "").strip() or None,
        "email": (email or "").strip().lower() or None,
    }
    role = Role(user["role"])
    if role in _WITH_A_RECORD:
        st.caption(_("Role and campus of students and faculty members stay as in their record."))
    elif user["id"] != person.id:
        roles = [*OFFICE_ROLES, *([Role.SUPER_ADMIN] if person.role is Role.SUPER_ADMIN else [])]
        content["role"] = st.segmented_control(
            _("Role"), roles, default=role, required=True, format_func=ROLE_NAMES.__getitem__, key="user-role"
        )
        if places:
            ids = list(places)
            at = ids.index(user["campus_id"]) if user["campus_id"] in places else None
            content["campus_id"] = st.selectbox(
                _("Campus"),
                ids,
                index=at,
                format_func=places.__getitem__,
                key="user-campus",
                placeholder=_("Every campus"),
            )
    different = {name: value for name, value in content.items() if value != user[name]}
    # What cannot be emptied is told, not sent.
    if "email" in different and different["email"] is None:
        st.caption(_("An e-mail can be changed, not removed."))
        del different["email"]
    return different if content["first_name"] else {}


def _change(user: dict[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("PUT", f"/users/{user['id']}", content, user["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
