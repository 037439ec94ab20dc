"""Who an inquiry is of: contact, stage, how likely they enrol and why, remarks."""

from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day, percent
from dashboards.components.lead_words import (
    BAND_COLOURS,
    BAND_NAMES,
    asked_ago,
    contact,
    due,
    kept_words,
    listed,
    source_name,
    stage_for,
    subjects,
    when,
)
from dashboards.components.sending import refusal, send
from dashboards.components.told_of_leads import lead_reason
from dashboards.language import _
from warehouse.vocabulary import LeadBand

_LONGEST = 5000


def lead_head(inquiry: dict[str, Any], score: pd.DataFrame, today: date, zone: str | None) -> None:
    """Shows an inquiry of `GET /crm/inquiries/{id}` with its row of `queries.leads.score`."""
    is_open = inquiry["closed_on"] is None
    stage = stage_for(inquiry["status"], when(inquiry["status_since"], zone), today)
    counselor = inquiry["counselor_name"]
    lines = [
        listed([stage, due(inquiry) if is_open else ""]),
        listed(
            [
                subjects(inquiry),
                source_name(inquiry["source"]),
                asked_ago(when(inquiry["created_at"], zone), today),
            ]
        ),
        _("Looked after by {name}", name=counselor) if counselor else _("Looked after by nobody"),
    ]
    if inquiry["lost_reason"]:
        lines.append(_("Why lost: {reason}", reason=kept_words(inquiry["lost_reason"])))
    told = "".join(f"<span>{escape(line)}</span>" for line in lines)
    st.html(
        f'<div class="hw-risk {_colour(score)}" data-testid="lead-head"><div class="hw-risk-who">{told}'
        f"{contact(inquiry['phone'], inquiry['email'])}</div>{_chance(score, is_open=is_open)}</div>"
    )


def remarks(inquiry: dict[str, Any]) -> None:
    """What is to be known of somebody, to be written on."""
    with st.expander(_("Remarks"), icon=":material/edit_note:", expanded=bool(inquiry["notes"])):
        words = st.text_area(
            _("Remarks"),
            value=inquiry["notes"] or "",
            key=f"notes-{inquiry['id']}",
            max_chars=_LONGEST,
            label_visibility="collapsed",
            placeholder=_("What the next one who calls should know"),
        )
        note = (words or "").strip() or None
        if not st.button(_("Save remarks"), key="notes-save", disabled=note == inquiry["notes"]):
            return
        try:
            send("PUT", f"/crm/inquiries/{inquiry['id']}", {"notes": note}, inquiry["version"])
        except ApiError as error:
            st.error(refusal(error), icon=":material/error:")
            return
        st.toast(_("Saved."), icon=":material/check_circle:")
        st.rerun()


def _colour(score: pd.DataFrame) -> str:
    return "quiet" if score.empty else BAND_COLOURS[LeadBand(score.iloc[0]["band"])]


def _chance(score: pd.DataFrame, *, is_open: bool) -> str:
    if score.empty:
        told = _("Came in since the scoring") if is_open else ""
        return f'<div class="hw-risk-band"><span class="hw-chance">{escape(told)}</span></div>'
    row = score.iloc[0]
    known = row["reasons"] if row["reasons"] is not None else []
    reasons = "".join(f"<li>{escape(lead_reason(str(one)))}</li>" for one in known)
    chance = _("{share} likely to enrol", share=percent(row["p_enrol"]))
    if not pd.isna(row["scored_as_of"]):
        scored = day(pd.Timestamp(row["scored_as_of"]))
        chance = _("{share} likely to enrol, scored {day}", share=percent(row["p_enrol"]), day=scored)
    return (
        f'<div class="hw-risk-band"><span class="hw-band">{BAND_NAMES[LeadBand(row["band"])]}</span>'
        f'<span class="hw-chance">{escape(chance)}</span></div>'
        + (f'<ul class="hw-reasons">{reasons}</ul>' if reasons else "")
    )
