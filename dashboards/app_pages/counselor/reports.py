"""Reports made now: its rows on screen, and as CSV and PDF (`?report=…&period=…&campus=…`)."""

from datetime import timedelta
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.report_frame import report_files, report_style
from dashboards.components.report_preview import PREVIEWED, report_preview
from dashboards.components.schedule_form import READERS, REPORT_NAMES
from dashboards.components.shared_filters import take_up
from dashboards.components.snapshot import shown_build
from dashboards.language import Names, _, gettext_noop
from dashboards.pages_table import ADMINS, PAGES_FOLDER
from dashboards.session import api, current_person
from warehouse.vocabulary import ReportKind

PERIODS: Final = {
    gettext_noop("30 days"): 30,
    gettext_noop("90 days"): 90,
    gettext_noop("Half a year"): 180,
    gettext_noop("A year"): 365,
}
ABOUT: Final = Names(
    {
        ReportKind.STUDENT_PROGRESS: gettext_noop(
            "One row per enrolment: completion, attendance, pace, forecast, risk."
        ),
        ReportKind.ATTENDANCE_ANALYTICS: gettext_noop(
            "One row per student and subject: marks, attended, late, absent."
        ),
        ReportKind.FACULTY_PERFORMANCE: gettext_noop(
            "One row per faculty member: hours, utilisation, attendance, rating, results."
        ),
        ReportKind.CRM_METRICS: gettext_noop(
            "One row per campus, counselor and source: inquiries, contacts, conversion, collected fees."
        ),
    }
)

person = current_person()
report_style()
st.title(_("Reports"), anchor=False)
# By their English names, which stand in the address.
offered = {name: kind for kind, name in REPORT_NAMES.items() if person.role in READERS[kind]}
take_up("report", offered)
take_up("period", PERIODS)
build = shown_build()
with st.container(horizontal=True, key="report-filter"):
    chosen = st.selectbox(_("Report"), list(offered), format_func=_, key="report", bind="query-params", width=280)
    period = st.segmented_control(
        _("The last"), list(PERIODS), format_func=_, default="90 days", required=True, key="period", bind="query-params"
    )
    campus = campus_filter(person, build)
kind, days = offered[chosen], PERIODS[period or "90 days"]
until = build.source_as_of
query: dict[str, Any] = {"from": until - timedelta(days=days - 1), "to": until, "limit": PREVIEWED}
if campus:
    query["campus"] = campus
try:
    report = api("GET", f"/reports/{kind}", query=query)
except ApiError as error:
    states.broken(error)
    st.stop()
report_files(kind, REPORT_NAMES[kind], ABOUT[kind], until, days, campus)
report_preview(report)
if person.role in ADMINS:
    st.page_link(
        PAGES_FOLDER / "admin/schedules.py", label=_("Have it made on schedule"), icon=":material/schedule_send:"
    )
