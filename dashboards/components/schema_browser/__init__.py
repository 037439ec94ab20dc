"""The relations and columns that can be asked, beside an editor: a component, so that a tap writes at the caret."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboards.components.assets import joined_text
from dashboards.language import words_of
from warehouse.relations import PUBLISHED_SCHEMAS

_KEY: Final = "schema-browser"
_SCRIPT: Final = joined_text("words.js", "schema_browser/browser.js")
_browser = st.components.v2.component(
    "headway_schema_browser",
    html=joined_text("schema_browser/browser.html"),
    css=joined_text("schema_browser/browser.css"),
    js=_SCRIPT,
)


def _place(relation: tuple[str, dict[str, str]]) -> tuple[int, str]:
    """Marts come first: there most questions begin."""
    schema = relation[0].partition(".")[0]
    return PUBLISHED_SCHEMAS.index(schema) if schema in PUBLISHED_SCHEMAS else len(PUBLISHED_SCHEMAS), relation[0]


def schema_browser(
    relations: dict[str, dict[str, str]], snapshot: str, *, editor: str, on_first_rows: Callable[[str], None]
) -> None:
    """Shows the relations.

    Args:
        relations: columns and types by relation.
        snapshot: tells one snapshot's relations from another's.
        editor: key of the text area that names are written into.
        on_first_rows: callback; is given a relation whose first rows are wanted.
    """

    def first_rows() -> None:
        relation = st.session_state[_KEY]["first_rows"]
        # Only what was offered: the browser says what it likes.
        if relation in relations:
            on_first_rows(relation)

    _browser(
        key=_KEY,
        data={
            "relations": [
                {"name": name, "columns": [[column, kind.lower()] for column, kind in columns.items()]}
                for name, columns in sorted(relations.items(), key=_place)
            ],
            "snapshot": snapshot,
            "editor": editor,
            "words": words_of(_SCRIPT),
        },
        on_first_rows_change=first_rows,
    )
