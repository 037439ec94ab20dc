"""Exams that can be booked, or what is missing; own places and results; certificates."""

from datetime import UTC, datetime

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.own import enrolled_student
from dashboards.components.own_exams import at_campus, certificates, exam, results, show_refusal
from dashboards.language import _
from dashboards.session import api
from warehouse.vocabulary import AssessmentType

person, student_id = enrolled_student()
zone = person.time_zone
st.title(_("My exams"), anchor=False)
show_refusal()
try:
    told = api("GET", f"/exams/student/{student_id}")
    places = api("GET", "/exams/bookings", query={"student_id": student_id, "limit": 200})["items"]
    marks = api("GET", "/assessments", query={"student_id": student_id, "type": AssessmentType.EXAM, "limit": 50})
    completed = api("GET", f"/certificates/student/{student_id}")["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
ready = f"{told['ready_percentage']:g}"
to_come, done = st.columns([3, 2], gap="medium")
with to_come:
    st.subheader(_("To come"), anchor=False)
    if told["items"]:
        st.caption(
            _(
                "You can book from {share}% of a subject on, or once the exam's topic is done. "
                "Until the exam begins you can give your place back.",
                share=ready,
            )
        )
    for one in told["items"]:
        exam(one, zone, person.today)
    if not told["items"]:
        states.empty(
            _("No exam of your subjects is planned now."),
            _("When one is, you can book it here from {share}% of the subject on.", share=ready),
        )
with done:
    st.subheader(_("Certificates"), anchor=False)
    if completed:
        certificates(completed)
    else:
        states.empty(_("No subject is completed yet."), _("Every completed subject gives a certificate here."))
    st.subheader(_("Results"), anchor=False)
    now = datetime.now(UTC)
    past = [one for one in places if at_campus(one["starts_at"], zone) <= now]
    if past or marks["items"]:
        results(past, marks["items"], zone, person.today)
    else:
        states.empty(_("No exam yet."), _("Marks of exams appear here once they are given."))
