"""What the completion forecast reads besides features and outcomes, and what it says of an active enrolment."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

CAMPUS_DAYS: Mapping[str, Kind] = {
    "campus_id": "key",
    "date_day": "date",
    "is_holiday": "flag",
    "is_closed_weekday": "flag",
}

ENROLLMENT_PAUSES: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "paused_on": "date",
    "resumed_on": "date",
}

COMPLETION_FORECAST: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "scored_as_of": "date",
    "p10_date": "date",
    "p50_date": "date",
    "p90_date": "date",
    "p_finish": "number",
    "p_on_time": "number",
    "p_on_time_if_finished": "number",
    "method": "text",
}
