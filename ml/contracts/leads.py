"""What was known of inquiries at each moment, what became of them, and what the lead model says."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

INQUIRY_MOMENTS: Mapping[str, Kind] = {
    "inquiry_id": "key",
    "moment": "text",
    "days_known": "number",
    "captured_on": "date",
    "known_on": "date",
    "campus_code": "text",
    "source": "text",
    "priority": "text",
    "subject_asked": "text",
    "subjects_asked": "number",
    "has_phone": "number",
    "has_email": "number",
    "has_counselor": "number",
    "earlier_inquiries": "number",
    "captured_hour": "number",
    "captured_weekday": "number",
    "counselor_open_inquiries": "number",
    "contacts_made": "number",
    "contacts_missed": "number",
    "stages_passed": "number",
    "days_since_contact": "number",
}

INQUIRY_ATTRIBUTES: Mapping[str, Kind] = {
    "inquiry_id": "key",
    "attribute_name": "text",
    "attribute_value": "text",
}

INQUIRY_OUTCOMES: Mapping[str, Kind] = {
    "inquiry_id": "key",
    "captured_on": "date",
    "outcome": "text",
    "closed_on": "date",
}

LEAD_SCORE: Mapping[str, Kind] = {
    "inquiry_id": "key",
    "scored_as_of": "date",
    "moment": "text",
    "p_enrol": "number",
    "band": "text",
    "reasons": "list",
    "model_version": "text",
}

LEAD_ATTRIBUTE: Mapping[str, Kind] = {
    "attribute": "text",
    "verdict": "text",
    "reason": "text",
    "filled_share": "number",
    "power": "number",
    "model_version": "text",
}
