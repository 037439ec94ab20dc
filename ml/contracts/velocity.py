"""Velocity: the weeks that go in, the estimates that come out."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

# `feat_velocity_week`: what an enrolment gained in a week.
VELOCITY_WEEKS: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "week_start": "date",
    "mastery_gained": "number",
    "delivered_hours": "number",
}

VELOCITY_ESTIMATE: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "scored_as_of": "date",
    "velocity": "number",
    "velocity_low": "number",
    "velocity_high": "number",
    "observed_velocity": "number",
    "observed_hours": "number",
    "own_weight": "number",
    "cohort_velocity": "number",
    "peer_count": "number",
    "peers_slower_share": "number",
    "trend": "text",
    "model_version": "text",
}
