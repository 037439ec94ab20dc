"""Reports on schedule: which is made how often, about which campus, for whom, and what became of the last runs."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.schedule_form import new_schedule
from dashboards.components.schedule_list import schedule_list
from dashboards.components.sending import show_refusal
from dashboards.language import _
from dashboards.session import api, current_person

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Reports on schedule"), anchor=False)
    is_adding = st.button(_("New schedule"), type="primary", icon=":material/add:", key="schedule-open")
st.caption(
    _(
        "Made soon after the day begins at the campus, for each recipient with the rows that he may see. They find PDF"
        " and CSV under Notifications."
    )
)
show_refusal()
try:
    schedules = api("GET", "/reports/schedules")["items"]
    campuses = {one["id"]: one["name"] for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
if person.campus:
    campuses = {person.campus.id: campuses[person.campus.id]}
if is_adding:
    new_schedule(person, campuses)
if not schedules:
    states.empty(
        _("No report is on schedule."), _("“New schedule” makes the first: which report, how often, for whom.")
    )
    st.stop()
schedule_list(schedules, person)
