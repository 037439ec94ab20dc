"""Why an inquiry is likely to enrol or not, as `ml/lead_scoring/reasons.py` writes it, in the reader's language.

Belongs here: the forms of these sentences, and our own words for facts and their values. An institute's own fields and
values stay as it calls them.
"""

import re
from collections.abc import Callable
from typing import Final

from dashboards.components.labels import weekday_name
from dashboards.components.told import pattern_of
from dashboards.language import SOURCE, _, gettext_noop, language

_SPEAKS: Final = (gettext_noop("Speaks for enrolling: {fact}"), gettext_noop("Speaks against it: {fact}"))
# The more of a sentence a form tells, the earlier it stands.
_FACTS: Final = (
    gettext_noop("a phone number was given"),
    gettext_noop("no phone number was given"),
    gettext_noop("an e-mail address was given"),
    gettext_noop("no e-mail address was given"),
    gettext_noop("a counselor looks after it"),
    gettext_noop("no counselor looks after it"),
    gettext_noop("it came in on a {weekday}"),
    gettext_noop("it came in between {start} and {end}"),
    gettext_noop("it is a first inquiry"),
    gettext_noop("the same person had asked {count} times before"),
    gettext_noop("no contact made by then"),
    gettext_noop("{count} contacts made by then"),
    gettext_noop("no contact missed"),
    gettext_noop("{count} contacts missed by then"),
    gettext_noop("the last contact was {count} days before"),
    gettext_noop("{label} is not known"),
    gettext_noop("{label} is {value} ({count} of 100 such inquiries enrolled)"),
    gettext_noop("{label} is {count}, more than {share} of 100 inquiries"),
    gettext_noop("{label} is {count}, less than {share} of 100 inquiries"),
    gettext_noop("{label} is {value}"),
)
# Facts that every institute has, and the codes that stand in them.
WORDS: Final = {
    text: text
    for text in (
        gettext_noop("Source"),
        gettext_noop("Campus"),
        gettext_noop("Priority"),
        gettext_noop("Subject asked for"),
        gettext_noop("Subjects asked for"),
        gettext_noop("Earlier inquiries of the same person"),
        gettext_noop("Hour of the day"),
        gettext_noop("Day of the week"),
        gettext_noop("Open inquiries of the counselor"),
        gettext_noop("Contacts made"),
        gettext_noop("Contacts missed"),
        gettext_noop("Changes of stage"),
        gettext_noop("Days since the last contact"),
        gettext_noop("Phone number given"),
        gettext_noop("E-mail address given"),
        gettext_noop("Counselor assigned"),
    )
} | {
    "website": gettext_noop("Website"),
    "referral": gettext_noop("Recommended"),
    "walk in": gettext_noop("Walked in"),
    "social media": gettext_noop("Social media"),
    "campaign": gettext_noop("Campaign"),
    "low": gettext_noop("low"),
    "medium": gettext_noop("medium"),
    "high": gettext_noop("high"),
}
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ANYTHING: Final = ".+"
_CLOCK: Final = r"\d\d:\d\d"
_KINDS: Final = {
    "fact": _ANYTHING,
    "label": _ANYTHING,
    "value": _ANYTHING,
    "weekday": "|".join(_WEEKDAYS),
    "start": _CLOCK,
    "end": _CLOCK,
}


def _weekday(name: str) -> str:
    return weekday_name(1 + _WEEKDAYS.index(name))


def fact_name(text: str) -> str:
    """A fact of an inquiry, or a code in it, in the reader's language; one of the institute's own as it is."""
    return _(WORDS[text]) if text in WORDS else text


def _fact(text: str) -> str:
    return _found(_FACT_PATTERNS, text) or text


_VALUES: Final[dict[str, Callable[[str], str]]] = {
    "fact": _fact,
    "label": fact_name,
    "value": fact_name,
    "weekday": _weekday,
}
_SPEAKS_PATTERNS: Final = [(form, pattern_of(form, _KINDS)) for form in _SPEAKS]
_FACT_PATTERNS: Final = [(form, pattern_of(form, _KINDS)) for form in _FACTS]


def lead_reason(text: str) -> str:
    """A reason in the reader's language if its form is known, else as it came."""
    return text if language() == SOURCE else _found(_SPEAKS_PATTERNS, text) or text


def _found(patterns: list[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    for form, pattern in patterns:
        if found := pattern.fullmatch(text):
            return _(form, **{name: _VALUES.get(name, str)(value) for name, value in found.groupdict().items()})
    return None
