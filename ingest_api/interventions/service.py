"""The rules of interventions: `planned → done | cancelled`, and done needs an outcome."""

from datetime import UTC, date, datetime
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.alerts import service as alerts
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.feedback.action_items import check_staff
from ingest_api.interventions.schemas import (
    Intervention,
    InterventionChange,
    InterventionSort,
    NewIntervention,
)
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.notifications.sending import notify
from ingest_api.rows import insert_row, lock_row
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import InterventionStatus

MOVES: Final = {
    InterventionStatus.PLANNED: frozenset({InterventionStatus.DONE, InterventionStatus.CANCELLED}),
}

INTERVENTIONS = Listing(
    columns="""
        action.id, action.enrollment_id, action.student_id, student.enrollment_no,
        concat_ws(' ', person.first_name, person.last_name) as student_name, subject.code as subject_code,
        action.campus_id, action.started_on, action.reason, action.action, action.is_holdout, action.p_drop_at_start,
        action.status, action.assigned_to,
        nullif(concat_ws(' ', assignee.first_name, assignee.last_name), '') as assigned_name, action.due_date,
        action.outcome, action.closed_at, action.notes, action.created_by, action.version,
        coalesce(action.due_date, date '9999-12-31') as due_key
    """,
    tables="""
        operational.interventions as action
        join operational.students as student on student.id = action.student_id
        join operational.users as person on person.id = student.user_id
        join operational.student_subject_enrollments as enrollment on enrollment.id = action.enrollment_id
        join operational.subjects as subject on subject.id = enrollment.subject_id
        left join operational.users as assignee on assignee.id = action.assigned_to
    """,
    orders={
        InterventionSort.STARTED_ON: [
            SortKey("action.started_on", "started_on", date),
            SortKey("action.id", "id", int),
        ],
        InterventionSort.DUE_DATE: [
            SortKey("coalesce(action.due_date, date '9999-12-31')", "due_key", date),
            SortKey("action.id", "id", int),
        ],
    },
)

# The day is the institute's: its clock may stand on another one than the calendar.
_ENROLLMENTS = Listing(
    columns="""
        enrollment.id, enrollment.student_id, student.campus_id,
        coalesce(
            (select clock_as_of from operational.institute), (now() at time zone campus.time_zone)::date
        ) as today
    """,
    tables="""
        operational.student_subject_enrollments as enrollment
        join operational.students as student on student.id = enrollment.student_id
        join operational.campuses as campus on campus.id = student.campus_id
    """,
    orders={},
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    conditions: Conditions,
    sort: InterventionSort,
    cursor: str | None,
    limit: int,
) -> Page[Intervention]:
    """One page of the interventions for students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await fetch_page(
        connection, INTERVENTIONS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
    return Page(items=[Intervention(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, intervention_id: int) -> Intervention:
    """One intervention.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    where = Conditions()
    where.add("action.id = %(intervention_id)s", intervention_id=intervention_id)
    row = await fetch_one(connection, INTERVENTIONS, row_predicate(user.viewer, Resource.STUDENTS, "student"), where)
    if row is None:
        raise NotFound(f"there is no intervention {intervention_id} that you may see")
    return Intervention(**row)


async def create(write: Writing, content: NewIntervention) -> Intervention:
    """Plans an intervention, and tells whoever is to do it.

    Raises:
        Invalid: no such enrolment that the user may see, the person is unknown, or the day is over.
        Conflict: the enrolment has a planned intervention already.
    """
    where = Conditions()
    where.add("enrollment.id = %(enrollment_id)s", enrollment_id=content.enrollment_id)
    scope = row_predicate(write.user.viewer, Resource.STUDENTS, "student")
    enrollment = await fetch_one(write.connection, _ENROLLMENTS, scope, where)
    if enrollment is None:
        message = f"there is no enrolment {content.enrollment_id} that you may see"
        raise people.invalid("enrollment_id", message)
    if content.due_date is not None and content.due_date < enrollment["today"]:
        raise people.invalid("due_date", f"must not be before today, {enrollment['today']}", "past")
    await check_staff(write.connection, content.assigned_to, enrollment["campus_id"])
    # One planned intervention per enrolment: what is done for it, or left undone, must stay tellable.
    await write.connection.execute(
        "select from operational.student_subject_enrollments where id = %s for no key update", (content.enrollment_id,)
    )
    found = await write.connection.execute(
        "select id from operational.interventions where enrollment_id = %s and status = 'planned'",
        (content.enrollment_id,),
    )
    planned = await found.fetchone()
    if planned is not None:
        message = "something is planned for this enrolment already; end that first"
        raise Conflict(message, kind="taken", intervention_id=planned["id"])
    values = content.model_dump() | {
        "student_id": enrollment["student_id"],
        "campus_id": enrollment["campus_id"],
        "started_on": enrollment["today"],
        "created_by": write.user.id,
    }
    row = await insert_row(write.connection, "interventions", values)
    await write.event(
        "intervention.planned",
        "interventions",
        row["id"],
        campus_id=enrollment["campus_id"],
        student_id=enrollment["student_id"],
        action=content.action,
        is_holdout=content.is_holdout,
    )
    if not content.is_holdout:
        await alerts.answer(write, content.enrollment_id, row["id"])
    await _tell(write, row["id"], content.assigned_to)
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, intervention_id: int, content: InterventionChange) -> Intervention:
    """Changes what was sent.

    Raises:
        NotFound: no such intervention that the user may see.
        Conflict: the version is not current, or it has ended.
        Invalid: the person is unknown, a date cannot be, or the outcome is missing or too early.
    """
    await get(write.connection, write.user, intervention_id)
    current = await lock_row(write.connection, "interventions", intervention_id)
    if current is None:
        raise NotFound(f"there is no intervention {intervention_id} that you may see")
    wanted = sent(content)
    now = InterventionStatus(current["status"])
    status = InterventionStatus(wanted.get("status") or now)
    check_move(now, status, MOVES)
    if wanted.get("assigned_to") != current["assigned_to"]:
        await check_staff(write.connection, wanted.get("assigned_to"), current["campus_id"])
    due = wanted.get("due_date")
    if due is not None and due < current["started_on"]:
        raise people.invalid("due_date", f"must not be before it began, {current['started_on']}", "order")
    outcome = wanted.get("outcome", current["outcome"])
    if (status is InterventionStatus.DONE) != (outcome is not None):
        message = "say what came of it" if outcome is None else "there is an outcome once it is done"
        raise people.invalid("outcome", message, "missing" if outcome is None else "not_done")
    if status is not now:
        wanted["closed_at"] = datetime.now(UTC)
    row, different = await write.update("interventions", current, wanted)
    if different:
        await write.event(
            "intervention.changed",
            "interventions",
            intervention_id,
            campus_id=current["campus_id"],
            student_id=current["student_id"],
            columns=sorted(different),
            status=status,
        )
    if "assigned_to" in different:
        await _tell(write, intervention_id, row["assigned_to"])
    return await get(write.connection, write.user, intervention_id)


async def _tell(write: Writing, intervention_id: int, user_id: int | None) -> None:
    if user_id is not None and user_id != write.user.id:
        await notify(
            write.connection,
            [user_id],
            "intervention.assigned",
            "A student needs you",
            link=f"/interventions/{intervention_id}",
            intervention_id=intervention_id,
        )
