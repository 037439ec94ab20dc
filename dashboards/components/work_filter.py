"""Which work the page shows: where it stands, subject, batch, student, due days, campus; all of them in the address."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.address import chosen, switched
from dashboards.components.daily_campus import daily_campus
from dashboards.components.known_people import student_name
from dashboards.components.labels import plainly
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.components.shared_filters import days_in_address
from dashboards.language import Names, _, gettext_noop
from dashboards.region import picker_format
from dashboards.session import api

# The API's names of where work stands, and all of it.
TO_MARK, OVERDUE, GRADED, ALL = "to_mark", "overdue", "graded", "all"
_STATES: Final = Names(
    {
        TO_MARK: gettext_noop("To mark"),
        OVERDUE: gettext_noop("Late"),
        GRADED: gettext_noop("Marked"),
        ALL: gettext_noop("All"),
    }
)
_MOST_FOUND: Final = 20


@dataclass(frozen=True)
class WantedWork:
    """What was chosen."""

    state: str
    campus: str | None
    narrowed: dict[str, Any]

    @property
    def query(self) -> dict[str, Any]:
        """The filter for `GET /assessments/sets`."""
        campus = {"campus": self.campus} if self.campus else {}
        return self.narrowed | campus | ({"state": self.state} if self.state != ALL else {})


def work_filter(campuses: list[dict[str, Any]]) -> WantedWork:
    """Shows the choices, and returns what is chosen.

    Args:
        campuses: those that the person may choose from, none if there is no choice. The work of one student is few
            rows, and is shown wherever she is.

    Raises:
        ApiError: the API does not answer.
    """
    state = switched("state", _("Show"), {key: _STATES[key] for key in _STATES})
    with st.container(horizontal=True, key="work-filter", vertical_alignment="bottom"):
        campus = None if _student_in_address() else daily_campus({one["code"]: one["name"] for one in campuses})
        subjects = {str(one["id"]): one["name"] for one in api("GET", "/subjects", query={"limit": MOST_ROWS})["items"]}
        subject = chosen("subject", _("Subject"), subjects, _("All subjects"))
        here: dict[str, Any] = next(({"campus_id": one["id"]} for one in campuses if one["code"] == campus), {})
        found = api("GET", "/batches", query={"limit": MOST_ROWS} | here)["items"]
        batches = {str(one["id"]): one["name"] for one in found}
        batch = chosen("batch", _("Batch"), batches, _("All batches"))
        with days_in_address("due"):
            span = st.date_input(_("Due days"), value=[], key="due", format=picker_format())
        student = _student(campus)
    days = [one for one in (span if isinstance(span, tuple) else (span,)) if isinstance(one, date)]
    asked = {
        "subject_id": subject,
        "batch_id": batch,
        "student_id": student,
        # A range of which only the first day is chosen yet is no range.
        "due_from": days[0] if len(days) == 2 else None,
        "due_to": days[1] if len(days) == 2 else None,
    }
    return WantedWork(state, campus, {name: value for name, value in asked.items() if value is not None})


def _student_in_address() -> str | None:
    told = st.query_params.get("student", "")
    return told if told.isdecimal() and len(told) < 19 else None


def _student(campus: str | None) -> str | None:
    """Whose work is shown; in the address stands the id, never a name."""
    if told := _student_in_address():
        try:
            name = student_name(api("GET", f"/students/{told}"))
        except ApiError as error:
            if error.status != 404:
                raise
            name = _("somebody who is not open to you")
        st.button(
            _("Only {name}: show everybody", name=plainly(name)),
            key="work-everybody",
            icon=":material/close:",
            on_click=_show_everybody,
        )
        return told
    wanted = st.text_input(
        _("Student"), key="work-find", type="search", placeholder=_("Name or enrolment number"), live=True
    )
    if not (wanted or "").strip():
        return None
    query = {"q": wanted, "limit": _MOST_FOUND} | ({"campus": campus} if campus else {})
    found = {one["id"]: one for one in api("GET", "/students", query=query)["items"]}
    if not found:
        st.caption(_("Nobody found: try a part of the name, or the enrolment number."))
        return None
    st.selectbox(
        _("Which one"),
        list(found),
        index=None,
        format_func=lambda one: f"{student_name(found[one])} · {found[one]['enrollment_no']}",
        placeholder=_("Choose"),
        key="work-found",
        on_change=_show_one,
    )
    return None


def _show_one() -> None:
    if (one := st.session_state.get("work-found")) is not None:
        st.query_params["student"] = str(one)


def _show_everybody() -> None:
    st.query_params.pop("student", None)
