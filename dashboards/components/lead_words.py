"""Words of the counselor's screens: sources, stages, bands, ways of getting in touch, and what a lead is called."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dashboards.components.labels import day, is_known
from warehouse.vocabulary import (
    FollowUpStatus,
    FollowUpType,
    InquirySource,
    InquiryStatus,
    LeadBand,
    PaymentMethod,
)

SOURCE_NAMES: Final = {
    InquirySource.WEBSITE: "Website",
    InquirySource.REFERRAL: "Recommended",
    InquirySource.WALK_IN: "Walked in",
    InquirySource.SOCIAL_MEDIA: "Social media",
    InquirySource.CAMPAIGN: "Campaign",
}
STAGE_NAMES: Final = {
    InquiryStatus.NEW: "Not contacted yet",
    InquiryStatus.CONTACTED: "Contacted",
    InquiryStatus.FOLLOW_UP_SCHEDULED: "Follow-up planned",
    InquiryStatus.ENROLLED: "Enrolled",
    InquiryStatus.LOST: "Lost",
}
# A sign beside the word, so that nobody has to tell colours apart. Likely is good here, unlike a risk.
BAND_NAMES: Final = {LeadBand.HIGH: "★ Likely", LeadBand.MEDIUM: "◐ Open", LeadBand.LOW: "○ Unlikely"}
BAND_COLOURS: Final = {LeadBand.HIGH: "low", LeadBand.MEDIUM: "medium", LeadBand.LOW: "quiet"}
TYPE_NAMES: Final = {
    FollowUpType.CALL: "Call",
    FollowUpType.EMAIL: "E-mail",
    FollowUpType.VISIT: "Visit",
    FollowUpType.SMS: "Text message",
    FollowUpType.WHATSAPP: "WhatsApp",
}
FOLLOW_UP_NAMES: Final = {
    FollowUpStatus.PENDING: "planned",
    FollowUpStatus.COMPLETED: "done",
    FollowUpStatus.MISSED: "not reached",
}
METHOD_NAMES: Final = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CARD: "Card",
    PaymentMethod.UPI: "UPI",
    PaymentMethod.BANK_TRANSFER: "Bank transfer",
    PaymentMethod.CHEQUE: "Cheque",
    PaymentMethod.OTHER: "Something else",
}
LOST_REASONS: Final = ("Too expensive", "Chose another institute", "No time now", "Never reached", "Too far away")


def source_name(source: object) -> str:
    """How somebody came, in words."""
    return SOURCE_NAMES[InquirySource(str(source))] if is_known(source) else "Source not noted"


def stage_name(status: str) -> str:
    """A stage as people call it."""
    return STAGE_NAMES[InquiryStatus(status)]


def contact(phone: object, email: object) -> str:
    """Links to call and to write, for what is known."""
    links = []
    if is_known(phone):
        links.append(f'<a href="tel:{quote(str(phone).replace(" ", ""), safe="+")}">{escape(str(phone))}</a>')
    if is_known(email):
        links.append(f'<a href="mailto:{quote(str(email), safe="@.+-_")}">{escape(str(email))}</a>')
    return f'<span class="hw-contact">{"".join(links) or "No phone or e-mail known"}</span>'


def subjects(inquiry: dict[str, Any]) -> str:
    """The subjects that somebody asks for, or that none is known."""
    return ", ".join(one["name"] for one in inquiry["interested_subjects"]) or "No subject noted"


def days_ago(then: date, today: date) -> str:
    """`today`, `yesterday`, `5 days ago`."""
    days = (today - then).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def for_days(then: date, today: date) -> str:
    """`since today`, `for 1 day`, `for 12 days`."""
    days = (today - then).days
    return "since today" if days <= 0 else f"for {days} day{'s' if days != 1 else ''}"


def when(instant: str, zone: str | None) -> date:
    """The day of an instant that the API told, at the campus."""
    moment = datetime.fromisoformat(instant)
    return moment.astimezone(ZoneInfo(zone)).date() if zone else moment.date()


def due(inquiry: dict[str, Any]) -> str:
    """When the next contact is, and whether it is late."""
    if inquiry["next_follow_up_date"] is None:
        return "no next contact"
    planned = day(date.fromisoformat(inquiry["next_follow_up_date"]))
    return f"! due since {planned}" if inquiry["is_overdue"] else f"next {planned}"


def plain(text: str) -> str:
    """Text for Markdown: signs that would format it stand for themselves."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:" else sign for sign in text)


def listed(parts: Sequence[str]) -> str:
    """Parts of a line, those that say nothing left out."""
    return " · ".join(part for part in parts if part)
