"""Who did what, when: the audit trail, the newest first, with filters in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.audit_list import SOURCE_NAMES, audit_list
from dashboards.components.labels import ROLE_NAMES, or_as_it_is
from dashboards.components.paging import first_pages
from dashboards.components.shared_filters import days_in_address, take_up
from dashboards.components.user_list import full_name
from dashboards.language import _, gettext_noop
from dashboards.region import picker_format
from dashboards.session import api, current_person

PAGE_SIZE = 50
ANYBODY, ANYWHERE, EVERY_CAMPUS = gettext_noop("Anybody"), gettext_noop("Any way"), gettext_noop("All campuses")

person = current_person()
st.title(_("Audit trail"), anchor=False)
st.caption(_("Every change, with who made it. Nothing can be taken out of it, and it holds no personal value."))
try:
    campuses = {one["name"]: one for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
roles = {ANYBODY: None} | {name: role for role, name in ROLE_NAMES.items()}
sources = {ANYWHERE: None} | {name: source for source, name in SOURCE_NAMES.items()}
for key, options in (("role", roles), ("how", sources), ("place", [EVERY_CAMPUS, *campuses])):
    take_up(key, options)
with st.container(horizontal=True, key="audit-filter", vertical_alignment="bottom"):
    name = st.text_input(
        _("What"), key="what", bind="query-params", max_chars=64, placeholder=_("Such as user.changed"), type="search"
    )
    actor = st.text_input(
        _("Who"),
        key="who",
        bind="query-params",
        max_chars=100,
        placeholder=_("Part of a name or e-mail"),
        type="search",
    )
    role = st.selectbox(_("Role"), list(roles), format_func=_, key="role", bind="query-params")
    source = st.selectbox(_("How"), list(sources), format_func=_, key="how", bind="query-params")
    place = st.selectbox(
        _("Campus"), [EVERY_CAMPUS, *campuses], format_func=or_as_it_is(EVERY_CAMPUS), key="place", bind="query-params"
    )
    with days_in_address("days"):
        span = st.date_input(
            _("Days"), value=[], key="days", format=picker_format(), max_value=person.today + timedelta(days=1)
        )

zone = ZoneInfo(campuses[place]["time_zone"]) if place in campuses else ZoneInfo("UTC")
days = [one for one in (span if isinstance(span, tuple) else (span,)) if isinstance(one, date)]
query: dict[str, Any] = {
    "name": (name or "").strip() or None,
    "actor_role": roles[role or ANYBODY],
    "source": sources[source or ANYWHERE],
    "campus_id": campuses[place]["id"] if place in campuses else None,
    "since": datetime.combine(days[0], time.min, zone).isoformat() if days else None,
    "before": datetime.combine(days[-1] + timedelta(days=1), time.min, zone).isoformat() if days else None,
    "limit": PAGE_SIZE,
}
wanted = (actor or "").strip()
try:
    if wanted:
        found = api("GET", "/users", query={"q": wanted, "limit": 1})["items"]
        if not found:
            states.empty(_("Nobody of this name has an account."), _("Search with another part of the name."))
            st.stop()
        who = found[0]
        st.caption(_("Of {name}, {email}", name=full_name(who), email=who["email"]))
        query["actor_user_id"] = who["id"]
    asked = {key: value for key, value in query.items() if value is not None}
    pages = st.session_state.setdefault("audit-pages", 1)
    events, following = first_pages("/audit/events", asked, pages)
except ApiError as error:
    states.broken(error)
    st.stop()
if not events:
    states.empty(_("Nothing fits."), _("Choose other days, another role, or leave a filter empty."))
    st.stop()
audit_list(events, {one["id"]: one["name"] for one in campuses.values()}, zone)
if following and st.button(_("Show {count} older", count=PAGE_SIZE), icon=":material/expand_more:", key="audit-more"):
    st.session_state["audit-pages"] = pages + 1
    st.rerun()
