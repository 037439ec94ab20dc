"""The hours of every week in which somebody can teach: one's own, or those of anybody of the campus."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.address import chosen
from dashboards.components.labels import number
from dashboards.components.plan_fields import teachers
from dashboards.components.weekly_hours import add_parts, hours_total, week_list
from dashboards.language import _
from dashboards.session import api, current_person
from warehouse.vocabulary import Role

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Weekly hours"), anchor=False)
    place_of_button = st.empty()
st.caption(
    _(
        "When somebody can teach, week after week, by the clock of the campus. Once there are any, sessions are planned"
        " within them only, and capacity says where hours will be short."
    )
)
faculty_id = person.faculty_id
try:
    if person.role is not Role.FACULTY:
        with st.container(horizontal=True, key="plan-filter", vertical_alignment="bottom"):
            campuses = {one["code"]: one["name"] for one in api("GET", "/campuses")["items"]}
            is_one = person.campus is not None or len(campuses) < 2
            campus = None if is_one else chosen("campus", _("Campus"), campuses, _("All campuses"))
            names = {str(key): name for key, name in teachers(person, campus).items()}
            told = chosen("faculty", _("Teacher"), names, _("Choose a teacher"))
        faculty_id = int(told) if told else None
    if faculty_id is None:
        states.empty(_("No teacher is chosen."), _("Choose one above to see and enter their hours."))
        st.stop()
    parts = api("GET", f"/faculties/{faculty_id}/availability")["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
if place_of_button.button(_("Add hours"), type="primary", icon=":material/add:", key="hours-open"):
    add_parts(faculty_id)
if parts:
    st.caption(_("{hours} h a week", hours=number(hours_total(parts), 1)))
else:
    st.info(_("No hours are entered yet: sessions can be planned at any time of the week."), icon=":material/info:")
week_list(faculty_id, parts)
