"""The pipeline as columns of cards; on a phone one stage at a time, chosen by buttons that carry the counts."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.components.labels import number, percent
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

# What has ended is looked at for the latest.
ENDED: Final = frozenset({InquiryStatus.ENROLLED, InquiryStatus.LOST})
# Cards of a stage at most: as many as the API gives at once; nobody reads on where a search is quicker.
MOST: Final = 200
# Cards at first, a screen and a half of them, of what has ended fewer; and how many more each time.
_FIRST, _FIRST_ENDED, _STEP = 8, 5, 20
_CARDS: Final = "cards-{stage}"
# Stages in which there is something to do have room for their buttons.
_WIDTHS: Final = {
    InquiryStatus.NEW: 4,
    InquiryStatus.CONTACTED: 4,
    InquiryStatus.FOLLOW_UP_SCHEDULED: 4,
    InquiryStatus.ENROLLED: 3,
    InquiryStatus.LOST: 3,
}


def stage_choice(counts: Mapping[InquiryStatus, int]) -> None:
    """Which stage a phone shows, the first with somebody in it unless one is chosen; a wide screen hides this."""
    stages = {stage.value: stage for stage in STAGE_NAMES}
    usual = next((stage for stage in STAGE_NAMES if counts[stage]), InquiryStatus.NEW)
    with (
        st.container(key="board-stages"),
        in_address("stage", stages, usual.value, is_always_said="stage" in st.query_params),
    ):
        chosen = st.pills(
            _("Stage"),
            list(STAGE_NAMES),
            required=True,
            format_func=lambda stage: f"{STAGE_NAMES[stage]} {number(counts[stage])}",
            key="stage",
            label_visibility="collapsed",
            on_change=_say_stage,
        )
    shown = InquiryStatus(chosen or usual)
    # Chosen here and hidden there: only the browser knows how wide it is.
    st.html(
        "<style>@media (max-width: 640px) {"
        f" .st-key-board .stColumn:not(:has(.st-key-stage-column-{shown.value})) {{ display: none; }} }}</style>"
    )


def _say_stage() -> None:
    """What is chosen stays chosen, also where it is usual at the moment."""
    st.query_params["stage"] = InquiryStatus(st.session_state["stage"]).value


def board(
    counts: Mapping[InquiryStatus, int],
    cards: Mapping[InquiryStatus, list[dict[str, Any]]],
    scores: Mapping[int, Score],
    today: date,
    zone: str | None,
) -> None:
    """Shows inquiries as `GET /crm/inquiries` tells them, a column for each stage.

    Args:
        counts: how many stand at each stage.
        cards: the first of each.
        scores: chance and band of those that were scored.
        today: the day at the campus.
        zone: the campus's time zone.
    """
    with st.container(key="board"):
        for column, stage in zip(st.columns(list(_WIDTHS.values()), wrap=False), _WIDTHS, strict=True):
            with column, st.container(key=f"stage-column-{stage.value}"):
                st.html(
                    f'<h2 class="hw-stage">{STAGE_NAMES[stage]} <span data-testid="count-{stage.value}">'
                    f"{number(counts[stage])}</span></h2>"
                )
                _column(cards[stage], scores, today, zone)
                _more(stage, counts[stage] - len(cards[stage]))


def cards_shown(stage: InquiryStatus) -> int:
    """How many cards of a stage are looked at."""
    return int(st.session_state.get(_CARDS.format(stage=stage.value), _FIRST_ENDED if stage in ENDED else _FIRST))


def _column(items: list[dict[str, Any]], scores: Mapping[int, Score], today: date, zone: str | None) -> None:
    if not items:
        st.html(f'<p class="hw-quiet">{escape(_("Nobody here."))}</p>')
    for inquiry in items:
        with st.container(border=True, key=f"lead-{inquiry['id']}"):
            st.html(_card(inquiry, scores.get(inquiry["id"]), today, zone))
            moves(inquiry, today)


def _more(stage: InquiryStatus, hidden: int) -> None:
    if hidden <= 0:
        return
    if cards_shown(stage) >= MOST:
        st.html(f'<p class="hw-quiet">{escape(_("{count} more: search, or choose fewer.", count=number(hidden)))}</p>')
        return
    st.button(
        _("{count} more", count=number(hidden)),
        key=f"more-{stage.value}",
        icon=":material/expand_more:",
        width="stretch",
        on_click=_show_more,
        args=(stage,),
    )


def _show_more(stage: InquiryStatus) -> None:
    st.session_state[_CARDS.format(stage=stage.value)] = min(cards_shown(stage) + _STEP, MOST)


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
