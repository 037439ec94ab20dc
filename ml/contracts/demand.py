"""Demand: what happened in each week of a campus goes in, the weeks ahead come out."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

DEMAND_WEEKS: Mapping[str, Kind] = {
    "campus_code": "text",
    "week_start": "date",
    "closed_share": "number",
    "sessions": "number",
    "new_enrollments": "number",
    "inquiries": "number",
    "completions": "number",
}

DEMAND_FORECAST: Mapping[str, Kind] = {
    "series_week": "text",
    "campus_code": "text",
    "measure": "text",
    "week_start": "date",
    "forecasted_as_of": "date",
    "p10": "number",
    "p50": "number",
    "p90": "number",
    "method": "text",
    "weeks_known": "count",
    "model_version": "text",
}
