"""The rules of resources. The institute has one catalogue; a student sees what is there for what he learns."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import NotFound
from ingest_api.listing import Page
from ingest_api.resources import repository
from ingest_api.resources.schemas import LearningResource, ResourceCreate, ResourceSort, ResourceUpdate
from ingest_api.rows import insert_row, lock_row
from ingest_api.writing import Writing, sent
from warehouse.scope import Resource, row_predicate


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: repository.Filters,
    sort: ResourceSort,
    cursor: str | None,
    limit: int,
) -> Page[LearningResource]:
    """One page of the resources that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.LEARNING_RESOURCES, "resource")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[LearningResource(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, resource_id: int) -> LearningResource:
    """One resource.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    scope = row_predicate(user.viewer, Resource.LEARNING_RESOURCES, "resource")
    row = await repository.one(connection, scope, resource_id)
    if row is None:
        raise NotFound(f"there is no resource {resource_id} that you may see")
    return LearningResource(**row)


async def create(write: Writing, content: ResourceCreate) -> LearningResource:
    """A new resource.

    Raises:
        Invalid: there is no such topic or subject.
    """
    for field, table in (("topic_id", "topics"), ("subject_id", "subjects")):
        row_id = getattr(content, field)
        if row_id is not None and not await repository.exists(write.connection, table, row_id):
            raise people.invalid(field, f"there is none with the id {row_id}")
    row = await insert_row(write.connection, "resources", content.model_dump())
    await write.event(
        "resource.created",
        "resources",
        row["id"],
        campus_id=None,
        kind=row["kind"],
        topic_id=row["topic_id"],
        subject_id=row["subject_id"],
    )
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, resource_id: int, content: ResourceUpdate) -> LearningResource:
    """Changes what was sent.

    Raises:
        NotFound: there is no such resource.
        Conflict: the version is not current.
    """
    current = await lock_row(write.connection, "resources", resource_id)
    if current is None:
        raise NotFound(f"there is no resource {resource_id} that you may see")
    changes = sent(content)
    if "url" in changes:
        changes["storage_key"] = None
    elif "storage_key" in changes:
        changes["url"] = None
    after, different = await write.update("resources", current, changes)
    if different:
        await write.event(
            "resource.changed",
            "resources",
            resource_id,
            campus_id=None,
            columns=sorted(different),
            status=after["status"],
        )
    return await get(write.connection, write.user, resource_id)
