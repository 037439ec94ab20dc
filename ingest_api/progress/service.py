"""Progress: reading a topic's, correcting it by hand, letting it decay.

A correction is an observation of its own (`operational.topic_corrections`): it stands above what was derived until
something of a later day is known, and every recomputation takes it in. Null as the level takes it back.
"""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import events
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import FieldError, Invalid, NotFound
from ingest_api.fields import Nothing
from ingest_api.institute.thresholds import campus_ids, in_force
from ingest_api.listing import Page
from ingest_api.progress import repository, review
from ingest_api.progress.schemas import (
    DecayAnswer,
    ProgressSaved,
    ProgressUpdate,
    TopicProgressSort,
    TopicStudent,
)
from ingest_api.rows import check_version
from ingest_api.students import service as students
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import Role, TopicProgressStatus

DONE = frozenset({TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED, TopicProgressStatus.NEEDS_REVIEW})
HIGHEST_LEVEL = 5


async def of_topic(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    topic_id: int,
    status: TopicProgressStatus | None,
    sort: TopicProgressSort,
    cursor: str | None,
    limit: int,
) -> Page[TopicStudent]:
    """One page of the students that `user` may see and their standing with a topic that was begun.

    Raises:
        NotFound: there is no such topic.
        Invalid: the cursor was not made for this order.
    """
    if await repository.subject_of(connection, topic_id) is None:
        raise NotFound(f"there is no topic {topic_id}")
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await repository.page_of_topic(connection, scope, topic_id, status, sort, cursor, limit)
    if user.role is Role.STUDENT:
        rows = [{**row, "notes": None} for row in rows]
    return Page(items=[TopicStudent.model_validate(row) for row in rows], next_cursor=next_cursor)


async def correct(writing: Writing, settings: Settings, body: ProgressUpdate) -> ProgressSaved:
    """Corrects one topic of one student, or takes the correction back.

    Raises:
        NotFound: the student is out of sight, there is no such topic, or the student does not learn its subject.
        Conflict: the progress is not the version the client read.
        Invalid: level and status contradict each other.
    """

    async def change() -> ProgressSaved:
        connection = writing.connection
        await students.get(connection, writing.user, body.student_id)
        subject_id = await repository.subject_of(connection, body.topic_id)
        if subject_id is None or not await repository.lock_enrollment(connection, body.student_id, subject_id):
            raise NotFound(f"the student {body.student_id} learns no topic {body.topic_id}")
        mastery_level = (await in_force(connection, settings)).mastery_level
        before = await repository.progress_of(connection, body.student_id, body.topic_id)
        check_version(writing.expected_version, {"version": 0} if before is None else before)
        if body.competency_level is None:
            await repository.delete_correction(connection, body.student_id, body.topic_id)
        else:
            await repository.save_correction(
                connection,
                body.student_id,
                body.topic_id,
                body.competency_level,
                _status(body, body.competency_level, mastery_level),
                await review.today(connection),
                writing.user.id,
            )
        await repository.end_review(connection, body.student_id, body.topic_id)
        await repository.recompute(
            connection,
            subject_id,
            [body.student_id],
            mastery_level=mastery_level,
            actor_user_id=writing.user.id,
        )
        if "notes" in body.model_fields_set:
            await repository.save_notes(connection, body.student_id, body.topic_id, body.notes or None)
        after = await repository.progress_of(connection, body.student_id, body.topic_id)
        saved = ProgressSaved.model_validate(
            after or {"student_id": body.student_id, "topic_id": body.topic_id, "version": 0}
        )
        if after is not None:
            await writing.event(
                "progress.corrected",
                "student_topic_progress",
                after["id"],
                campus_id=await repository.campus_of(connection, body.student_id),
                student_id=body.student_id,
                topic_id=body.topic_id,
                competency_level=saved.competency_level,
                status=saved.status,
                is_corrected=body.competency_level is not None,
            )
        return saved

    return await writing.once(body, ProgressSaved, change)


async def decay(writing: Writing, settings: Settings, body: Nothing) -> DecayAnswer:
    """Writes what is due for review at the campuses that the user sees."""

    async def change() -> DecayAnswer:
        campus_id = None if writing.user.role is Role.SUPER_ADMIN else writing.user.campus_id or 0
        return await write_decay(writing.connection, settings, campus_id, writing.actor)

    return await writing.once(body, DecayAnswer, change)


async def write_decay(
    connection: AsyncConnection[DictRow], settings: Settings, campus_id: int | None, actor: events.Actor
) -> DecayAnswer:
    """Writes what is due for review at one campus, or at all."""
    day = await review.today(connection)
    count = 0
    for one in await campus_ids(connection) if campus_id is None else [campus_id]:
        chosen = await in_force(connection, settings, one)
        count += await review.apply_decay(connection, day, chosen, one)
    if count:
        event = events.NewEvent(
            name="progress.decayed",
            relation="student_topic_progress",
            campus_id=campus_id,
            payload={"topics_count": count},
        )
        await events.append(connection, actor.signed(event))
    return DecayAnswer(day=day, topics_count=count)


def _status(body: ProgressUpdate, level: int, mastery_level: int) -> TopicProgressStatus:
    if body.status is None:
        if level == 0:
            return TopicProgressStatus.NOT_STARTED
        if level < mastery_level:
            return TopicProgressStatus.IN_PROGRESS
        return TopicProgressStatus.MASTERED if level == HIGHEST_LEVEL else TopicProgressStatus.COMPLETED
    message = None
    if body.status in DONE and level < mastery_level:
        message = f"{body.status.value} needs a level of at least {mastery_level}"
    elif body.status is TopicProgressStatus.MASTERED and level < HIGHEST_LEVEL:
        message = f"mastered is level {HIGHEST_LEVEL}"
    elif body.status is TopicProgressStatus.NOT_STARTED and level > 0:
        message = "not started is level 0"
    if message is not None:
        raise Invalid(message, errors=[FieldError(field="status", message=message, code="contradiction")])
    return body.status
