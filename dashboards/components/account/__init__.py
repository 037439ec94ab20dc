"""Who is logged in, the language, and the button to log out, in the sidebar."""

import streamlit as st

from dashboards.access import Person
from dashboards.components.assets import joined_text
from dashboards.components.labels import ROLE_NAMES
from dashboards.language import LANGUAGES, language, words_of

_SCRIPT = joined_text("words.js", "account/account.js")

_account = st.components.v2.component(
    "headway_account",
    html=joined_text("account/account.html"),
    css=joined_text("account/account.css"),
    js=_SCRIPT,
)


def account(person: Person) -> None:
    """Shows name, role and campus, the language, and the way out."""
    role = ROLE_NAMES[person.role]
    _account(
        key="account",
        data={
            "name": person.name,
            "role": f"{role} · {person.campus.name}" if person.campus else role,
            "language": language(),
            "languages": list(LANGUAGES.items()),
            "words": words_of(_SCRIPT),
        },
    )
