"""The snapshot that a page shows, or what to say when there is none yet."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.guide import Guide
from dashboards.components.shell import SHOWS_FIGURES
from dashboards.language import _
from dashboards.queries.enrollments import FORECAST_COLUMNS, forecasts_of_student
from dashboards.queries.learning import pace_of_student, sessions_of_student
from dashboards.queries.snapshot import ask
from warehouse.published import Build, current_build
from warehouse.scope import Predicate
from warehouse.settings import get_settings


def build_if_any() -> Build | None:
    """The current build, or None before the first; the page is shown anew when another one is published."""
    st.session_state[SHOWS_FIGURES] = True
    return current_build(get_settings())


def shown_build() -> Build:
    """The current build; stops the page, saying why, before the first one is published."""
    build = build_if_any()
    if build is None:
        states.empty(
            _("No figures yet."),
            _("The first build of the warehouse is on its way. This page shows it by itself when ready."),
        )
        st.stop()
    return build


def forecasts_for(scope: Predicate, student_id: int) -> pd.DataFrame:
    """One student's completion forecasts; without a snapshot there are none yet."""
    build = build_if_any()
    if build is None:
        return pd.DataFrame(columns=list(FORECAST_COLUMNS))
    return ask(build, forecasts_of_student, scope, student_id)


def guide_for(following: dict[str, Any], scope: Predicate, student_id: int, *, is_self: bool) -> Guide:
    """What helps one student: what is next comes live (`following`), its figures from the snapshot if there is one."""
    build = build_if_any()
    if build is None:
        return Guide(
            following,
            pd.DataFrame(),
            pd.DataFrame(columns=["topic_id", "expected_sessions"]),
            student_id,
            is_self=is_self,
        )
    pace, sessions = ask(build, pace_of_student, scope, student_id), ask(build, sessions_of_student, scope, student_id)
    return Guide(following, pace, sessions, student_id, is_self=is_self)
