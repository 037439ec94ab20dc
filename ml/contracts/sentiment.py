"""What the sentiment model reads of feedback and what it says of it."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

FEEDBACK: Mapping[str, Kind] = {
    "feedback_id": "key",
    "submitted_on": "date",
    "comment": "text",
    "rating": "number",
    "settled_sentiment": "text",
    "settled_themes": "list",
    "settled_on": "date",
}

FEEDBACK_SENTIMENT: Mapping[str, Kind] = {
    "feedback_id": "key",
    "scored_as_of": "date",
    "sentiment": "text",
    "confidence": "number",
    "is_unsure": "flag",
    "is_contradicted": "flag",
    "worth_asking": "number",
    "themes": "list",
    "words": "list",
    "model_version": "text",
}

FEEDBACK_THEME: Mapping[str, Kind] = {
    "feedback_id": "key",
    "theme": "text",
    "words": "list",
}
