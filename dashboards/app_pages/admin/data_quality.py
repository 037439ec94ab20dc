"""Whether the figures can be trusted: how fresh, what was checked and built, and what is told of."""

from datetime import UTC, datetime
from html import escape

import streamlit as st

from dashboards.components import states
from dashboards.components.labels import ago, day, number
from dashboards.components.quality_lists import breach_list, check_table, dbt_run, warning_list
from dashboards.components.shell import SHOWS_FIGURES
from dashboards.components.tiles import Tile, tile_row
from dashboards.language import _, ngettext
from dashboards.queries.quality import checks, last_dbt_run
from dashboards.routes.data_docs import DATA_DOCS
from dashboards.session import current_person
from warehouse.expectations.state import recent_warnings, standing_breach
from warehouse.published import current_build
from warehouse.settings import get_settings

person = current_person()
settings = get_settings()
st.session_state[SHOWS_FIGURES] = True
st.title(_("Data quality"), anchor=False)
build, breach, warnings = current_build(settings), standing_breach(settings), recent_warnings(settings)
checked, run = checks(settings), last_dbt_run(settings)
if build is None:
    states.empty(_("No figures yet."), _("The first build of the warehouse is on its way."))
    st.stop()

broken = int((checked["broken"] > 0).sum())
age = ago((datetime.now(UTC) - build.built_at).total_seconds())
tile_row(
    [
        Tile(
            "fresh",
            _("Figures built"),
            age,
            _("They stand for {day}; extract {extract}.", day=day(build.source_as_of), extract=build.extract_id),
        ),
        Tile(
            "published",
            _("New figures"),
            _("Held back") if breach else _("Published"),
            _("While something in the data is broken, the last sound figures stay."),
        ),
        Tile(
            "checks",
            _("Relations checked"),
            number(len(checked)),
            _("On their way in, when built, and when predicted."),
        ),
        Tile("broken", _("With something wrong"), number(broken), _("In the newest check of each.")),
        Tile(
            "warnings", _("Told of lately"), number(len(warnings)), _("Unusual, yet possible: published, and told of.")
        ),
    ]
)
if breach:
    breach_list(breach, person)
else:
    st.success(_("Nothing keeps figures back: what is entered shows with the next build."), icon=":material/verified:")
if warnings:
    st.subheader(
        _("Unusual of late"), anchor=False, help=_("Not wrong for sure, so figures are published all the same.")
    )
    warning_list(warnings, person)
if run is not None:
    st.subheader(_("What was built last"), anchor=False, help=_("Models and data tests of dbt, the slowest first."))
    dbt_run(run)
st.subheader(_("What was checked"), anchor=False, help=_("The newest check of every relation, by where it was made."))
if checked.empty:
    states.empty(_("Nothing was checked yet."), _("Checks run with every build."))
else:
    with st.expander(ngettext("{count} relation", "{count} relations", len(checked)), expanded=broken > 0):
        check_table(checked)
with st.container(horizontal=True):
    docs, lineage = _("Data Docs: every expectation and its rows"), _("Lineage: where each figure comes from")
    st.html(f'<a class="hw-aside" href="{DATA_DOCS}" target="_blank">{escape(docs)}</a>')
    st.html(f'<a class="hw-aside" href="/warehouse-docs" target="_blank">{escape(lineage)}</a>')
