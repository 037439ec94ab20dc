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
        return (
            f"You came to every one of your last {streak} sessions" if streak > 1 else "You came to your last session"
        )
    return f"You came to {came} of your last {len(recent)} sessions"


def patterns(marks: Sequence[Mark]) -> list[str]:
    """What there is to see in the marks, one sentence each."""
    told = [_overall(marks)]
    if weekday := _hard_weekday(marks):
        told.append(weekday)
    late = [mark["minutes_late"] for mark in marks if _is(mark, AttendanceStatus.LATE) and mark["minutes_late"]]
    if late:
        often = "once, by" if len(late) == 1 else f"{len(late)} times, usually by about"
        told.append(f"You were late {often} {median(late):.0f} minutes.")
    if trend := _trend(marks):
        told.append(trend)
    return told


def _overall(marks: Sequence[Mark]) -> str:
    came, since = sum(_came(mark) for mark in marks), day(_day(marks[-1]))
    return f"Since {since} you came to {came} of {len(marks)} sessions, {percent(came / len(marks))}."


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
    name = f"{next(_day(mark) for mark in marks if _day(mark).weekday() == worst):%A}"
    return f"{name}s are the hardest: you missed {missed[worst]} of {held[worst]}. Another time may suit you better."


def _trend(marks: Sequence[Mark]) -> str | None:
    recent, before = marks[:RECENT], marks[RECENT : 2 * RECENT]
    if len(before) < FEWEST_TO_COMPARE:
        return None
    now, then = (sum(_came(mark) for mark in part) / len(part) for part in (recent, before))
    if abs(now - then) < 1 / FEWEST_TO_COMPARE:
        return None
    return (
        "It has become better lately." if now > then else "It was better before: talk to your teacher if time is short."
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
    label = "Your last sessions, the latest last"
    return f'<ol class="hw-dots" data-testid="attendance-dots" aria-label="{label}">{items}</ol>'


def _dot(mark: Mark) -> str:
    sign = MARK_NAMES[AttendanceStatus(mark["attendance_status"])][0]
    told = escape(f"{day(_day(mark))}, {mark['subject_name']}: {mark_words(mark)}", quote=True)
    return f'<li class="{mark["attendance_status"]}" title="{told}" aria-label="{told}">{sign}</li>'


def history(marks: Sequence[Mark]) -> str:
    """All marks as a list."""
    items = [
        f'<li class="{mark["attendance_status"]}"><strong>{escape(mark["subject_name"])}</strong>'
        f"<em>{mark_words(mark)}</em><span>{_day(mark):%A}, {day(_day(mark))}</span></li>"
        for mark in marks
    ]
    return f'<ul class="hw-past" data-testid="history">{"".join(items)}</ul>'


def marks_finding(results: Sequence[Mapping[str, Any]]) -> str:
    """The title of the marks, the latest first: their average, and whether it moves."""
    shares = [one["percentage"] for one in results if one["percentage"] is not None]
    if not shares:
        return "No marks yet"
    recent, before = shares[:5], shares[5:10]
    told = f"Your last {len(recent)} marks average {mean(recent):.0f} %" if len(recent) > 1 else "Your first mark"
    if len(before) < 3 or abs(mean(recent) - mean(before)) < NOTICEABLE:
        return told
    return f"{told}, {'up' if mean(recent) > mean(before) else 'down'} from {mean(before):.0f} %"
