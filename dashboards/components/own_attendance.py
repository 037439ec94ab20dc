"""A student's attendance in words and as a picture, and marks with their trend.

Belongs here: what a list of marks says. The single mark's words stand in `schedule.py`, the single result's in
`own_exams.py`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from statistics import mean, median
from typing import Any, Final

from dashboards.components.labels import day, percent
from dashboards.components.schedule import MARK_NAMES, mark_words
from dashboards.language import _, ngettext
from dashboards.region import date_part
from warehouse.vocabulary import AttendanceStatus

Mark = Mapping[str, Any]
# Fewer sessions on a weekday tell of chance; and so much more often than otherwise is a pattern.
FEWEST_OF_A_WEEKDAY: Final = 4
FAR_MORE_OFTEN: Final = 1.5
FEWEST_TO_COMPARE: Final = 6
RECENT: Final = 10
SHOWN: Final = 30
# Percentage points between the average of the last marks and of those before.
NOTICEABLE: Final = 5


def finding(marks: Sequence[Mark]) -> str:
    """The title: how often of the last ten; `marks` the latest first, at least one."""
    recent = marks[:RECENT]
    came = sum(_came(mark) for mark in recent)
    if came == len(recent):
        streak = next((place for place, mark in enumerate(marks) if not _came(mark)), len(marks))
        return ngettext("You came to your last session", "You came to every one of your last {count} sessions", streak)
    return _("You came to {came} of your last {total} sessions", came=came, total=len(recent))


def third_person_finding(marks: Sequence[Mark]) -> str:
    """The same for whoever reads about somebody: of all and of the last ten; at least one mark."""
    recent = marks[:RECENT]
    return _(
        "came to {came} of {total} sessions, and to {recent} of the last {last}",
        came=sum(_came(mark) for mark in marks),
        total=len(marks),
        recent=sum(_came(mark) for mark in recent),
        last=len(recent),
    )


def patterns(marks: Sequence[Mark]) -> list[str]:
    """What there is to see in the marks, one sentence each."""
    told = [_overall(marks)]
    if weekday := _hard_weekday(marks):
        told.append(weekday)
    late = [mark["minutes_late"] for mark in marks if _is(mark, AttendanceStatus.LATE) and mark["minutes_late"]]
    if late:
        told.append(
            ngettext(
                "You were late once, by {minutes} minutes.",
                "You were late {count} times, usually by about {minutes} minutes.",
                len(late),
                minutes=f"{median(late):.0f}",
            )
        )
    if trend := _trend(marks):
        told.append(trend)
    return told


def _overall(marks: Sequence[Mark]) -> str:
    came, since = sum(_came(mark) for mark in marks), day(_day(marks[-1]))
    return _(
        "Since {day} you came to {came} of {total} sessions, {share}.",
        day=since,
        came=came,
        total=len(marks),
        share=percent(came / len(marks)),
    )


def _hard_weekday(marks: Sequence[Mark]) -> str | None:
    held, missed = (
        Counter(_day(mark).weekday() for mark in marks),
        Counter(_day(mark).weekday() for mark in marks if not _came(mark)),
    )
    overall = missed.total() / len(marks)
    shares = {one: missed[one] / count for one, count in held.items() if count >= FEWEST_OF_A_WEEKDAY}
    worst = max(shares, key=shares.__getitem__, default=None)
    if worst is None or len(held) < 2 or missed[worst] < 2 or shares[worst] < overall * FAR_MORE_OFTEN:
        return None
    name = date_part(next(_day(mark) for mark in marks if _day(mark).weekday() == worst), "EEEE")
    return _(
        "{weekday}s are the hardest: you missed {missed} of {held}. Another time may suit you better.",
        weekday=name,
        missed=missed[worst],
        held=held[worst],
    )


def _trend(marks: Sequence[Mark]) -> str | None:
    recent, before = marks[:RECENT], marks[RECENT : 2 * RECENT]
    if len(before) < FEWEST_TO_COMPARE:
        return None
    now, then = (sum(_came(mark) for mark in part) / len(part) for part in (recent, before))
    if abs(now - then) < 1 / FEWEST_TO_COMPARE:
        return None
    return (
        _("It has become better lately.")
        if now > then
        else _("It was better before: talk to your teacher if time is short.")
    )


def _is(mark: Mark, status: AttendanceStatus) -> bool:
    return bool(mark["attendance_status"] == status)


def _came(mark: Mark) -> bool:
    return not _is(mark, AttendanceStatus.ABSENT)


def _day(mark: Mark) -> date:
    return date.fromisoformat(mark["session_date"])


def dots(marks: Sequence[Mark]) -> str:
    """The last sessions as signs, the latest last."""
    items = "".join(_dot(mark) for mark in reversed(marks[:SHOWN]))
    label = escape(_("The last sessions, the latest last"))
    return f'<ol class="hw-dots" data-testid="attendance-dots" aria-label="{label}">{items}</ol>'


def _dot(mark: Mark) -> str:
    sign = MARK_NAMES[AttendanceStatus(mark["attendance_status"])][0]
    told = escape(f"{day(_day(mark))}, {mark['subject_name']}: {mark_words(mark)}", quote=True)
    return f'<li class="{mark["attendance_status"]}" title="{told}" aria-label="{told}">{sign}</li>'


def history(marks: Sequence[Mark]) -> str:
    """All marks as a list."""
    items = [
        f'<li class="{mark["attendance_status"]}"><strong>{escape(mark["subject_name"])}</strong>'
        f"<em>{mark_words(mark)}</em><span>{date_part(_day(mark), 'EEEE')}, {day(_day(mark))}</span></li>"
        for mark in marks
    ]
    return f'<ul class="hw-past" data-testid="history">{"".join(items)}</ul>'


def marks_finding(results: Sequence[Mapping[str, Any]]) -> str:
    """The title of the marks, the latest first: their average, and whether it moves."""
    shares = [one["percentage"] for one in results if one["percentage"] is not None]
    if not shares:
        return _("No marks yet")
    recent, before = shares[:5], shares[5:10]
    if len(recent) == 1:
        return _("Your first mark")
    average = f"{mean(recent):.0f}"
    told = _("Your last {count} marks average {share}%", count=len(recent), share=average)
    if len(before) < 3 or abs(mean(recent) - mean(before)) < NOTICEABLE:
        return told
    before_that = f"{mean(before):.0f}"
    if mean(recent) > mean(before):
        return _("{average}, up from {before}%", average=told, before=before_that)
    return _("{average}, down from {before}%", average=told, before=before_that)
