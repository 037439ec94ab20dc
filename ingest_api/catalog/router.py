"""Routes: /subjects and /topics."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.catalog import repository, service
from ingest_api.catalog.schemas import (
    NewSubject,
    NewTopic,
    Subject,
    SubjectChange,
    SubjectSort,
    Topic,
    TopicChange,
    TopicMove,
    TopicSort,
)
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import CatalogStatus, SubjectDifficulty

router = APIRouter(tags=["catalog"])
Reader = Annotated[CurrentUser, Depends(require(Permission.CATALOG_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.CATALOG_WRITE))]
SearchText = Annotated[Text | None, Query(max_length=100)]


@router.get("/subjects")
async def subjects(
    _: Reader,
    connection: Connection,
    q: SearchText = None,
    status: CatalogStatus | None = None,
    difficulty: SubjectDifficulty | None = None,
    sort: SubjectSort = SubjectSort.CODE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Subject]:
    """The subjects of the institute."""
    rows, next_cursor = await repository.subjects(connection, q, status, difficulty, sort, cursor, limit)
    return Page(items=[Subject(**row) for row in rows], next_cursor=next_cursor)


@router.post("/subjects", status_code=201)
async def create_subject(body: NewSubject, write: Writer) -> Subject:
    """A new subject."""
    return await write.once(body, Subject, lambda: service.create_subject(write, body))


@router.get("/subjects/{subject_id}")
async def subject(subject_id: PathId, _: Reader, connection: Connection, response: Response) -> Subject:
    """One subject with its prerequisites."""
    found = await service.subject(connection, subject_id)
    set_etag(response, found.version)
    return found


@router.put("/subjects/{subject_id}")
async def change_subject(subject_id: PathId, body: SubjectChange, write: Writer) -> Subject:
    """Change a subject; a circle of prerequisites is refused and named."""
    return await write.once(body, Subject, lambda: service.change_subject(write, subject_id, body))


@router.get("/topics")
async def topics(
    _: Reader,
    connection: Connection,
    subject_id: QueryId = None,
    q: SearchText = None,
    status: CatalogStatus | None = None,
    sort: TopicSort = TopicSort.ORDER_INDEX,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Topic]:
    """Topics in teaching order."""
    rows, next_cursor = await repository.topics(connection, subject_id, q, status, sort, cursor, limit)
    return Page(items=[Topic(**row) for row in rows], next_cursor=next_cursor)


@router.post("/topics", status_code=201)
async def create_topic(body: NewTopic, write: Writer) -> Topic:
    """A new topic of a subject."""
    return await write.once(body, Topic, lambda: service.create_topic(write, body))


@router.get("/topics/{topic_id}")
async def topic(topic_id: PathId, _: Reader, connection: Connection, response: Response) -> Topic:
    """One topic with its prerequisites."""
    found = await service.topic(connection, topic_id)
    set_etag(response, found.version)
    return found


@router.put("/topics/{topic_id}")
async def change_topic(topic_id: PathId, body: TopicChange, write: Writer) -> Topic:
    """Change a topic; a circle of prerequisites is refused and named."""
    return await write.once(body, Topic, lambda: service.change_topic(write, topic_id, body))


@router.post("/topics/{topic_id}/move")
async def move_topic(topic_id: PathId, body: TopicMove, write: Writer) -> Topic:
    """Put a topic behind another one of its subject, or at the beginning."""
    return await write.once(body, Topic, lambda: service.move_topic(write, topic_id, body))
