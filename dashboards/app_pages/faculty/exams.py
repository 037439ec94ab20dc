"""Exams to come and past ones, planned and changed; and one in full: who has a place, who came, the marks."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.exam_detail import exam_detail
from dashboards.components.exam_filter import exam_filter
from dashboards.components.exam_list import OPENED, exam_list, finding, open_exam
from dashboards.components.exam_plan import plan_exam
from dashboards.language import _
from dashboards.session import api, current_person

_MOST_DIGITS = 18

person = current_person()
try:
    campuses = {one["code"]: one for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
told = st.query_params.get(OPENED, "")
if told.isdecimal() and told.isascii() and len(told) <= _MOST_DIGITS:
    try:
        exam_detail(person, int(told), campuses)
    except ApiError as error:
        states.broken(error)
        st.button(_("All exams"), icon=":material/arrow_back:", key="back-to-all", on_click=open_exam, args=(None,))
    st.stop()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Exams"), anchor=False)
    is_new = st.button(_("Plan an exam"), type="primary", icon=":material/add:", key="exam-open")
# Whoever belongs to a campus plans there.
own = {code: one for code, one in campuses.items() if person.campus is None or code == person.campus.code}
several = {code: str(one["name"]) for code, one in own.items()} if len(own) > 1 else {}
try:
    place = st.container()
    wanted = exam_filter(several)
    place.subheader(finding(wanted), anchor=False)
    exam_list(person, wanted, campuses=several if wanted.campus is None else {})
except ApiError as error:
    states.broken(error)
    st.stop()
if is_new:
    plan_exam(person, own, wanted.campus)
