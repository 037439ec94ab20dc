"""Words of the counselor's screens: sources, stages, bands, ways of getting in touch, and what a lead is called."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import Any, Final
from urllib.parse import quote

from dashboards.components.labels import day, is_known, on_clock
from dashboards.language import Names, _, gettext_noop, ngettext
from warehouse.vocabulary import (
    FollowUpStatus,
    FollowUpType,
    InquirySource,
    InquiryStatus,
    LeadBand,
    PaymentMethod,
)

SOURCE_NAMES: Final = Names(
    {
        InquirySource.WEBSITE: gettext_noop("Website"),
        InquirySource.REFERRAL: gettext_noop("Recommended"),
        InquirySource.WALK_IN: gettext_noop("Walked in"),
        InquirySource.SOCIAL_MEDIA: gettext_noop("Social media"),
        InquirySource.CAMPAIGN: gettext_noop("Campaign"),
    }
)
STAGE_NAMES: Final = Names(
    {
        InquiryStatus.NEW: gettext_noop("Not contacted yet"),
        InquiryStatus.CONTACTED: gettext_noop("Contacted"),
        InquiryStatus.FOLLOW_UP_SCHEDULED: gettext_noop("Follow-up planned"),
        InquiryStatus.ENROLLED: gettext_noop("Enrolled"),
        InquiryStatus.LOST: gettext_noop("Lost"),
    }
)
# A sign beside the word, so that nobody has to tell colours apart. Likely is good here, unlike a risk.
BAND_NAMES: Final = Names(
    {
        LeadBand.HIGH: gettext_noop("★ Likely"),
        LeadBand.MEDIUM: gettext_noop("◐ Open"),
        LeadBand.LOW: gettext_noop("○ Unlikely"),
    }
)
BAND_COLOURS: Final = {LeadBand.HIGH: "low", LeadBand.MEDIUM: "medium", LeadBand.LOW: "quiet"}
TYPE_NAMES: Final = Names(
    {
        FollowUpType.CALL: gettext_noop("Call"),
        FollowUpType.EMAIL: gettext_noop("E-mail"),
        FollowUpType.VISIT: gettext_noop("Visit"),
        FollowUpType.SMS: gettext_noop("Text message"),
        FollowUpType.WHATSAPP: gettext_noop("WhatsApp"),
    }
)
FOLLOW_UP_NAMES: Final = Names(
    {
        FollowUpStatus.PENDING: gettext_noop("planned"),
        FollowUpStatus.COMPLETED: gettext_noop("done"),
        FollowUpStatus.MISSED: gettext_noop("not reached"),
    }
)
METHOD_NAMES: Final = Names(
    {
        PaymentMethod.CASH: gettext_noop("Cash"),
        PaymentMethod.CARD: gettext_noop("Card"),
        PaymentMethod.UPI: gettext_noop("UPI"),
        PaymentMethod.BANK_TRANSFER: gettext_noop("Bank transfer"),
        PaymentMethod.CHEQUE: gettext_noop("Cheque"),
        PaymentMethod.OTHER: gettext_noop("Something else"),
    }
)
# As they are kept; found in the reader's language where they are shown.
LOST_REASONS: Final = (
    gettext_noop("Too expensive"),
    gettext_noop("Chose another institute"),
    gettext_noop("No time now"),
    gettext_noop("Never reached"),
    gettext_noop("Too far away"),
)
REACHED_WORD: Final = gettext_noop("Reached")


def source_name(source: object) -> str:
    """How somebody came, in words."""
    return SOURCE_NAMES[InquirySource(str(source))] if is_known(source) else _("Source not noted")


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
    return f'<span class="hw-contact">{"".join(links) or escape(_("No phone or e-mail known"))}</span>'


def subjects(inquiry: dict[str, Any]) -> str:
    """The subjects that somebody asks for, or that none is known."""
    return ", ".join(one["name"] for one in inquiry["interested_subjects"]) or _("No subject noted")


def kept_words(text: str) -> str:
    """A note or a reason; what was chosen from ours, maybe with words after it, in the reader's language."""
    chosen, colon, more = text.partition(": ")
    return f"{_(chosen)}{colon}{more}" if chosen in (*LOST_REASONS, REACHED_WORD) else text


def asked_ago(then: date, today: date) -> str:
    """`asked today`, `asked yesterday`, `asked 5 days ago`."""
    days = (today - then).days
    if days <= 0:
        return _("asked today")
    return _("asked yesterday") if days == 1 else _("asked {count} days ago", count=days)


def here_for(then: date, today: date) -> str:
    """`here since today`, `here for 1 day`, `here for 12 days`."""
    days = (today - then).days
    return _("here since today") if days <= 0 else ngettext("here for {count} day", "here for {count} days", days)


def stage_for(status: str, then: date, today: date) -> str:
    """A stage and how long it has been this one: `Contacted since today`, `Contacted for 12 days`."""
    days, stage = (today - then).days, stage_name(status)
    if days <= 0:
        return _("{stage} since today", stage=stage)
    return ngettext("{stage} for {count} day", "{stage} for {count} days", days, stage=stage)


def when(instant: str, zone: str | None) -> date:
    """The day of an instant that the API told, at the campus."""
    return on_clock(datetime.fromisoformat(instant), zone).date()


def due(inquiry: dict[str, Any]) -> str:
    """When the next contact is, and whether it is late."""
    if inquiry["next_follow_up_date"] is None:
        return _("no next contact")
    planned = day(date.fromisoformat(inquiry["next_follow_up_date"]))
    return _("! due since {day}", day=planned) if inquiry["is_overdue"] else _("next {day}", day=planned)


def plain(text: str) -> str:
    """Text for Markdown: signs that would format it stand for themselves."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:" else sign for sign in text)


def listed(parts: Sequence[str]) -> str:
    """Parts of a line, those that say nothing left out."""
    return " · ".join(part for part in parts if part)
