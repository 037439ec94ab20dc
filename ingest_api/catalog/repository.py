"""The queries of subjects and topics."""

from collections.abc import Mapping

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.catalog.schemas import SubjectSort, TopicSort
from ingest_api.listing import Conditions, Listing, SortKey, fetch_page, literally
from warehouse.vocabulary import CatalogStatus, SubjectDifficulty

Db = AsyncConnection[DictRow]
Rows = tuple[list[DictRow], str | None]

SUBJECTS = Listing(
    columns="""
        subject.id, subject.code, subject.name, subject.description, subject.duration_hours, subject.category,
        subject.difficulty_level, subject.fee::float8 as fee, subject.status, subject.version,
        array(
            select needed.prerequisite_id from operational.subject_prerequisites as needed
            where needed.subject_id = subject.id order by needed.prerequisite_id
        ) as prerequisites,
        array(
            select earlier.name from operational.subject_prerequisites as needed
            join operational.subjects as earlier on earlier.id = needed.prerequisite_id
            where needed.subject_id = subject.id order by needed.prerequisite_id
        ) as prerequisite_names,
        (
            select count(*) from operational.topics as topic
            where topic.subject_id = subject.id and topic.status = 'active'
        ) as topics_total
    """,
    tables="operational.subjects as subject",
    orders={
        SubjectSort.CODE: [SortKey("subject.code", "code", str), SortKey("subject.id", "id", int)],
        SubjectSort.NAME: [SortKey("subject.name", "name", str), SortKey("subject.id", "id", int)],
    },
)

TOPICS = Listing(
    columns="""
        topic.id, topic.subject_id, topic.name, topic.description, topic.order_index,
        topic.estimated_duration_minutes, topic.difficulty_level, topic.learning_objectives, topic.resources,
        topic.status, topic.version,
        array(
            select needed.prerequisite_id from operational.topic_prerequisites as needed
            where needed.topic_id = topic.id order by needed.prerequisite_id
        ) as prerequisites,
        array(
            select earlier.name from operational.topic_prerequisites as needed
            join operational.topics as earlier on earlier.id = needed.prerequisite_id
            where needed.topic_id = topic.id order by needed.prerequisite_id
        ) as prerequisite_names
    """,
    tables="operational.topics as topic",
    orders={
        TopicSort.ORDER_INDEX: [
            SortKey("topic.subject_id", "subject_id", int),
            SortKey("topic.order_index", "order_index", int),
            SortKey("topic.id", "id", int),
        ],
    },
)


async def subjects(
    connection: Db,
    q: str | None,
    status: CatalogStatus | None,
    difficulty: SubjectDifficulty | None,
    sort: SubjectSort,
    cursor: str | None,
    limit: int,
) -> Rows:
    """Up to `limit` subjects; `q` is looked for in code and name."""
    conditions = Conditions()
    conditions.add("subject.status = %(status)s", status=status)
    conditions.add("subject.difficulty_level = %(difficulty)s", difficulty=difficulty)
    pattern = f"%{literally(q)}%" if q else None
    conditions.add("subject.code ilike %(q)s or subject.name ilike %(q)s", q=pattern)
    return await fetch_page(connection, SUBJECTS, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def topics(
    connection: Db,
    subject_id: int | None,
    q: str | None,
    status: CatalogStatus | None,
    sort: TopicSort,
    cursor: str | None,
    limit: int,
) -> Rows:
    """Up to `limit` topics; `q` is looked for in the name."""
    conditions = Conditions()
    conditions.add("topic.subject_id = %(subject_id)s", subject_id=subject_id)
    conditions.add("topic.status = %(status)s", status=status)
    conditions.add("topic.name ilike %(q)s", q=f"%{literally(q)}%" if q else None)
    return await fetch_page(connection, TOPICS, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def subject(connection: Db, subject_id: int) -> DictRow | None:
    """One subject."""
    return await _one(connection, SUBJECTS, "subject.id = %s", subject_id)


async def topic(connection: Db, topic_id: int) -> DictRow | None:
    """One topic."""
    return await _one(connection, TOPICS, "topic.id = %s", topic_id)


async def _one(connection: Db, listing: Listing, condition: str, row_id: int) -> DictRow | None:
    query = sql.SQL("select {} from {} where {}").format(
        sql.SQL(listing.columns), sql.SQL(listing.tables), sql.SQL(condition)
    )
    return await (await connection.execute(query, (row_id,))).fetchone()


async def next_order_index(connection: Db, subject_id: int) -> int:
    """The place behind the last topic of a subject; the caller holds the subject's lock."""
    found = await connection.execute(
        "select coalesce(max(order_index), 0) + 1 as place from operational.topics where subject_id = %s",
        (subject_id,),
    )
    row = await found.fetchone()
    return int(row["place"]) if row else 1


async def places(connection: Db, subject_id: int) -> list[tuple[int, int]]:
    """(id, place) of a subject's topics in their order, locked by id; the caller holds the subject's lock."""
    found = await connection.execute(
        "select id, order_index from operational.topics where subject_id = %s order by id for update",
        (subject_id,),
    )
    rows = await found.fetchall()
    return sorted(((row["id"], row["order_index"]) for row in rows), key=lambda one: (one[1], one[0]))


async def put_in_places(connection: Db, wanted: Mapping[int, int], beyond: int) -> None:
    """Gives topics other places of their subject, which are theirs already.

    Args:
        connection: with an open transaction.
        wanted: place by id.
        beyond: no topic of the subject stands at a place above it. A place is taken once at every moment, so they wait
            there.
    """
    for away in (beyond, 0):
        await connection.execute(
            "update operational.topics as topic set order_index = moved.place + %(away)s"
            " from unnest(%(ids)s::bigint[], %(places)s::integer[]) as moved (id, place) where topic.id = moved.id",
            {"away": away, "ids": list(wanted), "places": list(wanted.values())},
        )


async def touch(connection: Db, table: str, row_id: int) -> None:
    """Makes a row's version newer: its prerequisites, in another table, changed."""
    query = sql.SQL("update {} set updated_at = now() where id = %s").format(sql.Identifier("operational", table))
    await connection.execute(query, (row_id,))
