"""Running what stands in the editor: begun, watched, ended, told, and noted in the person's history."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import number
from dashboards.components.result import answered
from dashboards.language import _
from dashboards.queries.analyst import begin
from dashboards.queries.asking import Asking
from dashboards.session import api_elsewhere
from warehouse.published import Build
from warehouse.queries import QueryCancelledError, QueryError, QueryTimeoutError
from warehouse.settings import get_settings
from warehouse.vocabulary import QueryOutcome

ASKING: Final = "workspace_asking"
_UNNOTED: Final = "workspace_unnoted"
# So long a question is waited for before its progress is shown: most have been answered by then.
_AT_ONCE_SECONDS: Final = 0.8
_LOOK_SECONDS: Final = 0.5
# So long an answer's entry in the history is waited for, so that the list below shows it.
_NOTED_SECONDS: Final = 2.0
# As much of a message as the API keeps.
_LONGEST_PROBLEM: Final = 2_000


def run(sql: str, build: Build, campus_id: int | None) -> None:
    """Begins to ask; what was under way before is ended."""
    if before := asking():
        before.cancel()
    unnoted: set[Asking] = st.session_state.setdefault(_UNNOTED, set())
    unnoted.clear()
    with st.spinner(_("Asking …")):
        st.session_state[ASKING] = under_way = begin(build, campus_id, sql, _noting(api_elsewhere(), unnoted))
        under_way.wait(_AT_ONCE_SECONDS)


def asking() -> Asking | None:
    """What was asked last in this session, answered or not."""
    return st.session_state.get(ASKING)


def show_run(campus_id: int | None) -> None:
    """Shows the answer of what was asked last, or how long it has been under way."""
    asked = asking()
    if asked is None:
        return
    if not asked.is_over:
        _under_way()
        return
    asked.wait_until_settled(_NOTED_SECONDS)
    _told(asked, campus_id)
    if asked in st.session_state.get(_UNNOTED, ()):
        st.caption(_("This is not in your history: the institute's server did not take it."))


@st.fragment(run_every=_LOOK_SECONDS)
def _under_way() -> None:
    """How long it takes, and the button that ends it; shows the page anew once it is over."""
    asked = asking()
    if asked is None or asked.is_over:
        st.rerun()
    most = get_settings().analyst_timeout_seconds
    with st.container(key="workspace-waiting", gap="small"):
        told = _("Ending …") if asked.is_ending else _("Asking … {seconds} s; after {most} s it is ended.")
        st.progress(min(1.0, asked.seconds / most), told.format(seconds=int(asked.seconds), most=most))
        st.button(
            _("Cancel"),
            key="workspace-cancel",
            icon=":material/stop_circle:",
            on_click=asked.cancel,
            disabled=asked.is_ending,
        )


def _told(asked: Asking, campus_id: int | None) -> None:
    if asked.answer is not None:
        answered(asked.sql, asked.build, asked.answer, campus_id)
        return
    seconds = number(asked.seconds, 1)
    match asked.problem:
        case QueryTimeoutError():
            told = _(
                "Ended after {seconds} s, the longest that a query may take. Ask for fewer rows or days.",
                seconds=seconds,
            )
            st.error(told, icon=":material/timer_off:")
        case QueryCancelledError():
            st.info(_("Cancelled after {seconds} s.", seconds=seconds), icon=":material/stop_circle:")
        case QueryError() as error:
            st.error(str(error), icon=":material/error:")
        case Exception() as error:
            raise error


def _noting(request: Callable[..., Any], unnoted: set[Asking]) -> Callable[[Asking], None]:
    """What notes a question in its person's history once it is over, whether or not anybody still waits."""

    def note(asked: Asking) -> None:
        if not asked.sql.strip():
            return
        try:
            request("POST", "/workspace/runs", json=run_of(asked))
        except ApiError:
            unnoted.add(asked)

    return note


def run_of(asked: Asking) -> dict[str, Any]:
    """A question as the API keeps it."""
    told: dict[str, Any] = {
        "sql": asked.sql,
        "build_id": asked.build.build_id,
        "duration_ms": round(asked.seconds * 1000),
    }
    if asked.answer is not None:
        rows = {"rows_count": asked.answer.rows.num_rows, "is_cut": asked.answer.is_cut}
        return told | rows | {"outcome": QueryOutcome.ANSWERED}
    match asked.problem:
        case QueryTimeoutError():
            return told | {"outcome": QueryOutcome.TIMED_OUT}
        case QueryCancelledError():
            return told | {"outcome": QueryOutcome.CANCELLED}
    problem = str(asked.problem) or type(asked.problem).__name__
    return told | {"outcome": QueryOutcome.FAILED, "problem": problem[:_LONGEST_PROBLEM]}
