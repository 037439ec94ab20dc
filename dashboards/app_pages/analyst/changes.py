"""Why is this number another one than yesterday: two snapshots compared (`?before=…&after=…&metric=…&by=…`)."""

import streamlit as st

from dashboards.components import states
from dashboards.components.analyst import analyst_style, campus_note, scope_of
from dashboards.components.changes import (
    KINDS_OF,
    change_tiles,
    chosen_builds,
    number_explained,
    relation_table,
    rows_table,
)
from dashboards.components.metric_words import metric_name
from dashboards.components.shared_filters import in_address
from dashboards.components.shown_part import shown_part, whole_page
from dashboards.components.snapshot import shown_build
from dashboards.language import _
from dashboards.queries.analyst import changes, columns_of, explained
from dashboards.session import current_person
from warehouse.attribution import ROWS, dimensions_of
from warehouse.compare import CompareError
from warehouse.explained_metrics import explained_metrics
from warehouse.history import known_builds
from warehouse.settings import get_settings

SHOWN_LINES = 100

person = current_person()
shown_build()
campus_id = scope_of(person)
analyst_style()
st.title(_("What changed"), anchor=False)
st.caption(f"{_('Two published snapshots, compared row by row.')} {campus_note(person)}")
builds = known_builds(get_settings())
if len(builds) < 2:
    states.empty(_("There is one snapshot so far."), _("With the next build there is something to compare it with."))
    st.stop()
before, after = chosen_builds(builds, person.time_zone)
if before == after:
    states.empty(_("These are the same snapshot."), _("Choose an earlier one to compare with."))
    st.stop()

with st.spinner(_("Comparing …")):
    found = changes(before, after, campus_id)
if not found:
    states.empty(_("Both snapshots hold the same rows."), _("Choose an earlier one to compare with."))
    st.stop()
relation_table(found)

changed = {change.relation: change for change in found}
metrics = {name: known for name, known in explained_metrics().items() if known[1] in changed}
options = [*metrics, *changed]
st.subheader(_("Why is the number another one?"), anchor=False)
with st.container(horizontal=True, key="analyst-chart-choice"):
    with in_address("metric", {name: name for name in options}, options[0], is_always_said=True):
        chosen = st.selectbox(
            _("Number"),
            options,
            format_func=lambda name: (
                f"{metric_name(metrics[name][2].label)} · {metrics[name][0]}"
                if name in metrics
                else _("Rows of {relation}", relation=name)
            ),
            key="metric",
            width=360,
        )
    _group, relation, measure = metrics.get(chosen, ("", chosen, ROWS))
    columns = columns_of(after, campus_id)[relation]
    choices = dimensions_of(columns) or list(columns)
    with in_address("by", {name: name for name in choices}, choices[0], is_always_said=True):
        by = st.selectbox(_("By"), choices, format_func=str.capitalize, key="by", width=200)
try:
    with st.spinner(_("Comparing …")):
        told = explained(before, after, campus_id, relation, measure, by, SHOWN_LINES)
except CompareError as error:
    states.empty(_("These rows cannot be told apart like this."), str(error))
    st.stop()
change_tiles(told.attribution, before, after, person.time_zone)
shown = shown_part(KINDS_OF)
if shown:
    whole_page("changes")
else:
    number_explained(told.attribution, by)
lines = [line for line in told.lines if line.kind in KINDS_OF[shown or "rows"]]
st.subheader(
    _("The rows"),
    anchor=False,
    help=_("The first {count} values of {relation} that differ.", count=SHOWN_LINES, relation=relation),
)
if lines:
    rows_table(lines)
else:
    states.empty(_("No row differs like that."), _("Choose another number, or another snapshot."))
