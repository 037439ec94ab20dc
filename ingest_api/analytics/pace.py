"""How fast an enrolment moves beside its cohort, and what is next for it: the models' words, as they were published.

Not here: weeks that were seen (`learning.py`), and what is next up to the minute (`../learning_paths/following.py`).
"""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.snapshot import Snapshot
from warehouse.vocabulary import StepKind, TopicDifficulty, Trend

_ESTIMATES = """
select enrollment_id, scored_as_of, velocity, velocity_low, velocity_high, own_weight, cohort_velocity, peer_count,
    peers_slower_share, trend
from reporting.rpt_velocity_estimate
where list_contains($ids, enrollment_id)
"""
_NEXT = """
select enrollment_id, topic_id, topic_name, step, reason, expected_sessions, expected_hours, suited_level
from reporting.rpt_next_topic
where list_contains($ids, enrollment_id)
order by enrollment_id, place
"""


class VelocityEstimate(BaseModel):
    """Mastery gained per delivered hour, as well as it can be known: a short history is drawn towards the cohort."""

    scored_as_of: date
    velocity: float = Field(examples=[0.82])
    velocity_low: float = Field(description="Eight in ten lie between this and velocity_high.")
    velocity_high: float
    own_weight: float = Field(description="How much of it is the student's own history, 0 to 1.")
    cohort_velocity: float = Field(description="Of students of the subject at the same stage.")
    peer_count: int = Field(description="Active students of the subject at about the same stage.")
    peers_slower_share: float | None = Field(description="Which share of them is slower; null with fewer than five.")
    trend: Trend = Field(description="Only told where a change is more than chance.")


class SuggestedTopic(BaseModel):
    """What was next at the latest scoring."""

    topic_id: int
    topic_name: str
    step: StepKind
    reason: str = Field(examples=["Unlocked by Loops. Students like you take about 2 sessions."])
    expected_sessions: float | None = Field(description="Of students of this pace; null before enough have had it.")
    expected_hours: float | None
    suited_level: TopicDifficulty


def estimates(snapshot: Snapshot, enrollment_ids: list[int]) -> dict[int, VelocityEstimate]:
    """By enrolment; who was not scored is missing. The caller has checked that these may be seen."""
    rows = snapshot.rows(_ESTIMATES, ids=enrollment_ids)
    return {row["enrollment_id"]: VelocityEstimate.model_validate(row) for row in rows}


def suggested(snapshot: Snapshot, enrollment_ids: list[int]) -> dict[int, list[SuggestedTopic]]:
    """By enrolment, the first thing first. The caller has checked that these may be seen."""
    found: dict[int, list[SuggestedTopic]] = {}
    row: dict[str, Any]
    for row in snapshot.rows(_NEXT, ids=enrollment_ids):
        found.setdefault(row["enrollment_id"], []).append(SuggestedTopic.model_validate(row))
    return found
