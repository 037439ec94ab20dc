"""Which sessions the page of planning shows: campus, teacher, subject and week, all of them in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.address import chosen, day_asked, go_to_day, switched
from dashboards.components.plan_fields import MOST_ROWS, teachers
from dashboards.language import Names, _, gettext_noop
from dashboards.session import api
from warehouse.vocabulary import Role

WEEK, UNMARKED = "week", "unmarked"
_STATES: Final = Names({WEEK: gettext_noop("Week"), UNMARKED: gettext_noop("Not marked yet")})


@dataclass(frozen=True)
class Wanted:
    """What was chosen; None is all of them."""

    state: str
    campus: str | None
    faculty_id: int | None
    subject_id: int | None

    @property
    def query(self) -> dict[str, Any]:
        """The filter for `GET /sessions`."""
        asked = {"campus": self.campus, "faculty_id": self.faculty_id, "subject_id": self.subject_id}
        return {name: value for name, value in asked.items() if value is not None}


def plan_filter(person: Person, campuses: dict[str, str]) -> Wanted:
    """Shows the choices, and returns what is chosen.

    Args:
        person: who looks.
        campuses: names by code, of more than one only.

    Raises:
        ApiError: the API does not answer.
    """
    state = switched("state", _("Show"), {key: _STATES[key] for key in _STATES})
    with st.container(horizontal=True, key="plan-filter", vertical_alignment="bottom"):
        campus = chosen("campus", _("Campus"), campuses, _("All campuses")) if campuses else None
        faculty = None
        if person.role is not Role.FACULTY:
            names = {str(key): name for key, name in teachers(person, campus).items()}
            faculty = chosen("faculty", _("Teacher"), names, _("All teachers"))
        subjects = {str(one["id"]): one["name"] for one in api("GET", "/subjects", query={"limit": MOST_ROWS})["items"]}
        subject = chosen("subject", _("Subject"), subjects, _("All subjects"))
    return Wanted(state, campus, int(faculty) if faculty else None, int(subject) if subject else None)


def week_of(today: date) -> date:
    """Shows which week it is, with the way to the ones beside it, and returns its Monday."""
    with st.container(horizontal=True, key="plan-week", vertical_alignment="bottom"):
        on = day_asked("week", _("Week of"), today)
        monday = on - timedelta(days=on.weekday())
        for key, label, icon, there in (
            ("before", _("Week before"), ":material/chevron_left:", monday - timedelta(days=7)),
            ("now", _("This week"), ":material/today:", today),
            ("after", _("Week after"), ":material/chevron_right:", monday + timedelta(days=7)),
        ):
            st.button(label, icon=icon, on_click=go_to_day, args=("week", there), key=f"week-{key}")
    return monday
