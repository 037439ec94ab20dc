"""Whether a model serves groups of people alike: what it says of each, beside what came true.

Sensitive attributes (`sensitive.py`) are read here and nowhere else; no model learns from one.
"""

import numpy as np
import pandas as pd

from ml.contracts import MODEL_FAIRNESS
from ml.evaluation import Evaluated
from ml.metrics import Floats, auc
from ml.sensitive import is_sensitive

SMALLEST_GROUP = 30  # of people; a rate among fewer says more about chance than about fairness


def fairness_by_attribute(
    name: str,
    model: Evaluated,
    people: pd.Series,
    attributes: pd.DataFrame | None,
    observed: Floats,
    predicted: Floats,
    weight: Floats,
    flagged_from: float | None = None,
) -> pd.DataFrame:
    """`contracts.MODEL_FAIRNESS` of every sensitive attribute that is known; no row where none is.

    Args:
        name: Of the model.
        model: The trained model.
        people: Whom each row is about, by the ids of `attributes`.
        attributes: id, attribute, value: whatever is known of people, in these three columns by their place. Only the
            sensitive ones among them group.
        observed: See `fairness`.
        predicted: See `fairness`.
        weight: See `fairness`.
        flagged_from: See `fairness`.
    """
    tables = []
    if attributes is not None and len(attributes) and len(people):
        known = attributes.set_axis(["person", "attribute", "value"], axis="columns")
        for attribute, told in known[known["attribute"].map(is_sensitive)].groupby("attribute"):
            groups = people.map(told.drop_duplicates("person").set_index("person")["value"])
            table = fairness(name, model, str(attribute), groups, observed, predicted, weight, flagged_from)
            tables += [table] if len(table) else []
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(MODEL_FAIRNESS))


def fairness(
    name: str,
    model: Evaluated,
    attribute: str,
    groups: pd.Series,
    observed: Floats,
    predicted: Floats,
    weight: Floats,
    flagged_from: float | None = None,
) -> pd.DataFrame:
    """`contracts.MODEL_FAIRNESS` of one attribute: one row per group of at least 30 rows, the largest first.

    Args:
        name: Of the model.
        model: The trained model.
        attribute: What the groups are of, such as `gender`; never a column of the model.
        groups: Group of each row; empty where it is not known.
        observed: 0 or 1; or an amount, when `predicted` is one.
        predicted: Probabilities, or amounts in the same unit, by a model that has not seen the row.
        weight: Of each row.
        flagged_from: The probability from which somebody is called; `flagged_share` of all, `found_share` of those
            with the outcome. None for a model by which nobody is chosen: these and `auc` are empty then.
    """
    rows = []
    counts = groups.dropna().value_counts()
    for group in sorted(counts[counts >= SMALLEST_GROUP].index, key=lambda group: (-counts[group], str(group))):
        part = (groups == group).to_numpy(dtype=bool)
        seen, told, counted = observed[part], predicted[part], weight[part]
        rows.append(
            {
                "model": name,
                "version": model.version,
                "attribute": attribute,
                "group_name": str(group),
                "row_count": int(part.sum()),
                "base_rate": float(np.average(seen, weights=counted)),
                "mean_prediction": float(np.average(told, weights=counted)),
                **_chosen(seen, told, counted, flagged_from),
            }
        )
    return pd.DataFrame(rows, columns=list(MODEL_FAIRNESS))


def _chosen(observed: Floats, predicted: Floats, weight: Floats, flagged_from: float | None) -> dict[str, float]:
    if flagged_from is None:
        return {"auc": np.nan, "flagged_share": np.nan, "found_share": np.nan}
    flagged = (predicted >= flagged_from).astype("float64")
    with_outcome = weight * observed
    return {
        "auc": auc(observed, predicted, weight),
        "flagged_share": float(np.average(flagged, weights=weight)),
        "found_share": float(np.average(flagged, weights=with_outcome)) if with_outcome.sum() else np.nan,
    }
