"""One student in full, for staff: the name, and every subject with progress, pace and what is next."""

import streamlit as st

from dashboards.components.progress import student_progress
from dashboards.components.snapshot import forecasts_for, guide_for
from dashboards.components.ways import Way
from dashboards.components.work_filter import ALL
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person
from warehouse.scope import Predicate


def student_view(scope: Predicate, student_id: int, *, is_named: bool = True) -> None:
    """Shows a student, whom the API lets the viewer see, with the figures in `scope`.

    Args:
        scope: whose figures the viewer may see.
        student_id: whom.
        is_named: whether the name stands above; the office's record has it already.

    Raises:
        ApiError: there is no such student, or none that the viewer may see.
    """
    told = api("GET", f"/students/{student_id}/progress")
    following = api("GET", f"/students/{student_id}/next-topics")
    if is_named:
        # The name is not in the page's address.
        st.header(f"{told['first_name']} {told['last_name'] or ''}".strip(), anchor=False)
    st.page_link(
        PAGES_FOLDER / "faculty/progress_report.py",
        label=_("Progress report to print"),
        icon=":material/description:",
        query_params={"student": str(student_id)},
    )
    work = Way("marks", {"student": str(student_id), "state": ALL})
    if work.is_open_to(current_person().role):
        st.page_link(work.rule.path, label=_("Work and marks"), icon=work.rule.icon, query_params={**work.query})
    guide = guide_for(following, scope, student_id, is_self=False)
    student_progress(told, forecasts_for(scope, student_id), guide.draw)
