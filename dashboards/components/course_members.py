"""One batch and who belongs to it: found by name, added from those who learn the subject, taken out."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.course_batch_form import change_batch
from dashboards.components.course_batches import about_batch
from dashboards.components.course_lists import asked, courses_way, item, shown
from dashboards.components.course_saving import save
from dashboards.components.course_words import course_refusal
from dashboards.components.known_people import student_name
from dashboards.components.labels import plainly
from dashboards.components.lead_words import plain
from dashboards.components.paging import grown, more
from dashboards.components.sending import send
from dashboards.components.way_back import way_back
from dashboards.components.ways import student_way
from dashboards.language import _, ngettext
from dashboards.pages_table import ADMINS
from dashboards.session import api
from warehouse.vocabulary import BatchStatus, EnrollmentStatus

_FOUND: Final = 10
_REFUSED: Final = "course-join-refused"
# The batch to which somebody is adding: more may follow.
_JOINING: Final = "course-joining"


def batch_view(batch_id: int, subject_id: int, person: Person, campuses: Mapping[int, Mapping[str, Any]]) -> None:
    """One batch of a subject with its members.

    Raises:
        ApiError: the API does not answer, or has no such batch in the person's sight.
    """
    batch = api("GET", f"/batches/{batch_id}")
    if batch["subject_id"] != subject_id:
        states.empty(_("This batch belongs to another subject."), _("Open it from the batches of its own subject."))
        return
    way_back(_("All batches of the subject"), courses_way(subject=subject_id, show="batches"))
    may_change = person.role in ADMINS and batch["status"] == BatchStatus.ACTIVE
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(plainly(batch["name"]), anchor=False)
        if may_change and st.button(_("Change the batch"), icon=":material/edit:", key="batch-change"):
            change_batch(batch, person, campuses)
    words = f"<p>{escape(batch['description'])}</p>" if batch["description"] else ""
    about = "".join(f"<span>{escape(line)}</span>" for line in about_batch(batch, campuses) if line)
    st.html(f'<div class="hw-lead" data-testid="batch">{about}{words}</div>')
    if may_change:
        _joining(batch)
    _members(batch, person, may_change=may_change)


def _members(batch: Mapping[str, Any], person: Person, *, may_change: bool) -> None:
    path, query = f"/batches/{batch['id']}/members", {"sort": "name"}
    items, has_more = grown(path, query)
    if not items:
        states.empty(
            _("Nobody belongs to this batch yet."),
            _("Add students above; they must learn the subject now.")
            if may_change
            else _("An admin adds the students."),
        )
        return
    st.caption(ngettext("{shown} member", "{shown} members", len(items), shown=shown(items, has_more=has_more)))
    with st.container(key="course-list", gap="small"):
        for one in items:
            with st.container(
                border=True, horizontal=True, vertical_alignment="center", key=f"course-member-{one['student_id']}"
            ):
                way = student_way(person.role, one["student_id"])
                st.html(item(student_name(one), [one["enrollment_no"]], way=way), width="stretch")
                if may_change and st.button(
                    _("Take out"), key=f"leave-{one['student_id']}", icon=":material/person_remove:"
                ):
                    take_out(batch, one)
    if has_more:
        more(path, query, "members-more")


def _joining(batch: Mapping[str, Any]) -> None:
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(refused, icon=":material/error:")
    is_open = not batch["members_count"] or st.session_state.get(_JOINING) == batch["id"]
    with st.expander(_("Add students"), icon=":material/person_add:", expanded=is_open):
        wanted = st.text_input(
            _("Search"),
            key=f"join-q-{batch['id']}",
            type="search",
            placeholder=_("Name or enrolment number"),
            max_chars=100,
        )
        query = asked(
            subject_id=batch["subject_id"],
            campus_id=batch["campus_id"],
            status=EnrollmentStatus.ACTIVE,
            outside_batch_id=batch["id"],
            q=(wanted or "").strip() or None,
            limit=_FOUND,
        )
        found = api("GET", "/enrollments", query=query)
        if not found["items"]:
            st.caption(
                _("Nobody found: try a part of the name, or the enrolment number.")
                if "q" in query
                else _("Everybody who learns the subject on this campus belongs to the batch, or nobody learns it now.")
            )
        for one in found["items"]:
            with st.container(
                border=True, horizontal=True, vertical_alignment="center", key=f"course-join-{one['student_id']}"
            ):
                st.html(item(one["student_name"], [one["enrollment_no"]]), width="stretch")
                st.button(
                    _("Add"),
                    key=f"join-{one['student_id']}",
                    icon=":material/add:",
                    on_click=_join,
                    args=(batch["id"], one["student_id"], one["student_name"]),
                )
        if found["next_cursor"]:
            st.caption(_("There are more: search for a part of the name."))


def _join(batch_id: int, student_id: int, name: str) -> None:
    st.session_state[_JOINING] = batch_id
    try:
        send("POST", f"/batches/{batch_id}/members", {"student_ids": [student_id]})
    except ApiError as error:
        told = course_refusal(error)
        st.session_state[_REFUSED] = (
            f"**{plain(name)}**  \n{told}" if "\n" not in told else f"**{plain(name)}**\n\n{told}"
        )
        return
    st.toast(_("{name} is added.", name=plain(name)), icon=":material/check_circle:")


def take_out(batch: Mapping[str, Any], member: Mapping[str, Any]) -> None:
    """Asks once more: a member leaves the batch."""
    st.dialog(_("Take out of the batch"))(_take_out)(batch, member)


def _take_out(batch: Mapping[str, Any], member: Mapping[str, Any]) -> None:
    name = student_name(dict(member))
    st.markdown(f"**{plain(name)}**, {plain(member['enrollment_no'])}")
    st.caption(_("Marks and notes stay. Sessions of the batch from now on are without this student."))
    if st.button(_("Take out"), type="primary", key="leave-save", width="stretch"):
        path = f"/batches/{batch['id']}/members/{member['student_id']}"
        save("DELETE", path, {}, None, _("{name} is out of the batch.", name=plain(name)))
