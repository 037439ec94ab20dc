"""Learning path: topics, what it took to master them, and what comes out: difficulty, teaching, what is next."""

from collections.abc import Mapping

from ml.contracts.checks import Kind

# `feat_topic_mastery`: one row per enrolment and topic that was begun.
TOPIC_MASTERY: Mapping[str, Kind] = {
    "enrollment_id": "key",
    "student_id": "key",
    "subject_id": "key",
    "topic_id": "key",
    "faculty_id": "number",
    "status": "text",
    "competency_level": "number",
    "first_worked_on": "date",
    "mastered_on": "date",
    "hours_to_mastery": "number",
    "sessions_to_mastery": "number",
    "needed_review": "flag",
    "judgements": "number",
    "understanding_sum": "number",
    "latest_understanding": "number",
    "last_judged_on": "date",
    "mark_percent": "number",
}

# `dim_topic` and `bridge_topic_prerequisite`: the curriculum.
TOPICS: Mapping[str, Kind] = {
    "topic_id": "key",
    "subject_id": "key",
    "order_index": "number",
    "topic_name": "text",
    "status": "text",
}
PREREQUISITES: Mapping[str, Kind] = {"topic_id": "key", "prerequisite_topic_id": "key"}

TOPIC_DIFFICULTY: Mapping[str, Kind] = {
    "topic_id": "key",
    "scored_as_of": "date",
    "student_count": "number",
    "mastered_count": "number",
    "hours_to_mastery": "number",
    "hours_low": "number",
    "hours_high": "number",
    "sessions_to_mastery": "number",
    "sessions_low": "number",
    "sessions_high": "number",
    "relative_hours": "number",
    "relative_low": "number",
    "relative_high": "number",
    "review_share": "number",
    "review_low": "number",
    "review_high": "number",
    "mark_percent": "number",
    "mark_low": "number",
    "mark_high": "number",
    "difficulty": "text",
    "model_version": "text",
}

TOPIC_TEACHING: Mapping[str, Kind] = {
    "topic_teaching_key": "text",
    "topic_id": "key",
    "faculty_id": "key",
    "scored_as_of": "date",
    "student_count": "number",
    "judgement_count": "number",
    "effect": "number",
    "effect_low": "number",
    "effect_high": "number",
    "verdict": "text",
    "model_version": "text",
}

NEXT_TOPIC: Mapping[str, Kind] = {
    "next_topic_key": "text",
    "enrollment_id": "key",
    "place": "number",
    "scored_as_of": "date",
    "topic_id": "key",
    "step": "text",
    "reason": "text",
    "expected_sessions": "number",
    "expected_hours": "number",
    "suited_level": "text",
    "model_version": "text",
}
