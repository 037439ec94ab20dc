"""Sentences that the API and the models write, in the reader's language.

They come in English, with numbers, days and names in them. A sentence that fits none of the forms below is shown as it
came. Belongs here: their forms. Who writes them: `warehouse/learning_order.py`, `ml/at_risk/reasons.py`, and of the API
`learning_paths/following.py`, `exams/readiness.py`, `analytics/student.py` and whoever notifies. Inquiries have their
own: `told_of_leads.py`.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from dashboards.components.labels import day
from dashboards.components.model_words import words_of
from dashboards.language import SOURCE, _, gettext_noop, language

# What would help a student.
HAND_IN: Final = gettext_noop("Hand in {count} assessments whose day has passed.")
PREPARE: Final = gettext_noop("Prepare {count} assessments due in the next {days} days.")
CATCH_UP: Final = gettext_noop(
    "Catch up on {count} sessions that you missed in the last {days} days: ask for an extra session."
)
SLOWER: Final = gettext_noop("Go over {name} again with your teacher: it has become slower than before.")
MORE_HOURS: Final = gettext_noop("Plan more hours of {name} to be done by {day}.")
# The more of a sentence a form tells, the earlier it stands.
FORMS: Final = (
    # What is next, and why.
    gettext_noop("Due for review: it was learned, and nothing has touched it for a while."),
    gettext_noop(
        "Due for review: it was learned, and nothing has touched it for a while; it builds on {names}, earlier in this"
        " path."
    ),
    gettext_noop("Begun, and not understood well enough yet."),
    gettext_noop("Begun, and not understood well enough yet; it builds on {names}, earlier in this path."),
    gettext_noop("Builds on {names}, earlier in this path."),
    gettext_noop("Unlocked by {names}."),
    gettext_noop("Next in teaching order; it builds on no other topic."),
    gettext_noop("Students like you take about {count} sessions."),
    HAND_IN,
    PREPARE,
    CATCH_UP,
    SLOWER,
    MORE_HOURS,
    # What to learn it from.
    gettext_noop("Right for how well the latest topics were understood."),
    gettext_noop("Fits how you like to learn."),
    gettext_noop("For everybody who learns this topic."),
    gettext_noop("Also for this topic; {level}."),
    # Why an exam cannot be booked.
    gettext_noop("{share}% of the subject is complete; book from {ready}% on, or once the topic {name} is done"),
    gettext_noop("{share}% of the subject is complete; book from {ready}% on"),
    gettext_noop("every place is taken"),
    gettext_noop("there is a place in {name} at the same time"),
    # Why somebody may be about to leave.
    gettext_noop("No session since the start on {day} ({count} days)"),
    gettext_noop("No session since {day} ({count} days); usually {usual} a week"),
    gettext_noop("No session since {day} ({count} days)"),
    gettext_noop("{count} sessions a week in the 14 days to {day}; usually {usual}"),
    gettext_noop("{hours} hours of learning in the 28 days to {day}: less than {share}% of those at the same stage"),
    gettext_noop("{hours} hours of learning in the 28 days to {day}"),
    gettext_noop("Absent {count} times in the 28 days to {day}"),
    gettext_noop("Absent from {count} of {total} sessions up to {day}"),
    gettext_noop("{done} of {total} topics done by {day}, with {share}% of the planned time gone"),
    gettext_noop("{done} of {total} topics done by {day}; the last on {last_day}"),
    gettext_noop("{done} of {total} topics done by {day}"),
    gettext_noop("{count} of {total} assessments due by {day} not handed in"),
    gettext_noop("{count} of {total} assessments handed in after the due date"),
    gettext_noop("No mark yet by {day}"),
    gettext_noop("Average mark {share}%: below {below}% of those at the same stage"),
    gettext_noop("Average mark {share}% as of {day}"),
    gettext_noop("Understanding falls by {count} of 5 levels a week: {total} judgements in the 56 days to {day}"),
    gettext_noop("{count} of {total} sessions planned in the 28 days to {day} cancelled or not held by the teacher"),
    gettext_noop(
        "{count} of {total} sessions planned in the 28 days to {day} at a weekday and time of day at which this"
        " student seldom comes"
    ),
    # What one is told.
    gettext_noop("An inquiry is yours now"),
    gettext_noop("Follow-ups that are due: {count}"),
    gettext_noop("Somebody forgot their password and waits for a token"),
    gettext_noop("Somebody registered and waits for an admin"),
    gettext_noop("Your feedback was answered"),
    gettext_noop("There is something for you to do"),
    gettext_noop("You got points"),
    gettext_noop("You lost points"),
    gettext_noop("A student appealed"),
    gettext_noop("Your appeal was decided"),
    gettext_noop("An exam in which you had a place is cancelled"),
    gettext_noop("An exam in which you have a place is at another time or place now"),
    gettext_noop("A student needs you"),
    gettext_noop("Students who may be about to leave: {count}"),
    gettext_noop("The {model} model no longer fits those it speaks of: look before you rely on it"),
    gettext_noop("The {model} model fits again"),
    gettext_noop("A report on schedule could not be made: {report}"),
    gettext_noop("{report}, {day} to {last_day}"),
    gettext_noop("Student progress"),
    gettext_noop("Attendance"),
    gettext_noop("Faculty performance"),
    gettext_noop("Leads and conversion"),
    # What an earlier version told, and is still read.
    gettext_noop("{count} follow-up(s) are due"),
    gettext_noop("{count} student(s) may be about to leave"),
)
_NUMBERS: Final = r"[\d.,]+"
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_APART: Final = re.compile(r"(?<=\d) %")
# Names end with their sentence.
_NAMES: Final = r"(?:(?!\. ).)+"
# The titles of reports, which stand above too.
_REPORTS: Final = "Student progress|Attendance|Faculty performance|Leads and conversion"
_KINDS: Final = {
    "names": _NAMES,
    "name": _NAMES,
    "level": r"\w+",
    "model": r"[a-z ]+",
    "day": _DAY,
    "last_day": _DAY,
    "report": _REPORTS,
}


def pattern_of(form: str, kinds: Mapping[str, str] = _KINDS) -> re.Pattern[str]:
    """A form as a pattern: what is counted may stand in the singular.

    Args:
        form: a text with placeholders.
        kinds: what stands in a placeholder, as a pattern; a number in those that are not told.
    """
    parts = re.split(r"\{(\w+)\}", form)
    pieces = [
        rf"(?P<{part}>{kinds.get(part, _NUMBERS)})" if place % 2 else re.sub(r"(?<=[a-z])s\b", "s?", re.escape(part))
        for place, part in enumerate(parts)
    ]
    return re.compile("".join(pieces))


_PATTERNS: Final = [(form, pattern_of(form)) for form in FORMS]


def in_own_words(text: str) -> str:
    """One or more sentences, each in the reader's language if its form is known."""
    # What an earlier version wrote is kept as it was.
    text = _APART.sub("%", text)
    if language() == SOURCE:
        return re.sub(rf"\b{_DAY}\b", lambda found: _value("day", found[0]), text)
    whole = _translated(text)
    if whole is not None:
        return whole
    return " ".join(_translated(part) or part for part in re.split(r"(?<=\.) ", text))


def _translated(text: str) -> str | None:
    for form, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _(form, **{name: _value(name, value) for name, value in found.groupdict().items()})
    return None


def _value(name: str, value: str) -> str:
    if name in ("report", "level"):
        return _(value)
    if name == "model":
        return words_of(value.replace(" ", "_")).name
    return day(date.fromisoformat(value)) if _KINDS.get(name) == _DAY else value
