"""Inquiries by stage, live: who is where, since when, and the next move (`?q=…&counselor=…&source=…`)."""

from typing import Any

import streamlit as st

from dashboards.access import inquiries_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.board import ENDED, MOST, board, cards_shown, stage_choice
from dashboards.components.lead_filter import lead_filter
from dashboards.components.sending import show_refusal
from dashboards.components.snapshot import build_if_any
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.leads import scores
from dashboards.queries.snapshot import ask
from dashboards.session import api, current_person
from warehouse.vocabulary import InquiryStatus, LeadBand

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Pipeline"), anchor=False)
    if st.button(_("New inquiry"), type="primary", icon=":material/person_add:"):
        st.switch_page(PAGES_FOLDER / "counselor/new_inquiry.py")
show_refusal()


def _cards(stage: InquiryStatus, inquiries: int, filters: dict[str, Any]) -> list[dict[str, Any]]:
    if not inquiries:
        return []
    # What has ended is looked at for the latest, everything else for what comes next.
    order = "-created_at" if stage in ENDED else "next_follow_up_date"
    query = {"status": stage, "sort": order, "limit": min(cards_shown(stage), MOST)} | filters
    found: list[dict[str, Any]] = api("GET", "/crm/inquiries", query=query)["items"]
    return found


try:
    filters = lead_filter(person)
    with st.spinner(_("Looking up inquiries …"), show_time=False):
        told = api("GET", "/crm/pipeline/stages", query=filters)["stages"]
        counts = {InquiryStatus(row["status"]): int(row["inquiries"]) for row in told}
        cards = {stage: _cards(stage, count, filters) for stage, count in counts.items()}
except ApiError as error:
    states.broken(error)
    st.stop()

if not any(counts.values()):
    if filters:
        states.empty(_("No inquiry fits."), _("Clear the search, or choose everybody's inquiries and all sources."))
    else:
        states.empty(_("Nobody has asked yet."), _("Whoever asks appears here: note them with “New inquiry”."))
    st.stop()

build = build_if_any()
known = {}
if build is not None:
    here = tuple(inquiry["id"] for inquiries in cards.values() for inquiry in inquiries)
    rows = ask(build, scores, inquiries_in_scope(person), here).to_dict("records")
    known = {int(row["inquiry_id"]): (float(row["p_enrol"]), LeadBand(row["band"])) for row in rows}
stage_choice(counts)
board(counts, cards, known, person.today, person.time_zone)
