"""The batches of a subject: who teaches them, when they meet, and how many places are taken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.address import chosen, switched
from dashboards.components.course_batch_form import change_batch, open_batch
from dashboards.components.course_lists import asked, courses_way, item, searched, shown
from dashboards.components.course_words import BATCH_STATUS_NAMES, BATCH_TYPE_NAMES, meets, places
from dashboards.components.labels import day
from dashboards.components.lead_words import listed
from dashboards.components.paging import grown, more
from dashboards.language import _, ngettext
from dashboards.pages_table import ADMINS
from warehouse.vocabulary import BatchStatus, BatchType, CatalogStatus


def batch_list(subject: Mapping[str, Any], person: Person, campuses: Mapping[int, Mapping[str, Any]]) -> None:
    """Campus, state and search, and the batches.

    Args:
        subject: whose batches.
        person: who looks.
        campuses: by id, those that the person may choose from; only one where the person belongs to it.

    Raises:
        ApiError: the API does not answer.
    """
    state = switched("state", _("Status"), {one: BATCH_STATUS_NAMES[one] for one in BATCH_STATUS_NAMES})
    with st.container(horizontal=True, key="course-filter", vertical_alignment="bottom"):
        wanted = searched("batches", _("Part of a batch's name"))
        campus = None
        if len(campuses) > 1:
            codes = {one["code"]: one["name"] for one in campuses.values()}
            campus = chosen("campus", _("Campus"), codes, _("All campuses"))
        here = next((key for key, one in campuses.items() if one["code"] == campus), None)
        is_taught = subject["status"] == CatalogStatus.ACTIVE
        is_opening = person.role in ADMINS and st.button(
            _("Open a batch"), type="primary", icon=":material/add:", key="batch-open", disabled=not is_taught
        )
    if is_opening:
        open_batch(subject, person, campuses, here)
    query = asked(subject_id=subject["id"], campus_id=here, status=state, q=wanted)
    items, has_more = grown("/batches", query)
    if not items:
        _none(person, is_searched=bool(wanted or here), is_running=state == BatchStatus.ACTIVE)
        return
    st.caption(_told(items, shown(items, has_more=has_more), is_running=state == BatchStatus.ACTIVE))
    with st.container(key="course-list", gap="small"):
        for one in items:
            _row(one, subject, person, campuses)
    if has_more:
        more("/batches", query, "batches-more")


def _none(person: Person, *, is_searched: bool, is_running: bool) -> None:
    if is_searched:
        states.empty(_("No batch fits."), _("Search with a part of the name, or choose another campus."))
    elif not is_running:
        states.empty(
            _("No batch of this subject has ended so."), _("Batches that are over stay here with their members.")
        )
    elif person.role in ADMINS:
        states.empty(_("No batch of this subject is running."), _("“Open a batch” makes one; students are added then."))
    else:
        states.empty(_("You teach no batch of this subject."), _("An admin opens batches and says who teaches them."))


def _told(items: list[dict[str, Any]], count: str, *, is_running: bool) -> str:
    full = sum(one["max_students"] is not None and one["members_count"] >= one["max_students"] for one in items)
    without = sum(one["faculty_id"] is None for one in items)
    return listed(
        [
            ngettext("{shown} batch", "{shown} batches", len(items), shown=count),
            _("{count} full", count=full) if full and is_running else "",
            _("{count} without a teacher", count=without) if without and is_running else "",
        ]
    )


def about_batch(batch: Mapping[str, Any], campuses: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """What is known of a batch, a line each."""
    begins, ends = (batch[name] and day(date.fromisoformat(batch[name])) for name in ("start_date", "end_date"))
    span = {
        (True, True): _("{begins} – {ends}", begins=begins, ends=ends),
        (True, False): _("from {day}", day=begins),
        (False, True): _("until {day}", day=ends),
        (False, False): "",
    }[bool(begins), bool(ends)]
    where = campuses[batch["campus_id"]]["name"] if len(campuses) > 1 and batch["campus_id"] in campuses else ""
    status = BatchStatus(batch["status"])
    return [
        listed(
            [
                BATCH_STATUS_NAMES[status] if status is not BatchStatus.ACTIVE else "",
                batch["faculty_name"] or _("No teacher yet"),
                meets(batch["schedule"]),
                places(batch),
            ]
        ),
        listed([BATCH_TYPE_NAMES[BatchType(batch["batch_type"])], span, where, batch["reference"] or ""]),
    ]


def _row(
    one: Mapping[str, Any], subject: Mapping[str, Any], person: Person, campuses: Mapping[int, Mapping[str, Any]]
) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"course-{one['id']}"):
        way = courses_way(subject=subject["id"], show="batches", batch=one["id"])
        is_open = one["status"] == BatchStatus.ACTIVE
        note = (
            _("No members yet: open it to add some.")
            if is_open and not one["members_count"] and person.role in ADMINS
            else ""
        )
        st.html(item(one["name"], about_batch(one, campuses), way=way, note=note), width="stretch")
        if (
            is_open
            and person.role in ADMINS
            and st.button(_("Change"), key=f"batch-change-{one['id']}", icon=":material/edit:")
        ):
            change_batch(one, person, campuses)
