"""Who is likely to drop out, and why."""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.labels import BAND_NAMES
from dashboards.components.risk_list import risk_list
from dashboards.components.snapshot import shown_build
from dashboards.queries.enrollments import at_risk, band_counts
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import current_person
from warehouse.vocabulary import RiskBand

PAGE_SIZE = 50

person = current_person()
build = shown_build()
scope = enrollments_in_scope(person)
st.title("At risk", anchor=False)
campus = campus_filter(person, build)

counts = dict(ask(build, band_counts, scope, campus).itertuples(index=False, name=None))
if not counts:
    states.empty("Nobody is scored yet.", "Active enrolments are scored with every build of the warehouse.")
    st.stop()
band = st.segmented_control(
    "Band",
    list(BAND_NAMES),
    format_func=lambda option: f"{BAND_NAMES[option]} ({counts.get(option.value, 0):,})",
    default=RiskBand.HIGH if counts.get(RiskBand.HIGH.value) else RiskBand.MEDIUM,
    required=True,
    key="band",
)
shown = st.session_state.setdefault("at_risk_shown", PAGE_SIZE)
rows = ask_with_names(build, at_risk, scope, campus, (band,), shown)
st.caption(
    "The estimate is the chance that an enrolment ends without completion, from attendance, pace and understanding. "
    "How well it has predicted so far stands in the model card."
)
if rows.empty:
    states.empty("Nobody is in this band.", "Choose another band above.")
else:
    risk_list(rows, shows_campus=campus is None)
if len(rows) < counts.get(band.value, 0) and st.button(f"Show {PAGE_SIZE} more", icon=":material/expand_more:"):
    st.session_state["at_risk_shown"] = shown + PAGE_SIZE
    st.rerun()
