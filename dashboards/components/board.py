"""The pipeline as columns of cards; on a phone one stage at a time, chosen by buttons that carry the counts."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.components.labels import percent
from dashboards.components.lead_moves import moves
from dashboards.components.lead_words import (
    BAND_COLOURS,
    BAND_NAMES,
    STAGE_NAMES,
    due,
    here_for,
    listed,
    source_name,
    when,
)
from dashboards.components.shared_filters import in_address
from dashboards.language import _
from warehouse.vocabulary import InquiryStatus, LeadBand

Score = tuple[float, LeadBand]

CARDS: Final = 10
_CARDS: Final = "cards-{stage}"
# Stages in which there is something to do have room for their buttons.
_WIDTHS: Final = {
    InquiryStatus.NEW: 4,
    InquiryStatus.CONTACTED: 4,
    InquiryStatus.FOLLOW_UP_SCHEDULED: 4,
    InquiryStatus.ENROLLED: 3,
    InquiryStatus.LOST: 3,
}


def stage_choice(counts: Mapping[InquiryStatus, str]) -> None:
    """Which stage a phone shows; a wide screen shows them all and hides this."""
    stages = {stage.value: stage for stage in STAGE_NAMES}
    with st.container(key="board-stages"), in_address("stage", stages, InquiryStatus.NEW.value):
        chosen = st.pills(
            _("Stage"),
            list(STAGE_NAMES),
            required=True,
            format_func=lambda stage: f"{STAGE_NAMES[stage]} {counts[stage]}",
            key="stage",
            label_visibility="collapsed",
        )
    shown = InquiryStatus(chosen or InquiryStatus.NEW)
    # Chosen here and hidden there: only the browser knows how wide it is.
    st.html(
        "<style>@media (max-width: 640px) {"
        f" .st-key-board .stColumn:not(:has(.st-key-stage-column-{shown.value})) {{ display: none; }} }}</style>"
    )


def board(
    told: Mapping[InquiryStatus, dict[str, Any]], scores: Mapping[int, Score], today: date, zone: str | None
) -> None:
    """Shows pages of `GET /crm/inquiries`, a column for each stage.

    Args:
        told: the page of each stage.
        scores: chance and band of those that were scored.
        today: the day at the campus.
        zone: the campus's time zone.
    """
    with st.container(key="board"):
        for column, (stage, page) in zip(st.columns(list(_WIDTHS.values()), wrap=False), told.items(), strict=True):
            with column, st.container(key=f"stage-column-{stage.value}"):
                st.html(
                    f'<h2 class="hw-stage">{STAGE_NAMES[stage]} <span data-testid="count-{stage.value}">'
                    f"{count(page)}</span></h2>"
                )
                _column(stage, page, scores, today, zone)


def cards_shown(stage: InquiryStatus) -> int:
    """How many cards of a stage are looked at."""
    return int(st.session_state.get(_CARDS.format(stage=stage.value), CARDS))


def count(page: dict[str, Any]) -> str:
    """How many there are, as far as one page tells."""
    return f"{len(page['items'])}{'+' if page.get('next_cursor') else ''}"


def _column(
    stage: InquiryStatus, page: dict[str, Any], scores: Mapping[int, Score], today: date, zone: str | None
) -> None:
    items = page["items"]
    if not items:
        st.html(f'<p class="hw-quiet">{escape(_("Nobody here."))}</p>')
    shown = cards_shown(stage)
    for inquiry in items[:shown]:
        with st.container(border=True, key=f"lead-{inquiry['id']}"):
            st.html(_card(inquiry, scores.get(inquiry["id"]), today, zone))
            moves(inquiry, today)
    if len(items) > shown and st.button(
        _("{count} more", count=f"{len(items) - shown}{'+' if page.get('next_cursor') else ''}"),
        key=f"more-{stage.value}",
        icon=":material/expand_more:",
        width="stretch",
    ):
        st.session_state[_CARDS.format(stage=stage.value)] = shown + 2 * CARDS
        st.rerun()


def _card(inquiry: dict[str, Any], score: Score | None, today: date, zone: str | None) -> str:
    is_open = inquiry["closed_on"] is None
    since = when(inquiry["status_since"], zone)
    lines = [
        listed([source_name(inquiry["source"]), inquiry["counselor_name"] or _("nobody's")]),
        here_for(since, today),
    ]
    band = ""
    if is_open:
        chance, name = score or (None, None)
        band = (
            f'<span class="hw-lead-band {BAND_COLOURS[name]}"><span class="hw-band">{BAND_NAMES[name]}</span>'
            f" {percent(chance)}</span>"
            if name
            else f'<span class="hw-lead-band quiet">{escape(_("not scored yet"))}</span>'
        )
    late = ' class="hw-late"' if inquiry["is_overdue"] else ""
    following = f"<span{late}>{escape(due(inquiry))}</span>" if is_open else ""
    return (
        f'<div class="hw-lead"><a href="/inquiry?inquiry={inquiry["id"]}" target="_self">'
        f"{escape(inquiry['student_name'])}</a>{band}{following}"
        f"{''.join(f'<span>{escape(line)}</span>' for line in lines)}</div>"
    )
