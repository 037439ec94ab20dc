"""What the coming weeks will bring, and whether there are hours for it (`?campus=…&measure=inquiries`)."""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.charts import capacity
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.capacity_lists import METHOD_WORDS, campus_table, subject_table
from dashboards.components.figure import show
from dashboards.components.shared_filters import in_address
from dashboards.components.snapshot import shown_build
from dashboards.language import Names, _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.capacity import MEASURES, demand_by_week, hours_by_campus, hours_by_week, narrow_subjects
from dashboards.queries.snapshot import ask
from dashboards.session import current_person

MEASURE_NAMES = Names(
    {
        "sessions": gettext_noop("sessions"),
        "new_enrollments": gettext_noop("new enrolments"),
        "inquiries": gettext_noop("inquiries"),
        "completions": gettext_noop("completions"),
    }
)

person = current_person()
build = shown_build()
scope = enrollments_in_scope(person)
st.title(_("Capacity"), anchor=False)
campus = campus_filter(person, build)

weeks = ask(build, hours_by_week, campus)
if weeks.empty:
    states.empty(_("Nothing to plan from yet."), _("Hours appear here once sessions are held or planned."))
    st.stop()
show(
    capacity.hours(weeks),
    "capacity-hours",
    _(
        "Hours of sessions, held and expected, beside the weekly hours of active faculty without holidays and leave."
        " Expected is the forecast, or what is booked already where that is more; the thin line is the range of eight"
        " weeks in ten."
    ),
)
ahead = weeks[weeks["is_ahead"]]
if not (ahead["available_hours"] > 0).any():
    states.empty(
        _("Nobody entered weekly hours."),
        _("Enter when faculty can teach, and this page says where hours will be short."),
    )
    st.page_link(
        PAGES_FOLDER / "faculty/weekly_hours.py", label=_("Enter weekly hours"), icon=":material/event_available:"
    )
elif ahead["expected_hours"].isna().all():
    states.empty(_("Not enough weeks yet."), _("A forecast needs 12 whole weeks with sessions."))

if campus is None:
    st.subheader(_("By campus"), anchor=False, help=_("Hours of one campus do not help another."))
    campus_table(ask(build, hours_by_campus, scope))

narrow = ask(build, narrow_subjects, scope, campus)
if not narrow.empty:
    st.subheader(
        _("Subjects with too few who can teach them"),
        anchor=False,
        help=_(
            "Somebody can teach what is among the person's specialisations, or was taught by the person in 12 weeks."
        ),
    )
    subject_table(narrow, shows_campus=campus is None)

st.subheader(_("What is coming"), anchor=False)
with in_address("measure", {name: name for name in MEASURES}, MEASURES[0]):
    chosen = st.segmented_control(
        _("Measure"),
        MEASURES,
        format_func=lambda name: MEASURE_NAMES[name].capitalize(),
        required=True,
        key="measure",
        label_visibility="collapsed",
    )
measure = chosen or MEASURES[0]
coming = ask(build, demand_by_week, campus, measure, build.source_as_of)
told = coming[coming["p50"].notna()]
if told.empty:
    known = coming["weeks_known"].dropna()
    so_far = (
        _("{count} of 12 whole weeks are known.", count=int(known.iloc[0])) if len(known) else _("None came so far.")
    )
    states.empty(_("Not enough weeks yet."), _("A forecast needs 12 whole weeks. {so_far}", so_far=so_far))
else:
    show(
        capacity.demand(coming, MEASURE_NAMES[measure]),
        "capacity-demand",
        _(
            "Whole weeks as they were, and the weeks ahead from the running one on. The shaded range holds eight in"
            " ten."
        ),
    )
    st.caption(METHOD_WORDS[str(told["method"].iloc[0])])
with st.container(horizontal=True):
    st.page_link(PAGES_FOLDER / "admin/models.py", label=_("How good the forecasts are"), icon=":material/science:")
    st.page_link(
        PAGES_FOLDER / "analyst/dictionary.py",
        label=_("How hours are counted"),
        icon=":material/menu_book:",
        query_params={"relation": "reporting.rpt_capacity_week"},
    )
