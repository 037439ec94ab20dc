"""What the at-risk model says of an active enrolment."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

AT_RISK: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "scored_as_of": "date",
    "p_drop": "number",
    "band": "text",
    "reasons": "list",
    "model_version": "text",
    "p_drop_30d": "number",
}
