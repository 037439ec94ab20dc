"""A student's points: how many, what for, and the way to appeal."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.own import enrolled_student
from dashboards.components.own_points import own_points, points_of, points_total, signed
from dashboards.components.paging import first_pages
from dashboards.language import _

PAGE, MOST_PAGES, AT_ONCE = 200, 5, 20

person, student_id = enrolled_student()
st.title(_("My points"), anchor=False)
try:
    items, following = first_pages("/rewards", {"student_id": student_id, "limit": PAGE}, MOST_PAGES)
except ApiError as error:
    states.broken(error)
    st.stop()
if not items:
    states.empty(
        _("You have no points yet."), _("What your teachers and the office reward, or take points for, stands here.")
    )
    st.stop()
given = [points_of(one) for one in items]
with st.container(key="tiles"):
    st.metric(_("My points"), signed(points_total(items)), border=True)
    st.metric(_("Given"), signed(sum(one for one in given if one > 0)), border=True)
    st.metric(_("Taken"), signed(sum(one for one in given if one < 0)), border=True)
shown = st.session_state.setdefault("points-shown", AT_ONCE)
own_points(items[:shown])
if len(items) > shown and st.button(
    _("Show {count} more", count=AT_ONCE), icon=":material/expand_more:", key="points-more"
):
    st.session_state["points-shown"] = shown + AT_ONCE
    st.rerun()
