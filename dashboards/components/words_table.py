"""A table that ends in words, and reads as blocks on a phone."""

from collections.abc import Sequence

import streamlit as st


def words_table(key: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table whose last column says in words what the others tell; on a phone a row becomes a block.

    Args:
        key: its test id.
        headings: of every column.
        rows: HTML of every cell; an empty one is left out on a phone.
    """
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    body = "".join(
        f"<tr><th scope='row'>{first}</th>"
        + "".join(
            f"<td data-label='{heading}'>{cell}</td>" if cell else "<td class='hw-none'></td>"
            for heading, cell in zip(headings[1:-1], middle, strict=True)
        )
        + f"<td>{last}</td></tr>"
        for first, *middle, last in rows
    )
    st.html(
        f'<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="{key}">'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
