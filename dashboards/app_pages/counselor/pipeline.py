"""Inquiries by stage, live: who is where, since when, and the next move (`?q=…&counselor=…&source=…`)."""

from typing import Any

import streamlit as st

from dashboards.access import inquiries_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.board import board, cards_shown, count, stage_choice
from dashboards.components.lead_filter import lead_filter
from dashboards.components.sending import show_refusal
from dashboards.components.snapshot import build_if_any
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.leads import scores
from dashboards.queries.snapshot import ask
from dashboards.session import api, current_person
from warehouse.vocabulary import InquiryStatus, LeadBand

# Of a stage: as many as somebody looks at, and as the API gives at once.
FEW, MOST = 50, 200
# Of what has ended only the latest is of interest here.
LATEST = 20

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Pipeline"), anchor=False)
    if st.button(_("New inquiry"), type="primary", icon=":material/person_add:"):
        st.switch_page(PAGES_FOLDER / "counselor/new_inquiry.py")
show_refusal()


def _page(stage: InquiryStatus, filters: dict[str, Any]) -> Any:
    is_over = stage in (InquiryStatus.ENROLLED, InquiryStatus.LOST)
    limit = FEW if cards_shown(stage) < FEW else MOST
    order = {"sort": "-created_at", "limit": LATEST} if is_over else {"sort": "next_follow_up_date", "limit": limit}
    return api("GET", "/crm/inquiries", query={"status": stage, **order, **filters})


try:
    filters = lead_filter(person)
    with st.spinner(_("Looking up inquiries …"), show_time=False):
        told = {stage: _page(stage, filters) for stage in InquiryStatus}
except ApiError as error:
    states.broken(error)
    st.stop()

if not any(page["items"] for page in told.values()):
    if filters:
        states.empty(_("No inquiry fits."), _("Clear the search, or choose everybody's inquiries and all sources."))
    else:
        states.empty(_("Nobody has asked yet."), _("Whoever asks appears here: note them with “New inquiry”."))
    st.stop()

build = build_if_any()
known = {}
if build is not None:
    of_all = ask(build, scores, inquiries_in_scope(person))
    here = [inquiry["id"] for page in told.values() for inquiry in page["items"]]
    rows = of_all[of_all["inquiry_id"].isin(here)].to_dict("records")
    known = {int(row["inquiry_id"]): (float(row["p_enrol"]), LeadBand(row["band"])) for row in rows}
stage_choice({stage: count(page) for stage, page in told.items()})
board(told, known, person.today, person.campus.time_zone if person.campus else None)
