"""Exams that a student can book, own places and results, and certificates."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day, on_clock, percent
from dashboards.components.lead_words import listed
from dashboards.components.schedule import day_name, length
from dashboards.components.sending import refusal, send
from dashboards.components.told import in_own_words
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.session import api, download
from warehouse.vocabulary import AssessmentStatus, AssessmentType, ExamBookingStatus

_REFUSED = "exam-refused"
_BOOKING_NAMES = Names(
    {
        ExamBookingStatus.BOOKED: gettext_noop("Booked"),
        ExamBookingStatus.CANCELLED: gettext_noop("✕ Given back"),
        ExamBookingStatus.ATTENDED: gettext_noop("✓ You were there"),
        ExamBookingStatus.NO_SHOW: gettext_noop("✕ You did not come"),
    }
)
ASSESSMENT_NAMES = Names(
    {
        AssessmentType.QUIZ: gettext_noop("Quiz"),
        AssessmentType.ASSIGNMENT: gettext_noop("Assignment"),
        AssessmentType.EXAM: gettext_noop("Exam"),
        AssessmentType.PROJECT: gettext_noop("Project"),
        AssessmentType.PRACTICAL: gettext_noop("Practical"),
    }
)


def show_refusal() -> None:
    """Tells why a booking was refused, once."""
    if told := st.session_state.pop(_REFUSED, None):
        st.error(told, icon=":material/error:")


def exam(one: Mapping[str, Any], zone: str | None, today: date) -> None:
    """One exam of `GET /exams/student/{id}`: book it, give the place back, or what is missing."""
    with st.container(border=True, key=f"exam-{one['id']}"):
        st.html(exam_words(one, zone, today))
        if one["is_bookable"]:
            st.button(
                _("Book a place"),
                key=f"book-{one['id']}",
                type="primary",
                icon=":material/event_available:",
                on_click=_book,
                args=(one,),
            )
        elif one["booking_id"] is not None:
            st.button(
                _("Give the place back"),
                key=f"cancel-{one['id']}",
                icon=":material/event_busy:",
                on_click=_cancel,
                args=(one,),
            )


def exam_words(one: Mapping[str, Any], zone: str | None, today: date) -> str:
    """When and where an exam is, and whether it can be booked."""
    start = at_campus(one["starts_at"], zone)
    when = f"{day_name(start.date(), today)}, {start:%H:%M}"
    left = one["capacity"] - one["booked_count"]
    about = listed(
        [
            one["subject_name"],
            _("topic {name}", name=one["topic_name"]) if one["topic_name"] else "",
            length(one["duration_minutes"]),
            one["location"] or _("room not fixed yet"),
        ]
    )
    if one["booking_id"] is not None:
        state = f'<span class="hw-ready">{_("✓ You have a place.")}</span>'
    elif one["is_bookable"]:
        places = ngettext("You are ready. {count} place left.", "You are ready. {count} places left.", left)
        state = f'<span class="hw-ready">{places}</span>'
    else:
        missing = in_own_words(str(one["missing"]))
        word = _("Not yet") if not one["is_ready"] else _("Not possible")
        state = f'<span class="hw-missing">{word}: {escape(missing)}.</span>'
    return (
        f'<div class="hw-own" data-testid="exam"><strong>{escape(one["title"])}</strong>'
        f"<span>{escape(when)}</span><span>{escape(about)}</span>{state}</div>"
    )


def at_campus(instant: str, zone: str | None) -> datetime:
    """An instant by the campus's clock."""
    return on_clock(datetime.fromisoformat(instant), zone)


def _book(one: Mapping[str, Any]) -> None:
    try:
        send("POST", f"/exams/slots/{one['id']}/bookings", {})
    except ApiError as error:
        st.session_state[_REFUSED] = _("You have no place yet. {reason}", reason=refusal(error))
    else:
        st.toast(_("You have a place."), icon=":material/check_circle:")


def _cancel(one: Mapping[str, Any]) -> None:
    path, content = f"/exams/bookings/{one['booking_id']}", {"status": ExamBookingStatus.CANCELLED}
    try:
        send("PUT", path, content)
    except ApiError as error:
        st.session_state[_REFUSED] = _("You still have the place. {reason}", reason=refusal(error))
    else:
        st.toast(_("The place is free for somebody else."), icon=":material/event_busy:")


def results(bookings: list[dict[str, Any]], marks: list[dict[str, Any]], zone: str | None, today: date) -> None:
    """Past places, and marks of exams (`GET /assessments?type=exam`)."""
    rows = [result_words(one, today) for one in marks]
    rows += [
        f"<li><strong>{escape(one['title'])}</strong><b>{_BOOKING_NAMES[ExamBookingStatus(one['status'])]}</b>"
        f"<span>{day(at_campus(one['starts_at'], zone))}</span></li>"
        for one in bookings
    ]
    st.html(f'<ul class="hw-marks" data-testid="results">{"".join(rows)}</ul>')


def result_words(one: Mapping[str, Any], today: date) -> str:
    """One assessment: its mark in percent with a bar, and what the teacher wrote."""
    share = one["percentage"]
    mark = percent(share / 100) if share is not None else _unmarked(one, today)
    bar = f'<div class="hw-bar"><i style="width:{min(max(share, 0), 100):.0f}%"></i></div>' if share is not None else ""
    on = one["graded_on"] or one["assessment_date"] or one["due_date"]
    points = (
        _("{marks} of {total}", marks=f"{one['marks_obtained']:g}", total=f"{one['total_marks']:g}")
        if one["marks_obtained"] is not None and one["total_marks"]
        else ""
    )
    is_open = share is None and one["due_date"] is not None
    when = day(date.fromisoformat(one["due_date"] if is_open else on)) if on else ""
    if is_open:
        when = _("due {day}", day=when)
    words = f"<p>{escape(one['feedback'])}</p>" if one["feedback"] else ""
    title = one["title"] or ASSESSMENT_NAMES[AssessmentType(one["assessment_type"])]
    about = listed([one["subject_code"], points, _("grade {grade}", grade=one["grade"]) if one["grade"] else "", when])
    return f"<li><strong>{escape(title)}</strong><b>{mark}</b>{bar}<span>{escape(about)}</span>{words}</li>"


def _unmarked(one: Mapping[str, Any], today: date) -> str:
    if AssessmentStatus(one["status"]) is not AssessmentStatus.PENDING:
        return _("handed in")
    is_late = one["due_date"] is not None and date.fromisoformat(one["due_date"]) < today
    return _("! overdue") if is_late else _("to do")


def certificates(items: list[dict[str, Any]]) -> None:
    """Completed subjects of `GET /certificates/student/{id}`: make the certificate, take it along."""
    for one in items:
        with st.container(border=True, key=f"certificate-{one['enrollment_id']}"):
            number = one["number"]
            about = _("completed on {day}", day=day(date.fromisoformat(one["completed_on"])))
            told = f"<span>{escape(_('Number {number}', number=number))}</span>" if number else ""
            st.html(
                f'<div class="hw-own" data-testid="certificate"><strong>{escape(one["subject_name"])}</strong>'
                f"<span>{about}</span>{told}</div>"
            )
            if number is None:
                st.button(
                    _("Make the certificate"),
                    key=f"certify-{one['enrollment_id']}",
                    icon=":material/workspace_premium:",
                    type="primary",
                    on_click=_certify,
                    args=(one,),
                )
                continue
            st.download_button(
                _("Take it along (PDF)"),
                download(f"/certificates/{number}/paper"),
                file_name=f"certificate-{number}.pdf",
                mime="application/pdf",
                key=f"paper-{one['enrollment_id']}",
                icon=":material/download:",
                on_click="ignore",
            )
            label = escape(_("What others see of it"))
            st.html(f'<a class="hw-aside" href="/verify?number={number}" target="_blank">{label}</a>')


def _certify(one: Mapping[str, Any]) -> None:
    try:
        api("POST", "/certificates", json={"enrollment_id": one["enrollment_id"]})
    except ApiError as error:
        st.session_state[_REFUSED] = refusal(error)
