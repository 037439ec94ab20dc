"""Trains and applies the learning path: topics' difficulty and teaching are learned, what is next follows from both.

Not here: the estimates (`difficulty.py`, `teaching.py`), the suggestions (`next_topics.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ml.contracts import checked, known_outcomes
from ml.contracts.learning_path import (
    NEXT_TOPIC,
    PREREQUISITES,
    TOPIC_DIFFICULTY,
    TOPIC_MASTERY,
    TOPIC_TEACHING,
    TOPICS,
)
from ml.learning_path.difficulty import Work, difficulty_table, work_per_mastery
from ml.learning_path.next_topics import next_topic_table
from ml.learning_path.teaching import teaching_table


@dataclass(frozen=True)
class LearningPathSettings:
    """Choices of the institute and of the method.

    Attributes:
        mastery_level: From which understanding on a topic is done.
        hard_from: Recent understanding from which harder exercises are right.
        prior_topics: A student counts as average with so many topics before his own are believed.
        students_needed: With fewer students who mastered a topic nothing is told of it.
        noticeable_share: A topic is harder or easier only from such a difference to the typical one on.
        interval_coverage: Of all intervals.
    """

    mastery_level: int = 3
    hard_from: float = 4.2
    prior_topics: float = 5.0
    students_needed: int = 5
    noticeable_share: float = 0.1
    interval_coverage: float = 0.8

    @property
    def level_bounds(self) -> tuple[int, float]:
        """What `suited_level` asks for."""
        return self.mastery_level, self.hard_from


@dataclass(frozen=True)
class LearningPathModel:
    """What is known of topics, and how fast students are beside others on the same topics."""

    version: str
    as_of: date
    settings: LearningPathSettings
    difficulty: pd.DataFrame
    teaching: pd.DataFrame
    speed: pd.Series
    trained_on_rows: int
    kind: str = "shrinkage"


def train(
    mastery: pd.DataFrame, topics: pd.DataFrame, *, as_of: date, seed: int, settings: LearningPathSettings
) -> LearningPathModel:
    """Learns from what is known on the clock's day; a topic that is dated as mastered later is not mastered yet.

    Args:
        mastery: `feat_topic_mastery`.
        topics: `dim_topic`.
        as_of: The institute's clock.
        seed: Nothing is random here; the version names it all the same, as every model's does.
        settings: Choices of the institute and of the method.

    Raises:
        ValueError: `mastery` stands for a later day than `as_of`.
    """
    pairs = known_pairs(mastery, as_of)
    curriculum = checked(topics, TOPICS, "topics")
    hours, sessions = learned_work(pairs, settings)
    seen = pd.util.hash_pandas_object(pairs, index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr((settings, seed)).encode()).hexdigest()[:8]
    return LearningPathModel(
        version=f"learning_path-shrinkage-{as_of.isoformat()}-{digest}",
        as_of=as_of,
        settings=settings,
        difficulty=difficulty_table(pairs, curriculum, hours, sessions, settings),
        teaching=teaching_table(pairs, settings),
        speed=(hours if hours.per_mastery.notna().any() else sessions).speed,
        trained_on_rows=len(pairs),
    )


def score(
    model: LearningPathModel,
    mastery: pd.DataFrame,
    topics: pd.DataFrame,
    prerequisites: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    as_of: date,
) -> dict[str, pd.DataFrame]:
    """`topic_difficulty`, `topic_teaching`, and `next_topic` for every enrolment that is active on `as_of`.

    Args:
        model: Trained; difficulty and teaching stand as it learned them.
        mastery: `feat_topic_mastery` of at least the active enrolments.
        topics: `dim_topic`.
        prerequisites: `bridge_topic_prerequisite`.
        outcomes: `feat_enrollment_outcome`.
        as_of: The institute's clock.
    """
    known = known_outcomes(outcomes, as_of)
    active = known[known["status"] == "active"].sort_values("enrollment_id")
    following = next_topic_table(
        active,
        known_pairs(mastery, as_of),
        checked(topics, TOPICS, "topics"),
        checked(prerequisites, PREREQUISITES, "prerequisites"),
        model.difficulty,
        model.speed,
        model.settings,
    )
    teaching = model.teaching.assign(topic_teaching_key=_joined(model.teaching, "topic_id", "faculty_id"))
    following["next_topic_key"] = _joined(following, "enrollment_id", "topic_id")
    frames = {
        "topic_difficulty": (model.difficulty, TOPIC_DIFFICULTY),
        "topic_teaching": (teaching, TOPIC_TEACHING),
        "next_topic": (following, NEXT_TOPIC),
    }
    return {
        name: frame.assign(scored_as_of=pd.Timestamp(as_of), model_version=model.version)[list(contract)]
        for name, (frame, contract) in frames.items()
    }


def _joined(table: pd.DataFrame, first: str, second: str) -> pd.Series:
    keys = [f"{one}@{other}" for one, other in zip(table[first], table[second], strict=True)]
    return pd.Series(keys, index=table.index, dtype="object")


def known_pairs(mastery: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Enrolments and topics as they stand on the clock's day, in an order that no reading decides.

    Raises:
        ValueError: Something is known that happened later. Hours, reviews and judgements are sums up to the clock's
            day: nobody can tell from them how a past day looked.
    """
    pairs = checked(mastery, TOPIC_MASTERY, "mastery")
    moment = pd.Timestamp(as_of)
    if ((pairs["first_worked_on"] > moment) | (pairs["last_judged_on"] > moment)).any():
        raise ValueError(f"the mastery of topics is known as of a later day than {as_of}: it cannot tell of that one")
    pairs = pairs.copy()
    pairs.loc[pairs["mastered_on"] > moment, "mastered_on"] = pd.NaT
    return pairs.sort_values(["enrollment_id", "topic_id"]).reset_index(drop=True)


def learned_work(pairs: pd.DataFrame, settings: LearningPathSettings) -> tuple[Work, Work]:
    """Hours and sessions per mastery; of pairs that somebody has worked on."""
    worked = pairs[pairs["first_worked_on"].notna()]
    return (
        work_per_mastery(worked, "hours_to_mastery", settings.prior_topics),
        work_per_mastery(worked, "sessions_to_mastery", settings.prior_topics),
    )
