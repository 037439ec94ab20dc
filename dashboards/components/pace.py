"""How fast somebody moves beside the others, in words: to the student gently, without any risk, to staff in figures."""

import math
from collections.abc import Hashable, Mapping
from typing import Any, Final

from dashboards.components.labels import is_known, number
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import Trend

# Below this share of an own history an estimate is mostly the cohort's, and nothing to tell somebody of himself.
ENOUGH_HISTORY: Final = 0.25
# Within these shares of slower peers somebody is as fast as the others.
SLOWER_THAN_MOST: Final = 0.4
FASTER_THAN_MOST: Final = 0.6

_TRENDS_TO_STUDENT: Final = Names(
    {
        Trend.RISING: gettext_noop("You have become faster in the last four weeks."),
        Trend.FALLING: gettext_noop(
            "It has gone slower in the last four weeks: a session on what was hard would help."
        ),
    }
)
_TRENDS: Final = Names(
    {Trend.RISING: gettext_noop("faster than a month ago"), Trend.FALLING: gettext_noop("slower than a month ago")}
)


def pace_to_student(row: Mapping[Hashable, Any]) -> str:
    """One or two sentences about a row of `queries.learning.pace_of_student`."""
    share, subject = row["peers_slower_share"], row["subject_name"]
    if row["own_weight"] < ENOUGH_HISTORY:
        return _("It is too early to say how fast you move: a few more sessions, and it shows here.")
    if not is_known(share):
        told = _("Too few students are at your stage to compare your pace with theirs.")
    elif share >= FASTER_THAN_MOST:
        told = _(
            "You move faster than {in_ten} students of {subject} at the same stage.",
            in_ten=in_ten(share),
            subject=subject,
        )
    elif share > SLOWER_THAN_MOST:
        told = _("You move about as fast as other students of {subject} at the same stage.", subject=subject)
    else:
        told = _(
            "You take more time for a topic than most students of {subject} at the same stage, and that is fine.",
            subject=subject,
        )
    trend = Trend(row["trend"])
    return f"{told} {_TRENDS_TO_STUDENT[trend]}" if trend in _TRENDS_TO_STUDENT else told


def pace_to_staff(row: Mapping[Hashable, Any]) -> str:
    """The pace beside the cohort's, for whoever teaches."""
    if not is_known(row["velocity"]):
        return _("Not estimated yet")
    cohort = _(
        "{velocity} levels per hour, at this stage usual {usual}",
        velocity=number(row["velocity"], 2),
        usual=number(row["cohort_velocity"], 2),
    )
    if row["own_weight"] < ENOUGH_HISTORY:
        return _("Too little taught yet to tell a pace")
    share = row["peers_slower_share"]
    told = (
        _("Faster than {in_ten} at the same stage", in_ten=in_ten(share))
        if is_known(share)
        else _("No peers to compare with")
    )
    trend = Trend(row["trend"])
    return f"{told} ({cohort})" + (f"; {_TRENDS[trend]}" if trend in _TRENDS else "")


def in_ten(share: float) -> str:
    """0.72 as `7 in 10`; never nobody or everybody, which so few peers could not tell."""
    return _("{count} in 10", count=min(max(math.floor(share * 10 + 0.5), 1), 9))
