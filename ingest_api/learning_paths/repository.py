"""The queries of learning paths."""

from collections.abc import Sequence

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.learning_paths.schemas import PathSort
from ingest_api.listing import Conditions, Listing, SortKey, fetch_one, fetch_page
from warehouse.learning_order import RECENT_JUDGEMENTS, PlannedStep, TopicState
from warehouse.scope import Predicate
from warehouse.vocabulary import CatalogStatus, LearningPathStatus, LearningStyle, TopicDifficulty, TopicProgressStatus

Db = AsyncConnection[DictRow]

PATHS = Listing(
    columns="""
        path.id, path.student_id, student.enrollment_no, student.campus_id, path.name, path.goal, path.status,
        path.created_by, path.created_at, path.version,
        (select count(*) from operational.learning_path_steps as step where step.path_id = path.id) as steps_total,
        (
            select count(*) from operational.learning_path_steps as step
            where step.path_id = path.id and step.status = 'done'
        ) as steps_done
    """,
    tables="""
        operational.learning_paths as path
        join operational.students as student on student.id = path.student_id
    """,
    orders={PathSort.CREATED: [SortKey("path.id", "id", int)]},
)


async def page(
    connection: Db,
    scope: Predicate,
    student_id: int | None,
    status: LearningPathStatus | None,
    sort: PathSort,
    cursor: str | None,
    limit: int,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` paths of students within `scope`, and the cursor of the next page."""
    conditions = Conditions()
    conditions.add("path.student_id = %(student_id)s", student_id=student_id)
    conditions.add("path.status = %(status)s", status=status)
    return await fetch_page(
        connection, PATHS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: Db, scope: Predicate, path_id: int) -> DictRow | None:
    """One path of a student within `scope`."""
    conditions = Conditions()
    conditions.add("path.id = %(path_id)s", path_id=path_id)
    return await fetch_one(connection, PATHS, scope, conditions)


async def steps(connection: Db, path_id: int) -> list[DictRow]:
    """The steps of a path, in order, with where the student stands with their topics."""
    cursor = await connection.execute(
        """
        select
            step.id, step.position, step.topic_id, step.subject_id, coalesce(topic.name, subject.name) as title,
            step.status, step.reason, step.version,
            case when step.topic_id is not null then coalesce(progress.status, 'not_started') end as topic_status
        from operational.learning_path_steps as step
        join operational.learning_paths as path on path.id = step.path_id
        left join operational.topics as topic on topic.id = step.topic_id
        left join operational.subjects as subject on subject.id = step.subject_id
        left join operational.student_topic_progress as progress
            on progress.topic_id = step.topic_id and progress.student_id = path.student_id
        where step.path_id = %s
        order by step.position
        """,
        (path_id,),
    )
    return await cursor.fetchall()


async def learned_subject(connection: Db, student_id: int, subject_id: int) -> str | None:
    """The name of a subject that the student is enrolled in; None without an enrolment that was not dropped."""
    cursor = await connection.execute(
        """
        select subject.name
        from operational.student_subject_enrollments as enrollment
        join operational.subjects as subject on subject.id = enrollment.subject_id
        where enrollment.student_id = %s and enrollment.subject_id = %s and enrollment.status <> 'dropped'
        """,
        (student_id, subject_id),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["name"])


async def active_path(connection: Db, student_id: int, subject_id: int) -> int | None:
    """The path that the student follows through the subject already."""
    cursor = await connection.execute(
        """
        select path.id
        from operational.learning_paths as path
        join operational.learning_path_steps as step on step.path_id = path.id
        left join operational.topics as topic on topic.id = step.topic_id
        where path.student_id = %s and path.status = 'active' and coalesce(step.subject_id, topic.subject_id) = %s
        limit 1
        """,
        (student_id, subject_id),
    )
    row = await cursor.fetchone()
    return None if row is None else int(row["id"])


async def topics(connection: Db, student_id: int, subject_id: int) -> list[TopicState]:
    """All topics of the subject, with where the student stands with each."""
    cursor = await connection.execute(
        """
        select
            topic.id, topic.name, topic.order_index, topic.status, coalesce(progress.status, 'not_started') as standing,
            array(
                select needed.prerequisite_id from operational.topic_prerequisites as needed
                where needed.topic_id = topic.id
            ) as prerequisite_ids
        from operational.topics as topic
        left join operational.student_topic_progress as progress
            on progress.topic_id = topic.id and progress.student_id = %s
        where topic.subject_id = %s
        """,
        (student_id, subject_id),
    )
    return [
        TopicState(
            id=row["id"],
            name=row["name"],
            order_index=row["order_index"],
            prerequisite_ids=frozenset(row["prerequisite_ids"]),
            status=TopicProgressStatus(row["standing"]),
            is_taught=row["status"] == CatalogStatus.ACTIVE,
        )
        for row in await cursor.fetchall()
    ]


async def add_steps(connection: Db, path_id: int, planned: Sequence[PlannedStep]) -> None:
    """Writes the steps of a new path."""
    await connection.execute(
        """
        insert into operational.learning_path_steps (path_id, topic_id, position, reason)
        select %(path_id)s, step.topic_id, step.position, step.reason
        from unnest(%(topic_ids)s::bigint[], %(reasons)s::text[]) with ordinality as step (topic_id, reason, position)
        """,
        {
            "path_id": path_id,
            "topic_ids": [step.topic_id for step in planned],
            "reasons": [step.reason for step in planned],
        },
    )


async def lock_step(connection: Db, path_id: int, step_id: int) -> DictRow | None:
    """One step of this path, locked until the transaction ends."""
    query = sql.SQL("select * from operational.learning_path_steps where id = %s and path_id = %s for no key update")
    return await (await connection.execute(query, (step_id, path_id))).fetchone()


async def campus_of(connection: Db, student_id: int) -> int | None:
    """The campus of a student, whose thresholds are in force."""
    cursor = await connection.execute("select campus_id from operational.students where id = %s", (student_id,))
    row = await cursor.fetchone()
    return None if row is None else int(row["campus_id"])


async def running(connection: Db, student_id: int) -> list[DictRow]:
    """The student's active enrolments, the oldest first."""
    cursor = await connection.execute(
        """
        select enrollment.id as enrollment_id, enrollment.subject_id, subject.code as subject_code,
            subject.name as subject_name
        from operational.student_subject_enrollments as enrollment
        join operational.subjects as subject on subject.id = enrollment.subject_id
        where enrollment.student_id = %s and enrollment.status = 'active'
        order by enrollment.enrollment_date, enrollment.id
        """,
        (student_id,),
    )
    return await cursor.fetchall()


async def latest_understandings(connection: Db, student_id: int, subject_id: int) -> list[int]:
    """How well the student understood each topic when it was last judged in a session, the newest topics first."""
    cursor = await connection.execute(
        """
        select latest.understanding
        from (
            select distinct on (covered.topic_id) covered.topic_id, covered.understanding, held.session_date, mark.id
            from operational.session_attendance as mark
            join operational.learning_sessions as held on held.id = mark.session_id
            join operational.session_attendance_topics as covered on covered.attendance_id = mark.id
            where mark.student_id = %s and held.subject_id = %s and mark.attendance_status in ('present', 'late')
                and covered.understanding is not null
            order by covered.topic_id, held.session_date desc, held.start_time desc nulls last, mark.id desc
        ) as latest
        order by latest.session_date desc, latest.topic_id
        limit %s
        """,
        (student_id, subject_id, RECENT_JUDGEMENTS),
    )
    return [row["understanding"] for row in await cursor.fetchall()]


async def resources(
    connection: Db,
    scope: Predicate,
    topic_ids: Sequence[int],
    level: TopicDifficulty,
    learning_style: LearningStyle | None,
    most: int,
) -> list[DictRow]:
    """Up to `most` active resources of each topic: of the level first, then what fits the learning style."""
    cursor = await connection.execute(
        sql.SQL(
            """
            select ranked.*
            from (
                select resource.id, resource.topic_id, resource.title, resource.kind, resource.url, resource.difficulty,
                    resource.duration_minutes, coalesce(resource.learning_style = %(style)s, false) as suits_style,
                    row_number() over (
                        partition by resource.topic_id
                        order by coalesce(resource.difficulty = %(level)s, false) desc,
                            coalesce(resource.learning_style = %(style)s, false) desc,
                            resource.difficulty is null desc, resource.title, resource.id
                    ) as place
                from operational.resources as resource
                where resource.topic_id = any(%(topic_ids)s::bigint[]) and resource.status = 'active' and {scope}
            ) as ranked
            where ranked.place <= %(most)s
            order by ranked.topic_id, ranked.place
            """
        ).format(scope=sql.SQL(scope.psycopg)),
        {
            "topic_ids": list(topic_ids),
            "level": level.value,
            "style": learning_style.value if learning_style else None,
            "most": most,
            **scope.parameters,
        },
    )
    return await cursor.fetchall()
