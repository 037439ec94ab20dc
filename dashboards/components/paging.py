"""Lists that grow by a page when somebody asks for more: the API's keyset pages, one after the other."""

from typing import Any

from dashboards.session import api


def first_pages(path: str, query: dict[str, Any], pages: int) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of the first so many pages of a list, and the cursor of the next page; None when that was all.

    Raises:
        ApiError: the list cannot be read.
    """
    rows: list[dict[str, Any]] = []
    following: str | None = None
    for _ in range(pages):
        told = api("GET", path, query=query | ({"cursor": following} if following else {}))
        rows += told["items"]
        following = told.get("next_cursor")
        if following is None:
            break
    return rows, following
