"""Who is likely to drop out and why, who is being helped, whether it helps (`?campus=…&tab=helping&band=medium`)."""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.help_lists import help_under_way, risk_cards
from dashboards.components.labels import BAND_NAMES, number
from dashboards.components.shared_filters import in_address
from dashboards.components.snapshot import shown_build
from dashboards.components.uplift import outcome_table, uplift_panel
from dashboards.language import _
from dashboards.queries.enrollments import at_risk, band_counts
from dashboards.queries.interventions import outcomes, uplift
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import api, current_person
from warehouse.vocabulary import RiskBand

PAGE_SIZE = 25

person = current_person()
build = shown_build()
scope = enrollments_in_scope(person)
st.title(_("At risk"), anchor=False)
campus = campus_filter(person, build)
try:
    planned = api("GET", "/interventions", query={"status": "planned", "sort": "due_date", "limit": 200})["items"]
except ApiError as error:
    states.broken(error)
    planned = []
under_way = [item for item in planned if not item["is_holdout"]]

tabs = {"who": _("Who"), "helping": _("Being helped ({count})", count=len(under_way)), "helps": _("Does it help?")}
with in_address("tab", tabs, "who"):
    listed, helping, helps = st.tabs(list(tabs.values()), key="tab", on_change="rerun")
with listed:
    counts = dict(ask(build, band_counts, scope, campus).itertuples(index=False, name=None))
    if not counts:
        states.empty(_("Nobody is scored yet."), _("Active enrolments are scored with every build of the warehouse."))
    else:
        usual = RiskBand.HIGH if counts.get(RiskBand.HIGH.value) else RiskBand.MEDIUM
        with in_address("band", {band.value: band for band in BAND_NAMES}, usual.value, is_always_said=True):
            band = st.segmented_control(
                _("Band"),
                list(BAND_NAMES),
                format_func=lambda option: f"{BAND_NAMES[option]} ({number(counts.get(option.value, 0))})",
                required=True,
                key="band",
            )
        band = band or usual
        shown = st.session_state.setdefault("at_risk_shown", PAGE_SIZE)
        rows = ask_with_names(build, at_risk, scope, campus, (band,), shown)
        st.caption(
            _(
                "The estimate is the chance that an enrolment ends without completion, at all and within 30 days, from"
                " attendance, pace and understanding: of ten people with 30%, three really leave. How well it has"
                " predicted so far stands in the model card."
            )
        )
        if rows.empty:
            states.empty(_("Nobody is in this band."), _("Choose another band above."))
        else:
            risk_cards(person, rows, {item["enrollment_id"] for item in planned}, shows_campus=campus is None)
        if len(rows) < counts.get(band.value, 0) and st.button(
            _("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:"
        ):
            st.session_state["at_risk_shown"] = shown + PAGE_SIZE
            st.rerun()
with helping:
    help_under_way(person, under_way)
with helps:
    uplift_panel(ask(build, uplift))
    done = ask(build, outcomes, campus)
    if not done.empty:
        st.subheader(
            _("What was done"),
            anchor=False,
            help=_("After against before is no proof: whoever is helped at the worst moment often comes back anyway."),
        )
        outcome_table(done)
