"""What the completion forecast says of an active enrolment."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

COMPLETION_FORECAST: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "scored_as_of": "date",
    "p10_date": "date",
    "p50_date": "date",
    "p90_date": "date",
    "method": "text",
}
