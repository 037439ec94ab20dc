"""A faculty member's own hours: taught, lost, idle, beyond; what came of them; her last sessions (`?period=4`)."""

from datetime import timedelta

import streamlit as st

from dashboards.access import viewer_of
from dashboards.api_client import ApiError
from dashboards.charts import faculty_load as charts
from dashboards.components import states
from dashboards.components.faculty_load import hours_explained
from dashboards.components.figure import show
from dashboards.components.own_hours import figures_tiles, last_sessions
from dashboards.components.shared_filters import in_address
from dashboards.components.snapshot import shown_build
from dashboards.components.tiles import tile_row
from dashboards.language import _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.faculty_load import load_by_week
from dashboards.queries.snapshot import ask
from dashboards.session import api, current_person

PERIODS = {4: gettext_noop("4 weeks"), 8: gettext_noop("8 weeks"), 26: gettext_noop("26 weeks")}
MOST = 10

person = current_person()
build = shown_build()
st.title(_("My hours"), anchor=False)
with in_address("period", {str(weeks): weeks for weeks in PERIODS}, "8"):
    weeks_wanted = st.segmented_control(
        _("Whole weeks"), list(PERIODS), format_func=lambda weeks: _(PERIODS[weeks]), required=True, key="period"
    )
# The running week is not over: its hours would look lost.
until = build.source_as_of - timedelta(days=build.source_as_of.weekday())
since = until - timedelta(weeks=weeks_wanted or 8)
weeks = ask(build, load_by_week, viewer_of(person), build.source_as_of, None, since, until)
period = {"from": since, "to": until - timedelta(days=1)}
try:
    told = api("GET", f"/faculties/{person.faculty_id}/performance", query=period)["figures"]
    query = {"date_from": since, "date_to": period["to"], "sort": "-date", "limit": MOST}
    sessions = api("GET", "/sessions", query=query)["items"]
except ApiError as error:
    states.broken(error)
    told, sessions = None, []
if told is not None:
    tile_row(figures_tiles(told, since, period["to"]))
if weeks.empty:
    states.empty(
        _("No sessions in these weeks."),
        _("Hours appear here once sessions are held or your weekly hours are entered."),
    )
else:
    show(charts.load(weeks), "own-load", hours_explained())
if sessions:
    st.subheader(_("Your last sessions of these weeks"), anchor=False)
    last_sessions(sessions)
st.page_link(PAGES_FOLDER / "faculty/weekly_hours.py", label=_("When I can teach"), icon=":material/event_available:")
st.page_link(PAGES_FOLDER / "faculty/feedback.py", label=_("What students say"), icon=":material/forum:")
st.page_link(PAGES_FOLDER / "faculty/reports.py", label=_("Reports to take along"), icon=":material/description:")
