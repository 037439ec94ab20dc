"""The daily sweep: what was missed, and who is to be reminded of what is due.

A follow-up that is still pending more than `MISSED_AFTER_DAYS` days after its day (the campus's calendar) counts as
missed. Doing it twice a day changes nothing more.
"""

from typing import Final

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api import events
from ingest_api.crm.follow_up_schemas import Sweep
from ingest_api.notifications.sending import notify
from ingest_api.writing import Writing
from warehouse.scope import Predicate, Resource, row_predicate

MISSED_AFTER_DAYS: Final = 3

_MISS = """
update operational.follow_ups as contact set status = 'missed'
from operational.crm_inquiries as inquiry
join operational.campuses as campus on campus.id = inquiry.campus_id
where inquiry.id = contact.inquiry_id and contact.status = 'pending'
    and contact.follow_up_date < (now() at time zone campus.time_zone)::date - %(days)s and ({scope})
returning contact.id, contact.inquiry_id, inquiry.campus_id
"""

# The open inquiries of each counselor whose next contact is due; who was reminded today already is left out.
_DUE = """
select inquiry.counselor_id, count(*) as due_count,
    count(*) filter (where inquiry.next_follow_up_date < (now() at time zone campus.time_zone)::date) as overdue_count
from operational.crm_inquiries as inquiry
join operational.campuses as campus on campus.id = inquiry.campus_id
where inquiry.closed_on is null and inquiry.counselor_id is not null
    and inquiry.next_follow_up_date <= (now() at time zone campus.time_zone)::date and ({scope})
    and not exists (
        select from operational.notifications as note
        where note.user_id = inquiry.counselor_id and note.kind = 'follow_ups.due'
            and (note.created_at at time zone campus.time_zone)::date = (now() at time zone campus.time_zone)::date
    )
group by inquiry.counselor_id
order by inquiry.counselor_id
"""


async def sweep_for(write: Writing) -> Sweep:
    """Sweeps what the user may see."""
    scope = row_predicate(write.user.viewer, Resource.INQUIRIES, "inquiry")
    return await sweep(write.connection, scope, write.actor)


async def sweep(connection: AsyncConnection[DictRow], scope: Predicate, actor: events.Actor) -> Sweep:
    """Writes what was missed, and reminds counselors of what is due, each once a day, within `scope` (an `inquiry`)."""
    parameters = {**scope.parameters, "days": MISSED_AFTER_DAYS}
    found = await connection.execute(sql.SQL(_MISS).format(scope=sql.SQL(scope.psycopg)), parameters)
    missed = await found.fetchall()
    for row in missed:
        missing = events.NewEvent(
            name="follow_up.missed",
            relation="follow_ups",
            row_id=row["id"],
            campus_id=row["campus_id"],
            payload={"inquiry_id": row["inquiry_id"]},
        )
        await events.append(connection, actor.signed(missing))
    due = await connection.execute(sql.SQL(_DUE).format(scope=sql.SQL(scope.psycopg)), scope.parameters)
    counselors = await due.fetchall()
    for row in counselors:
        await notify(
            connection,
            [row["counselor_id"]],
            "follow_ups.due",
            f"Follow-ups that are due: {row['due_count']}",
            link="/crm/follow-ups",
            due_count=row["due_count"],
            overdue_count=row["overdue_count"],
        )
    return Sweep(missed_count=len(missed), reminded_counselors=len(counselors))
