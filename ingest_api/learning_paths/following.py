"""What a student should learn next, in every subject that is running: live, so that a topic done a minute ago is done.

The order is `warehouse/learning_order.py`'s, as for learning paths; here it is asked for today and not written down.
How long students take for a topic is a figure and is published with the scores, not here.
"""

from graphlib import CycleError

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from pydantic import BaseModel, Field

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.institute.thresholds import in_force
from ingest_api.learning_paths import repository
from ingest_api.progress import review
from ingest_api.students import service as students
from warehouse.learning_order import TopicState, next_steps, plan, suited_level
from warehouse.scope import Resource, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import ResourceKind, StepKind, TopicDifficulty, TopicProgressStatus

MOST_RESOURCES = 3


class SuggestedResource(BaseModel):
    """Something to learn the topic from; the best suited first."""

    id: int
    title: str = Field(examples=["Loops, drawn step by step"])
    kind: ResourceKind
    url: str | None
    difficulty: TopicDifficulty | None
    duration_minutes: int | None
    reason: str = Field(examples=["Right for how well you understood the latest topics."])


class NextTopic(BaseModel):
    """A topic that can be begun today, and why it is its turn."""

    topic_id: int
    name: str = Field(examples=["Loops"])
    step: StepKind
    reason: str = Field(examples=["Unlocked by Variables."])
    resources: list[SuggestedResource]


class NextOfSubject(BaseModel):
    """What is next in one subject; no topic when nothing is left."""

    enrollment_id: int
    subject_id: int
    subject_code: str = Field(examples=["PY101"])
    subject_name: str
    suited_level: TopicDifficulty = Field(description="Level of exercise that fits the latest understandings.")
    topics: list[NextTopic]


class NextTopics(BaseModel):
    """What is next for a student, subject by subject."""

    student_id: int
    subjects: list[NextOfSubject]


async def following(
    connection: AsyncConnection[DictRow], user: CurrentUser, settings: Settings, student_id: int
) -> NextTopics:
    """What is next in the student's active enrolments.

    Raises:
        NotFound: there is no such student, or none that `user` may see.
    """
    student = await students.get(connection, user, student_id)
    chosen = await in_force(connection, settings, await repository.campus_of(connection, student_id))
    due = await review.due(connection, [student_id], chosen)
    scope = row_predicate(user.viewer, Resource.LEARNING_RESOURCES, "resource")
    subjects = []
    for row in await repository.running(connection, student_id):
        topics = [
            _as_of_today(topic, (student_id, topic.id) in due)
            for topic in await repository.topics(connection, student_id, row["subject_id"])
        ]
        names = {topic.id: topic.name for topic in topics}
        understandings = await repository.latest_understandings(connection, student_id, row["subject_id"])
        level = suited_level(understandings, chosen.mastery_level, chosen.hard_exercises_from)
        try:
            steps = next_steps(plan(topics))
        except CycleError:
            # Imported in a circle: nothing can be said to come first.
            steps = []
        resources = await repository.resources(
            connection, scope, [step.topic_id for step in steps], level, student.learning_style, MOST_RESOURCES
        )
        found = [
            NextTopic(
                topic_id=step.topic_id,
                name=names[step.topic_id],
                step=step.kind,
                reason=step.reason,
                resources=[_suggested(one, level) for one in resources if one["topic_id"] == step.topic_id],
            )
            for step in steps
        ]
        subjects.append(NextOfSubject.model_validate({**row, "suited_level": level, "topics": found}))
    return NextTopics(student_id=student_id, subjects=subjects)


def _as_of_today(topic: TopicState, is_due: bool) -> TopicState:
    """Due for review since yesterday, say, and not written so yet."""
    status = TopicProgressStatus.NEEDS_REVIEW if is_due else topic.status
    return TopicState(topic.id, topic.name, topic.order_index, topic.prerequisite_ids, status, topic.is_taught)


def _suggested(row: DictRow, level: TopicDifficulty) -> SuggestedResource:
    if row["difficulty"] == level:
        reason = "Right for how well the latest topics were understood."
    elif row["suits_style"]:
        reason = "Fits how you like to learn."
    elif row["difficulty"] is None:
        reason = "For everybody who learns this topic."
    else:
        reason = f"Also for this topic; {row['difficulty']}."
    return SuggestedResource.model_validate({**row, "reason": reason})
