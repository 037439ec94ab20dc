"""Trains and applies the completion forecast: which forecaster serves, and dates instead of days.

Not here: the forecasters themselves (`forecasters.py`), their columns (`features.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml.completion.features import duration_rows, finish_share, institute_pace, topics_left
from ml.completion.forecasters import Forecaster, Pace, Planned, Survival
from ml.contracts import FEATURES, checked, known_features, known_outcomes
from ml.contracts.completion import COMPLETION_FORECAST
from ml.metrics import Floats, mean_absolute_error

LONGEST_DAYS = 3650.0  # further away is no forecast, but it must stay a date


@dataclass(frozen=True)
class CompletionSettings:
    """Choices of the method.

    Attributes:
        minimum_finishers: Fewer finishers than this: pace (or the planned date), no regression.
        minimum_topics_done: Snapshots with fewer topics done do not teach: nothing is seen of their pace.
        maximum_rows: Teaching rows beyond this are sampled by enrolment.
    """

    minimum_finishers: int = 30
    minimum_topics_done: int = 1
    maximum_rows: int = 50_000


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
    trained_on_rows: int
    finisher_count: int
    backtest: pd.DataFrame

    @property
    def kind(self) -> str:
        """The forecaster that is asked first."""
        return self.forecasters[0].name


def train(
    features: pd.DataFrame, outcomes: pd.DataFrame, *, as_of: date, seed: int, settings: CompletionSettings
) -> CompletionModel:
    """Trains on what was known on `as_of`; later rows and outcomes are ignored.

    Args:
        features: `feat_enrollment_week`, all weeks.
        outcomes: `feat_enrollment_outcome`.
        as_of: The institute's clock.
        seed: Same seed and data, same model.
        settings: Choices of the method.

    Raises:
        ContractError: A frame lacks a column or holds a wrong value.
    """
    known, ends = known_features(features, as_of), known_outcomes(outcomes, as_of)
    paces = institute_pace(known)
    rows = duration_rows(known, ends, as_of)
    rows = rows[rows["topics_done"] >= settings.minimum_topics_done].reset_index(drop=True)
    rows = _sampled(rows, settings.maximum_rows, seed)
    share = finish_share(known, ends, rows)
    finished = rows["is_finished"].to_numpy(dtype=bool)
    out_of_fold = _out_of_fold(rows, share, paces, settings, seed)
    backtest = _backtest(rows, finished)
    days = backtest["days"].to_numpy(dtype=float)
    weight = backtest["weight"].to_numpy(dtype=float)
    errors = {
        name: mean_absolute_error(days, forecast[finished][:, 1], weight)
        for name, forecast in out_of_fold.items()
        if len(days) and not np.isnan(forecast[finished][:, 1]).any()
    }
    order = sorted(errors, key=lambda name: errors[name])
    serving = _asked_before_pace(order)
    fitted = _fitted(rows, share, paces, settings, serving)
    best = next(iter(order), "pace")
    quantiles = out_of_fold[best][finished] if len(rows) else np.empty((0, 3))
    return CompletionModel(
        version=_version(serving, as_of, rows, settings),
        as_of=as_of,
        settings=settings,
        forecasters=tuple(fitted[name] for name in serving if name in fitted),
        trained_on_rows=len(rows),
        finisher_count=int((ends["outcome"] == "completed").sum()),
        backtest=backtest.assign(p10=quantiles[:, 0], p50=quantiles[:, 1], p90=quantiles[:, 2]),
    )


def score(model: CompletionModel, features_latest: pd.DataFrame) -> pd.DataFrame:
    """Forecasts for feature rows of one date (`contracts.active_features`).

    Returns:
        `contracts.COMPLETION_FORECAST`: dates p10 ≤ p50 ≤ p90, none before `scored_as_of`; all three empty and method
        `none` when nobody in the institute has a pace yet or the subject has no topics.
    """
    rows = checked(features_latest, FEATURES, "features_latest")
    days, method = np.full((len(rows), 3), np.nan), np.full(len(rows), "none", dtype=object)
    for forecaster in model.forecasters:
        answer = forecaster.days(rows)
        open_rows = np.isnan(days[:, 1]) & ~np.isnan(answer).any(axis=1)
        days[open_rows], method[open_rows] = answer[open_rows], forecaster.name
    days = np.maximum.accumulate(np.rint(np.clip(days, 0.0, LONGEST_DAYS)), axis=1)
    dates = {
        f"p{percent}_date": pd.Series(
            (rows["as_of_date"] + pd.to_timedelta(days[:, column], unit="D")).dt.date, dtype="object"
        )
        for column, percent in enumerate((10, 50, 90))
    }
    scored_as_of = pd.Series(rows["as_of_date"].dt.date, dtype="object")
    forecast = pd.DataFrame({"enrollment_id": rows["enrollment_id"], "scored_as_of": scored_as_of, **dates})
    forecast["method"] = pd.Series(method, dtype="object")
    for column in dates:
        forecast[column] = forecast[column].where(forecast[column].notna(), None)
    return forecast[list(COMPLETION_FORECAST)]


def _fitted(
    rows: pd.DataFrame, share: Floats, paces: dict[int, float], settings: CompletionSettings, wanted: list[str]
) -> dict[str, Forecaster]:
    fitted: dict[str, Forecaster] = {"pace": Pace(paces).calibrated(rows)}
    planned = Planned.fit(rows) if "planned" in wanted else None
    if planned is not None:
        fitted["planned"] = planned
    finishers = rows.loc[rows["is_finished"], "enrollment_id"].nunique()
    if "survival" in wanted and finishers >= settings.minimum_finishers:
        fitted["survival"] = Survival.fit(rows, paces, share).widened(rows)
    return fitted


def _out_of_fold(
    rows: pd.DataFrame, share: Floats, paces: dict[int, float], settings: CompletionSettings, seed: int
) -> dict[str, Floats]:
    """Days (rows, 3) by each forecaster that never saw the row's student; NaN where it has no answer."""
    names = ["pace", "planned", "survival"]
    days = {name: np.full((len(rows), 3), np.nan) for name in names}
    students = rows["student_id"].to_numpy()
    if rows["student_id"].nunique() < 5:
        return days
    for teach, test in GroupKFold(n_splits=5, shuffle=True, random_state=seed).split(rows, groups=students):
        for name, forecaster in _fitted(rows.iloc[teach], share[teach], paces, settings, names).items():
            days[name][test] = forecaster.days(rows.iloc[test])
    return days


def _asked_before_pace(order: list[str]) -> list[str]:
    """Those at least as good as the pace, best first; the pace answers what they cannot."""
    better = order[: order.index("pace")] if "pace" in order else []
    return [*better, "pace"]


def _backtest(rows: pd.DataFrame, finished: np.ndarray) -> pd.DataFrame:
    ended = rows[finished]
    own_pace = (ended["topics_done"] / ended["days_since_start"].clip(lower=1)).where(ended["topics_done"] > 0)
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
