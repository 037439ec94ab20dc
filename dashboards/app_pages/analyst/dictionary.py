"""What every relation and column means (`?q=attendance` searches, `?relation=` shows one in full)."""

from html import escape

import streamlit as st

from dashboards.components import states
from dashboards.components.analyst import analyst_style
from dashboards.components.dictionary import relation_in_full, search_results
from dashboards.language import _
from warehouse.documentation import docs_page, documentation
from warehouse.settings import get_settings

analyst_style()
st.title(_("Data dictionary"), anchor=False)
settings = get_settings()
known = documentation(settings)
if not known:
    states.empty(
        _("There is no documentation yet."), _("It is read from dbt's project with the first build of the warehouse.")
    )
    st.stop()

wanted = st.query_params.get("relation", "")
if wanted in known:
    st.html(f'<p><a href="/dictionary" target="_self">{escape(_("← All relations"))}</a></p>')
    relation_in_full(known[wanted], known)
    st.stop()
if wanted:
    st.warning(_("There is no relation {name} in the documentation.", name=wanted), icon=":material/search_off:")
st.caption(
    _(
        "{relations} relations and {columns} columns, in the words of the dbt project that makes them.",
        relations=len(known),
        columns=sum(len(relation.columns) for relation in known.values()),
    )
)
typed = st.text_input(_("Search relations, columns and words"), value=st.query_params.get("q", ""), key="dictionary-q")
st.query_params.from_dict({"q": typed} if typed else {})
search_results(known, typed or "")
if docs_page(settings).exists():
    docs = escape(_("dbt docs with the whole lineage graph ↗"))
    st.html(f'<p><a href="/warehouse-docs" target="_blank" rel="noopener">{docs}</a></p>')
else:
    st.caption(_("`headway warehouse docs` adds dbt's own documentation with the lineage graph."))
