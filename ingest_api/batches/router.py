"""Routes: /batches."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.batches import service
from ingest_api.batches.repository import Filters
from ingest_api.batches.schemas import (
    Batch,
    BatchCreate,
    BatchSort,
    BatchUpdate,
    Member,
    MembersAdd,
    MemberSort,
    MembersSaved,
)
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import BatchStatus

router = APIRouter(prefix="/batches", tags=["batches"])
Reader = Annotated[CurrentUser, Depends(require(Permission.BATCHES_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.BATCHES_WRITE))]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    subject_id: QueryId = None,
    faculty_id: QueryId = None,
    status: BatchStatus | None = None,
    campus_id: QueryId = None,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a name or of a reference.")] = None,
    sort: BatchSort = BatchSort.NAME,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Batch]:
    """The batches that the user may see."""
    filters = Filters(subject_id=subject_id, faculty_id=faculty_id, status=status, campus_id=campus_id, q=q)
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: BatchCreate, write: Writer) -> Batch:
    """Found a batch; it begins without members."""
    return await write.once(body, Batch, lambda: service.create(write, body))


@router.get("/{batch_id}")
async def get(batch_id: PathId, user: Reader, connection: Connection, response: Response) -> Batch:
    """One batch, with how many belong to it."""
    found = await service.get(connection, user, batch_id)
    set_etag(response, found.version)
    return found


@router.put("/{batch_id}")
async def change(batch_id: PathId, body: BatchUpdate, write: Writer) -> Batch:
    """Change, complete or cancel a batch; only the fields that are sent change."""
    return await write.once(body, Batch, lambda: service.change(write, batch_id, body))


@router.get("/{batch_id}/members")
async def members(
    batch_id: PathId,
    user: Reader,
    connection: Connection,
    sort: MemberSort = MemberSort.ID,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Member]:
    """Who belongs to a batch; a student finds only himself."""
    return await service.members(connection, user, batch_id, sort, cursor, limit)


@router.post("/{batch_id}/members")
async def add_members(batch_id: PathId, body: MembersAdd, write: Writer) -> MembersSaved:
    """Add students; all of them, or none. When not all have a place, the answer is 409."""
    return await write.once(body, MembersSaved, lambda: service.add_members(write, batch_id, body))


@router.delete("/{batch_id}/members/{student_id}", status_code=204)
async def remove_member(batch_id: PathId, student_id: PathId, write: Writer) -> None:
    """A student leaves a batch; marks that were given stay."""
    await write.once(Nothing(), Nothing, lambda: service.remove_member(write, batch_id, student_id))
