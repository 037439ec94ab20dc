"""Sessions week by week: planned, moved, given to another teacher, cancelled; and past ones that nobody has marked."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.plan_change import change_session
from dashboards.components.plan_filter import UNMARKED, plan_filter, week_of
from dashboards.components.plan_lists import unmarked, week
from dashboards.components.plan_new import plan_session
from dashboards.components.sending import refusal
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Plan"), anchor=False)
    is_new = st.button(_("Plan a session"), type="primary", icon=":material/add:", key="plan-open")
try:
    campuses = api("GET", "/campuses")["items"]
    # Whoever belongs to a campus plans there.
    several = {one["code"]: one["name"] for one in campuses} if person.campus is None and len(campuses) > 1 else {}
    wanted = plan_filter(person, several)
    if wanted.state == UNMARKED:
        opened, on = unmarked(person, wanted), person.today
    else:
        monday = week_of(person.today)
        opened = week(person, wanted, monday, shows_campus=bool(several) and wanted.campus is None)
        on = max(monday, person.today)
except ApiError as error:
    states.broken(error)
    st.stop()
if opened is not None and wanted.state == UNMARKED:
    st.switch_page(PAGES_FOLDER / "faculty/sheet.py", query_params={"session": str(opened), "from": UNMARKED})
# A link to one session opens it once.
told = st.query_params.pop("session", "")
chosen = opened if opened is not None else int(told) if told.isdecimal() and len(told) < 19 else None
if is_new:
    here = wanted.campus or (person.campus.code if person.campus else None)
    plan_session(person, {one["id"]: one["code"] for one in campuses}, here, on)
elif chosen is not None:
    try:
        session = api("GET", f"/sessions/{chosen}")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
    else:
        change_session(person, session, person.today)
