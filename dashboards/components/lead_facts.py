"""Which facts of inquiries the lead score stands on, and which were rejected because they were written later."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import percent
from dashboards.components.told_of_leads import fact_name
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import AttributeVerdict

_WORDS = Names(
    {
        AttributeVerdict.REJECTED: gettext_noop("✕ Rejected"),
        AttributeVerdict.USED: gettext_noop("✓ Used"),
        AttributeVerdict.UNUSED: gettext_noop("○ Not used"),
    }
)


def lead_facts(facts: pd.DataFrame) -> None:
    """Shows rows of `queries.models.lead_facts`, the rejected ones first."""
    rejected = int((facts["verdict"] == AttributeVerdict.REJECTED).sum())
    title = _("No fact was rejected")
    if rejected:
        title = _("{count} of {total} facts of inquiries were rejected", count=rejected, total=len(facts))
    with st.container(border=True, key="lead-facts"):
        st.subheader(title, anchor=False)
        st.caption(
            _(
                "An export shows a column as it is today. Whatever was filled in while an inquiry was worked on, or at"
                " its end, would tell the outcome instead of predicting it. So each fact without a date of its own is"
                " tested."
            )
        )
        rows = "".join(_row(row) for row in facts.to_dict("records"))
        st.html(
            '<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="lead-facts"><thead><tr>'
            f"<th>{escape(_('Fact'))}</th><th>{escape(_('Verdict'))}</th><th>{escape(_('Known for'))}</th>"
            f"<th>{escape(_('Why'))}</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></div>"
        )


def _row(row: dict[Hashable, Any]) -> str:
    return (
        f"<tr><th scope='row'>{escape(fact_name(str(row['attribute'])))}</th>"
        f"<td data-label='{escape(_('Verdict'))}'>{_WORDS[AttributeVerdict(str(row['verdict']))]}</td>"
        f"<td data-label='{escape(_('Known for'))}'>{percent(row['filled_share'])}</td>"
        f"<td lang='en'>{escape(str(row['reason']))}</td></tr>"
    )
