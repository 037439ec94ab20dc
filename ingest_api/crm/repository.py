"""The queries of inquiries."""

from dataclasses import dataclass
from datetime import date, datetime

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.crm.schemas import InquirySort
from ingest_api.listing import Conditions, Listing, SortKey, fetch_one, fetch_page, literally
from warehouse.scope import Predicate
from warehouse.vocabulary import InquiryPriority, InquirySource, InquiryStatus

_ID = SortKey("inquiry.id", "id", int)
INQUIRIES = Listing(
    columns="""
        inquiry.id, inquiry.campus_id, campus.code as campus_code, inquiry.counselor_id,
        nullif(concat_ws(' ', counselor.first_name, counselor.last_name), '') as counselor_name,
        inquiry.student_name, inquiry.phone, inquiry.email, inquiry.source, inquiry.status, inquiry.priority,
        inquiry.next_follow_up_date, inquiry.tags, inquiry.created_at, inquiry.closed_on, inquiry.student_id,
        inquiry.version, inquiry.notes, inquiry.lost_reason, inquiry.attributes, inquiry.merged_into_id,
        (now() at time zone campus.time_zone)::date as today,
        inquiry.closed_on is null
            and coalesce(inquiry.next_follow_up_date < (now() at time zone campus.time_zone)::date, false)
            as is_overdue,
        coalesce((
            select max(stage.changed_at) from operational.crm_inquiry_stages as stage
            where stage.inquiry_id = inquiry.id
        ), inquiry.created_at) as status_since,
        coalesce((
            select jsonb_agg(jsonb_build_object('id', subject.id, 'code', subject.code, 'name', subject.name)
                order by subject.code)
            from operational.crm_inquiry_subjects as interest
            join operational.subjects as subject on subject.id = interest.subject_id
            where interest.inquiry_id = inquiry.id
        ), '[]') as interested_subjects,
        coalesce(inquiry.next_follow_up_date, date '9999-12-31') as follow_up_key
    """,
    tables="""
        operational.crm_inquiries as inquiry
        join operational.campuses as campus on campus.id = inquiry.campus_id
        left join operational.users as counselor on counselor.id = inquiry.counselor_id
    """,
    orders={
        InquirySort.CREATED_AT: [
            SortKey("inquiry.created_at", "created_at", datetime),
            _ID,
        ],
        InquirySort.NAME: [SortKey("inquiry.student_name", "student_name", str), _ID],
        InquirySort.NEXT_FOLLOW_UP_DATE: [
            SortKey("coalesce(inquiry.next_follow_up_date, date '9999-12-31')", "follow_up_key", date),
            _ID,
        ],
    },
)

# Open leads of each counselor of a campus; the longest-serving first among equals.
_LEAST_BUSY = """
select person.id
from operational.users as person
left join operational.crm_inquiries as inquiry on inquiry.counselor_id = person.id and inquiry.closed_on is null
where person.role = 'counselor' and person.status = 'active' and person.campus_id = %s
group by person.id
order by count(inquiry.id), person.id
limit 1
"""


@dataclass(frozen=True)
class Filters:
    """Which inquiries are wanted; None does not filter. `q` is looked for in name, phone and e-mail."""

    q: str | None = None
    status: InquiryStatus | None = None
    source: InquirySource | None = None
    priority: InquiryPriority | None = None
    counselor_id: int | None = None
    subject_id: int | None = None
    campus: str | None = None
    is_open: bool | None = None
    due_until: date | None = None
    created_from: date | None = None
    created_until: date | None = None


async def page(
    connection: AsyncConnection[DictRow],
    scope: Predicate,
    filters: Filters,
    sort: InquirySort,
    cursor: str | None,
    limit: int,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` inquiries in the order `sort`, and the cursor of the next page."""
    return await fetch_page(
        connection, INQUIRIES, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=_conditions(filters)
    )


async def stages(connection: AsyncConnection[DictRow], scope: Predicate, filters: Filters) -> dict[str, int]:
    """How many of the inquiries within `scope` that are wanted stand at each stage; a stage without any is left out."""
    where = _conditions(filters)
    query = sql.SQL("select inquiry.status, count(*) as inquiries from {} where {} group by inquiry.status").format(
        sql.SQL(INQUIRIES.tables),
        sql.SQL(" and ").join(sql.SQL("({})").format(sql.SQL(part)) for part in (*where.parts, scope.psycopg)),
    )
    rows = await (await connection.execute(query, {**where.parameters, **scope.parameters})).fetchall()
    return {row["status"]: row["inquiries"] for row in rows}


async def counselors(connection: AsyncConnection[DictRow], scope: Predicate) -> list[DictRow]:
    """Whose open inquiries there are within `scope`, by name: id, name and how many."""
    query = sql.SQL("""
        select counselor.id, concat_ws(' ', counselor.first_name, counselor.last_name) as name,
            own.inquiries as open_inquiries
        from (
            select inquiry.counselor_id, count(*) as inquiries
            from operational.crm_inquiries as inquiry
            where inquiry.closed_on is null and ({})
            group by inquiry.counselor_id
        ) as own
        join operational.users as counselor on counselor.id = own.counselor_id
        order by name, counselor.id
    """).format(sql.SQL(scope.psycopg))
    return await (await connection.execute(query, scope.parameters)).fetchall()


def _conditions(filters: Filters) -> Conditions:
    where = Conditions()
    where.add(
        "inquiry.student_name ilike %(q)s or inquiry.phone ilike %(q)s or inquiry.email ilike %(q)s"
        " or regexp_replace(inquiry.phone, '[^0-9]', '', 'g') like %(digits)s",
        q=f"%{literally(filters.q)}%" if filters.q else None,
        digits=people.phone_pattern(filters.q) if filters.q else None,
    )
    where.add("inquiry.status = %(status)s", status=filters.status)
    where.add("inquiry.source = %(source)s", source=filters.source)
    where.add("inquiry.priority = %(priority)s", priority=filters.priority)
    where.add("inquiry.counselor_id = %(counselor_id)s", counselor_id=filters.counselor_id)
    where.add("campus.code = %(campus)s", campus=filters.campus)
    where.add("(inquiry.closed_on is null) = %(is_open)s", is_open=filters.is_open)
    where.add("inquiry.next_follow_up_date <= %(due_until)s and inquiry.closed_on is null", due_until=filters.due_until)
    where.add(
        "(inquiry.created_at at time zone campus.time_zone)::date >= %(created_from)s",
        created_from=filters.created_from,
    )
    where.add(
        "(inquiry.created_at at time zone campus.time_zone)::date <= %(created_until)s",
        created_until=filters.created_until,
    )
    where.add(
        "exists (select from operational.crm_inquiry_subjects as interest"
        " where interest.inquiry_id = inquiry.id and interest.subject_id = %(subject_id)s)",
        subject_id=filters.subject_id,
    )
    return where


async def one(connection: AsyncConnection[DictRow], scope: Predicate, inquiry_id: int) -> DictRow | None:
    """One inquiry within `scope`, with its stages."""
    where = Conditions()
    where.add("inquiry.id = %(inquiry_id)s", inquiry_id=inquiry_id)
    row = await fetch_one(connection, INQUIRIES, scope, where)
    if row is not None:
        stages = await connection.execute(
            "select from_status, to_status, changed_at, changed_by from operational.crm_inquiry_stages"
            " where inquiry_id = %s order by changed_at, id",
            (inquiry_id,),
        )
        row["stages"] = await stages.fetchall()
    return row


async def least_busy_counselor(connection: AsyncConnection[DictRow], campus_id: int) -> int | None:
    """The active counselor of the campus with the fewest open inquiries; None when there is none.

    One assignment per campus at a time: two inquiries that come in together must not both go to the same person.
    """
    await connection.execute("select pg_advisory_xact_lock(hashtextextended('crm.assignment', %s))", (campus_id,))
    row = await (await connection.execute(_LEAST_BUSY, (campus_id,))).fetchone()
    return None if row is None else int(row["id"])


async def set_subjects(connection: AsyncConnection[DictRow], inquiry_id: int, subject_ids: list[int]) -> bool:
    """Makes the interested subjects exactly these; whether that was a difference."""
    removed = await connection.execute(
        "delete from operational.crm_inquiry_subjects where inquiry_id = %s and not subject_id = any(%s)",
        (inquiry_id, subject_ids),
    )
    added = await connection.execute(
        "insert into operational.crm_inquiry_subjects (inquiry_id, subject_id)"
        " select %s, id from operational.subjects where id = any(%s) order by id"
        " on conflict (inquiry_id, subject_id) do nothing",
        (inquiry_id, subject_ids),
    )
    return bool(removed.rowcount or added.rowcount)


async def unknown_subjects(connection: AsyncConnection[DictRow], subject_ids: list[int]) -> list[int]:
    """Which of the ids are no active subject's."""
    found = await connection.execute(
        "select wanted.id from unnest(%s::bigint[]) as wanted (id) where not exists"
        " (select from operational.subjects as subject where subject.id = wanted.id and subject.status = 'active')",
        (subject_ids,),
    )
    return [row["id"] for row in await found.fetchall()]


async def drop_plans(connection: AsyncConnection[DictRow], inquiry_id: int, today: date) -> None:
    """An inquiry came to its end: what was planned for it goes, what should have happened was missed."""
    await connection.execute(
        "update operational.follow_ups set status = 'missed'"
        " where inquiry_id = %s and status = 'pending' and follow_up_date < %s",
        (inquiry_id, today),
    )
    await connection.execute(
        "delete from operational.follow_ups where inquiry_id = %s and status = 'pending'", (inquiry_id,)
    )
