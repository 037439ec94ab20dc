"""Somebody asks, at the desk or by phone: noted in under a minute, with a warning when they are known already."""

from datetime import timedelta
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import known_people, states
from dashboards.components.lead_words import SOURCE_NAMES
from dashboards.components.sending import refusal, send
from dashboards.language import _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person
from warehouse.vocabulary import CatalogStatus, InquirySource

MOST = 200
PAUSE = "400ms"
NEXT = {
    gettext_noop("Not yet"): None,
    gettext_noop("Today"): 0,
    gettext_noop("Tomorrow"): 1,
    gettext_noop("In 3 days"): 3,
    gettext_noop("Next week"): 7,
}

person = current_person()
st.page_link(PAGES_FOLDER / "counselor/pipeline.py", label=_("Pipeline"), icon=":material/arrow_back:")
st.title(_("New inquiry"), anchor=False)
try:
    subjects = api("GET", "/subjects", query={"status": CatalogStatus.ACTIVE, "sort": "name", "limit": MOST})["items"]
    campuses = [] if person.campus else api("GET", "/campuses")["items"]
except ApiError as error:
    states.broken(error)
    st.stop()

names = {one["id"]: one["name"] for one in subjects}
places = {one["id"]: one["name"] for one in campuses}
with st.container(width=640, key="new-inquiry"):
    name = st.text_input(_("Name"), key="new-name", max_chars=200, autocomplete="off")
    left, right = st.columns(2)
    phone = left.text_input(
        _("Phone"), key="new-phone", max_chars=40, type="phone", autocomplete="off", live=PAUSE, placeholder=_("Number")
    )
    email = right.text_input(
        _("E-mail"),
        key="new-email",
        max_chars=254,
        type="email",
        autocomplete="off",
        live=PAUSE,
        placeholder=_("Address"),
    )
    words = known_people.search_words(phone or "", email or "")
    try:
        known_people.warn(known_people.known_inquiries(words), known_people.known_students(words), person)
    except ApiError as error:
        st.warning(_("Nobody could be looked up: {reason}", reason=error), icon=":material/cloud_off:")
    source = st.pills(
        _("How they came"),
        list(SOURCE_NAMES),
        default=InquirySource.WALK_IN,
        format_func=SOURCE_NAMES.__getitem__,
        key="new-source",
    )
    wanted = st.multiselect(
        _("What they want to learn"),
        list(names),
        format_func=names.__getitem__,
        key="new-subjects",
        placeholder=_("Subjects"),
    )
    following = st.pills(
        _("Get in touch"), list(NEXT), format_func=_, default="Tomorrow", required=True, key="new-next"
    )
    campus_id = (
        st.selectbox(_("Campus"), list(places), format_func=places.__getitem__, key="new-campus") if campuses else None
    )
    note = st.text_area(_("Note"), key="new-note", max_chars=2000, height=90, placeholder=_("What was said"))
    missing = not (name or "").strip() or not ((phone or "").strip() or (email or "").strip())
    is_saved = st.button(_("Save inquiry"), type="primary", key="new-save", icon=":material/check:", width="stretch")
    if is_saved and missing:
        st.error(_("A name is needed, and a phone number or an e-mail to answer to."), icon=":material/error:")
    elif is_saved:
        days = NEXT[following or "Not yet"]
        content: dict[str, Any] = {
            "student_name": name.strip(),
            "phone": (phone or "").strip() or None,
            "email": (email or "").strip() or None,
            "source": source,
            "interested_subject_ids": wanted,
            "notes": (note or "").strip() or None,
            "campus_id": campus_id,
            "next_follow_up_date": None if days is None else (person.today + timedelta(days=days)).isoformat(),
        }
        try:
            made = send("POST", "/crm/inquiries", content)
        except ApiError as error:
            st.error(refusal(error), icon=":material/error:")
        else:
            st.toast(_("Saved."), icon=":material/check_circle:")
            st.switch_page(PAGES_FOLDER / "counselor/inquiry.py", query_params={"inquiry": str(made["id"])})
