"""Who of the campus's staff is to do something."""

import streamlit as st

from dashboards.components.labels import ROLE_NAMES
from dashboards.components.user_list import full_name
from dashboards.language import _
from dashboards.pages_table import STAFF
from dashboards.session import api
from warehouse.vocabulary import Role, UserStatus

_MOST_USERS = 200


def staff_of(campus_id: int) -> dict[int, str]:
    """Names with roles of those who can be given work at a campus, by user id.

    Raises:
        ApiError: the API does not answer.
    """
    found: dict[int, str] = {}
    for role in sorted(STAFF):
        # A super admin belongs to no campus, and may work for each.
        place = {} if role is Role.SUPER_ADMIN else {"campus_id": campus_id}
        query = {"role": role, "status": UserStatus.ACTIVE, "limit": _MOST_USERS} | place
        found |= {
            one["id"]: f"{full_name(one)} · {ROLE_NAMES[role]}" for one in api("GET", "/users", query=query)["items"]
        }
    return found


def staff_field(names: dict[int, str], known: int | None, key: str, *, known_name: str | None = None) -> int | None:
    """The choice of one of them, or of nobody yet."""
    options = [None, *names]
    if known not in options:
        options.append(known)
    return st.selectbox(
        _("Who does it?"),
        options,
        index=options.index(known),
        format_func=lambda one: names.get(one, known_name or _("not active")) if one else _("Nobody yet"),
        key=key,
    )
