"""The institute at a glance: what changed, and what needs me."""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.charts import attendance, completions, velocity
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.figure import show
from dashboards.components.institute_tiles import institute_tiles
from dashboards.components.metric_words import meaning_of
from dashboards.components.model_report import needs_a_look
from dashboards.components.needs_list import changes_line, needs_list
from dashboards.components.risk_list import risk_list
from dashboards.components.snapshot import shown_build
from dashboards.components.tiles import tile_row
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries import models
from dashboards.queries.enrollments import at_risk
from dashboards.queries.institute import completions_by_month, overview, weeks
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import current_person
from warehouse.vocabulary import RiskBand

LISTED = 5

person = current_person()
build = shown_build()
st.title(_("Overview"), anchor=False)
campus = campus_filter(person, build)

figures = ask(build, overview, campus)
if figures.empty:
    states.empty(
        _("No marks yet."), _("Figures appear here once students are enrolled and the first attendance is marked.")
    )
    st.stop()
tile_row(institute_tiles(figures.iloc[0], campus, build.source_as_of))
changes_line(build, campus)
if sentences := needs_a_look(ask(build, models.drift)):
    st.error("\n\n".join(sentences), icon=":material/warning:")
    st.page_link(
        PAGES_FOLDER / "admin/models.py", label=_("What is known of this model"), icon=":material/arrow_forward:"
    )

st.subheader(_("What needs you"), anchor=False)
needs_list(person, build, campus)

by_week = ask(build, weeks, campus, build.source_as_of)
left, right = st.columns(2, gap="medium")
with left:
    marked = by_week[by_week["marks"] > 0]
    if marked.empty:
        states.empty(_("No attendance in the last 13 weeks."), _("The weekly rate appears with the first marks."))
    else:
        definition = f"{meaning_of('attendance_rate')} {_('By week; the last one is still running.')}"
        show(attendance.weekly_rate(marked), "attendance", definition)
with right:
    taught = by_week[by_week["delivered_hours"] > 0]
    if taught.empty:
        states.empty(
            _("No hours delivered in the last 13 weeks."), _("Velocity appears with topics covered in sessions.")
        )
    else:
        show(velocity.weekly_velocity(taught), "velocity", meaning_of("velocity"))

left, right = st.columns(2, gap="medium")
with left:
    months = ask(build, completions_by_month, campus, build.source_as_of)
    if months.empty:
        states.empty(
            _("No completion is forecast yet."), _("A forecast needs some finished topics to tell the pace from.")
        )
    else:
        show(completions.by_month(months), "completions", meaning_of("forecast_completions"))
with right:
    urgent = (RiskBand.HIGH, RiskBand.MEDIUM)
    rows = ask_with_names(build, at_risk, enrollments_in_scope(person), campus, urgent, LISTED)
    with st.container(border=True):
        st.subheader(
            _("Most likely to drop out"), anchor=False, help=_("The enrolments with the highest estimated risk.")
        )
        if rows.empty:
            states.empty(
                _("Nobody stands out."), _("Enrolments with a medium or high risk appear here, with the reasons.")
            )
        else:
            risk_list(rows, person.role, shows_campus=campus is None)
            query = {"campus": campus} if campus else None
            st.page_link(
                PAGES_FOLDER / "admin/at_risk.py",
                label=_("All at risk"),
                icon=":material/arrow_forward:",
                query_params=query,
            )
