"""A planned exam: moved, given to another invigilator, closed, held, cancelled with what that means."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.exam_fields import exam_fields, whole
from dashboards.components.exam_words import exam_refusal, has_begun
from dashboards.components.lead_words import plain
from dashboards.components.sending import refusal, remember_words, send
from dashboards.language import _, ngettext
from warehouse.vocabulary import ExamSlotStatus


def exam_buttons(person: Person, exam: Mapping[str, Any], campus: Mapping[str, Any]) -> None:
    """What can be done with an exam that is neither held nor cancelled."""
    is_open = exam["status"] == ExamSlotStatus.OPEN
    with st.container(horizontal=True, key="exam-buttons"):
        if has_begun(exam):
            st.button(
                _("It was held"),
                type="primary",
                icon=":material/check:",
                key="exam-held",
                on_click=_become,
                args=(exam, ExamSlotStatus.HELD),
            )
        elif is_open:
            st.button(
                _("Close for booking"),
                icon=":material/lock:",
                key="exam-close",
                on_click=_become,
                args=(exam, ExamSlotStatus.CLOSED),
            )
        else:
            st.button(
                _("Open for booking"),
                icon=":material/lock_open:",
                key="exam-reopen",
                on_click=_become,
                args=(exam, ExamSlotStatus.OPEN),
            )
        if st.button(_("Change"), icon=":material/edit:", key="exam-change"):
            change_exam(person, exam, campus)
        if st.button(_("Cancel the exam"), icon=":material/event_busy:", key="exam-cancel"):
            cancel_exam(exam)


def change_exam(person: Person, exam: Mapping[str, Any], campus: Mapping[str, Any]) -> None:
    """Its fields, and what of them became different."""
    st.dialog(_("Change the exam"))(_change_exam)(person, exam, campus)


def _change_exam(person: Person, exam: Mapping[str, Any], campus: Mapping[str, Any]) -> None:
    try:
        # A dialog that was closed leaves its fields behind; those of another exam, or of another version, are others.
        content = exam_fields(person, campus, exam, f"exam-{exam['id']}-{exam['version']}")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    if exam["booked_count"]:
        st.caption(_("Who has a place is told when day, time, length or room change."))
    content, missing = whole(content, campus["time_zone"])
    if not st.button(_("Save"), type="primary", key="exam-save", width="stretch", disabled=not content and not missing):
        return
    if missing:
        st.error("\n".join(f"- {one}" for one in missing), icon=":material/error:")
        return
    _put(exam, content, _("Changed."))


def cancel_exam(exam: Mapping[str, Any]) -> None:
    """Asks once more, and says what it means for those who booked."""
    st.dialog(_("Cancel the exam"))(_cancel_exam)(exam)


def _cancel_exam(exam: Mapping[str, Any]) -> None:
    st.markdown(f"**{plain(exam['title'])}**")
    count = exam["booked_count"]
    if count:
        told = ngettext(
            "{count} student loses the place and is told so in Headway.",
            "{count} students lose their places and are told so in Headway.",
            count,
        )
        st.warning(told, icon=":material/group:")
    else:
        st.caption(_("Nobody has a place in it."))
    st.caption(_("It cannot be opened again: another one is planned instead. To move it, change it."))
    if st.button(_("Cancel it for good"), type="primary", key="exam-cancel-save", width="stretch"):
        _put(exam, {"status": ExamSlotStatus.CANCELLED}, _("Cancelled."))


def _put(exam: Mapping[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("PUT", f"/exams/slots/{exam['id']}", content, exam["version"])
    except ApiError as error:
        st.error(exam_refusal(error), icon=":material/event_busy:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()


def _become(exam: Mapping[str, Any], status: ExamSlotStatus) -> None:
    try:
        send("PUT", f"/exams/slots/{exam['id']}", {"status": status}, exam["version"])
    except ApiError as error:
        remember_words(exam_refusal(error))
