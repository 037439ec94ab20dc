"""The edge where the models' predictions come in: range, nulls, completeness, drift, and tell-tale constants.

Belongs here: what the predictions must be before dbt reports them. What the models compute is `ml/`; that forecasts
belong to exactly the active enrolments is checked by the pipelines, which know them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from warehouse.expectations.rules import Rule, always_null, never_null, one_of, unique, within
from warehouse.expectations.runner import Check
from warehouse.expectations.verdict import Edge, Severity, Verdict
from warehouse.relations import PREDICTIONS
from warehouse.settings import Settings
from warehouse.vocabulary import RiskBand

KEY = "enrollment_id"
_BINS = 10
# A share of nothing would make the index infinite; half of one in ten thousand is the usual floor.
_LEAST_SHARE = 0.0001
_TRAIN = "Run `headway build`, which scores anew; if it comes again, look at the model card and at the features."


@dataclass(frozen=True)
class Scored:
    """One relation of predictions: its rules by row, and the column whose distribution is watched."""

    rules: tuple[Rule, ...]
    watched: str | None = None
    key: str = KEY


def _risk() -> Scored:
    return Scored(
        (
            *_keyed(),
            _present("p_drop"),
            within(
                "p_drop",
                0,
                1,
                what="Some chances of dropping out are not between 0 and 1",
                why="They are no probabilities, and every list that is sorted by them is wrong.",
                resolve=_TRAIN,
            ),
            _present("band"),
            one_of(
                "band",
                RiskBand,
                what="Some bands of risk are not in the vocabulary",
                why="Nobody would see these students in any list.",
                resolve=_TRAIN,
            ),
            _present("model_version"),
        ),
        watched="p_drop",
    )


def _forecast() -> Scored:
    order = always_null(
        "dates_out_of_order",
        what="Some forecasts end before they begin, or lie before the day they were made on",
        why="A student would be shown a range of days that cannot be.",
        resolve=_TRAIN,
    )
    return Scored((*_keyed(), _present("scored_as_of"), _present("method"), order), watched="days_until_done")


def _card() -> Scored:
    return Scored((_present("model"), _present("version"), _present("metric")), key="model")


def _keyed() -> tuple[Rule, Rule]:
    twice = unique(
        KEY,
        what="Some enrolments were scored twice",
        why="Every count of students at risk would count them twice.",
        resolve=_TRAIN,
    )
    return _present(KEY), twice


def _present(column: str) -> Rule:
    return never_null(
        column,
        what=f"Some predictions have no {column}",
        why="A prediction that is not whole cannot be shown or explained.",
        resolve=_TRAIN,
    )


def _distribution(settings: Settings, *, is_same_model: bool) -> list[Rule]:
    """What must hold for a relation as a whole."""

    def drift(most: float, severity: Severity) -> Rule:
        return within(
            "drift",
            None,
            most,
            what="The predictions for the same enrolments have moved far from those of the last scoring"
            " (population stability index)",
            why="So many students do not change overnight; more likely a feature broke or changed its unit.",
            resolve="Compare the features of both days. If the change is meant, raise HEADWAY_QUALITY_DRIFT_MAX for one"
            " build.",
            severity=severity,
        )

    rules = [
        drift(settings.quality_drift_warn, Severity.WARNING),
        within(
            "constant_share",
            None,
            settings.quality_constant_share_max,
            what="Nearly all predictions are one and the same value",
            why="A model that says the same of everybody says nothing: usually its features were all empty.",
            resolve=_TRAIN,
        ),
        # At the end of a term so many enrolments may really have ended.
        within(
            "kept_share",
            settings.quality_rows_kept_min,
            None,
            what="Far fewer enrolments were scored than the last time",
            why="Those who are missing have left every list of students at risk.",
            resolve="Look whether so many enrolments have really ended.",
            severity=Severity.WARNING,
        ),
    ]
    if is_same_model:
        # A new model may well see things otherwise: of that only the warning tells.
        rules.append(drift(settings.quality_drift_max, Severity.BREACH))
    return rules


def check_predictions(
    frames: dict[str, pd.DataFrame], previous: dict[str, pd.DataFrame], settings: Settings
) -> Verdict:
    """Holds a scoring to what predictions must be, and to the scoring before.

    Args:
        frames: `at_risk`, `completion_forecast`, `model_card` (see `ml/contracts.py`), as they would be written.
        previous: the same as they stand in the database now; what is missing or empty is not compared.
        settings: bounds, and the home in which results are kept.

    Returns:
        The verdict. Drift is only judged between enrolments that both scorings know, so that a new intake is none.

    Raises:
        CheckError: a frame lacks a column that its contract promises.
    """
    check = Check(Edge.PREDICTIONS, settings)
    known = {"at_risk": _risk(), "completion_forecast": _forecast(), "model_card": _card()}
    for name in known.keys() & frames.keys():
        scored, relation = known[name], f"{PREDICTIONS}.{name}"
        now = _prepared(name, frames[name])
        if len(now):
            check.look(relation, [now], scored.rules, key=scored.key)
        if scored.watched is None:
            continue
        before = _prepared(name, previous.get(name, frames[name].iloc[:0]))
        summary = _summary(relation, now, before, scored.watched, settings)
        rules = _distribution(settings, is_same_model=_versions(now) == _versions(before))
        check.look(f"{relation} as a whole", [summary], rules, key="relation", names_rows=True)
    return check.verdict()


def _prepared(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    if name != "completion_forecast":
        return frame.drop(columns="reasons", errors="ignore")
    day = {column: pd.to_datetime(frame[column]) for column in ("scored_as_of", "p10_date", "p50_date", "p90_date")}
    ordered = (
        ~(day["p10_date"] > day["p50_date"])
        & ~(day["p50_date"] > day["p90_date"])
        & ~(day["p10_date"] > day["p90_date"])
        & ~(day["p10_date"].fillna(day["p50_date"]) < day["scored_as_of"])
    )
    return pd.DataFrame(
        {
            KEY: frame[KEY],
            "scored_as_of": day["scored_as_of"],
            "method": frame["method"],
            "dates_out_of_order": frame[KEY].where(~ordered),
            "days_until_done": (day["p50_date"] - day["scored_as_of"]).dt.days,
        }
    )


def _versions(frame: pd.DataFrame) -> set[str]:
    column = "model_version" if "model_version" in frame else "method"
    return set(frame[column].dropna())


def _summary(relation: str, now: pd.DataFrame, before: pd.DataFrame, watched: str, settings: Settings) -> pd.DataFrame:
    """One row about the whole scoring; what cannot be said is empty, and no rule looks at it."""
    values = pd.to_numeric(now[watched]).dropna()
    is_enough = len(values) >= settings.quality_drift_rows_min
    constant_share = values.value_counts(normalize=True).max() if is_enough else None
    both = now[[KEY, watched]].merge(before[[KEY, watched]], on=KEY, suffixes=("_now", "_before"))
    both = both[[f"{watched}_now", f"{watched}_before"]].apply(pd.to_numeric).dropna()
    drift = None
    if len(both) >= settings.quality_drift_rows_min:
        drift = stability_index(both[f"{watched}_before"].to_numpy(), both[f"{watched}_now"].to_numpy())
    kept = len(now) / len(before) if len(before) >= settings.quality_rows_compared_from else None
    row = {"drift": drift, "constant_share": constant_share, "kept_share": kept}
    return pd.DataFrame([{"relation": relation, **row}]).astype(dict.fromkeys(row, "float64"))


def stability_index(before: np.ndarray, now: np.ndarray) -> float:
    """Population stability index: sum over bins of (q - p) ln(q / p), bins by the deciles of `before`.

    Rules of thumb: below 0.1 nothing moved, from 0.25 the distribution is another one. Source: Siddiqi, Credit Risk
    Scorecards (2006).

    Args:
        before: values of the earlier scoring, any unit, at least one.
        now: values of this scoring, in the same unit.
    """
    edges = np.unique(np.quantile(before, np.linspace(0, 1, _BINS + 1)[1:-1]))
    shares = [
        np.maximum(np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) / len(values), _LEAST_SHARE)
        for values in (before, now)
    ]
    return float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))
