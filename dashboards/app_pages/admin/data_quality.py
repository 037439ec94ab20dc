"""Whether the figures can be trusted: how fresh, what was checked and built, and what is told of (`?show=broken`)."""

from datetime import UTC, datetime
from html import escape

import streamlit as st

from dashboards.components import states
from dashboards.components.labels import ago, day, number
from dashboards.components.quality_lists import breach_list, build_table, check_table, dbt_run, warning_list
from dashboards.components.shell import SHOWS_FIGURES
from dashboards.components.shown_part import part, shown_part, whole_page
from dashboards.components.tiles import Tile, tile_row
from dashboards.language import _, ngettext
from dashboards.queries.quality import checks, last_dbt_run
from dashboards.routes.data_docs import DATA_DOCS
from dashboards.session import current_person
from warehouse.expectations.state import recent_warnings, standing_breach
from warehouse.history import known_builds
from warehouse.published import current_build
from warehouse.settings import get_settings

# What a tile opens.
PARTS = ("built", "published", "checks", "broken", "warnings")

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
            part("data-quality", "built"),
        ),
        Tile(
            "published",
            _("New figures"),
            _("Held back") if breach else _("Published"),
            _("While something in the data is broken, the last sound figures stay."),
            part("data-quality", "published"),
        ),
        Tile(
            "checks",
            _("Relations checked"),
            number(len(checked)),
            _("On their way in, when built, and when predicted."),
            part("data-quality", "checks"),
        ),
        Tile(
            "broken",
            _("With something wrong"),
            number(broken),
            _("In the newest check of each."),
            part("data-quality", "broken"),
        ),
        Tile(
            "warnings",
            _("Told of lately"),
            number(len(warnings)),
            _("Unusual, yet possible: published, and told of."),
            part("data-quality", "warnings"),
        ),
    ],
    is_live=True,
)
shown = shown_part(PARTS)
if shown:
    whole_page("data-quality")
if shown in (None, "published"):
    if breach:
        breach_list(breach, person)
    else:
        st.success(
            _("Nothing keeps figures back: what is entered shows with the next build."), icon=":material/verified:"
        )
if shown == "published":
    st.subheader(_("What was published"), anchor=False, help=_("The snapshots that are kept, the newest first."))
    build_table(known_builds(settings), person)
if shown == "warnings" and not warnings:
    states.empty(_("Nothing unusual was told of."), _("What looks odd, yet possible, appears here with its rows."))
if warnings and shown in (None, "warnings"):
    st.subheader(
        _("Unusual of late"), anchor=False, help=_("Not wrong for sure, so figures are published all the same.")
    )
    warning_list(warnings, person, is_whole=shown == "warnings")
if run is not None and shown in (None, "built"):
    st.subheader(_("The last build"), anchor=False, help=_("Models and data tests of dbt, the slowest first."))
    dbt_run(run, person, is_whole=shown == "built")
if shown in (None, "checks", "broken"):
    st.subheader(
        _("What was checked"), anchor=False, help=_("The newest check of every relation, by where it was made.")
    )
    listed = checked[checked["broken"] > 0] if shown == "broken" else checked
    if listed.empty:
        nothing = _("Nothing was checked yet.") if checked.empty else _("Nothing is broken.")
        states.empty(nothing, _("Checks run with every build."))
    else:
        title = ngettext("{count} relation", "{count} relations", len(listed))
        with st.expander(title, expanded=broken > 0 or shown is not None):
            check_table(listed)
with st.container(horizontal=True):
    docs, lineage = _("Data Docs: every expectation and its rows"), _("Lineage: where each figure comes from")
    st.html(f'<a class="hw-aside" href="{DATA_DOCS}" target="_blank">{escape(docs)}</a>')
    st.html(f'<a class="hw-aside" href="/warehouse-docs" target="_blank">{escape(lineage)}</a>')
