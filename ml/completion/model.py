"""Trains and applies the completion forecast, and makes dates of days.

Not here: the forecasters themselves (`forecasters.py`), their columns (`features.py`), which of them serves
(`choice.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml.completion.calendar import Calendar
from ml.completion.choice import FORECASTERS, Forecaster, asked_in_turn, asked_on, fit_all, past_dates, teaching
from ml.completion.features import finish_shares, thirds, timed_rows, topics_left, watched_rows
from ml.completion.forecasters import chance_within
from ml.completion.pauses import Pauses
from ml.completion.survival import Survival
from ml.contracts import FEATURES, checked, known_features, known_outcomes
from ml.contracts.completion import COMPLETION_FORECAST
from ml.metrics import Floats

LONGEST_DAYS = 3650.0  # further away is no forecast, but it must stay a date
FOLDS = 3


@dataclass(frozen=True)
class CompletionSettings:
    """Choices of the method.

    Attributes:
        minimum_finishers: Fewer finishers than this: pace (or the planned date), no survival regression.
        maximum_rows: Teaching rows beyond this are sampled by enrolment.
    """

    minimum_finishers: int = 20
    maximum_rows: int = 20_000


@dataclass(frozen=True)
class CompletionModel:
    """The forecasters in the order in which they are asked, and the out-of-fold forecasts by which they were chosen.

    `backtest`: one row per snapshot of a finisher: student_id, days, weight, p10, p50, p90 (days, by forecasters that
    never saw the student), linear (topics left ÷ own pace), constant (median of all).
    """

    version: str
    as_of: date
    settings: CompletionSettings
    forecasters: tuple[Forecaster, ...]
    finish_shares: pd.Series
    trained_on_rows: int
    finisher_count: int
    backtest: pd.DataFrame
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def kind(self) -> str:
        """The forecaster that is asked first."""
        return self.forecasters[0].name


def train(
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    as_of: date,
    seed: int,
    settings: CompletionSettings,
    calendar: Calendar | None = None,
    pauses: Pauses | None = None,
) -> CompletionModel:
    """Trains on what was known on `as_of`; later rows and outcomes are ignored.

    Args:
        features: `feat_enrollment_week`, all weeks.
        outcomes: `feat_enrollment_outcome`.
        as_of: The institute's clock.
        seed: Same seed and data, same model.
        settings: Choices of the method.
        calendar: Teaching days by campus; without one every day is.
        pauses: When enrolments were paused; without any, none was.

    Raises:
        ContractError: A frame lacks a column or holds a wrong value.
    """
    days = calendar or Calendar()
    known, ends = known_features(features, as_of), known_outcomes(outcomes, as_of)
    known = _sampled(known, settings.maximum_rows, seed)
    paused = (pauses or Pauses()).known(as_of)
    watched = watched_rows(known, ends, as_of, days, paused)
    rows = teaching(watched)
    finished = rows["is_finished"].to_numpy(dtype=bool)
    out_of_fold = _out_of_fold(watched, rows, settings, seed)
    backtest = _backtest(rows, finished)
    held_out = backtest.assign(**{name: forecast[finished][:, 1] for name, forecast in out_of_fold.items()})
    pasts = past_dates(known, ends, watched, as_of, settings.minimum_finishers // 2, days, paused)
    fitted = fit_all(watched, settings.minimum_finishers, FORECASTERS)
    serving = asked_in_turn(asked_on(pasts, watched), held_out, fitted, seed)
    survival = fitted.get("survival")
    if isinstance(survival, Survival) and "survival" in serving:
        fitted["survival"] = survival.checked([past.survival for past in pasts if past.survival is not None])
    quantiles = out_of_fold[serving[0]][finished] if len(rows) else np.empty((0, 3))
    return CompletionModel(
        version=_version(serving, as_of, rows, settings),
        as_of=as_of,
        settings=settings,
        forecasters=tuple(fitted[name] for name in serving),
        finish_shares=finish_shares(watched),
        trained_on_rows=len(rows),
        finisher_count=int((ends["outcome"] == "completed").sum()),
        backtest=backtest.assign(p10=quantiles[:, 0], p50=quantiles[:, 1], p90=quantiles[:, 2]),
        calendar=days,
    )


@dataclass(frozen=True)
class Foretold:
    """What is foretold of rows: teaching days to the finish (rows, 3), the chance to finish, and by whom."""

    rows: pd.DataFrame
    days: Floats
    p_finish: Floats
    method: pd.Series

    def p_within(self, within: Floats) -> Floats:
        """The chance to finish within so many teaching days, if it is finished; NaN where nothing is foretold."""
        return chance_within(self.days, within)


def foretell(model: CompletionModel, features_latest: pd.DataFrame, pauses: Pauses | None = None) -> Foretold:
    """In teaching days, by the first forecaster that has an answer; NaN and method `none` where none has."""
    rows = timed_rows(checked(features_latest, FEATURES, "features_latest"), model.calendar, pauses or Pauses())
    days, method = np.full((len(rows), 3), np.nan), np.full(len(rows), "none", dtype=object)
    p_finish = np.full(len(rows), np.nan)
    for forecaster in model.forecasters:
        answer = forecaster.days(rows)
        open_rows = np.isnan(days[:, 1]) & ~np.isnan(answer).any(axis=1)
        days[open_rows], method[open_rows] = answer[open_rows], forecaster.name
        if isinstance(forecaster, Survival):
            p_finish[open_rows] = forecaster.chance(rows[open_rows])
        else:
            p_finish[open_rows] = thirds(rows[open_rows]).map(model.finish_shares).to_numpy(dtype=float)
    days = np.rint(np.maximum.accumulate(np.clip(days, 0.0, LONGEST_DAYS), axis=1))
    return Foretold(rows, days, p_finish, pd.Series(method, dtype="object"))


def score(model: CompletionModel, features_latest: pd.DataFrame, pauses: Pauses | None = None) -> pd.DataFrame:
    """Forecasts for feature rows of one date (`contracts.active_features`).

    Args:
        model: The trained model.
        features_latest: `feat_enrollment_week` of one date.
        pauses: When enrolments were paused before that date; without any, none was.

    Returns:
        `contracts.COMPLETION_FORECAST`: dates p10 ≤ p50 ≤ p90 on teaching days, none before `scored_as_of`; all three
        empty, with the chances, and method `none` when nobody in the institute has a pace yet or the subject has no
        topics. The chances to be on time are empty without a planned date.
    """
    features = checked(features_latest, FEATURES, "features_latest")
    told = foretell(model, features, pauses)
    if_finished = told.p_within(told.rows["planned_left"].to_numpy(dtype=float))
    campuses = features["campus_id"].to_numpy(dtype=np.int64)
    now = model.calendar.count(campuses, features["as_of_date"])
    dates = {
        f"p{percent}_date": _dates(model.calendar.dates(campuses, now + told.days[:, column]), features)
        for column, percent in enumerate((10, 50, 90))
    }
    forecast = pd.DataFrame(
        {
            "enrollment_id": features["enrollment_id"],
            "scored_as_of": pd.Series(features["as_of_date"].dt.date, dtype="object"),
            **dates,
            "p_finish": told.p_finish,
            "p_on_time": told.p_finish * if_finished,
            "p_on_time_if_finished": if_finished,
            "method": told.method,
        }
    )
    return forecast[list(COMPLETION_FORECAST)]


def _dates(dates: pd.Series, features: pd.DataFrame) -> pd.Series:
    # today is no teaching day perhaps; the count of days leads back to the last one before it
    not_before = dates.where(dates.isna() | (dates >= features["as_of_date"]), features["as_of_date"])
    told = pd.Series(not_before.dt.date, dtype="object")
    return told.where(told.notna(), None)


def _out_of_fold(
    watched: pd.DataFrame, rows: pd.DataFrame, settings: CompletionSettings, seed: int
) -> dict[str, Floats]:
    """Days (rows, 3) by each forecaster that never saw the row's student; NaN where it has no answer."""
    names = list(FORECASTERS)
    days = {name: np.full((len(rows), 3), np.nan) for name in names}
    if rows["student_id"].nunique() < FOLDS:
        return days
    students = rows["student_id"].to_numpy()
    for _, test in GroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed).split(rows, groups=students):
        held_out = rows.iloc[test]
        teach = watched[~watched["student_id"].isin(held_out["student_id"])]
        for name, forecaster in fit_all(teach, settings.minimum_finishers // 2, names).items():
            days[name][test] = forecaster.days(held_out)
    return days


def _backtest(rows: pd.DataFrame, finished: np.ndarray) -> pd.DataFrame:
    ended = rows[finished]
    own_pace = (ended["done"] / ended["day"].clip(lower=1)).where(ended["done"] > 0)
    return pd.DataFrame(
        {
            "student_id": ended["student_id"].to_numpy(),
            "days": ended["days"].to_numpy(dtype=float),
            "weight": 1.0 / ended.groupby("enrollment_id")["days"].transform("size").to_numpy(dtype=float),
            "linear": np.minimum(topics_left(ended) / own_pace.to_numpy(dtype=float), LONGEST_DAYS),
            "constant": float(ended["days"].median()) if len(ended) else float("nan"),
        }
    )


def _sampled(rows: pd.DataFrame, maximum_rows: int, seed: int) -> pd.DataFrame:
    if len(rows) <= maximum_rows:
        return rows
    enrollments = np.sort(rows["enrollment_id"].unique())
    count = max(1, len(enrollments) * maximum_rows // len(rows))
    kept = np.random.default_rng(seed).choice(enrollments, count, replace=False)
    return rows[rows["enrollment_id"].isin(kept)].reset_index(drop=True)


def _version(serving: list[str], as_of: date, rows: pd.DataFrame, settings: CompletionSettings) -> str:
    seen = pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr(settings).encode()).hexdigest()[:8]
    return f"completion-{serving[0]}-{as_of.isoformat()}-{digest}"
