"""Work and marks: what waits to be marked, setting work, and giving marks to all who got it.

In the address stands what is shown (`?state=overdue&subject=3&batch=4&student=12&due=2026-03-01..2026-03-31`), or which
piece of work is open (`?work=12`).
"""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.work_filter import work_filter
from dashboards.components.work_list import work_list
from dashboards.components.work_new import TOLD, set_work
from dashboards.components.work_set import work_set
from dashboards.language import _
from dashboards.session import api, current_person

person = current_person()
if (work := st.query_params.get("work", "")).isdecimal() and len(work) < 19:
    try:
        work_set(person, int(work))
    except ApiError as error:
        states.broken(error)
    st.stop()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Work and marks"), anchor=False)
    is_new = st.button(_("Set work"), type="primary", icon=":material/add:", key="work-open")
if told := st.session_state.pop(TOLD, None):
    st.success(told, icon=":material/check_circle:")
try:
    campuses = api("GET", "/campuses")["items"]
    # Whoever belongs to a campus sees the work of that one.
    several = campuses if person.campus is None and len(campuses) > 1 else []
    wanted = work_filter(several)
    opened = work_list(person, wanted)
except ApiError as error:
    states.broken(error)
    st.stop()
if opened is not None:
    st.query_params["work"] = str(opened)
    st.rerun()
if is_new:
    here = wanted.campus or (person.campus.code if person.campus else None)
    set_work(person, {one["id"]: one["code"] for one in campuses}, here)
