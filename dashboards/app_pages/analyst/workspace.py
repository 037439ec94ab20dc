"""SQL on the published snapshot (`?question=slow_topics`, or `?relation=` for a first look at one)."""

import streamlit as st

from dashboards.components.analyst import analyst_style, campus_note, scope_of
from dashboards.components.result import answered, relation_browser
from dashboards.components.snapshot import shown_build
from dashboards.queries.analyst import answer, columns_of
from dashboards.session import current_person
from warehouse.queries import QueryError
from warehouse.questions import questions

STATEMENT = "analyst_sql"
ANSWER = "analyst_answer"

person = current_person()
build = shown_build()
campus_id = scope_of(person)
analyst_style()
st.title("SQL workspace", anchor=False)
st.caption(f"Ask the published snapshot in DuckDB's SQL. {campus_note(person)} Nothing can be changed from here.")

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
    st.session_state[STATEMENT] = whole if relation in relations else first.sql
    st.session_state["analyst_question"] = None if relation in relations else first.name

chosen = st.selectbox(
    "Saved questions",
    list(saved),
    format_func=lambda name: saved[name].title,
    placeholder="Choose a question to start from",
    index=None,
    key="analyst_question",
    on_change=lambda: _take(st.session_state["analyst_question"]),
)
if chosen is not None:
    st.caption(saved[chosen].says)
sql = st.text_area("SQL", key=STATEMENT, height=260) or ""
is_asked = st.button("Run", type="primary", icon=":material/play_arrow:", shortcut="Ctrl+Enter")

if is_asked:
    st.session_state.pop(ANSWER, None)
    try:
        with st.spinner("Asking …"):
            st.session_state[ANSWER] = (sql, build, answer(build, campus_id, sql))
    except QueryError as error:
        st.error(str(error), icon=":material/error:")
if ANSWER in st.session_state:
    asked, answering_build, rows = st.session_state[ANSWER]
    answered(asked, answering_build, rows, campus_id)
relation_browser(relations)
