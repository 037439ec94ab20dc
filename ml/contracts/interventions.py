"""Interventions: alerts with what was done and who stayed go in, the uplift comes out."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

ALERTS: Mapping[str, Kind] = {
    "alert_id": "key",
    "enrollment_id": "key",
    "student_id": "key",
    "campus_id": "key",
    "subject_id": "key",
    "alert_number": "number",
    "raised_on": "date",
    "outcome_on": "date",
    "p_drop": "number",
    "is_randomised": "flag",
    "is_holdout": "flag",
    "first_helped_on": "date",
    "dropped_on": "date",
}

INTERVENTION_UPLIFT: Mapping[str, Kind] = {
    "comparison": "text",
    "estimated_as_of": "date",
    "status": "text",
    "treated": "count",
    "untreated": "count",
    "kept_treated": "number",
    "kept_untreated": "number",
    "uplift": "number",
    "low": "number",
    "high": "number",
    "more_needed": "count",
    "more_needed_to_tell": "count",
    "method": "text",
    "model_version": "text",
}
