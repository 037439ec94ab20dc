"""Whom to call: open inquiries by their chance to enrol, and the follow-ups that are due (`?list=due&mine=no`)."""

import streamlit as st

from dashboards.access import inquiries_in_scope
from dashboards.api_client import ApiError
from dashboards.charts.calls import expected_by_calls
from dashboards.components import figure, states
from dashboards.components.call_list import call_list, gain_words
from dashboards.components.campus_filter import campus_filter
from dashboards.components.due_follow_ups import due_follow_ups
from dashboards.components.shared_filters import in_address
from dashboards.components.snapshot import shown_build
from dashboards.language import Names, _, gettext_noop
from dashboards.queries import calls as questions
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import api, current_person
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

PAGE_SIZE = 30
LISTS = Names({"calls": gettext_noop("Call list"), "due": gettext_noop("Due follow-ups")})

person = current_person()
per_day = get_settings().lead_calls_per_day
st.title(_("Calls"), anchor=False)
with in_address("list", {name: name for name in LISTS}, "calls"):
    shown_list = st.segmented_control(
        _("List"),
        list(LISTS),
        format_func=LISTS.__getitem__,
        required=True,
        key="list",
        label_visibility="collapsed",
    )
is_mine = False
if person.role is Role.COUNSELOR:
    with in_address("mine", {"yes": True, "no": False}, "yes"):
        is_mine = st.toggle(_("Only mine and nobody's"), key="mine")
counselor_id = person.id if is_mine else None

if shown_list == "due":
    query = {"status": "pending", "date_until": person.today, "sort": "date", "limit": PAGE_SIZE}
    try:
        told = api("GET", "/crm/follow-ups", query=query | ({"counselor_id": person.id} if is_mine else {}))
    except ApiError as error:
        states.broken(error)
        st.stop()
    if not told["items"]:
        states.empty(_("Nothing is due."), _("Planned contacts appear here on their day."))
    due_follow_ups(told, person.today)
    if told.get("next_cursor"):
        st.caption(_("The first {count} are shown, the longest due first.", count=PAGE_SIZE))
    st.stop()

build = shown_build()
campus = campus_filter(person, build)
rows = ask_with_names(build, questions.call_list, inquiries_in_scope(person), campus, counselor_id)
if rows.empty:
    states.empty(
        _("No inquiry is open."), _("Whoever asks appears here, with a chance to enrol after the next scoring.")
    )
    st.stop()
# The list first: on a phone what it brings comes after it.
calling, brings = st.columns([7, 5], gap="medium")
with calling:
    shown = st.session_state.setdefault("calls_shown", per_day)
    st.subheader(_("First today"), anchor=False)
    call_list(rows.head(per_day), 1, shows_campus=campus is None)
    if len(rows) > per_day:
        st.subheader(_("After them"), anchor=False)
        if shown > per_day:
            call_list(rows.iloc[per_day:shown], per_day + 1, shows_campus=campus is None)
        if shown < len(rows) and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:"):
            st.session_state["calls_shown"] = shown + PAGE_SIZE
            st.rerun()
with brings:
    scored = rows["p_enrol"].dropna()
    if not scored.empty:
        figure.show(
            expected_by_calls(scored, per_day),
            "expected-by-calls",
            _("The sum of the chances of those who are called. Of ten inquiries with a chance of 30% three enrol."),
        )
    st.caption(gain_words(ask(build, questions.lift), per_day))
