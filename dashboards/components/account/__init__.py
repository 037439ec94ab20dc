"""Who is logged in, with the button to log out, in the sidebar."""

import streamlit as st

from dashboards.access import Person
from dashboards.components.assets import joined_text
from dashboards.components.labels import ROLE_NAMES

_account = st.components.v2.component(
    "headway_account",
    html=joined_text("account/account.html"),
    css=joined_text("account/account.css"),
    js=joined_text("account/account.js"),
)


def account(person: Person) -> None:
    """Shows name, role and campus, and the way out."""
    role = ROLE_NAMES[person.role]
    _account(
        key="account",
        data={"name": person.name, "role": f"{role} · {person.campus.name}" if person.campus else role},
    )
