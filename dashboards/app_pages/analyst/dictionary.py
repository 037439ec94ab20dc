"""What every relation and column means (`?q=attendance` searches, `?relation=` shows one in full)."""

import streamlit as st

from dashboards.components import states
from dashboards.components.analyst import analyst_style
from dashboards.components.dictionary import relation_in_full, search_results
from warehouse.documentation import docs_page, documentation
from warehouse.settings import get_settings

analyst_style()
st.title("Data dictionary", anchor=False)
settings = get_settings()
known = documentation(settings)
if not known:
    states.empty(
        "There is no documentation yet.", "It is read from dbt's project with the first build of the warehouse."
    )
    st.stop()

wanted = st.query_params.get("relation", "")
if wanted in known:
    st.html('<p><a href="/dictionary" target="_self">← All relations</a></p>')
    relation_in_full(known[wanted], known)
    st.stop()
if wanted:
    st.warning(f"There is no relation {wanted} in the documentation.", icon=":material/search_off:")
st.caption(
    f"{len(known)} relations and {sum(len(relation.columns) for relation in known.values())} columns, in the words of"
    " the dbt project that makes them."
)
typed = st.text_input("Search relations, columns and words", value=st.query_params.get("q", ""), key="dictionary-q")
st.query_params.from_dict({"q": typed} if typed else {})
search_results(known, typed or "")
if docs_page(settings).exists():
    st.html(
        '<p><a href="/warehouse-docs" target="_blank" rel="noopener">dbt docs with the whole lineage graph ↗</a></p>'
    )
else:
    st.caption("`headway warehouse docs` adds dbt's own documentation with the lineage graph.")
