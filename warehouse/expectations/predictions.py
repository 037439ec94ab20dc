"""The edge where the models' predictions come in: range, nulls, completeness, drift, and tell-tale constants.

Belongs here: what a scoring must be as a whole before dbt reports it. What its rows must be stands by model in
`predicted/`. What the models compute is `ml/`; that forecasts belong to exactly the active enrolments is checked by the
pipelines, which know them.
"""

import pandas as pd

from warehouse.expectations.predicted import PREDICTED, Predicted
from warehouse.expectations.predicted.predicted import RESOLVE
from warehouse.expectations.rules import Rule, within
from warehouse.expectations.runner import Check
from warehouse.expectations.verdict import Edge, Severity, Verdict
from warehouse.relations import PREDICTIONS
from warehouse.settings import Settings
from warehouse.stability import stability_index


def _distribution(settings: Settings, *, is_same_model: bool) -> list[Rule]:
    """What must hold for a relation as a whole."""

    def drift(most: float, severity: Severity) -> Rule:
        return within(
            "drift",
            None,
            most,
            what="The predictions for the same rows have moved far from those of the last scoring"
            " (population stability index)",
            why="So much does not change overnight; more likely a feature broke or changed its unit.",
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
            resolve=RESOLVE,
        ),
        # At the end of a term so many enrolments may really have ended.
        within(
            "kept_share",
            settings.quality_rows_kept_min,
            None,
            what="Far fewer were scored than the last time",
            why="Those that are missing have left every list.",
            resolve="Look whether so many have really ended.",
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
        frames: by relation (see `predicted/`), as they would be written.
        previous: the same as they stand in the database now; what is missing or empty is not compared.
        settings: bounds, and the home in which results are kept.

    Returns:
        The verdict. Drift is only judged between rows that both scorings know, so that a new intake is none.

    Raises:
        CheckError: a frame lacks a column that its contract promises.
    """
    check = Check(Edge.PREDICTIONS, settings)
    for name in PREDICTED.keys() & frames.keys():
        predicted, relation = PREDICTED[name], f"{PREDICTIONS}.{name}"
        now = predicted.prepared(frames[name])
        if len(now):
            check.look(relation, [now], predicted.rules, key=predicted.key)
        if predicted.watched is None:
            continue
        before = predicted.prepared(previous.get(name, frames[name].iloc[:0]))
        version = predicted.version_column
        is_same_model = set(now[version].dropna()) == set(before[version].dropna())
        summary = _summary(relation, predicted, now, before, settings)
        rules = _distribution(settings, is_same_model=is_same_model)
        check.look(f"{relation} as a whole", [summary], rules, key="relation", names_rows=True)
    return check.verdict()


def watched() -> list[str]:
    """The relations that are compared with those of the scoring before."""
    return [name for name, predicted in PREDICTED.items() if predicted.watched is not None]


def _summary(
    relation: str, predicted: Predicted, now: pd.DataFrame, before: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """One row about the whole scoring; what cannot be said is empty, and no rule looks at it."""
    key, watched = predicted.key, str(predicted.watched)
    values = pd.to_numeric(now[watched]).dropna()
    is_enough = len(values) >= settings.quality_drift_rows_min
    constant_share = values.value_counts(normalize=True).max() if is_enough and not predicted.may_agree else None
    both = now[[key, watched]].merge(before[[key, watched]], on=key, suffixes=("_now", "_before"))
    both = both[[f"{watched}_now", f"{watched}_before"]].apply(pd.to_numeric).dropna()
    drift = None
    # From no difference to small ones, and back, is no leap.
    is_one_value = predicted.may_agree and bool((both.nunique() == 1).any())
    if len(both) >= settings.quality_drift_rows_min and not is_one_value:
        drift = stability_index(both[f"{watched}_before"].to_numpy(), both[f"{watched}_now"].to_numpy())
    kept = len(now) / len(before) if len(before) >= settings.quality_rows_compared_from else None
    row = {"drift": drift, "constant_share": constant_share, "kept_share": kept}
    return pd.DataFrame([{"relation": relation, **row}]).astype(dict.fromkeys(row, "float64"))
