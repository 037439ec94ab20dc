"""A faculty member's students: how far, how fast beside the others, who needs her, why, what next.

In the address stands who is shown, or of whom the list is (`?student=12`, `?attention=high&subject=Python`).
"""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.shared_filters import in_address
from dashboards.components.snapshot import shown_build
from dashboards.components.student_list import ATTENTION, student_list
from dashboards.components.student_view import student_view
from dashboards.language import _
from dashboards.queries.learning import students_taught
from dashboards.queries.snapshot import ask_with_names
from dashboards.session import current_person
from warehouse.vocabulary import RiskBand

PAGE_SIZE = 30

person = current_person()
build = shown_build()
scope = enrollments_in_scope(person)
st.title(_("My students"), anchor=False)
if (student := st.query_params.get("student", "")).isdecimal():
    if st.button(_("All my students"), icon=":material/arrow_back:"):
        st.query_params.pop("student")
        st.rerun()
    try:
        student_view(scope, int(student))
    except ApiError as error:
        states.broken(error)
    st.stop()
rows = ask_with_names(build, students_taught, scope)
if rows.empty:
    states.empty(
        _("Nobody learns with you yet."), _("Students appear here once an enrolment names you as its teacher.")
    )
    st.stop()

counts = rows["band"].value_counts()
options = ["all", *(band for band in ATTENTION if counts.get(band.value, 0))]
with in_address("attention", {str(option): option for option in options}, "all"):
    chosen = st.segmented_control(
        _("Show"),
        options,
        format_func=lambda option: (
            _("All ({count})", count=len(rows))
            if option == "all"
            else f"{ATTENTION[option]} ({counts.get(option.value, 0)})"
        ),
        required=True,
        key="attention",
    )
chosen = chosen or "all"
subjects = sorted(rows["subject_name"].unique())
subject = None
if len(subjects) > 1:
    with in_address("subject", {name: name for name in subjects}):
        subject = st.selectbox(_("Subject"), subjects, index=None, placeholder=_("All subjects"), key="subject")
shown = rows if chosen == "all" else rows[rows["band"] == RiskBand(chosen).value]
if subject in subjects:
    shown = shown[shown["subject_name"] == subject]
st.caption(
    _(
        "Who needs attention comes first. The pace is levels of understanding gained per hour, as far as the history "
        "so far can tell; compared with students of the subject at the same stage."
    )
)
if shown.empty:
    states.empty(_("Nobody is in this group."), _("Choose another one above."))
    st.stop()
limit = st.session_state.setdefault("students_shown", PAGE_SIZE)
student_list(shown.head(limit))
if len(shown) > limit and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:"):
    st.session_state["students_shown"] = limit + PAGE_SIZE
    st.rerun()
