"""Lists that grow by a page when somebody asks for more: the API's keyset pages, one after the other."""

from typing import Any

from dashboards.session import api


def first_answers(path: str, query: dict[str, Any], pages: int) -> list[dict[str, Any]]:
    """The first so many pages of a list as the API answers them, for whoever reads more of them than rows.

    Raises:
        ApiError: the list cannot be read.
    """
    answers: list[dict[str, Any]] = []
    following: str | None = None
    for _ in range(pages):
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
