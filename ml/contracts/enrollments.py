"""What was known of enrolments on a date, and how they ended: the input of every model that looks at enrolments.

Not here: how a column is computed (`dbt/models/features`) and what a model makes of it (`ml/<model>/features.py`).
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from ml.contracts.checks import Kind, checked

FEATURES: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "as_of_date": "date",
    "student_id": "key",
    "subject_id": "key",
    "campus_id": "key",
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
    "judgements_56d": "number",
    "competency_slope_56d": "number",
    "planned_28d": "number",
    "not_held_28d": "number",
    "not_held_share_28d": "number",
    "habit_planned_28d": "number",
    "habit_unusual_28d": "number",
    "schedule_fit_28d": "number",
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
