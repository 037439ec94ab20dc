"""One exam in full: when and where, what can be done with it, who has a place, who came, and the marks."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.exam_change import exam_buttons
from dashboards.components.exam_list import open_exam
from dashboards.components.exam_marks import mark_form
from dashboards.components.exam_places import place_list
from dashboards.components.exam_words import GOING_ON, has_begun, look_of, places, state_of, when_it_is
from dashboards.components.lead_words import listed, plain
from dashboards.components.paging import first_pages
from dashboards.components.schedule import length
from dashboards.components.sending import show_refusal
from dashboards.language import _
from dashboards.session import api
from warehouse.vocabulary import ExamSlotStatus

_PAGE: Final = 200
# As many as an exam can have places.
_MOST_PAGES: Final = 50


def exam_detail(person: Person, exam_id: int, campuses: Mapping[str, Mapping[str, Any]]) -> None:
    """Shows one exam.

    Args:
        person: who looks.
        exam_id: which.
        campuses: items of `GET /campuses` by code.

    Raises:
        ApiError: the API does not answer, or does not show it to this person.
    """
    exam = api("GET", f"/exams/slots/{exam_id}")
    query = {"slot_id": exam_id, "sort": "name", "limit": _PAGE}
    bookings, _following = first_pages("/exams/bookings", query, _MOST_PAGES)
    st.button(
        _("All exams"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=open_exam, args=(None,)
    )
    st.title(plain(exam["title"]), anchor=False)
    show_refusal()
    st.html(_head(person, exam, campuses))
    if exam["status"] in GOING_ON:
        exam_buttons(person, exam, campuses[exam["campus_code"]])
    place_list(person, exam, bookings)
    if has_begun(exam) and exam["status"] != ExamSlotStatus.CANCELLED:
        mark_form(exam, bookings)


def _head(person: Person, exam: Mapping[str, Any], campuses: Mapping[str, Mapping[str, Any]]) -> str:
    about = listed(
        [
            exam["subject_name"],
            _("topic {name}", name=exam["topic_name"]) if exam["topic_name"] else "",
            length(exam["duration_minutes"]),
            exam["location"] or _("room not fixed yet"),
            exam["faculty_name"] or _("! No invigilator yet"),
            campuses[exam["campus_code"]]["name"] if person.campus is None else "",
        ]
    )
    return (
        f'<div class="hw-lead {look_of(exam)}" data-testid="exam-head">'
        f"<strong>{escape(when_it_is(exam, person.today))}</strong>"
        f'<span class="hw-band">{escape(state_of(exam))}</span><span>{escape(places(exam))}</span>'
        f"<span>{escape(about)}</span></div>"
    )
