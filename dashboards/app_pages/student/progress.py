"""A student's own progress: what would help now, how far, what is next, and when it is finished. Never a risk score."""

from http import HTTPStatus

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.next_steps import next_steps
from dashboards.components.progress import student_progress
from dashboards.components.snapshot import forecasts_for, guide_for
from dashboards.language import _
from dashboards.session import api, current_person

person = current_person()
st.title(_("Hello {name}", name=person.first_name), anchor=False)
if person.student_id is None:
    states.empty(_("You are not enrolled yet."), _("Ask your counselor to enrol you in a subject."))
    st.stop()
try:
    told = api("GET", f"/students/{person.student_id}/progress")
    following = api("GET", f"/students/{person.student_id}/next-topics")
except ApiError as error:
    states.broken(error)
    st.stop()
try:
    helps = api("GET", f"/students/{person.student_id}/analytics")["next_steps"]
except ApiError as error:
    # Before the first build, and for who came after the last one, the figures know nothing yet.
    if error.status not in (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE):
        states.broken(error)
    helps = []
next_steps(helps, person)
scope = enrollments_in_scope(person)
guide = guide_for(following, scope, person.student_id, is_self=True)
student_progress(told, forecasts_for(scope, person.student_id), guide.draw)
