"""How good a model is: relations that every model fills alike, through `ml.evaluation.Evaluation`."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

MODEL_CARD: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "trained_on_rows": "count",
    "trained_until": "date",
    "baseline": "text",
    "metric": "text",
    "value": "number",
    "baseline_value": "number",
    "low": "number",
    "high": "number",
}

# A probability and how often it came true, by bins of equal count. `target` names the probability, such as p_drop.
MODEL_RELIABILITY: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "target": "text",
    "bin": "count",
    "predicted": "number",
    "observed": "number",
    "low": "number",
    "high": "number",
    "row_count": "count",
}

# What the method would have said on a past date, against what has become known since.
MODEL_BACKTEST: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "origin_date": "date",
    "metric": "text",
    "baseline": "text",
    "value": "number",
    "baseline_value": "number",
    "low": "number",
    "high": "number",
    "row_count": "count",
}

# The same model on groups of people. The attribute is for this comparison only and never enters a model.
MODEL_FAIRNESS: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "attribute": "text",
    "group_name": "text",
    "row_count": "count",
    "base_rate": "number",
    "mean_prediction": "number",
    "auc": "number",
    "flagged_share": "number",
    "found_share": "number",
}

# Whether a model still fits those it speaks of. `measure`: `stability` (population stability index of a column, those
# who are scored against those it learned from), `realised` (what was predicted against what came of it) or `base_rate`
# (how often it came true among the newest outcomes against those before them).
MODEL_DRIFT: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "day": "date",
    "measure": "text",
    "subject": "text",
    "value": "number",
    "reference": "number",
    "low": "number",
    "high": "number",
    "row_count": "count",
}

# Every version that has served: what it learned from, by which code, and how good it was.
MODEL_VERSION: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "kind": "text",
    "trained_at": "instant",
    "trained_until": "date",
    "row_count": "count",
    "code_fingerprint": "text",
    "data_fingerprint": "text",
    "seed": "count",
    "metric": "text",
    "value": "number",
    "baseline": "text",
    "baseline_value": "number",
    "is_serving": "flag",
}
