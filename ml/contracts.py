"""The columns that go into the models and come out of them, and the one check that both sides use.

Not here: how a column is computed (`dbt/models/features`) and what a model makes of it (`ml/<model>/features.py`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import pandas as pd

Kind = Literal["key", "number", "date", "text", "list"]

FEATURES: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "as_of_date": "date",
    "student_id": "key",
    "subject_id": "key",
    "enrolled_on": "date",
    "expected_completion_date": "date",
    "topics_total": "number",
    "days_since_start": "number",
    "weeks_since_start": "number",
    "elapsed_share": "number",
    "last_session_on": "date",
    "days_since_session": "number",
    "sessions_7d": "number",
    "sessions_14d": "number",
    "sessions_28d": "number",
    "minutes_7d": "number",
    "minutes_14d": "number",
    "minutes_28d": "number",
    "days_7d": "number",
    "days_28d": "number",
    "absences_28d": "number",
    "sessions_total": "number",
    "minutes_total": "number",
    "absences_total": "number",
    "baseline_sessions_per_week": "number",
    "sessions_per_week_change": "number",
    "topics_done": "number",
    "topics_done_28d": "number",
    "last_topic_done_on": "date",
    "progress_share": "number",
    "assessments_due": "number",
    "assessments_missed": "number",
    "assessments_missed_28d": "number",
    "assessments_handed_in": "number",
    "assessments_late": "number",
    "days_early_mean": "number",
    "mark_mean_percent": "number",
    "peer_count": "number",
    "sessions_rank": "number",
    "minutes_28d_rank": "number",
    "topics_done_rank": "number",
    "mark_rank": "number",
}

OUTCOMES: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "student_id": "key",
    "subject_id": "key",
    "enrolled_on": "date",
    "expected_completion_date": "date",
    "status": "text",
    "outcome": "text",
    "ended_on": "date",
}

AT_RISK: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "scored_as_of": "date",
    "p_drop": "number",
    "band": "text",
    "reasons": "list",
    "model_version": "text",
}

COMPLETION_FORECAST: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "scored_as_of": "date",
    "p10_date": "date",
    "p50_date": "date",
    "p90_date": "date",
    "method": "text",
}

MODEL_CARD: Mapping[str, Kind] = {
    "model": "text",
    "version": "text",
    "trained_on_rows": "number",
    "trained_until": "date",
    "baseline": "text",
    "metric": "text",
    "value": "number",
    "baseline_value": "number",
    "low": "number",
    "high": "number",
}


class ContractError(ValueError):
    """A frame does not have the columns or the kinds of values that a model was promised."""


def checked(frame: pd.DataFrame, contract: Mapping[str, Kind], name: str) -> pd.DataFrame:
    """Returns exactly the contract's columns, in its order and with plain types; other columns never reach a model.

    Dates become `datetime64`, numbers `float64`, keys `int64`; text and lists stay as they are.

    Raises:
        ContractError: A column is missing, a key is empty, or a value is not of its column's kind.
    """
    missing = [column for column in contract if column not in frame.columns]
    if missing:
        raise ContractError(f"{name}: missing columns {', '.join(missing)}")
    columns: dict[str, pd.Series] = {}
    for column, kind in contract.items():
        values = frame[column]
        try:
            if kind == "date":
                columns[column] = pd.to_datetime(values, format="ISO8601").astype("datetime64[s]")
            elif kind == "number":
                columns[column] = pd.to_numeric(values).astype("float64")
            elif kind == "key":
                columns[column] = pd.to_numeric(values).astype("int64")
            else:
                columns[column] = values.astype("object")
        except (TypeError, ValueError) as error:
            raise ContractError(f"{name}.{column}: expected a {kind} in every row ({error})") from error
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def known_outcomes(outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The outcomes as they stood on a date: who started later is unknown, what ended later is still running."""
    checked_outcomes = checked(outcomes, OUTCOMES, "outcomes")
    moment = pd.Timestamp(as_of)
    known = checked_outcomes[checked_outcomes["enrolled_on"] <= moment].copy()
    is_open = known["ended_on"].isna() | (known["ended_on"] > moment)
    was_resolved = is_open & known["outcome"].notna()
    known.loc[is_open, "outcome"] = None
    known.loc[is_open, "ended_on"] = pd.NaT
    known.loc[was_resolved, "status"] = "active"
    return known.reset_index(drop=True)


def known_features(features: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The feature rows up to a date, in an order that does not depend on how they were read."""
    checked_features = checked(features, FEATURES, "features")
    known = checked_features[checked_features["as_of_date"] <= pd.Timestamp(as_of)]
    return known.sort_values(["enrollment_id", "as_of_date"]).reset_index(drop=True)


def active_features(features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The rows to score: one for each enrolment that was active on the date."""
    known = known_outcomes(outcomes, as_of)
    active = known.loc[known["status"] == "active", "enrollment_id"]
    rows = known_features(features, as_of)
    return rows[(rows["as_of_date"] == pd.Timestamp(as_of)) & rows["enrollment_id"].isin(active)].reset_index(drop=True)
