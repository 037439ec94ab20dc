"""Trains and applies the completion forecast: which forecaster serves, and dates instead of days.

Not here: the forecasters themselves (`forecasters.py`), their columns (`features.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml.completion.calendar import Calendar
from ml.completion.features import finish_shares, institute_pace, thirds, timed_rows, topics_left, watched_rows
from ml.completion.forecasters import Pace, Planned, chance_within
from ml.completion.pauses import Pauses
from ml.completion.survival import Past, Survival
from ml.completion.topics import reached
from ml.contracts import FEATURES, checked, known_features, known_outcomes
from ml.contracts.completion import COMPLETION_FORECAST
from ml.metrics import Floats, mean_absolute_error

LONGEST_DAYS = 3650.0  # further away is no forecast, but it must stay a date
FOLDS = 3
FEWEST_TOPICS = 1  # with fewer done nothing is seen of a pace
PAST_SHARES = (0.15, 0.3, 0.45)  # of the time since the first enrolment: how long ago the forecasts are checked
SHORTEST_PAST_DAYS = 14

Forecaster = Pace | Planned | Survival


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
    rows = _teaching(watched)
    finished = rows["is_finished"].to_numpy(dtype=bool)
    out_of_fold = _out_of_fold(watched, rows, settings, seed)
    backtest = _backtest(rows, finished)
    days_left = backtest["days"].to_numpy(dtype=float)
    weight = backtest["weight"].to_numpy(dtype=float)
    errors = {
        name: mean_absolute_error(days_left, forecast[finished][:, 1], weight)
        for name, forecast in out_of_fold.items()
        if len(days_left) and not np.isnan(forecast[finished][:, 1]).any()
    }
    order = sorted(errors, key=lambda name: errors[name])
    serving = _asked_before_pace(order)
    fitted = _fitted(watched, settings.minimum_finishers, serving)
    survival = fitted.get("survival")
    if isinstance(survival, Survival):
        fitted["survival"] = _checked(survival, known, ends, watched, as_of, settings, days, paused)
    best = next(iter(order), "pace")
    quantiles = out_of_fold[best][finished] if len(rows) else np.empty((0, 3))
    return CompletionModel(
        version=_version(serving, as_of, rows, settings),
        as_of=as_of,
        settings=settings,
        forecasters=tuple(fitted[name] for name in serving if name in fitted),
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


def _teaching(watched: pd.DataFrame) -> pd.DataFrame:
    """Of those who finished or still may, the rows that tell a pace; who dropped out is in nobody's dates."""
    kept = (watched["days"] > 0) & ~watched["is_dropped"] & (watched["done"] >= FEWEST_TOPICS)
    return watched[kept]


def _fitted(watched: pd.DataFrame, minimum_finishers: int, wanted: list[str]) -> dict[str, Forecaster]:
    rows = _teaching(watched)
    fitted: dict[str, Forecaster] = {"pace": Pace(institute_pace(watched)).calibrated(rows)}
    planned = Planned.fit(rows) if "planned" in wanted else None
    if planned is not None:
        fitted["planned"] = planned
    if "survival" in wanted and _finishers(rows) >= minimum_finishers:
        fitted["survival"] = Survival.fit(watched)
    return fitted


def _finishers(rows: pd.DataFrame) -> int:
    return int(rows.loc[rows["is_finished"], "enrollment_id"].nunique())


def _checked(
    survival: Survival,
    known: pd.DataFrame,
    ends: pd.DataFrame,
    watched: pd.DataFrame,
    as_of: date,
    settings: CompletionSettings,
    calendar: Calendar,
    pauses: Pauses,
) -> Survival:
    """Calibrated on what the same method would have said on past days, against what has come since."""
    ways = reached(watched)
    done_ways, pasts = ways.loc[ways["is_done"], ["enrollment_id", "topic", "at_day"]], []
    dates = known["as_of_date"]
    for share in PAST_SHARES:
        days_back = 7 * round(share * (pd.Timestamp(as_of) - dates.min()).days / 7) if len(dates) else 0
        origin = as_of - timedelta(days=days_back)
        if days_back < SHORTEST_PAST_DAYS:
            continue
        then = watched_rows(
            known_features(known, origin), known_outcomes(ends, origin), origin, calendar, pauses.known(origin)
        )
        if _finishers(then) < settings.minimum_finishers // 2:
            continue
        rows = then[(then["as_of_date"] == pd.Timestamp(origin)) & (then["end_day"] == then["day"])]
        pasts.append(Past(Survival.fit(then), rows, done_ways, float(days_back)))
    return survival.checked(pasts) if pasts else survival


def _out_of_fold(
    watched: pd.DataFrame, rows: pd.DataFrame, settings: CompletionSettings, seed: int
) -> dict[str, Floats]:
    """Days (rows, 3) by each forecaster that never saw the row's student; NaN where it has no answer."""
    names = ["pace", "planned", "survival"]
    days = {name: np.full((len(rows), 3), np.nan) for name in names}
    if rows["student_id"].nunique() < FOLDS:
        return days
    students = rows["student_id"].to_numpy()
    for _, test in GroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed).split(rows, groups=students):
        held_out = rows.iloc[test]
        teach = watched[~watched["student_id"].isin(held_out["student_id"])]
        for name, forecaster in _fitted(teach, settings.minimum_finishers // 2, names).items():
            days[name][test] = forecaster.days(held_out)
    return days


def _asked_before_pace(order: list[str]) -> list[str]:
    """Those at least as good as the pace, best first; the pace answers what they cannot."""
    better = order[: order.index("pace")] if "pace" in order else []
    return [*better, "pace"]


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
