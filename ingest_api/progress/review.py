"""Competency decays: which topics are due for review.

The rule. A completed topic is due when, for `review_after_weeks` (mastered: `review_mastered_after_weeks`), nothing
touched it: no attended session covered it or a topic that has it as a prerequisite, no work on one of them was handed
in, and nobody corrected it. Only subjects that the student is still learning (active or paused) count. The status
becomes `needs_review`; the level stays as it was last seen, and the topic counts as done. Covering it again ends that.

Reading suggestions computes the same on the fly (`due`); `apply_decay` writes it, once a day (`ingest_api/upkeep`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from warehouse.settings import Settings

Db = AsyncConnection[DictRow]

# `{who}`: a query giving the ids of students. Binds: today, completed_days, mastered_days.
_DUE = """
with touched as (
    select mark.student_id, covered.topic_id, max(held.session_date) as last_date
    from operational.session_attendance as mark
    join operational.learning_sessions as held on held.id = mark.session_id
    join operational.session_attendance_topics as covered on covered.attendance_id = mark.id
    where mark.attendance_status in ('present', 'late') and mark.student_id in ({who})
    group by mark.student_id, covered.topic_id
    union all
    select work.student_id, work.topic_id, max(coalesce(work.graded_on, work.assessment_date))
    from operational.assessments as work
    where work.status in ('completed', 'graded') and work.topic_id is not null and work.student_id in ({who})
    group by work.student_id, work.topic_id
    union all
    select correction.student_id, correction.topic_id, correction.corrected_on
    from operational.topic_corrections as correction where correction.student_id in ({who})
),
reinforced as (
    select student_id, topic_id, max(last_date) as last_date
    from (
        select * from touched
        union all
        select touched.student_id, needed.prerequisite_id, touched.last_date
        from touched join operational.topic_prerequisites as needed on needed.topic_id = touched.topic_id
    ) as either
    group by student_id, topic_id
),
due as (
    select progress.id, progress.student_id, progress.topic_id
    from operational.student_topic_progress as progress
    join operational.topics as topic on topic.id = progress.topic_id and topic.status = 'active'
    join operational.student_subject_enrollments as enrollment
        on enrollment.student_id = progress.student_id and enrollment.subject_id = topic.subject_id
        and enrollment.status in ('active', 'paused')
    left join reinforced on reinforced.student_id = progress.student_id and reinforced.topic_id = progress.topic_id
    where progress.student_id in ({who})
        and progress.status in ('completed', 'mastered')
        and coalesce(reinforced.last_date, progress.completion_date) < %(today)s::date
            - case progress.status when 'mastered' then %(mastered_days)s else %(completed_days)s end::integer
)
"""

# Locked rows are being derived anew and are passed over: so this waits for nobody and nobody deadlocks with it.
_APPLY = """
{due}, free as (
    select progress.id from operational.student_topic_progress as progress
    where progress.id in (select id from due) and progress.status in ('completed', 'mastered')
    for no key update skip locked
)
update operational.student_topic_progress as progress set status = 'needs_review'
from free where free.id = progress.id
"""

_READ = "{due} select student_id, topic_id from due"


def _binds(today: date, settings: Settings) -> dict[str, Any]:
    return {
        "today": today,
        "completed_days": 7 * settings.review_after_weeks,
        "mastered_days": 7 * settings.review_mastered_after_weeks,
    }


async def today(connection: Db) -> date:
    """The institute's day: where its clock stands, else the current one."""
    row = await (
        await connection.execute(
            "select coalesce((select clock_as_of from operational.institute), current_date) as today"
        )
    ).fetchone()
    if row is None:
        raise RuntimeError("a select without a table returned no row")
    day: date = row["today"]
    return day


async def due(connection: Db, student_ids: Sequence[int], settings: Settings) -> set[tuple[int, int]]:
    """The (student_id, topic_id) of these students that are due and not yet written so."""
    query = _READ.format(due=_DUE.format(who="select unnest(%(student_ids)s::bigint[])"))
    binds = {**_binds(await today(connection), settings), "student_ids": list(student_ids)}
    rows = await (await connection.execute(query, binds)).fetchall()
    return {(row["student_id"], row["topic_id"]) for row in rows}


async def apply_decay(connection: Db, day: date, settings: Settings, campus_id: int) -> int:
    """Writes `needs_review` for all topics of one campus that are due on `day`, in one statement; says how many."""
    who = "select id from operational.students where campus_id = %(campus_id)s"
    cursor = await connection.execute(
        _APPLY.format(due=_DUE.format(who=who)), {**_binds(day, settings), "campus_id": campus_id}
    )
    return cursor.rowcount
