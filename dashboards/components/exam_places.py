"""Those who have a place in an exam: who they are, whether they came, their mark; places given back."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.exam_booking import book_place
from dashboards.components.exam_certificates import certificates_of
from dashboards.components.exam_words import PLACE_NAMES, exam_refusal, has_begun
from dashboards.components.labels import percent
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import remember_words, send
from dashboards.components.ways import linked, student_way
from dashboards.language import _, ngettext
from dashboards.pages_table import OFFICE
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus

_LOOKS: Final = {ExamBookingStatus.ATTENDED: "low", ExamBookingStatus.NO_SHOW: "high"}


def place_list(person: Person, exam: Mapping[str, Any], bookings: Sequence[Mapping[str, Any]]) -> None:
    """Shows the places of an exam (items of `GET /exams/bookings`), with what can be done with each now."""
    taken = [one for one in bookings if one["status"] != ExamBookingStatus.CANCELLED]
    is_begun = has_begun(exam)
    can_book = exam["status"] == ExamSlotStatus.OPEN and not is_begun
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("Who has a place"), anchor=False)
        if can_book and st.button(_("Book a place"), icon=":material/person_add:", key="place-open"):
            book_place(exam)
    unsaid = [one for one in taken if one["status"] == ExamBookingStatus.BOOKED]
    if is_begun and unsaid:
        st.button(
            _("Everybody came ({count})", count=len(unsaid)),
            type="primary",
            icon=":material/done_all:",
            key="everybody-came",
            on_click=_everybody_came,
            args=(unsaid,),
        )
    for one in taken:
        _row(person, one, is_begun=is_begun)
    if others := exam["booked_count"] - len(taken):
        told = ngettext(
            "{count} more has a place: a student of your colleagues, whom you do not see.",
            "{count} more have a place: students of your colleagues, whom you do not see.",
            others,
        )
        st.caption(told)
    elif not taken:
        next_step = _("Students book themselves, or “Book a place” does it for one.")
        states.empty(_("Nobody has a place."), next_step if can_book else _("It takes no bookings any more."))
    if given_back := [one for one in bookings if one["status"] == ExamBookingStatus.CANCELLED]:
        with st.expander(_("Given back ({count})", count=len(given_back))):
            st.html("".join(_item(person, one, is_begun=is_begun) for one in given_back))


def _row(person: Person, one: Mapping[str, Any], *, is_begun: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"place-{one['id']}"):
        st.html(_item(person, one, is_begun=is_begun), width="stretch")
        if not is_begun:
            _button(one, ExamBookingStatus.CANCELLED, _("Give the place back"), ":material/event_busy:")
        else:
            with st.container(horizontal=True, width="content", gap="small"):
                _afterwards(person, one)


def _afterwards(person: Person, one: Mapping[str, Any]) -> None:
    """Whether somebody came, one tap each, and the way to the certificate."""
    status = ExamBookingStatus(one["status"])
    if status is not ExamBookingStatus.ATTENDED:
        _button(one, ExamBookingStatus.ATTENDED, _("Came"), ":material/check:")
    if status is not ExamBookingStatus.NO_SHOW and one["result"] is None:
        _button(one, ExamBookingStatus.NO_SHOW, _("Did not come"), ":material/close:")
    if one["is_subject_completed"] and person.role in OFFICE:
        label = _("Certificate")
        if st.button(label, icon=":material/workspace_premium:", key=f"certificates-{one['student_id']}"):
            certificates_of(one)


def _button(one: Mapping[str, Any], status: ExamBookingStatus, label: str, icon: str) -> None:
    st.button(label, icon=icon, key=f"{status}-{one['id']}", on_click=_become, args=(one, status))


def _item(person: Person, one: Mapping[str, Any], *, is_begun: bool) -> str:
    status = ExamBookingStatus(one["status"])
    is_unsaid = is_begun and status is ExamBookingStatus.BOOKED
    state = _("! Not said yet who came") if is_unsaid else PLACE_NAMES[status]
    about = listed([one["enrollment_no"], mark_words(one["result"])])
    name = linked(one["student_name"], student_way(person.role, one["student_id"]))
    return (
        f'<div class="hw-lead {"medium" if is_unsaid else _LOOKS.get(status, "quiet")}" data-testid="place">'
        f'<strong>{name}</strong><span class="hw-band">{escape(state)}</span><span>{escape(about)}</span></div>'
    )


def mark_words(result: Mapping[str, Any] | None) -> str:
    """A mark as `16 of 20, 80%`; nothing while there is none."""
    if result is None or result["percentage"] is None:
        return ""
    marks, total = (f"{result[name]:g}" for name in ("marks_obtained", "total_marks"))
    points = _("{marks} of {total}", marks=marks, total=total)
    return f"{points}, {percent(float(result['percentage']) / 100)}"


def _become(one: Mapping[str, Any], status: ExamBookingStatus) -> None:
    try:
        send("PUT", f"/exams/bookings/{one['id']}", {"status": status}, one["version"])
    except ApiError as error:
        remember_words(f"{plain(one['student_name'])}: {exam_refusal(error)}")


def _everybody_came(places: Sequence[Mapping[str, Any]]) -> None:
    refused = []
    for one in places:
        try:
            send("PUT", f"/exams/bookings/{one['id']}", {"status": ExamBookingStatus.ATTENDED}, one["version"])
        except ApiError as error:
            refused.append(f"- {plain(one['student_name'])}: {exam_refusal(error)}")
    if refused:
        remember_words("\n".join(refused))
