"""What has happened with an inquiry, the latest first: stages, follow-ups, and how it began."""

from datetime import date
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from dashboards.access import Person
from dashboards.components.labels import day
from dashboards.components.lead_words import (
    FOLLOW_UP_NAMES,
    STAGE_NAMES,
    TYPE_NAMES,
    kept_words,
    listed,
    source_name,
    when,
)
from dashboards.language import _
from warehouse.vocabulary import FollowUpStatus, FollowUpType, InquiryStatus


class Entry(NamedTuple):
    """One thing that happened on a day; `order` sorts those of one day."""

    on: date
    order: str
    title: str
    about: str
    words: str
    look: str


def entries(inquiry: dict[str, Any], follow_ups: list[dict[str, Any]], person: Person) -> list[Entry]:
    """All that is known, the latest first; what is planned stands above all."""
    zone = person.time_zone
    found = [_stage(stage, inquiry, person, zone) for stage in inquiry["stages"]]
    found += [_follow_up(one) for one in follow_ups]
    return sorted(found, key=lambda entry: (entry.look == "planned", entry.on, entry.order), reverse=True)


def timeline(inquiry: dict[str, Any], follow_ups: list[dict[str, Any]], person: Person) -> None:
    """Shows an inquiry of `GET /crm/inquiries/{id}` with its page of `GET /crm/follow-ups`."""
    items = "".join(
        f'<li class="{entry.look}"><strong>{escape(entry.title)}</strong>'
        f"<span>{escape(listed([day(entry.on), entry.about]))}</span>"
        + (f"<p>{escape(entry.words)}</p>" if entry.words else "")
        + "</li>"
        for entry in entries(inquiry, follow_ups, person)
    )
    st.subheader(_("History"), anchor=False)
    st.html(f'<ol class="hw-timeline" data-testid="timeline">{items}</ol>')


def _stage(stage: dict[str, Any], inquiry: dict[str, Any], person: Person, zone: str | None) -> Entry:
    status = InquiryStatus(stage["to_status"])
    by = _("by you") if stage["changed_by"] == person.id else ""
    title, words = STAGE_NAMES[status], ""
    if stage["from_status"] is None:
        title, by = _("Asked"), listed([source_name(inquiry["source"]), by])
    elif status is InquiryStatus.LOST:
        words = kept_words(inquiry["lost_reason"] or "")
    elif stage["from_status"] == InquiryStatus.LOST:
        title = _("Reopened: {stage}", stage=title.lower())
    return Entry(when(stage["changed_at"], zone), stage["changed_at"], title, by, words, "stage")


def _follow_up(told: dict[str, Any]) -> Entry:
    status = FollowUpStatus(told["status"])
    way = TYPE_NAMES[FollowUpType(told["follow_up_type"])]
    is_planned = status is FollowUpStatus.PENDING
    state = _("overdue") if told["is_overdue"] else FOLLOW_UP_NAMES[status]
    words = "\n".join(kept_words(part) for part in (told["outcome"], told["notes"]) if part)
    look = "planned" if is_planned else "done" if status is FollowUpStatus.COMPLETED else "missed"
    on = date.fromisoformat(told["follow_up_date"])
    return Entry(on, f"{on}T23:{told['id']:09}", f"{way}: {state}", told["counselor_name"] or "", words, look)
