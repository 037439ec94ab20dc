"""Routes: /resources."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.resources import service
from ingest_api.resources.repository import Filters
from ingest_api.resources.schemas import LearningResource, ResourceCreate, ResourceSort, ResourceUpdate
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import CatalogStatus, LearningStyle, ResourceKind, TopicDifficulty

router = APIRouter(prefix="/resources", tags=["resources"])
Reader = Annotated[CurrentUser, Depends(require(Permission.RESOURCES_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.RESOURCES_WRITE))]


@router.get("")
async def resources(
    user: Reader,
    connection: Connection,
    topic_id: QueryId = None,
    subject_id: QueryId = None,
    kind: ResourceKind | None = None,
    difficulty: TopicDifficulty | None = None,
    learning_style: LearningStyle | None = None,
    status: CatalogStatus | None = None,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a title.")] = None,
    sort: ResourceSort = ResourceSort.TITLE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[LearningResource]:
    """What there is to learn from; a subject's resources are those of its topics too."""
    filters = Filters(topic_id, subject_id, kind, difficulty, learning_style, status, q)
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: ResourceCreate, write: Writer) -> LearningResource:
    """Add something to learn a topic or a subject from."""
    return await write.once(body, LearningResource, lambda: service.create(write, body))


@router.get("/{resource_id}")
async def resource(resource_id: PathId, user: Reader, connection: Connection, response: Response) -> LearningResource:
    """One resource."""
    found = await service.get(connection, user, resource_id)
    set_etag(response, found.version)
    return found


@router.put("/{resource_id}")
async def change(resource_id: PathId, body: ResourceUpdate, write: Writer) -> LearningResource:
    """Change a resource or take it out of use; only the fields that are sent change."""
    return await write.once(body, LearningResource, lambda: service.change(write, resource_id, body))
