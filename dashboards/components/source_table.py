"""Which ways lead to enrolments: a row for each source."""

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from dashboards.components.labels import number, percent
from dashboards.components.lead_words import source_name
from dashboards.components.ways import Way, linked
from dashboards.language import _

# Of fewer inquiries a share tells nothing.
_FEWEST = 10


def source_table(rows: pd.DataFrame, way: Callable[[str, object], Way]) -> None:
    """Shows rows of `queries.conversion.by_source`.

    Args:
        rows: the rows.
        way: the way to the inquiries behind a number, from its metric and the source.
    """
    told = rows.to_dict("records")
    enough = [row for row in told if row["inquiries"] >= _FEWEST]
    best = max(enough, key=lambda row: row["conversion_rate"], default=None)
    title = (
        _(
            "{source} leads to most: {share} enrol",
            source=source_name(best["source"]),
            share=percent(best["conversion_rate"]),
        )
        if best
        else _("Too few inquiries of each source to compare them")
    )
    asked, enrolled, rate = _("Inquiries"), _("Enrolled"), _("Conversion")
    body = "".join(
        f"<tr><th scope='row'>{escape(source_name(row['source']))}</th>"
        f"<td data-label='{escape(asked)}'>{linked(number(row['inquiries']), way('inquiries', row['source']))}</td>"
        f"<td data-label='{escape(enrolled)}'>"
        f"{linked(number(row['enrolled_inquiries']), way('enrolled_inquiries', row['source']))}</td>"
        f"<td data-label='{escape(rate)}'>{percent(row['conversion_rate'])}</td></tr>"
        for row in told
    )
    with st.container(border=True, key="sources"):
        st.subheader(title, anchor=False)
        st.html(
            '<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="sources"><thead><tr>'
            f"<th>{escape(_('Source'))}</th><th>{escape(asked)}</th><th>{escape(enrolled)}</th>"
            f"<th>{escape(rate)}</th></tr></thead><tbody>{body}</tbody></table></div>"
        )
