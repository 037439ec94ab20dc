"""The snapshot that a page shows, or what to say when there is none yet."""

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.queries.enrollments import forecasts_of_student
from dashboards.queries.snapshot import ask
from warehouse.published import Build, current_build
from warehouse.scope import Predicate
from warehouse.settings import get_settings


def shown_build() -> Build:
    """The current build; stops the page, saying why, before the first one is published."""
    build = current_build(get_settings())
    if build is None:
        states.empty(
            "No figures yet.",
            "The first build of the warehouse is on its way. This page shows it by itself when ready.",
        )
        st.stop()
    return build


def forecasts_for(scope: Predicate, student_id: int) -> pd.DataFrame:
    """One student's completion forecasts; without a snapshot there are none yet."""
    build = current_build(get_settings())
    if build is None:
        return pd.DataFrame(columns=["subject_code", "p10_date", "p50_date", "p90_date"])
    return ask(build, forecasts_of_student, scope, student_id)
