"""Lists that grow by a page when somebody asks for more: the API's keyset pages, one after the other, or rows there."""

import json
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards.language import _
from dashboards.session import api

PAGE: Final = 50
# What is asked, and how many pages of it are shown; a page of the portal shows one question of a list at a time.
_PAGES: Final = "pages-{path}"


def first_answers(path: str, query: dict[str, Any], pages: int) -> list[dict[str, Any]]:
    """The first so many pages of a list as the API answers them, for whoever reads more of them than rows.

    Raises:
        ApiError: the list cannot be read.
    """
    answers: list[dict[str, Any]] = []
    following: str | None = None
    for _page in range(pages):
        answers.append(api("GET", path, query=query | ({"cursor": following} if following else {})))
        following = answers[-1].get("next_cursor")
        if following is None:
            break
    return answers


def first_pages(path: str, query: dict[str, Any], pages: int) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of the first so many pages of a list, and the cursor of the next page; None when that was all.

    Raises:
        ApiError: the list cannot be read.
    """
    answers = first_answers(path, query, pages)
    return [row for answer in answers for row in answer["items"]], answers[-1].get("next_cursor") if answers else None


def grown(path: str, query: dict[str, Any], page: int = PAGE) -> tuple[list[dict[str, Any]], bool]:
    """The rows that are shown, and whether there are more; another question of the same list begins with one page.

    Args:
        path: which list.
        query: what is asked of it.
        page: rows of a page.

    Raises:
        ApiError: the API does not answer.
    """
    items, following = first_pages(path, query | {"limit": page}, _shown(path, query))
    return items, following is not None


def grown_rows(name: str, query: dict[str, Any], rows: pd.DataFrame, page: int = PAGE) -> tuple[pd.DataFrame, bool]:
    """Of rows that are all there those that are shown, and whether there are more; as `grown`.

    Args:
        name: which list.
        query: what is asked of it.
        rows: all of them.
        page: rows of a page.
    """
    shown = rows.head(page * _shown(name, query))
    return shown, len(shown) < len(rows)


def more(path: str, query: dict[str, Any], key: str, page: int = PAGE) -> None:
    """The button that shows another page of what `grown` was asked."""
    st.button(
        _("Show {count} more", count=page),
        icon=":material/expand_more:",
        key=key,
        on_click=_another_page,
        args=(path, query),
    )


def _shown(path: str, query: dict[str, Any]) -> int:
    asked, pages = st.session_state.get(_PAGES.format(path=path), ("", 1))
    return pages if asked == _mark(query) else 1


def _another_page(path: str, query: dict[str, Any]) -> None:
    st.session_state[_PAGES.format(path=path)] = (_mark(query), _shown(path, query) + 1)


def _mark(query: dict[str, Any]) -> str:
    return json.dumps(query, sort_keys=True, default=str)
