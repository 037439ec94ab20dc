"""What the pages of a student share: their style sheet and who must be enrolled."""

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.assets import COMPONENTS_FOLDER
from dashboards.language import _
from dashboards.session import current_person


def enrolled_student() -> tuple[Person, int]:
    """Who is looking, and as which student; stops the page, saying why, when it is none."""
    st.html(COMPONENTS_FOLDER.parent / "assets" / "student.css")
    person = current_person()
    if person.student_id is None:
        states.empty(_("You are not enrolled yet."), _("Ask your counselor to enrol you in a subject."))
        st.stop()
    return person, person.student_id


def subject_filter(names: dict[str, str]) -> str | None:
    """The code of the subject that is shown, None for all; its name stands in the address (`?subject=Python`)."""
    if len(names) < 2:
        return None
    chosen = st.segmented_control(
        _("Subject"),
        list(names),
        format_func=names.__getitem__,
        key="subject",
        bind="query-params",
        help=_("All if none"),
    )
    return chosen if chosen in names else None
