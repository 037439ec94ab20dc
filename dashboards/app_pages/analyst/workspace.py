"""SQL on the published snapshot (`?question=slow_topics`, `?relation=` for a first look, or the explorer's address)."""

import streamlit as st

from dashboards.access import viewer_of
from dashboards.components.analyst import analyst_style, campus_note, scope_of
from dashboards.components.result import answered, relation_browser
from dashboards.components.snapshot import shown_build
from dashboards.language import _
from dashboards.queries.analyst import answer, columns_of
from dashboards.queries.explorer import View, sql_of
from dashboards.session import current_person
from warehouse.queries import QueryError
from warehouse.questions import questions

STATEMENT = "analyst_sql"
ANSWER = "analyst_answer"

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

saved = questions()
relations = columns_of(build, campus_id)


def _take(name: str | None) -> None:
    """Writes a saved question into the editor and keeps it in the address."""
    if name is not None:
        st.session_state[STATEMENT] = saved[name].sql
        st.session_state.pop(ANSWER, None)
        st.query_params.from_dict({"question": name})


if STATEMENT not in st.session_state:
    relation = st.query_params.get("relation", "")
    first = saved.get(st.query_params.get("question", ""), next(iter(saved.values())))
    whole = f"select * from {relation} limit 100"  # noqa: S608 - only for a relation of the snapshot
    if metric := st.query_params.get("metric", ""):
        # The explorer's address, as the statement that answers it.
        view = View.from_address({name: st.query_params.get_all(name) for name in st.query_params})
        st.session_state[STATEMENT] = sql_of(view, viewer_of(person), build.source_as_of)
        st.session_state.pop(ANSWER, None)
    else:
        st.session_state[STATEMENT] = whole if relation in relations else first.sql
    st.session_state["analyst_question"] = None if metric or relation in relations else first.name

chosen = st.selectbox(
    _("Saved questions"),
    list(saved),
    format_func=lambda name: saved[name].title,
    placeholder=_("Choose a question to start from"),
    index=None,
    key="analyst_question",
    on_change=lambda: _take(st.session_state["analyst_question"]),
)
if chosen is not None:
    st.caption(saved[chosen].says)
sql = st.text_area(_("SQL"), key=STATEMENT, height=260) or ""
is_asked = st.button(_("Run"), type="primary", icon=":material/play_arrow:", shortcut="Ctrl+Enter")

if is_asked:
    st.session_state.pop(ANSWER, None)
    try:
        with st.spinner(_("Asking …")):
            st.session_state[ANSWER] = (sql, build, answer(build, campus_id, sql))
    except QueryError as error:
        st.error(str(error), icon=":material/error:")
if ANSWER in st.session_state:
    asked, answering_build, rows = st.session_state[ANSWER]
    answered(asked, answering_build, rows, campus_id)
relation_browser(relations)
