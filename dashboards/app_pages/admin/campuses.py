"""The campuses of the institute: opened, renamed, given another time zone."""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.campus_list import campus_list, open_campus
from dashboards.language import _
from dashboards.session import api

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Campuses"), anchor=False)
    if st.button(_("Open a campus"), type="primary", icon=":material/add_business:", key="campus-open"):
        open_campus()
st.caption(_("Students, faculty, sessions and inquiries belong to a campus; its clock says what day it is there."))
try:
    items: list[dict[str, Any]] = api("GET", "/campuses", query={"limit": 200})["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
if not items:
    states.empty(_("There is no campus yet."), _("“Open a campus” makes the first."))
    st.stop()
campus_list(items)
