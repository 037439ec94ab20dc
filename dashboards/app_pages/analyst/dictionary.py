"""What every metric, relation and column means (`?q=` searches, `?metric=` and `?relation=` show one in full)."""

from html import escape

import streamlit as st

from dashboards.components import states
from dashboards.components.analyst import analyst_style
from dashboards.components.dictionary import found_relations, relation_in_full, search_results
from dashboards.components.metric_dictionary import found_metrics, metric_in_full, metric_results
from dashboards.components.shared_filters import take_up
from dashboards.language import _, gettext_noop
from dashboards.session import current_person
from warehouse.documentation import docs_page, documentation
from warehouse.metrics import get_registry
from warehouse.settings import get_settings

RELATIONS, METRICS = gettext_noop("Relations"), gettext_noop("Metrics")

analyst_style()
st.title(_("Data dictionary"), anchor=False)
settings = get_settings()
known, registry = documentation(settings), get_registry()

wanted, metric = st.query_params.get("relation", ""), st.query_params.get("metric", "")
if wanted in known:
    st.html(f'<p><a href="/dictionary" target="_self">{escape(_("← All relations"))}</a></p>')
    relation_in_full(known[wanted], known)
    st.stop()
if metric in registry.metrics:
    st.html(f'<p><a href="/dictionary?show=Metrics" target="_self">{escape(_("← All metrics"))}</a></p>')
    metric_in_full(metric, current_person())
    st.stop()
if wanted:
    st.warning(_("There is no relation {name} in the documentation.", name=wanted), icon=":material/search_off:")
if metric:
    st.warning(_("There is no metric {name}.", name=metric), icon=":material/search_off:")
st.caption(
    _(
        "{relations} relations and {columns} columns, in the words of the dbt project that makes them.",
        relations=len(known),
        columns=sum(len(relation.columns) for relation in known.values()),
    )
    + " "
    + _("{count} metrics, each defined once.", count=len(registry.metrics))
)
typed = st.text_input(_("Search metrics, relations, columns and words"), key="q", bind="query-params") or ""
relations, metrics = found_relations(known, typed), found_metrics(typed)
take_up("show", (RELATIONS, METRICS))
shown = st.segmented_control(
    _("Show"), [RELATIONS, METRICS], format_func=_, default=RELATIONS, required=True, key="show", bind="query-params"
)
if typed:
    st.caption(
        _(
            "Found: {metrics} metrics, {relations} relations.",
            metrics=len(metrics),
            relations=len(relations),
        )
    )
if shown == METRICS:
    metric_results(metrics, typed)
    st.stop()
if not known:
    states.empty(
        _("There is no documentation yet."), _("It is read from dbt's project with the first build of the warehouse.")
    )
    st.stop()
search_results(relations, typed)
if docs_page(settings).exists():
    docs = escape(_("dbt docs with the whole lineage graph ↗"))
    st.html(f'<p><a href="/warehouse-docs" target="_blank" rel="noopener">{docs}</a></p>')
else:
    st.caption(_("`headway warehouse docs` adds dbt's own documentation with the lineage graph."))
