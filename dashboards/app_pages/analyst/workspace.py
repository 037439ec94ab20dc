"""SQL on the published snapshot.

`?query=12` opens a saved query, `?question=slow_topics` a ready-made one, `?relation=` a first look at one, and
the explorer's address what it shows.
"""

import streamlit as st

from dashboards.components.analyst import analyst_style, campus_note, scope_of
from dashboards.components.sending import show_refusal
from dashboards.components.snapshot import shown_build
from dashboards.components.workspace_head import actions, head
from dashboards.components.workspace_lists import panel
from dashboards.components.workspace_run import run, show_run
from dashboards.components.workspace_state import STATEMENT, show_gone, take_up_address
from dashboards.language import _
from dashboards.queries.analyst import columns_of
from dashboards.session import current_person
from warehouse.questions import LONGEST_SQL

person = current_person()
build = shown_build()
campus_id = scope_of(person)
analyst_style()
st.title(_("SQL workspace"), anchor=False)
st.caption(
    _(
        "Ask the published snapshot in DuckDB's SQL. {note} Nothing can be changed from here.",
        note=campus_note(person),
    )
)
relations = columns_of(build, campus_id)
take_up_address(build, relations)
show_gone()
show_refusal()
with st.container(key="workspace"):
    with st.container(key="workspace-editor"):
        head(person)
        sql = st.text_area(_("SQL"), key=STATEMENT, height=300, max_chars=LONGEST_SQL, persist_state="session") or ""
        if actions(person):
            run(sql, build, campus_id)
    with st.container(key="workspace-result"):
        show_run(campus_id)
    with st.container(key="workspace-panel"):
        panel(relations, f"{build.build_id} {campus_id}", person)
