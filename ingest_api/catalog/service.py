"""Subjects and topics: reading, making, changing. The institute has one catalogue, so there is no row scope.

A topic that comes, goes or comes back moves what share of its subject everybody has done; that is derived at once.
"""

from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api import people
from ingest_api.catalog import graph, repository
from ingest_api.catalog.schemas import NewSubject, NewTopic, Subject, SubjectChange, Topic, TopicChange, TopicMove
from ingest_api.errors import Conflict, NotFound
from ingest_api.institute.thresholds import in_force
from ingest_api.progress import repository as progress
from ingest_api.rows import check_version, lock_row
from ingest_api.writing import Writing, sent

_NOT_A_COLUMN = "prerequisites"


async def subject(connection: AsyncConnection[DictRow], subject_id: int) -> Subject:
    """One subject.

    Raises:
        NotFound: there is none.
    """
    row = await repository.subject(connection, subject_id)
    if row is None:
        raise NotFound(f"there is no subject {subject_id}")
    return Subject(**row)


async def topic(connection: AsyncConnection[DictRow], topic_id: int) -> Topic:
    """One topic.

    Raises:
        NotFound: there is none.
    """
    row = await repository.topic(connection, topic_id)
    if row is None:
        raise NotFound(f"there is no topic {topic_id}")
    return Topic(**row)


async def create_subject(write: Writing, content: NewSubject) -> Subject:
    """A new subject.

    Raises:
        Invalid: a prerequisite does not exist.
        Conflict: the code is taken.
    """
    values = content.model_dump(exclude={_NOT_A_COLUMN})
    row = await people.add(write.connection, "subjects", values, f"a subject already has the code {content.code}")
    await graph.replace(write.connection, graph.SUBJECTS, row["id"], content.prerequisites)
    await write.event("subject.created", "subjects", row["id"], campus_id=None)
    return await subject(write.connection, row["id"])


async def change_subject(write: Writing, subject_id: int, content: SubjectChange) -> Subject:
    """Changes what was sent.

    Raises:
        NotFound: there is no such subject.
        Invalid: a prerequisite does not exist.
        Conflict: the version is not current, the code is taken, or prerequisites close a circle.
    """
    current = await lock_row(write.connection, "subjects", subject_id)
    if current is None:
        raise NotFound(f"there is no subject {subject_id}")
    taken = "a subject already has this code"
    different = await _change(write, graph.SUBJECTS, current, sent(content), taken, None)
    if different:
        await write.event("subject.changed", "subjects", subject_id, campus_id=None, columns=different)
    return await subject(write.connection, subject_id)


async def create_topic(write: Writing, content: NewTopic) -> Topic:
    """A new topic, behind the last one of its subject unless its place is said.

    Raises:
        Invalid: the subject or a prerequisite does not exist.
        Conflict: the place is taken.
    """
    await progress.lock_subject(write.connection, content.subject_id)
    parent = await lock_row(write.connection, "subjects", content.subject_id)
    if parent is None:
        raise people.invalid("subject_id", f"there is no subject {content.subject_id}")
    values = content.model_dump(exclude={_NOT_A_COLUMN}) | {
        "order_index": content.order_index or await repository.next_order_index(write.connection, parent["id"]),
        "resources": Jsonb(content.resources) if content.resources is not None else None,
    }
    taken = f"the place {values['order_index']} of the subject is taken"
    row = await people.add(write.connection, "topics", values, taken)
    await graph.replace(write.connection, graph.TOPICS, row["id"], content.prerequisites, parent["id"])
    await _derive_completion(write, parent["id"])
    await write.event("topic.created", "topics", row["id"], campus_id=None, subject_id=parent["id"])
    return await topic(write.connection, row["id"])


async def change_topic(write: Writing, topic_id: int, content: TopicChange) -> Topic:
    """Changes what was sent; the same errors as `change_subject`, and a place that is taken."""
    wanted = sent(content)
    if "status" in wanted:
        found = await topic(write.connection, topic_id)
        await progress.lock_subject(write.connection, found.subject_id)
    current = await lock_row(write.connection, "topics", topic_id)
    if current is None:
        raise NotFound(f"there is no topic {topic_id}")
    taken = "this place of the subject is taken"
    different = await _change(write, graph.TOPICS, current, wanted, taken, current["subject_id"])
    if "status" in different:
        await _derive_completion(write, current["subject_id"])
    if different:
        await write.event(
            "topic.changed", "topics", topic_id, campus_id=None, subject_id=current["subject_id"], columns=different
        )
    return await topic(write.connection, topic_id)


async def move_topic(write: Writing, topic_id: int, content: TopicMove) -> Topic:
    """Puts a topic behind another one. The places of a subject stay the same ones, so gaps in them stay too.

    Raises:
        NotFound: there is no such topic.
        Invalid: the other topic is not one of this subject, or it is the same one.
        Conflict: the version is not current.
    """
    found = await topic(write.connection, topic_id)
    # Two moves at once would meet halfway, and marks hold their topics.
    await progress.lock_subject(write.connection, found.subject_id)
    await lock_row(write.connection, "subjects", found.subject_id)
    before = await repository.places(write.connection, found.subject_id)
    check_version(write.expected_version, (await topic(write.connection, topic_id)).model_dump())
    order = [one for one, _ in before if one != topic_id]
    if content.after_id is not None and content.after_id not in order:
        raise people.invalid("after_id", f"the subject has no other topic {content.after_id}")
    order.insert(0 if content.after_id is None else order.index(content.after_id) + 1, topic_id)
    wanted = {one: place for one, (was, place) in zip(order, before, strict=True) if one != was}
    if wanted:
        await repository.put_in_places(write.connection, wanted, before[-1][1])
        await write.event(
            "topic.moved", "topics", topic_id, campus_id=None, subject_id=found.subject_id, moved=sorted(wanted)
        )
    return await topic(write.connection, topic_id)


async def _derive_completion(write: Writing, subject_id: int) -> None:
    mastery_level = (await in_force(write.connection, write.settings)).mastery_level
    await progress.recompute_subject(
        write.connection, subject_id, mastery_level=mastery_level, actor_user_id=write.user.id
    )


async def _change(
    write: Writing, which: graph.Graph, current: DictRow, wanted: dict[str, Any], taken: str, subject_id: int | None
) -> list[str]:
    prerequisites = wanted.pop(_NOT_A_COLUMN, None)
    try:
        async with write.connection.transaction():
            _, different = await write.update(which.nodes, current, wanted)
    except UniqueViolation as error:
        raise Conflict(taken, kind="taken") from error
    if prerequisites is not None and await graph.replace(
        write.connection, which, current["id"], prerequisites, subject_id
    ):
        await repository.touch(write.connection, which.nodes, current["id"])
        different.append(_NOT_A_COLUMN)
    return different
