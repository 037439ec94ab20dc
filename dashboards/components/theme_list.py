"""Themes as a list that reads well on a phone: complaints, more or fewer than before, and the words that show it."""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import number, theme_name
from dashboards.components.ways import Way, linked
from dashboards.language import _, ngettext


def theme_list(themes: pd.DataFrame, days: int, way: Callable[[str], Way]) -> None:
    """Shows rows of `queries.feedback.themes`.

    Args:
        themes: the rows.
        days: the length of both windows.
        way: the way to the comments that mention a theme.
    """
    items = "".join(_item(row, days, way) for row in themes.to_dict("records"))
    st.html(f'<ul class="hw-themes" data-testid="theme-list">{items}</ul>')


def _item(row: Any, days: int, way: Callable[[str], Way]) -> str:
    words = [str(word) for word in row["words"]]
    mentions, negative, positive = int(row["mentions"]), int(row["negative"]), int(row["positive"])
    told = _(
        "{mentions} comments · {negative} negative · {positive} positive",
        mentions=number(mentions),
        negative=number(negative),
        positive=number(positive),
    )
    shown_by = f'<span class="hw-words">“{escape(", ".join(words))}”</span>' if words else ""
    return (
        f'<li class="hw-theme"><strong>{linked(theme_name(row["theme"]), way(row["theme"]))}</strong>'
        f"<span>{_change(negative, int(row['negative_before']), days)}</span>"
        f"<span>{escape(told)}</span>{shown_by}</li>"
    )


def _change(now: int, before: int, days: int) -> str:
    if now == before:
        return ngettext(
            "{count} complaint, as many as in the {days} days before",
            "{count} complaints, as many as in the {days} days before",
            now,
            days=days,
        )
    sign = "▲" if now > before else "▼"
    told = ngettext(
        "{count} complaint, {before} in the {days} days before",
        "{count} complaints, {before} in the {days} days before",
        now,
        before=number(before),
        days=days,
    )
    return f"{sign} {told}"
