"""Which facts of inquiries the lead score stands on, and which were rejected because they were written later."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import percent
from warehouse.vocabulary import AttributeVerdict

_WORDS = {
    AttributeVerdict.REJECTED: "✕ Rejected",
    AttributeVerdict.USED: "✓ Used",
    AttributeVerdict.UNUSED: "○ Not used",
}


def lead_facts(facts: pd.DataFrame) -> None:
    """Shows rows of `queries.models.lead_facts`, the rejected ones first."""
    rejected = int((facts["verdict"] == AttributeVerdict.REJECTED).sum())
    title = f"{rejected} of {len(facts)} facts of inquiries were rejected" if rejected else "No fact was rejected"
    with st.container(border=True, key="lead-facts"):
        st.subheader(title, anchor=False)
        st.caption(
            "An export shows a column as it is today. Whatever was filled in while an inquiry was worked on, or at its"
            " end, would tell the outcome instead of predicting it. So each fact without a date of its own is tested."
        )
        rows = "".join(_row(row) for row in facts.to_dict("records"))
        st.html(
            '<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="lead-facts"><thead><tr>'
            "<th>Fact</th><th>Verdict</th><th>Known for</th><th>Why</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></div>"
        )


def _row(row: dict[Hashable, Any]) -> str:
    return (
        f"<tr><th scope='row'>{escape(str(row['attribute']))}</th>"
        f"<td data-label='Verdict'>{_WORDS[AttributeVerdict(str(row['verdict']))]}</td>"
        f"<td data-label='Known for'>{percent(row['filled_share'])}</td><td>{escape(str(row['reason']))}</td></tr>"
    )
