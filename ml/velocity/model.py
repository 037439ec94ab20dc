"""Estimates how fast an enrolment moves: its own history, as far as it can be trusted, and its cohort for the rest.

velocity = (levels per hour of the cohort at this stage) x (the student's speed r), with r by `shrinkage.py`. Belongs
here: training, scoring, comparing with peers. Not here: histories (`features.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ml.contracts import known_outcomes
from ml.contracts.velocity import VELOCITY_ESTIMATE
from ml.ladder import is_clear
from ml.metrics import Floats, bootstrap_differences
from ml.velocity.features import Cohorts, histories, known_weeks, stage_of, weeks_since
from ml.velocity.peers import compared_with_peers
from ml.velocity.shrinkage import Spread, gain_bounds, interval, moments, speed
from ml.velocity.trend import trends


@dataclass(frozen=True)
class VelocitySettings:
    """Choices of the method.

    Attributes:
        prior_hours: So many hours of the level above are added to a cohort's own.
        minimum_students: Fewer students with two weeks of teaching: `fallback` instead of moments.
        fallback: What is assumed of chance and of true differences then.
        half_lives_weeks: Candidates for how fast a week fades; the backtest chooses. Infinite: no fading.
        kappa_factors: Candidates for trusting a history less or more than the moments say; likewise.
        horizon_weeks: The weeks that a backtest looks ahead.
        origins: On how many past Mondays it stands.
        minimum_tests: Fewer enrolments to test on: nothing is chosen, the first candidates serve.
        interval_coverage: Of the interval around an estimate.
        peers_needed: With fewer peers nobody is ranked.
        trend_threshold: The recent weeks must differ by more than this share to be called rising or falling ...
        trend_certainty: ... and by more than so many standard errors (1.28: nine in ten one way).
    """

    prior_hours: float = 20.0
    minimum_students: int = 10
    fallback: Spread = Spread(phi=2.0, tau_squared=0.15)
    half_lives_weeks: tuple[float, ...] = (26.0, 4.0, 8.0, 16.0, float("inf"))
    kappa_factors: tuple[float, ...] = (1.0, 0.25, 0.5, 2.0, 4.0)
    horizon_weeks: int = 4
    origins: int = 3
    minimum_tests: int = 30
    interval_coverage: float = 0.8
    peers_needed: int = 5
    trend_threshold: float = 0.2
    trend_certainty: float = 1.28


@dataclass(frozen=True)
class VelocityModel:
    """What the cohorts gain, and how far a student's own history counts."""

    version: str
    as_of: date
    settings: VelocitySettings
    cohorts: Cohorts
    spread: Spread
    half_life_weeks: float
    trained_on_rows: int
    kind: str = "credibility"


def train(
    weeks: pd.DataFrame, outcomes: pd.DataFrame, *, as_of: date, seed: int, settings: VelocitySettings
) -> VelocityModel:
    """Learns cohorts, spread and fading from what had happened by `as_of`; later weeks are ignored.

    Args:
        weeks: `feat_velocity_week`.
        outcomes: `feat_enrollment_outcome`; only who learns what since when.
        as_of: The institute's clock.
        seed: Of the draws of students by which a choice is clear or not.
        settings: Choices of the method.
    """
    rows = known_weeks(weeks, outcomes, as_of)
    half_life, factor = _chosen(rows, as_of, settings, seed)
    cohorts = Cohorts.fit(rows, settings.prior_hours)
    spread = moments(rows, _expected(rows, cohorts), settings.fallback, settings.minimum_students)
    seen = pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr((settings, seed)).encode()).hexdigest()[:8]
    return VelocityModel(
        version=f"velocity-credibility-{as_of.isoformat()}-{digest}",
        as_of=as_of,
        settings=settings,
        cohorts=cohorts,
        spread=replace(spread, kappa_factor=factor),
        half_life_weeks=half_life,
        trained_on_rows=len(rows),
    )


def score(model: VelocityModel, weeks: pd.DataFrame, outcomes: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """One estimate for every enrolment that was active on `as_of`; whoever has no history yet gets the cohort's.

    Returns:
        `contracts.velocity.VELOCITY_ESTIMATE`, by enrollment_id. velocity and its bounds in levels per delivered hour;
        own_weight (0-1) is how much of it is the student; peers_slower_share is empty with too few peers.
    """
    known = known_outcomes(outcomes, as_of)
    active = known[known["status"] == "active"].sort_values("enrollment_id").reset_index(drop=True)
    rows = known_weeks(weeks[weeks["enrollment_id"].isin(active["enrollment_id"])], outcomes, as_of)
    expected = _expected(rows, model.cohorts)
    past = histories(rows, expected, as_of, model.half_life_weeks).reindex(active["enrollment_id"]).fillna(0.0)
    total = histories(rows, expected, as_of, float("inf")).reindex(active["enrollment_id"]).fillna(0.0)
    estimate, own_weight = speed(past["gained"].to_numpy(), past["expected"].to_numpy(), model.spread)
    low, high = interval(estimate, own_weight, model.spread, model.settings.interval_coverage)
    moment = pd.Timestamp(as_of)
    cohort = model.cohorts.rate(active["subject_id"], stage_of(active["enrolled_on"], moment))
    hours = total["hours"].to_numpy()
    stages = weeks_since(active["enrolled_on"], moment)
    count, slower = compared_with_peers(
        active["subject_id"].to_numpy(), stages.to_numpy(), estimate, own_weight > 0, model.settings.peers_needed
    )
    result = pd.DataFrame(
        {
            "enrollment_id": active["enrollment_id"],
            "scored_as_of": pd.Series([as_of] * len(active), dtype="object"),
            "velocity": cohort * estimate,
            "velocity_low": cohort * low,
            "velocity_high": cohort * high,
            "observed_velocity": np.divide(
                total["gained"].to_numpy(), hours, out=np.full(len(active), np.nan), where=hours > 0
            ),
            "observed_hours": hours,
            "own_weight": own_weight,
            "cohort_velocity": cohort,
            "peer_count": count,
            "peers_slower_share": slower,
            "trend": trends(rows, expected, active["enrollment_id"], as_of, model.spread, model.settings),
            "model_version": model.version,
        }
    )
    return result[list(VELOCITY_ESTIMATE)]


def rates_ahead(model: VelocityModel, rows: pd.DataFrame, enrollments: pd.DataFrame, day: date) -> Floats:
    """Levels per hour that each of `enrollments` (enrollment_id, subject_id, enrolled_on) has on `day`, by its past."""
    past = histories(rows, _expected(rows, model.cohorts), day, model.half_life_weeks)
    past = past.reindex(enrollments["enrollment_id"]).fillna(0.0)
    estimate, _ = speed(past["gained"].to_numpy(), past["expected"].to_numpy(), model.spread)
    stage = stage_of(enrollments["enrolled_on"], pd.Timestamp(day))
    return model.cohorts.rate(enrollments["subject_id"], stage) * estimate


def predicted_gain(model: VelocityModel, rows: pd.DataFrame, test: pd.DataFrame, day: date) -> tuple[Floats, Floats]:
    """Bounds of what `test` (see `ahead`) gains in its hours: not knowing the pace, and chance on top of it."""
    past = histories(rows, _expected(rows, model.cohorts), day, model.half_life_weeks)
    past = past.reindex(test["enrollment_id"]).fillna(0.0)
    estimate, own_weight = speed(past["gained"].to_numpy(), past["expected"].to_numpy(), model.spread)
    stage = stage_of(test["enrolled_on"], pd.Timestamp(day))
    exposure = model.cohorts.rate(test["subject_id"], stage) * test["hours"].to_numpy(dtype=float)
    return gain_bounds(estimate, own_weight, exposure, model.spread, model.settings.interval_coverage)


def ahead(rows: pd.DataFrame, origin: date, horizon_weeks: int) -> pd.DataFrame:
    """What was gained in how many hours after `origin`, by those who were taught something then and before.

    Columns: enrollment_id, student_id, subject_id, enrolled_on, gained, hours.
    """
    moment = pd.Timestamp(origin)
    next_weeks = rows[
        (rows["week_start"] >= moment) & (rows["week_start"] < moment + pd.Timedelta(weeks=horizon_weeks))
    ]
    table = next_weeks.groupby("enrollment_id").agg(
        student_id=("student_id", "first"),
        subject_id=("subject_id", "first"),
        enrolled_on=("enrolled_on", "first"),
        gained=("mastery_gained", "sum"),
        hours=("delivered_hours", "sum"),
    )
    before = rows.loc[rows["week_start"] < moment, "enrollment_id"].unique()
    return table[(table["hours"] > 0) & table.index.isin(before)].reset_index()


def origins(as_of: date, count: int, horizon_weeks: int) -> list[date]:
    """Mondays, each a horizon before the next; the weeks after the last one are whole by `as_of`."""
    monday = as_of - timedelta(days=as_of.weekday())
    return [monday - timedelta(weeks=horizon_weeks * number) for number in range(1, count + 1)]


@dataclass(frozen=True)
class _Origin:
    """What was known on a past Monday, and what came after it."""

    before: pd.DataFrame
    expected: Floats
    cohort: Floats
    spread: Spread
    test: pd.DataFrame

    def history(self, half_life: float) -> tuple[Floats, Floats]:
        past = histories(self.before, self.expected, _last_day(self.before), half_life)
        past = past.reindex(self.test["enrollment_id"]).fillna(0.0)
        return past["gained"].to_numpy(), past["expected"].to_numpy()


def _chosen(rows: pd.DataFrame, as_of: date, settings: VelocitySettings, seed: int) -> tuple[float, float]:
    """Half-life and factor of kappa with the smallest squared error of the rate, weighted by hours.

    The first candidates serve unless others are clearly better on the past Mondays together.
    """
    past = []
    for origin in origins(as_of, settings.origins, settings.horizon_weeks):
        before = rows[rows["week_start"] < pd.Timestamp(origin)]
        test = ahead(rows, origin, settings.horizon_weeks)
        if before.empty or test.empty:
            continue
        cohorts = Cohorts.fit(before, settings.prior_hours)
        stage = stage_of(test["enrolled_on"], pd.Timestamp(origin))
        cohort = cohorts.rate(test["subject_id"], stage)
        spread = moments(before, _expected(before, cohorts), settings.fallback, settings.minimum_students)
        past.append(_Origin(before, _expected(before, cohorts), cohort, spread, test))
    first = settings.half_lives_weeks[0], settings.kappa_factors[0]
    if sum(len(one.test) for one in past) < settings.minimum_tests:
        return first
    losses: dict[tuple[float, float], Floats] = {}
    for half_life in settings.half_lives_weeks:
        # Adding up histories is what costs; every factor looks at the same ones.
        known = [(origin, origin.history(half_life)) for origin in past]
        for factor in settings.kappa_factors:
            losses[half_life, factor] = np.concatenate([_loss(origin, history, factor) for origin, history in known])
    best = min(losses, key=lambda one: float(losses[one].sum()))
    gained = losses[first] - losses[best]
    students = np.concatenate([origin.test["student_id"].to_numpy(dtype=np.int64) for origin in past])
    draws = bootstrap_differences(gained, np.ones(len(gained)), students, seed)
    return best if is_clear(float(gained.mean()), draws) else first


def _loss(origin: _Origin, history: tuple[Floats, Floats], factor: float) -> Floats:
    """Of each enrolment: the squared error of its rate, times its hours."""
    estimate, _ = speed(*history, replace(origin.spread, kappa_factor=factor))
    hours = origin.test["hours"].to_numpy(dtype=float)
    lost: Floats = (origin.test["gained"].to_numpy(dtype=float) - origin.cohort * estimate * hours) ** 2 / hours
    return lost


def _last_day(rows: pd.DataFrame) -> date:
    last: date = rows["week_start"].max().date()
    return last


def _expected(rows: pd.DataFrame, cohorts: Cohorts) -> Floats:
    expected: Floats = cohorts.rate(rows["subject_id"], rows["stage"]) * rows["delivered_hours"].to_numpy(dtype=float)
    return expected
