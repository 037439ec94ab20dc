"""Weeks of learning as histories: what an enrolment gained, in how many hours, at which stage, as known on a date.

Belongs here: which weeks count and how old ones fade. What is estimated from them stands in `model.py`; how a week
comes about in `feat_velocity_week`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ml.contracts import checked, known_outcomes
from ml.contracts.velocity import VELOCITY_WEEKS
from ml.metrics import Floats

WEEK = pd.Timedelta(weeks=1)
# Stages in weeks since enrolment: narrow where learners are many and change fast, wide later on.
STAGE_EDGES = (2, 4, 8, 12, 16, 24, 36, 52)


@dataclass(frozen=True)
class Cohorts:
    """Mastery gained per hour by subject and stage, each drawn towards its subject and that towards the institute.

    Attributes:
        by_stage: (subject_id, stage) to levels per hour.
        by_subject: subject_id to levels per hour, for stages nobody has reached.
        overall: levels per hour of everybody, for new subjects; 0 where nobody has learned anything yet.
    """

    by_stage: dict[tuple[int, int], float]
    by_subject: dict[int, float]
    overall: float

    @classmethod
    def fit(cls, rows: pd.DataFrame, prior_hours: float) -> "Cohorts":
        """From rows of `known_weeks`.

        (gained + k * above) / (hours + k): the mean of a Gamma posterior whose prior is worth k hours (Gelman et al.,
        Bayesian Data Analysis, 3rd ed., section 2.6).
        """
        hours = float(rows["delivered_hours"].sum())
        overall = float(rows["mastery_gained"].sum()) / hours if hours > 0 else 0.0
        subjects = rows.groupby("subject_id")[["mastery_gained", "delivered_hours"]].sum()
        drawn = (subjects["mastery_gained"] + prior_hours * overall) / (subjects["delivered_hours"] + prior_hours)
        by_subject = {int(key): float(value) for key, value in drawn.items()}  # type: ignore[call-overload]
        stages = rows.groupby(["subject_id", "stage"])[["mastery_gained", "delivered_hours"]].sum()
        above = drawn.reindex(stages.index.get_level_values(0)).to_numpy(dtype=float)
        rates = (stages["mastery_gained"] + prior_hours * above) / (stages["delivered_hours"] + prior_hours)
        keys = zip(rates.index.get_level_values(0), rates.index.get_level_values(1), strict=True)
        by_stage = {(int(key), int(level)): float(rate) for (key, level), rate in zip(keys, rates, strict=True)}
        return cls(by_stage, by_subject, overall)

    def rate(self, subject_id: pd.Series, stage: pd.Series) -> Floats:
        """Levels per hour that the cohort gains at these stages."""
        known = pd.DataFrame({"subject_id": subject_id.to_numpy(), "stage": stage.to_numpy()})
        pairs = known.drop_duplicates()
        pairs = pairs.assign(
            rate=[
                self.by_stage.get((subject, level), self.by_subject.get(subject, self.overall))
                for subject, level in zip(pairs["subject_id"], pairs["stage"], strict=True)
            ]
        )
        rates: Floats = known.merge(pairs, on=["subject_id", "stage"], how="left")["rate"].to_numpy(dtype=float)
        return rates


def known_weeks(weeks: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The weeks that had begun by `as_of`, with subject, student and stage; in an order that no reading decides.

    Args:
        weeks: `feat_velocity_week`. Of a past date whole weeks only: pass a Monday.
        outcomes: `feat_enrollment_outcome`; of it only who learns what since when.
        as_of: later weeks are left out; of its own week, what is in it.
    """
    rows = checked(weeks, VELOCITY_WEEKS, "weeks")
    moment = pd.Timestamp(as_of)
    rows = rows[rows["week_start"] < moment]
    enrollments = known_outcomes(outcomes, as_of)[["enrollment_id", "student_id", "subject_id", "enrolled_on"]]
    rows = rows.merge(enrollments, on="enrollment_id")
    rows["stage"] = stage_of(rows["enrolled_on"], rows["week_start"])
    return rows.sort_values(["enrollment_id", "week_start"]).reset_index(drop=True)


def weeks_since(enrolled_on: pd.Series, day: "pd.Series | pd.Timestamp") -> pd.Series:
    """Whole weeks from enrolment to a day; 0 in the week of enrolment."""
    return ((day - enrolled_on).dt.days.clip(lower=0) // 7).astype("int64")


def stage_of(enrolled_on: pd.Series, day: "pd.Series | pd.Timestamp") -> pd.Series:
    """The stage of an enrolment on a day: the number of the band of `STAGE_EDGES` that its weeks lie in."""
    weeks = weeks_since(enrolled_on, day)
    bands = np.searchsorted(STAGE_EDGES, weeks.to_numpy(), side="right")
    return pd.Series(bands, index=weeks.index, dtype="int64")


def histories(rows: pd.DataFrame, expected: Floats, until: date, half_life_weeks: float) -> pd.DataFrame:
    """One row per enrolment: what it gained and what its cohort would have gained in the same hours.

    Args:
        rows: of `known_weeks`.
        expected: levels that the cohort gains in the hours of each row.
        until: weeks fade from here backwards.
        half_life_weeks: after so many weeks a week counts half; infinite: all count alike.

    Returns:
        Index enrollment_id; gained and expected (levels, faded), hours (not faded).
    """
    age = (pd.Timestamp(until) - rows["week_start"]).dt.days.to_numpy(dtype=float) / 7.0
    weight = np.exp2(-age / half_life_weeks)
    table = pd.DataFrame(
        {
            "enrollment_id": rows["enrollment_id"].to_numpy(),
            "gained": rows["mastery_gained"].to_numpy() * weight,
            "expected": expected * weight,
            "hours": rows["delivered_hours"].to_numpy(),
        }
    )
    return table.groupby("enrollment_id").sum()
