"""Marks of those who were there, given and corrected from one list."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.exam_words import exam_refusal
from dashboards.components.labels import plainly
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import remember_words, send
from dashboards.language import _, ngettext
from warehouse.vocabulary import ExamBookingStatus

_USUAL_TOTAL: Final = 100.0
_STEP: Final = 0.5
_MOST: Final = 99_999.0
_THERE: Final = (ExamBookingStatus.BOOKED, ExamBookingStatus.ATTENDED)


def mark_form(exam: Mapping[str, Any], bookings: Sequence[Mapping[str, Any]]) -> None:
    """A field for the mark of each place of an exam that has begun; whoever gets one was there.

    Each mark is sent by itself: what is refused keeps its field as it was typed, and says why.
    """
    there = [one for one in bookings if one["status"] in _THERE]
    if not there:
        return
    st.subheader(_("Marks"), anchor=False)
    missing = sum(one["result"] is None for one in there)
    st.caption(
        ngettext("{count} mark is missing.", "{count} marks are missing.", missing) if missing else _("All are given.")
    )
    known = next((float(one["result"]["total_marks"]) for one in there if one["result"]), _USUAL_TOTAL)
    with st.container(key="exam-marks"), st.form("marks"):
        st.number_input(_("Out of"), 0.5, _MOST, known, _STEP, key=_total_key(exam), format="%g")
        for one in there:
            result = one["result"]
            is_other = result and result["total_marks"] != known
            total = _("out of {total}", total=f"{result['total_marks']:g}") if is_other else ""
            st.number_input(
                plainly(listed([one["student_name"], one["enrollment_no"], total])),
                0.0,
                _MOST,
                result["marks_obtained"] if result else None,
                _STEP,
                key=_key(one),
                format="%g",
                placeholder=_("no mark yet"),
            )
        st.caption(_("A student with a mark counts as somebody who came. The student sees it under “My exams”."))
        st.form_submit_button(_("Save the marks"), type="primary", on_click=_save, args=(exam, there, known))


def _key(one: Mapping[str, Any]) -> str:
    # Another version of the mark is another field, which begins with what is known now.
    return f"mark-{one['id']}-{one['result']['version'] if one['result'] else 0}"


def _total_key(exam: Mapping[str, Any]) -> str:
    return f"mark-total-{exam['id']}"


def _save(exam: Mapping[str, Any], places: Sequence[Mapping[str, Any]], known: float) -> None:
    total = float(st.session_state[_total_key(exam)])
    saved, refused = 0, []
    for one in places:
        try:
            saved += _give(one, st.session_state.get(_key(one)), total, is_other_total=total != known)
        except ApiError as error:
            refused.append(f"- {plain(one['student_name'])}: {_why(error)}")
    if saved:
        st.toast(ngettext("{count} mark saved.", "{count} marks saved.", saved), icon=":material/check_circle:")
    if refused:
        remember_words("\n".join([_("Not saved; what you typed is still there:"), "", *refused]))


def _give(one: Mapping[str, Any], mark: float | None, total: float, *, is_other_total: bool) -> bool:
    """Sends one mark if there is something to send; says whether there was."""
    result = one["result"]
    # A field that was emptied goes back to the mark that is known.
    if mark is None:
        return False
    if result is None:
        first = {"marks_obtained": mark, "total_marks": total}
        send("POST", f"/exams/bookings/{one['id']}/result", first, one["version"])
        return True
    content = {"marks_obtained": mark} | ({"total_marks": total} if is_other_total else {})
    if all(result[name] == value for name, value in content.items()):
        return False
    send("POST", f"/assessments/{result['assessment_id']}/grade", content, result["version"])
    return True


def _why(error: ApiError) -> str:
    """In one line, because it stands in a list."""
    fields = [str(one["message"]) for one in error.problem.get("errors") or []]
    return plain("; ".join(fields)) if fields else exam_refusal(error)
