"""What stands in the workspace's editor, where it came from, and the address that leads back to it.

Belongs here: the session's state, and the callbacks that put something into the editor. What the page draws of it
stands in the other `workspace_*` files.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st

from dashboards.access import viewer_of
from dashboards.api_client import ApiError
from dashboards.components.sending import remember_refusal
from dashboards.components.workspace_run import asking
from dashboards.language import _
from dashboards.queries.explorer import View, sql_of
from dashboards.session import api, current_person
from warehouse.published import Build
from warehouse.questions import Question, questions
from warehouse.settings import get_settings

STATEMENT: Final = "analyst_sql"
_OPENED: Final = "workspace_opened"
_ADDRESS: Final = "workspace_address"
_BEFORE: Final = "workspace_before"
_GONE: Final = "workspace_gone"
# No such row in sight, or a number that no row can have.
_NOT_HERE: Final = (404, 422)


@dataclass(frozen=True)
class Opened:
    """What the text in the editor was when it was opened; at most one of the others is set.

    Attributes:
        sql: the text.
        saved: as `GET /workspace/queries/{id}` tells it.
        question: a ready-made one.
        run: an entry of the history, as `GET /workspace/runs/{id}` tells it.
    """

    sql: str
    saved: dict[str, Any] | None = None
    question: Question | None = None
    run: dict[str, Any] | None = None


def opened() -> Opened:
    """What was opened last."""
    found: Opened = st.session_state[_OPENED]
    return found


def typed() -> str:
    """What stands in the editor."""
    return str(st.session_state.get(STATEMENT) or "")


def take_up_address(build: Build, relations: dict[str, dict[str, str]]) -> None:
    """Opens what the address asks for, unless it stands in the editor already; without any wish, the first question."""
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    known: dict[str, list[str]] | None = st.session_state.get(_ADDRESS)
    if known is not None and address in ({}, known):
        # Back from another page: the text is still here, and its address with it.
        st.query_params.from_dict(known)
        return
    first = next(iter(questions().values()))
    wanted = st.query_params
    if number := wanted.get("query", ""):
        if open_saved(number):
            return
        if known is not None:
            st.query_params.from_dict(known)
            return
    elif wanted.get("metric"):
        # The explorer's address, as the statement that answers it.
        _put(Opened(sql_of(View.from_address(address), viewer_of(current_person()), build.source_as_of)), address)
        return
    elif (relation := wanted.get("relation", "")) in relations:
        first_rows(relation)
        return
    open_question(wanted.get("question", ""), otherwise=first.name)


def open_question(name: str, otherwise: str = "") -> None:
    """Puts a ready-made question into the editor."""
    question = questions().get(name) or questions()[otherwise]
    _put(Opened(question.sql, question=question), {"question": [question.name]} if name == question.name else {})


def first_rows(relation: str) -> None:
    """Puts a first look at a relation of the snapshot into the editor."""
    _put(Opened(f"select * from {relation} limit 100"), {"relation": [relation]})  # noqa: S608 - a name that is known


def open_saved(query_id: int | str) -> bool:
    """Puts a saved query into the editor; False, and the page says why, when it cannot be read."""
    try:
        saved = api("GET", f"/workspace/queries/{int(query_id)}")
    except ValueError:
        st.session_state[_GONE] = True
        return False
    except ApiError as error:
        if error.status in _NOT_HERE:
            st.session_state[_GONE] = True
        else:
            remember_refusal(error)
        return False
    _put(Opened(saved["sql"], saved=saved), {"query": [str(saved["id"])]})
    return True


def show_gone() -> None:
    """Says, once, that a link led to nothing."""
    if st.session_state.pop(_GONE, False):
        st.warning(
            _("This saved query is not here: it was removed, or its owner does not share it."),
            icon=":material/link_off:",
        )


def open_run(run_id: int) -> None:
    """Puts a query of the history into the editor; says why when it cannot be read."""
    try:
        run = api("GET", f"/workspace/runs/{run_id}")
    except ApiError as error:
        remember_refusal(error)
    else:
        _put(Opened(run["sql"], run=run), {})


def stays_as(saved: dict[str, Any] | None) -> None:
    """The text that stands in the editor is this saved query from now on; None: it is nobody's."""
    st.session_state[_OPENED] = Opened(saved["sql"] if saved else "", saved=saved)
    _address({"query": [str(saved["id"])]} if saved else {})


def has_before() -> bool:
    """Whether a text that was neither run nor saved gave way to another one."""
    return _BEFORE in st.session_state


def put_back() -> None:
    """Puts that text into the editor again."""
    text, came_from, address = st.session_state.pop(_BEFORE)
    st.session_state[STATEMENT], st.session_state[_OPENED] = text, came_from
    _address(address)


def address_of(query_id: int) -> str:
    """The link that opens a saved query."""
    parts = urlsplit(st.context.url or get_settings().public_url or "")
    start = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{start}/workspace?query={query_id}"


def _put(what: Opened, address: dict[str, list[str]]) -> None:
    text, last = typed(), asking()
    known: Opened | None = st.session_state.get(_OPENED)
    is_kept = not text.strip() or known is None or text == known.sql or (last is not None and text == last.sql)
    if known is not None and not is_kept and text != what.sql:
        st.session_state[_BEFORE] = (text, known, st.session_state[_ADDRESS])
    else:
        st.session_state.pop(_BEFORE, None)
    st.session_state[STATEMENT], st.session_state[_OPENED] = what.sql, what
    _address(address)


def _address(address: dict[str, list[str]]) -> None:
    st.session_state[_ADDRESS] = address
    st.query_params.from_dict(address)
