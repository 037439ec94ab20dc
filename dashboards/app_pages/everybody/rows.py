"""The rows that a number counts, for whoever may be told it (`?metric=…&from=…&to=…&filter=source:website`)."""

from dataclasses import replace

import streamlit as st

from dashboards.access import may_be_told, viewer_of
from dashboards.components import states
from dashboards.components.analyst import analyst_style
from dashboards.components.labels import NOTHING, metric_value
from dashboards.components.lead_words import listed
from dashboards.components.metric_words import metric_label
from dashboards.components.row_list import count_words, row_files, row_table
from dashboards.components.snapshot import shown_build
from dashboards.components.view_words import condition_words, in_words, period_words
from dashboards.components.ways import Way
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.explorer import View, metric_rows
from dashboards.queries.rows import count_of, known_columns, parts_of, rows_of
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import current_person
from warehouse.metrics import MetricError, get_registry

PAGE_SIZE = 50

person = current_person()
build = shown_build()
analyst_style()
told = {name: st.query_params.get_all(name) for name in st.query_params}
wanted = next(iter(told.get("metric", ())), "")
st.title(_("Rows behind a number"), anchor=False)
if wanted not in get_registry().metrics or not may_be_told(person.role, wanted):
    states.empty(_("No number is chosen."), _("Open one from a page with figures: every tile leads to its rows."))
    st.stop()
view = replace(View.from_address(told), by=(), grain=None)
metric = get_registry().metric(view.metric)
viewer, as_of = viewer_of(person), build.source_as_of
try:
    parts = parts_of(ask(build, known_columns), viewer, as_of, view)
    value = ask(build, metric_rows, viewer, as_of, view)[metric.name]
except MetricError as error:
    states.empty(_("This number cannot be told row by row."), str(error))
    st.stop()
shown_value = metric_value(float(value.iloc[0]), metric.unit) if len(value) and value.notna().any() else NOTHING
st.subheader(_("{name}: {value}", name=metric_label(metric), value=shown_value), anchor=False)
st.caption(listed([period_words(view, as_of), *condition_words(view, person)]))
with st.container(horizontal=True, key="rows-ways", vertical_alignment="center"):
    for name, icon, way in (
        (_("By what it can be told by"), ":material/query_stats:", Way("explore", view.address)),
        (_("Open as SQL"), ":material/database:", Way("workspace", view.address)),
    ):
        if way.is_open_to(person.role):
            st.page_link(PAGES_FOLDER / way.rule.file, label=name, icon=icon, query_params=dict(way.query))

for place, part in enumerate(parts):
    count = int(ask(build, count_of, viewer, as_of, view, place)["rows"].iloc[0])
    if len(parts) > 1:
        st.subheader(listed([metric_label(one) for one in part.measures.values()]), anchor=False)
    if not count:
        states.empty(_("No row counts here."), _("Choose a longer period, or fewer conditions."))
        continue
    key = f"rows-shown-{part.model.name}"
    shown = st.session_state.setdefault(key, PAGE_SIZE)
    with st.container(horizontal=True, key=f"rows-files-{part.model.name}", vertical_alignment="center"):
        st.markdown(count_words(count))
        row_files(part, place, view, person, build)
    row_table(part, ask_with_names(build, rows_of, viewer, as_of, view, place, shown), person)
    if count > shown and st.button(
        _("Show {count} more", count=PAGE_SIZE), key=f"more-{part.model.name}", icon=":material/expand_more:"
    ):
        st.session_state[key] = shown + PAGE_SIZE
        st.rerun()
zone = person.time_zone
in_words(view, build, zone, leads_on=Way("dictionary").is_open_to(person.role))
