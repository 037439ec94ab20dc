"""A batch, opened, changed or ended: where, by whom, on which days, at what time, and for how many."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.course_batch_fields import batch_fields
from dashboards.components.course_saving import changed, save
from dashboards.components.sending import refusal
from dashboards.language import _
from warehouse.vocabulary import BatchStatus, BatchType

_NEW: Final[Mapping[str, Any]] = {
    "name": None,
    "faculty_id": None,
    "batch_type": BatchType.TEMPORARY,
    "start_date": None,
    "end_date": None,
    "schedule": None,
    "max_students": None,
    "description": None,
}
Campuses = Mapping[int, Mapping[str, Any]]


def open_batch(subject: Mapping[str, Any], person: Person, campuses: Campuses, here: int | None) -> None:
    """Asks for everything, and makes it.

    Args:
        subject: what is learned in it.
        person: who opens it.
        campuses: by id, to choose from.
        here: the one that is looked at.
    """
    st.dialog(_("Open a batch"))(_open_batch)(subject, person, campuses, here)


def _open_batch(subject: Mapping[str, Any], person: Person, campuses: Campuses, here: int | None) -> None:
    ids = list(campuses)
    place = here if here in campuses else ids[0] if len(ids) == 1 else None
    if len(ids) > 1:
        place = st.selectbox(
            _("Campus"),
            ids,
            index=ids.index(place) if place is not None else None,
            format_func=lambda one: str(campuses[one]["name"]),
            key="batch-new-campus",
            placeholder=_("Choose a campus"),
        )
    if place is None:
        st.caption(_("Choose a campus: its teachers come with it."))
        return
    try:
        content = batch_fields(_NEW, person, campuses[place]["code"], "batch-new")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    is_whole = bool(content and content["name"])
    if not st.button(_("Open it"), type="primary", key="batch-save", width="stretch", disabled=not is_whole):
        return
    body = (content or {}) | {"subject_id": subject["id"], "campus_id": place}
    save("POST", "/batches", body, None, _("The batch is open. Its members come next."))


def change_batch(batch: Mapping[str, Any], person: Person, campuses: Campuses) -> None:
    """An item of `GET /batches`, and what can be done with it."""
    st.dialog(_("Change the batch"))(_change_batch)(batch, person, campuses)


def _change_batch(batch: Mapping[str, Any], person: Person, campuses: Campuses) -> None:
    if batch["status"] != BatchStatus.ACTIVE:
        st.caption(_("This batch is over. It stays as it was, with its members."))
        return
    campus = campuses.get(batch["campus_id"], {}).get("code")
    # A dialog that was closed leaves its fields behind; those of another batch, or of another version, are others.
    key = f"batch-{batch['id']}-{batch['version']}"
    try:
        content = batch_fields(batch, person, campus, key)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    different = changed(batch, content) if content else {}
    is_whole = bool(content and content["name"] and different)
    if st.button(_("Save"), type="primary", key="batch-save", width="stretch", disabled=not is_whole):
        save("PUT", f"/batches/{batch['id']}", different, batch["version"], _("Changed."))
    _end(batch, campus)


def _end(batch: Mapping[str, Any], campus: str | None) -> None:
    with st.expander(_("End it")):
        st.caption(_("For good: a batch that is over is not opened again. Its members and their marks stay."))
        refused = None
        if st.button(_("It has come to its end"), key="batch-end", icon=":material/check:", width="stretch"):
            refused = _become(batch, BatchStatus.COMPLETED, _("The batch has ended."))
        if st.button(_("Call it off"), key="batch-cancel", icon=":material/event_busy:", width="stretch"):
            refused = _become(batch, BatchStatus.CANCELLED, _("The batch is called off."))
        if refused is not None and refused.problem.get("session_ids"):
            query = {"subject": str(batch["subject_id"])} | ({"campus": campus} if campus else {})
            st.html(
                f'<p><a class="hw-aside" href="/plan?{urlencode(query)}" target="_self" data-testid="to-plan">'
                f"{_('See the planned sessions')}</a></p>"
            )


def _become(batch: Mapping[str, Any], status: BatchStatus, told: str) -> ApiError | None:
    return save("PUT", f"/batches/{batch['id']}", {"status": status}, batch["version"], told)
