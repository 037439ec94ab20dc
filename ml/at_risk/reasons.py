"""Turns what the scoring model itself added up into dated plain sentences about things that can be acted upon.

Not here: any judgement of its own. A theme is named when the model counted it against the student, in the model's
order, and when there is a fact to tell; stage, subject and season have no sentence: nobody can act on them.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ml.at_risk.features import THEMES

SMALLEST_CONTRIBUTION = 0.05  # log-odds; less is noise
MOST_REASONS = 4
SMALLEST_FALL = 0.05  # levels a week; less is told as 0.0

Row = dict[str, object]


def reasons(rows: pd.DataFrame, contributions: pd.DataFrame) -> list[list[str]]:
    """Sentences for each row, strongest first; an empty list when nothing speaks against the student.

    Args:
        rows: `contracts.FEATURES`.
        contributions: Change of the log-odds by each column, or by a whole theme, same order of rows.
    """
    themes = list(SENTENCES)
    columns = [[name for name in contributions if THEMES.get(str(name), str(name)) == theme] for theme in themes]
    by_theme = np.column_stack([contributions[names].to_numpy(dtype=float).sum(axis=1) for names in columns])
    strongest_first = np.argsort(-by_theme, axis=1, kind="stable")
    facts: list[Row] = [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
    told = []
    for row, shares, order in zip(facts, by_theme, strongest_first, strict=True):
        sentences = [SENTENCES[themes[place]](row) for place in order if shares[place] >= SMALLEST_CONTRIBUTION]
        told.append([sentence for sentence in sentences if sentence][:MOST_REASONS])
    return told


def _number(row: Row, name: str) -> float:
    value = row[name]
    return float("nan") if value is None else float(str(value))


def _day(row: Row, name: str) -> str:
    return pd.Timestamp(str(row[name])).strftime("%Y-%m-%d")


def _times(count: float, thing: str) -> str:
    return f"{count:.0f} {thing}" if round(count) == 1 else f"{count:.0f} {thing}s"


def _activity(row: Row) -> str:
    silent_days = _number(row, "days_since_session")
    baseline = _number(row, "baseline_sessions_per_week")
    usual = f"; usually {baseline:.0f} a week" if baseline >= 0.5 else ""
    if _number(row, "sessions_total") == 0:
        return f"No session since the start on {_day(row, 'enrolled_on')} ({_times(silent_days, 'day')})"
    if silent_days >= 7:
        return f"No session since {_day(row, 'last_session_on')} ({_times(silent_days, 'day')}){usual}"
    recent = _number(row, "sessions_14d") / 2.0
    if baseline - recent >= 0.5:
        return f"{recent:.1f} sessions a week in the 14 days to {_day(row, 'as_of_date')}; usually {baseline:.1f}"
    rank = _number(row, "minutes_28d_rank")
    hours = _number(row, "minutes_28d") / 60.0
    if _number(row, "peer_count") >= 5 and rank <= 0.5:
        return (
            f"{hours:.1f} hours of learning in the 28 days to {_day(row, 'as_of_date')}: "
            f"less than {100 * (1 - rank):.0f}% of those at the same stage"
        )
    return f"{hours:.1f} hours of learning in the 28 days to {_day(row, 'as_of_date')}"


def _absence(row: Row) -> str:
    recent, total = _number(row, "absences_28d"), _number(row, "absences_total")
    if total == 0:
        return ""
    marked = total + _number(row, "sessions_total")
    if recent > 0:
        return f"Absent {_times(recent, 'time')} in the 28 days to {_day(row, 'as_of_date')}"
    return f"Absent from {total:.0f} of {_times(marked, 'session')} up to {_day(row, 'as_of_date')}"


def _progress(row: Row) -> str:
    done, total, elapsed = _number(row, "topics_done"), _number(row, "topics_total"), _number(row, "elapsed_share")
    if not total > 0:
        return ""
    so_far = f"{done:.0f} of {total:.0f} topics done by {_day(row, 'as_of_date')}"
    if elapsed > done / total:
        return f"{so_far}, with {100 * min(elapsed, 1.0):.0f}% of the planned time gone"
    if not pd.isna(row["last_topic_done_on"]):  # type: ignore[call-overload]
        return f"{so_far}; the last on {_day(row, 'last_topic_done_on')}"
    return so_far


def _missed(row: Row) -> str:
    missed, due = _number(row, "assessments_missed"), _number(row, "assessments_due")
    if missed > 0:
        return f"{missed:.0f} of {_times(due, 'assessment')} due by {_day(row, 'as_of_date')} not handed in"
    return ""


def _late(row: Row) -> str:
    late, handed_in = _number(row, "assessments_late"), _number(row, "assessments_handed_in")
    if late > 0:
        return f"{late:.0f} of {_times(handed_in, 'assessment')} handed in after the due date"
    return ""


def _marks(row: Row) -> str:
    mean = _number(row, "mark_mean_percent")
    if pd.isna(mean):
        return f"No mark yet by {_day(row, 'as_of_date')}" if _number(row, "assessments_due") > 0 else ""
    rank = _number(row, "mark_rank")
    if _number(row, "peer_count") >= 5 and rank <= 0.5:
        return f"Average mark {mean:.0f}%: below {100 * (1 - rank):.0f}% of those at the same stage"
    return f"Average mark {mean:.0f}% as of {_day(row, 'as_of_date')}"


def _understanding(row: Row) -> str:
    slope, judgements = _number(row, "competency_slope_56d"), _number(row, "judgements_56d")
    if not slope <= -SMALLEST_FALL:
        return ""
    return (
        f"Understanding falls by {-slope:.1f} of 5 levels a week: {_times(judgements, 'judgement')} "
        f"in the 56 days to {_day(row, 'as_of_date')}"
    )


def _not_held(row: Row) -> str:
    not_held, planned = _number(row, "not_held_28d"), _number(row, "planned_28d")
    if not not_held > 0:
        return ""
    return (
        f"{not_held:.0f} of {_times(planned, 'session')} planned in the 28 days to {_day(row, 'as_of_date')} "
        "cancelled or not held by the teacher"
    )


def _schedule(row: Row) -> str:
    unusual, judged = _number(row, "habit_unusual_28d"), _number(row, "habit_planned_28d")
    if not unusual > 0:
        return ""
    return (
        f"{unusual:.0f} of {_times(judged, 'session')} planned in the 28 days to {_day(row, 'as_of_date')} "
        "at a weekday and time of day at which this student seldom comes"
    )


SENTENCES: dict[str, Callable[[Row], str]] = {
    "activity": _activity,
    "absence": _absence,
    "progress": _progress,
    "missed": _missed,
    "late": _late,
    "marks": _marks,
    "understanding": _understanding,
    "not_held": _not_held,
    "schedule": _schedule,
}
