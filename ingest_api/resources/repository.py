"""The queries of resources."""

from dataclasses import dataclass

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_one, fetch_page, literally
from ingest_api.resources.schemas import ResourceSort
from warehouse.scope import Predicate
from warehouse.vocabulary import CatalogStatus, LearningStyle, ResourceKind, TopicDifficulty

Db = AsyncConnection[DictRow]

RESOURCES = Listing(
    columns="""
        resource.id, resource.topic_id, topic.name as topic_name, resource.subject_id, subject.code as subject_code,
        resource.title, resource.description, resource.kind, resource.url, resource.storage_key, resource.difficulty,
        resource.duration_minutes, resource.learning_style, resource.status, resource.version
    """,
    tables="""
        operational.resources as resource
        left join operational.topics as topic on topic.id = resource.topic_id
        join operational.subjects as subject on subject.id = coalesce(resource.subject_id, topic.subject_id)
    """,
    orders={ResourceSort.TITLE: [SortKey("resource.title", "title", str), SortKey("resource.id", "id", int)]},
)


@dataclass(frozen=True)
class Filters:
    """Which resources are wanted; None does not filter."""

    topic_id: int | None = None
    subject_id: int | None = None
    kind: ResourceKind | None = None
    difficulty: TopicDifficulty | None = None
    learning_style: LearningStyle | None = None
    status: CatalogStatus | None = None
    q: str | None = None


async def page(
    connection: Db, scope: Predicate, filters: Filters, sort: ResourceSort, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` resources, and the cursor of the next page; a subject's are those of its topics too."""
    conditions = Conditions()
    conditions.add("resource.topic_id = %(topic_id)s", topic_id=filters.topic_id)
    conditions.add("subject.id = %(subject_id)s", subject_id=filters.subject_id)
    conditions.add("resource.kind = %(kind)s", kind=filters.kind)
    conditions.add("resource.difficulty = %(difficulty)s", difficulty=filters.difficulty)
    conditions.add("resource.learning_style = %(learning_style)s", learning_style=filters.learning_style)
    conditions.add("resource.status = %(status)s", status=filters.status)
    conditions.add("resource.title ilike %(q)s", q=f"%{literally(filters.q)}%" if filters.q else None)
    return await fetch_page(
        connection, RESOURCES, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: Db, scope: Predicate, resource_id: int) -> DictRow | None:
    """One resource within `scope`."""
    conditions = Conditions()
    conditions.add("resource.id = %(resource_id)s", resource_id=resource_id)
    return await fetch_one(connection, RESOURCES, scope, conditions)


async def exists(connection: Db, table: str, row_id: int) -> bool:
    """Whether there is such a topic or subject."""
    query = sql.SQL("select from {} where id = %s").format(sql.Identifier("operational", table))
    return (await connection.execute(query, (row_id,))).rowcount == 1
