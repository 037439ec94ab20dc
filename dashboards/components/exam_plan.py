"""Planning a new exam: where, of which subject or topic, when, and for how many."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.exam_fields import exam_fields, whole
from dashboards.components.exam_words import exam_refusal
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.session import api
from warehouse.vocabulary import CatalogStatus


def plan_exam(person: Person, campuses: Mapping[str, Mapping[str, Any]], here: str | None) -> None:
    """Asks for everything, and makes it.

    Args:
        person: who plans.
        campuses: items of `GET /campuses` by code: those at which this person may plan.
        here: the code of the one that is looked at.
    """
    st.dialog(_("Plan an exam"))(_plan_exam)(person, campuses, here)


def _plan_exam(person: Person, campuses: Mapping[str, Mapping[str, Any]], here: str | None) -> None:
    codes = list(campuses)
    code: str = here if here is not None and here in campuses else codes[0]
    if len(codes) > 1:
        code = st.selectbox(
            _("Campus"),
            codes,
            index=codes.index(code),
            format_func=lambda one: str(campuses[one]["name"]),
            key="exam-campus",
        )
    campus = campuses[code]
    try:
        what = _what()
        if what is None:
            st.caption(_("There is no active subject: add one first."))
            return
        content = exam_fields(person, campus, None, f"exam-new-{code}")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    content, missing = whole(content, campus["time_zone"])
    if "starts_at" in content and datetime.fromisoformat(content["starts_at"]) <= datetime.now(UTC):
        st.caption(_("This time is past: nobody could book a place any more."))
    if not st.button(_("Plan it"), type="primary", key="exam-save", width="stretch"):
        return
    if missing:
        st.error("\n".join(f"- {one}" for one in missing), icon=":material/error:")
        return
    try:
        send("POST", "/exams/slots", content | what | {"campus_id": campus["id"]})
    except ApiError as error:
        st.error(exam_refusal(error), icon=":material/event_busy:")
        return
    st.toast(_("Planned. Students can book it now."), icon=":material/check_circle:")
    st.rerun()


def _what() -> dict[str, Any] | None:
    """Subject and topic."""
    query = {"status": CatalogStatus.ACTIVE, "limit": MOST_ROWS}
    subjects = {one["id"]: one["name"] for one in api("GET", "/subjects", query=query)["items"]}
    if not subjects:
        return None
    subject = st.selectbox(_("Subject"), list(subjects), format_func=subjects.__getitem__, key="exam-subject")
    topics = {one["id"]: one["name"] for one in api("GET", "/topics", query=query | {"subject_id": subject})["items"]}
    topic = st.selectbox(
        _("Topic"),
        [None, *topics],
        format_func=lambda one: topics[one] if one else _("The whole subject"),
        key=f"exam-topic-{subject}",
        help=_("Whoever has done the topic may book; of the whole subject, enough of it must be complete."),
    )
    return {"subject_id": subject, "topic_id": topic}
