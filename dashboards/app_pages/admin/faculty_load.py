"""How the hours of faculty members are used: taught, lost, not closed, idle, beyond; and the rows behind."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboards.access import enrollments_in_scope, viewer_of
from dashboards.charts import faculty_load as charts
from dashboards.charts.capacity import week_name
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.faculty_load import hours_explained, load_table, session_table
from dashboards.components.figure import show
from dashboards.components.paging import grown_rows, more
from dashboards.components.shared_filters import in_address, take_up
from dashboards.components.snapshot import shown_build
from dashboards.language import _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.faculty_load import load_by_faculty, load_by_week, sessions_behind
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import current_person
from warehouse.vocabulary import SessionStatus

PERIODS = {gettext_noop("4 weeks"): 4, gettext_noop("8 weeks"): 8, gettext_noop("26 weeks"): 26}
MOST = 25
LOST = {
    gettext_noop("Cancelled"): SessionStatus.CANCELLED,
    gettext_noop("No-show"): SessionStatus.NO_SHOW,
    gettext_noop("Not closed"): SessionStatus.SCHEDULED,
    gettext_noop("Delivered"): SessionStatus.COMPLETED,
}

person = current_person()
build = shown_build()
scope = enrollments_in_scope(person)
st.title(_("Faculty load"), anchor=False)
with st.container(horizontal=True, key="load-filter", vertical_alignment="bottom"):
    campus = campus_filter(person, build)
    take_up("period", PERIODS)
    period = st.segmented_control(
        _("Whole weeks"),
        list(PERIODS),
        format_func=_,
        default="8 weeks",
        required=True,
        key="period",
        bind="query-params",
    )
# The running week is not over: its hours would look lost.
until = build.source_as_of - timedelta(days=build.source_as_of.weekday())
since = until - timedelta(weeks=PERIODS[period or "8 weeks"])
asked = (viewer_of(person), build.source_as_of, campus, since, until)
weeks = ask(build, load_by_week, *asked)
if weeks.empty:
    states.empty(
        _("No sessions in these weeks."), _("Hours appear here once sessions are held or weekly hours are entered.")
    )
    st.stop()
picked = show(
    charts.load(weeks),
    "faculty-load",
    f"{hours_explained()} {_('Click a week to see its sessions.')}",
    is_clickable=True,
)
by_faculty = ask_with_names(build, load_by_faculty, *asked)
names = {str(key): name for key, name in zip(by_faculty["faculty_id"], by_faculty["faculty_name"], strict=True)}
# What is shown of a choice stands in the address.
kept = {"period": _(period or "8 weeks")} | ({"campus": campus} if campus else {})
wanted = st.query_params.get("faculty")
chosen = wanted if wanted in names else None

st.subheader(
    _("By faculty member"), anchor=False, help=_("Those with the most hours lost come first. A name leads to hers.")
)
shown, has_more = grown_rows("faculty-load", kept, by_faculty)
load_table(shown, kept)
if has_more:
    more("faculty-load", kept, "load-more")

week = pd.Timestamp(picked[0]["x"]).date() if picked else None
if week and chosen:
    title = _("Sessions of {name} in the week of {day}", name=names[chosen], day=week_name(week))
elif week:
    title = _("Sessions of everybody in the week of {day}", day=week_name(week))
elif chosen:
    title = _("Sessions of {name} in these weeks", name=names[chosen])
else:
    title = _("Sessions of everybody in these weeks")
st.subheader(title, anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    with in_address("became", {status.value: name for name, status in LOST.items()}):
        kind = st.pills(_("What became of them"), list(LOST), format_func=_, key="became", label_visibility="collapsed")
    if chosen and st.button(_("Everybody's"), icon=":material/close:", key="load-everybody"):
        del st.query_params["faculty"]
        st.rerun()
rows = ask_with_names(
    build,
    sessions_behind,
    scope,
    campus,
    week or since,
    week + timedelta(weeks=1) if week else until,
    int(chosen) if chosen else None,
    LOST[kind].value if kind else None,
    MOST,
)
if rows.empty:
    states.empty(_("No such session."), _("Choose other weeks, another kind, or everybody's."))
else:
    session_table(rows, shows_faculty=chosen is None)
    if len(rows) == MOST:
        st.caption(_("The newest {count}. The SQL workspace has them all: marts.fct_session.", count=MOST))
st.page_link(
    PAGES_FOLDER / "analyst/dictionary.py",
    label=_("How hours are counted"),
    icon=":material/menu_book:",
    query_params={"relation": "marts.fct_faculty_day"},
)
