"""What is taught: subjects, and of each its topics, its batches and what there is to learn it from."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.address import switched, write
from dashboards.components.course_batches import batch_list
from dashboards.components.course_lists import everything
from dashboards.components.course_members import batch_view
from dashboards.components.course_resources import resource_list
from dashboards.components.course_subject_form import add_subject
from dashboards.components.course_subjects import subject_head, subject_list
from dashboards.components.course_topics import topic_list
from dashboards.language import _
from dashboards.pages_table import ADMINS
from dashboards.session import api, current_person

TOPICS, BATCHES, RESOURCES = "topics", "batches", "resources"


def asked_id(name: str) -> int | None:
    """An id that the address tells, or None."""
    told = st.query_params.get(name, "")
    return int(told) if told.isascii() and told.isdecimal() and 0 < len(told) < 19 else None


person = current_person()
subject_id = asked_id("subject")
try:
    if subject_id is None:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.title(_("Courses"), anchor=False)
            is_adding = person.role in ADMINS and st.button(
                _("Add a subject"), type="primary", icon=":material/add:", key="subject-open"
            )
        if is_adding:
            add_subject()
        subject_list(person)
        st.stop()
    subject = api("GET", f"/subjects/{subject_id}")
    subject_head(subject, person)
    part = switched("show", _("Show"), {TOPICS: _("Topics"), BATCHES: _("Batches"), RESOURCES: _("Resources")})
    if part != BATCHES:
        write("batch", None)
    if part == TOPICS:
        topic_list(subject, person)
    elif part == RESOURCES:
        resource_list(subject)
    else:
        campuses = {one["id"]: one for one in everything("/campuses")}
        # Whoever belongs to a campus opens batches there.
        if person.campus:
            campuses = {key: one for key, one in campuses.items() if key == person.campus.id}
        batch_id = asked_id("batch")
        if batch_id is None:
            batch_list(subject, person, campuses)
        else:
            batch_view(batch_id, subject_id, person, campuses)
except ApiError as error:
    states.broken(error)
