"""The subjects of a student, for the office: begun, given to another teacher, paused, taken up again, ended.

Belongs here: the list, the dialogs and the requests. What may follow on what, and what must be completed before, the
API decides.
"""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import ENROLLMENT_STATUS_NAMES, day, percent
from dashboards.components.lead_words import listed, plain
from dashboards.components.plan_fields import MOST_ROWS, teacher_field, teachers
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from dashboards.region import picker_format
from dashboards.session import api
from warehouse.vocabulary import CatalogStatus, EnrollmentStatus

_MOST_LETTERS: Final = 500
_SIGNS: Final = {
    EnrollmentStatus.ACTIVE: "●",
    EnrollmentStatus.PAUSED: "◫",
    EnrollmentStatus.COMPLETED: "✓",
    EnrollmentStatus.DROPPED: "✕",
}
_NEXT: Final = {
    EnrollmentStatus.ACTIVE: (EnrollmentStatus.PAUSED, EnrollmentStatus.COMPLETED, EnrollmentStatus.DROPPED),
    EnrollmentStatus.PAUSED: (EnrollmentStatus.ACTIVE, EnrollmentStatus.DROPPED),
    EnrollmentStatus.DROPPED: (EnrollmentStatus.ACTIVE,),
    EnrollmentStatus.COMPLETED: (),
}
_STEPS: Final = Names(
    {
        EnrollmentStatus.ACTIVE: gettext_noop("Goes on"),
        EnrollmentStatus.PAUSED: gettext_noop("Pauses"),
        EnrollmentStatus.COMPLETED: gettext_noop("Has completed it"),
        EnrollmentStatus.DROPPED: gettext_noop("Leaves"),
    }
)
_ENDS: Final = (EnrollmentStatus.COMPLETED, EnrollmentStatus.DROPPED)
# Kept in English, as all words of ours that are kept as a text.
_NOTED: Final = {
    EnrollmentStatus.ACTIVE: "Goes on",
    EnrollmentStatus.PAUSED: "Paused",
    EnrollmentStatus.COMPLETED: "Completed",
    EnrollmentStatus.DROPPED: "Left",
}


def subject_names() -> dict[int, dict[str, Any]]:
    """Every subject by its id, those out of use too.

    Raises:
        ApiError: the API does not answer.
    """
    return {one["id"]: one for one in api("GET", "/subjects", query={"limit": MOST_ROWS})["items"]}


def enrolments_of(student_id: int) -> list[dict[str, Any]]:
    """A student's enrolments, the newest first.

    Raises:
        ApiError: the API does not answer.
    """
    query = {"student_id": student_id, "limit": MOST_ROWS}
    found: list[dict[str, Any]] = api("GET", "/enrollments", query=query)["items"]
    return found


def student_courses(person: Person, student: Mapping[str, Any]) -> None:
    """The enrolments of a student of `GET /students/{id}`.

    Raises:
        ApiError: the API does not answer.
    """
    subjects, enrolments = subject_names(), enrolments_of(student["id"])
    names = teachers(person, student["campus_code"])
    if st.button(_("Enrol in a subject"), type="primary", icon=":material/add:", key="course-new"):
        _begin(person, student, subjects, enrolments, names)
    if not enrolments:
        states.empty(_("Learns nothing yet."), _("“Enrol in a subject” begins the first."))
    with st.container(key="student-courses", gap="small"):
        for one in enrolments:
            with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"course-{one['id']}"):
                st.html(_item(one, subjects, names), width="stretch")
                if st.button(_("Change"), key=f"course-change-{one['id']}", icon=":material/edit:"):
                    _change(person, one, subjects, names)


def _subject(one: Mapping[str, Any], subjects: Mapping[int, Mapping[str, Any]]) -> str:
    return str(subjects[one["subject_id"]]["name"] if one["subject_id"] in subjects else one["subject_code"])


def _item(one: Mapping[str, Any], subjects: Mapping[int, Mapping[str, Any]], names: Mapping[int, str]) -> str:
    status = EnrollmentStatus(one["status"])
    about = [
        f"{_SIGNS[status]} {ENROLLMENT_STATUS_NAMES[status]}",
        _("{share} done", share=percent(one["completion_percentage"] / 100)),
        names.get(one["faculty_id"], _("another teacher")) if one["faculty_id"] else _("no teacher yet"),
        _("since {day}", day=_told(one["enrollment_date"])),
    ]
    if one["ended_on"]:
        about.append(_("until {day}", day=_told(one["ended_on"])))
    elif one["expected_completion_date"]:
        about.append(_("to be done by {day}", day=_told(one["expected_completion_date"])))
    notes = f"<p>{escape(one['notes'])}</p>" if one["notes"] else ""
    return (
        f'<div class="hw-lead" data-testid="course"><strong>{escape(_subject(one, subjects))}</strong>'
        f"<span>{escape(listed(about))}</span>{notes}</div>"
    )


def _told(text: str) -> str:
    return day(date.fromisoformat(text))


def _begin(
    person: Person,
    student: Mapping[str, Any],
    subjects: Mapping[int, dict[str, Any]],
    enrolments: list[dict[str, Any]],
    names: Mapping[int, str],
) -> None:
    st.dialog(_("Enrol in a subject"))(_begin_fields)(person, student, subjects, enrolments, names)


def _begin_fields(
    person: Person,
    student: Mapping[str, Any],
    subjects: Mapping[int, dict[str, Any]],
    enrolments: list[dict[str, Any]],
    names: Mapping[int, str],
) -> None:
    taken = {one["subject_id"] for one in enrolments}
    free = [key for key, one in subjects.items() if key not in taken and one["status"] == CatalogStatus.ACTIVE]
    if not free:
        st.caption(_("There is no other subject that is taught now."))
        return
    key = f"begin-{student['id']}"
    subject = st.selectbox(_("Subject"), free, format_func=lambda one: subjects[one]["name"], key=f"{key}-subject")
    teacher = teacher_field(person, names, None, f"{key}-teacher")
    left, right = st.columns(2)
    begins = left.date_input(_("Begins on"), value=person.today, format=picker_format(), key=f"{key}-on")
    expected = right.date_input(_("To be done by"), value=None, format=picker_format(), key=f"{key}-until")
    st.caption(_("What was agreed about the fee is noted under “Fees”, a batch is chosen in “Courses”."))
    is_whole = isinstance(begins, date)
    if st.button(_("Enrol"), type="primary", key="course-begin", width="stretch", disabled=not is_whole):
        content = {
            "student_id": student["id"],
            "subject_id": subject,
            "faculty_id": teacher,
            "enrollment_date": begins.isoformat() if isinstance(begins, date) else None,
            "expected_completion_date": expected.isoformat() if isinstance(expected, date) else None,
        }
        _send("POST", "/enrollments", content, None, _("Enrolled."), subjects)


def _change(
    person: Person,
    one: Mapping[str, Any],
    subjects: Mapping[int, Mapping[str, Any]],
    names: Mapping[int, str],
) -> None:
    st.dialog(_("Change the enrolment"))(_change_fields)(person, one, _subject(one, subjects), names)


def _change_fields(person: Person, one: Mapping[str, Any], subject: str, names: Mapping[int, str]) -> None:
    status = EnrollmentStatus(one["status"])
    st.markdown(f"**{plain(subject)}**, {ENROLLMENT_STATUS_NAMES[status].lower()}")
    # A dialog that was closed leaves its fields behind; those of another enrolment, or version, are others.
    key = f"course-{one['id']}-{one['version']}"
    if status in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED):
        teacher = teacher_field(person, names, one["faculty_id"], f"{key}-teacher")
        expected = st.date_input(
            _("To be done by"),
            value=_day(one["expected_completion_date"]),
            min_value=_day(one["enrollment_date"]),
            format=picker_format(),
            key=f"{key}-until",
        )
        wanted = {
            "faculty_id": teacher,
            "expected_completion_date": expected.isoformat() if isinstance(expected, date) else None,
        }
        different = {name: value for name, value in wanted.items() if value != one[name]}
        if st.button(_("Save"), type="primary", key="course-save", width="stretch", disabled=not different):
            _send("PUT", f"/enrollments/{one['id']}", different, one["version"], _("Changed."))
        st.divider()
    if not _NEXT[status]:
        st.caption(_("What is completed stays so."))
        return
    _step(person, one, status, key)


def _step(person: Person, one: Mapping[str, Any], status: EnrollmentStatus, key: str) -> None:
    step = st.pills(
        _("What happens"), list(_NEXT[status]), format_func=_STEPS.__getitem__, key=f"{key}-step", required=False
    )
    if step is None:
        return
    ended = None
    if step in _ENDS:
        ended = st.date_input(
            _("Last day"),
            value=max(person.today, date.fromisoformat(one["enrollment_date"])),
            min_value=_day(one["enrollment_date"]),
            format=picker_format(),
            key=f"{key}-ended",
        )
    reason = (st.text_area(_("Why"), key=f"{key}-why", max_chars=_MOST_LETTERS, height=80) or "").strip()
    is_needed = step is EnrollmentStatus.DROPPED
    if is_needed and not reason:
        st.caption(_("Say why they leave: it helps to keep the next one."))
    if st.button(_("Note it"), key="course-step", width="stretch", disabled=is_needed and not reason):
        content: dict[str, Any] = {"status": step}
        if isinstance(ended, date):
            content["ended_on"] = ended.isoformat()
        if reason:
            said = f"{_NOTED[step]} ({person.today.isoformat()}): {reason}"
            content["notes"] = "\n".join(text for text in (one["notes"], said) if text)
        _send("PUT", f"/enrollments/{one['id']}", content, one["version"], _("Noted."))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _send(
    method: str,
    path: str,
    content: dict[str, Any],
    version: int | None,
    told: str,
    subjects: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    try:
        send(method, path, content, version)
    except ApiError as error:
        missing = [subjects[one]["name"] for one in error.problem.get("missing", []) if subjects and one in subjects]
        first = _("To be completed before: {subjects}.", subjects=plain(", ".join(missing))) if missing else ""
        st.error(first or refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
