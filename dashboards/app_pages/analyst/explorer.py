"""Any metric by what it can be told by, without SQL (`?metric=inquiries&by=source&grain=month`)."""

from dataclasses import replace

import streamlit as st

from dashboards.access import viewer_of
from dashboards.charts.explorer import MOST_BARS, MOST_LINES, explored, finding, is_cut
from dashboards.components import states
from dashboards.components.analyst import analyst_style, campus_note, scope_of
from dashboards.components.explorer import chosen_view, headings_of, value_files, value_table
from dashboards.components.figure import show
from dashboards.components.labels import number
from dashboards.components.metric_words import metric_meaning
from dashboards.components.snapshot import shown_build
from dashboards.components.view_words import in_words
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.explorer import FIRST_VIEW, MOST_ROWS, View, metric_rows
from dashboards.queries.snapshot import ask
from dashboards.session import current_person
from warehouse.metrics import MetricError, get_registry

person = current_person()
build = shown_build()
scope_of(person)
analyst_style()
st.title(_("Metric explorer"), anchor=False)
st.caption(f"{_('Every number of the metric registry, by what it can be told by.')} {campus_note(person)}")
told = {name: st.query_params.get_all(name) for name in st.query_params}
view = chosen_view(person, build, View.from_address(told) if told else FIRST_VIEW)
metric = get_registry().metric(view.metric)
try:
    with st.spinner(_("Asking …")):
        rows = ask(build, metric_rows, viewer_of(person), build.source_as_of, view)
except MetricError as error:
    states.empty(_("This cannot be told like that."), str(error))
    st.stop()

picture, words = st.columns([3, 1], gap="large")
with words:
    in_words(view, build, person.time_zone)
with picture:
    if rows[metric.name].isna().all():
        states.empty(_("There is nothing to tell this from."), _("Choose a longer period, or fewer conditions."))
        st.stop()
    if view.by or view.grain:
        show(explored(rows, metric, view.by, view.grain, headings_of(view)), "explored", metric_meaning(metric))
        if is_cut(rows, metric, view.by):
            st.caption(
                _("The picture holds {count} lines at most; the table below has them all.", count=MOST_LINES)
                if view.grain
                else _("The picture holds {count} bars at most; the table below has them all.", count=MOST_BARS)
            )
    else:
        st.subheader(finding(rows, metric, view.by), anchor=False, help=metric_meaning(metric))
    with st.container(horizontal=True, key="explore-files", vertical_alignment="center"):
        value_files(rows.head(MOST_ROWS), view)
        st.page_link(
            PAGES_FOLDER / "everybody/rows.py",
            label=_("Rows behind it"),
            icon=":material/table_rows:",
            query_params=replace(view, by=(), grain=None).address,
        )
        st.page_link(
            PAGES_FOLDER / "analyst/workspace.py",
            label=_("Open as SQL"),
            icon=":material/database:",
            query_params=view.address,
        )
    value_table(rows.head(MOST_ROWS), view, build.source_as_of)
    if len(rows) > MOST_ROWS:
        st.caption(
            _("These are the first {count} rows of more: narrow them down, or ask in SQL.", count=number(MOST_ROWS))
        )
    st.caption(_("The address of this page holds what is chosen: whoever may see these figures can open it."))
