"""Which exams are shown: to come or past, campus, subject and status, all of them in the address."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from dashboards.components.address import chosen, switched
from dashboards.components.exam_words import SLOT_NAMES
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.language import Names, _, gettext_noop
from dashboards.session import api
from warehouse.vocabulary import ExamSlotStatus

COMING, PAST, EVERY = "coming", "past", "all"
_WHEN: Final = Names(
    {COMING: gettext_noop("To come"), PAST: gettext_noop("Past ones"), EVERY: gettext_noop("All of them")}
)


@dataclass(frozen=True)
class Wanted:
    """What was chosen; None is all of them."""

    when: str
    campus: str | None
    subject_id: int | None
    status: str | None

    @property
    def whose(self) -> dict[str, Any]:
        """The part of the filter for `GET /exams/slots` that says of which campus and subject."""
        asked = {"campus": self.campus, "subject_id": self.subject_id}
        return {name: value for name, value in asked.items() if value is not None}

    @property
    def query(self) -> dict[str, Any]:
        """The whole filter, with the order: what is nearest comes first."""
        now = datetime.now(UTC).isoformat()
        side = {COMING: {"starts_from": now}, PAST: {"starts_before": now}}.get(self.when, {})
        status = {"status": self.status} if self.status else {}
        return self.whose | side | status | {"sort": "start" if self.when == COMING else "-start"}


def exam_filter(campuses: dict[str, str]) -> Wanted:
    """Shows the choices, and returns what is chosen.

    Args:
        campuses: names by code, of more than one only.

    Raises:
        ApiError: the API does not answer.
    """
    when = switched("when", _("Show"), {key: _WHEN[key] for key in _WHEN})
    with st.container(horizontal=True, key="exam-filter", vertical_alignment="bottom"):
        campus = chosen("campus", _("Campus"), campuses, _("All campuses")) if campuses else None
        subjects = {str(one["id"]): one["name"] for one in api("GET", "/subjects", query={"limit": MOST_ROWS})["items"]}
        subject = chosen("subject", _("Subject"), subjects, _("All subjects"))
        names = {status.value: SLOT_NAMES[status] for status in ExamSlotStatus}
        status = chosen("status", _("Status"), names, _("Any status"))
    return Wanted(when, campus, int(subject) if subject else None, status)
