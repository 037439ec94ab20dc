"""One inquiry (`?inquiry=12`): who it is, how likely they enrol and why, what has happened, and what happens next."""

import pandas as pd
import streamlit as st

from dashboards.access import inquiries_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.lead_contact import contact_form
from dashboards.components.lead_duplicates import duplicates
from dashboards.components.lead_head import lead_head, remarks
from dashboards.components.lead_moves import moves
from dashboards.components.lead_timeline import timeline
from dashboards.components.sending import show_refusal
from dashboards.components.snapshot import build_if_any
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.leads import score
from dashboards.queries.snapshot import ask
from dashboards.session import api, current_person

MOST = 100

person = current_person()
zone = person.time_zone
st.page_link(PAGES_FOLDER / "counselor/pipeline.py", label=_("Pipeline"), icon=":material/arrow_back:")
chosen = st.query_params.get("inquiry", "")
if not chosen.isdecimal():
    states.empty(_("No inquiry is chosen."), _("Open one from the pipeline or from the calls."))
    st.stop()
try:
    inquiry = api("GET", f"/crm/inquiries/{chosen}")
    contacts = api("GET", "/crm/follow-ups", query={"inquiry_id": chosen, "sort": "-date", "limit": MOST})["items"]
    similar = api("GET", f"/crm/inquiries/{chosen}/duplicates")["items"]
except ApiError as error:
    states.broken(error)
    st.stop()

build = build_if_any()
known = ask(build, score, inquiries_in_scope(person), inquiry["id"]) if build else pd.DataFrame()
st.title(inquiry["student_name"], anchor=False)
show_refusal()
if inquiry["merged_into_id"]:
    address = f"/inquiry?inquiry={inquiry['merged_into_id']}"
    st.info(_("This was a duplicate: it goes on in [the other inquiry]({address}).", address=address))
lead_head(inquiry, known, person.today, zone)
if inquiry["student_id"]:
    st.page_link(
        PAGES_FOLDER / "counselor/enrol.py",
        label=_("Enrolled: the student, and the invitation"),
        icon=":material/school:",
        query_params={"inquiry": chosen},
    )
moves(inquiry, person.today)
doing, history = st.columns([5, 6], gap="medium")
with doing:
    if inquiry["closed_on"] is None:
        contact_form(inquiry, contacts, person.today)
    duplicates(inquiry, similar if inquiry["merged_into_id"] is None else [], zone)
    remarks(inquiry)
with history:
    timeline(inquiry, contacts, person)
