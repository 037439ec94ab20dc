"""How fast somebody moves beside the others, in words: to the student gently, without any risk, to staff in figures."""

import math
from collections.abc import Hashable, Mapping
from typing import Any, Final

from dashboards.components.labels import is_known, number
from warehouse.vocabulary import Trend

# Below this share of an own history an estimate is mostly the cohort's, and nothing to tell somebody of himself.
ENOUGH_HISTORY: Final = 0.25
# Within these shares of slower peers somebody is as fast as the others.
SLOWER_THAN_MOST: Final = 0.4
FASTER_THAN_MOST: Final = 0.6

_TRENDS_TO_STUDENT: Final = {
    Trend.RISING: " You have become faster in the last four weeks.",
    Trend.FALLING: " It has gone slower in the last four weeks: a session on what was hard would help.",
}
_TRENDS: Final = {Trend.RISING: "faster than a month ago", Trend.FALLING: "slower than a month ago"}


def pace_to_student(row: Mapping[Hashable, Any]) -> str:
    """One or two sentences about a row of `queries.learning.pace_of_student`."""
    share, subject = row["peers_slower_share"], row["subject_name"]
    if row["own_weight"] < ENOUGH_HISTORY:
        return "It is too early to say how fast you move: a few more sessions, and it shows here."
    if not is_known(share):
        told = "Too few students are at your stage to compare your pace with theirs."
    elif share >= FASTER_THAN_MOST:
        told = f"You move faster than {in_ten(share)} students of {subject} at the same stage."
    elif share > SLOWER_THAN_MOST:
        told = f"You move about as fast as other students of {subject} at the same stage."
    else:
        told = f"You take more time for a topic than most students of {subject} at the same stage, and that is fine."
    return told + _TRENDS_TO_STUDENT.get(Trend(row["trend"]), "")


def pace_to_staff(row: Mapping[Hashable, Any]) -> str:
    """The pace beside the cohort's, for whoever teaches."""
    if not is_known(row["velocity"]):
        return "Not estimated yet"
    cohort = f"{number(row['velocity'], 2)} levels per hour, at this stage usual {number(row['cohort_velocity'], 2)}"
    if row["own_weight"] < ENOUGH_HISTORY:
        return "Too little taught yet to tell a pace"
    share = row["peers_slower_share"]
    told = f"Faster than {in_ten(share)} at the same stage" if is_known(share) else "No peers to compare with"
    trend = _TRENDS.get(Trend(row["trend"]))
    return f"{told} ({cohort})" + (f"; {trend}" if trend else "")


def in_ten(share: float) -> str:
    """0.72 as `7 in 10`; never nobody or everybody, which so few peers could not tell."""
    return f"{min(max(math.floor(share * 10 + 0.5), 1), 9)} in 10"
