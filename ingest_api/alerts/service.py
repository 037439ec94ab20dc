"""Alerts as staff see them: shown already, of students within sight; answered by helping, or dismissed."""

from datetime import UTC, date, datetime
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.alerts.schemas import RiskAlert, RiskAlertSort
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.rows import lock_row
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import RiskAlertStatus

# Why one that waits is in no list: whoever knew of it would treat the student unlike the others, for better or worse.
_SHOWN: Final = """
    alert.shown_from <= coalesce(
        (select clock_as_of from operational.institute), (now() at time zone campus.time_zone)::date
    )
"""

ALERTS: Final = Listing(
    columns="""
        alert.id, alert.enrollment_id, alert.student_id, student.enrollment_no,
        concat_ws(' ', person.first_name, person.last_name) as student_name,
        subject.code as subject_code, subject.name as subject_name, alert.campus_id,
        alert.raised_on, alert.scored_as_of, alert.p_drop, alert.p_drop_30d, alert.band, alert.reasons,
        following.session_date as next_session_date, following.start_time as next_session_time,
        alert.status, alert.intervention_id, alert.dismissed_because, alert.closed_at, alert.version,
        (alert.p_drop * 1000000)::integer as p_drop_key
    """,
    tables="""
        operational.risk_alerts as alert
        join operational.students as student on student.id = alert.student_id
        join operational.users as person on person.id = student.user_id
        join operational.campuses as campus on campus.id = alert.campus_id
        join operational.student_subject_enrollments as enrollment on enrollment.id = alert.enrollment_id
        join operational.subjects as subject on subject.id = enrollment.subject_id
        left join lateral (
            select held.session_date, held.start_time
            from operational.learning_sessions as held
            where held.status = 'scheduled' and held.subject_id = enrollment.subject_id
                and held.session_date >= coalesce(
                    (select clock_as_of from operational.institute), (now() at time zone campus.time_zone)::date
                )
                and (
                    held.student_id = alert.student_id
                    or held.batch_id in (
                        select member.batch_id from operational.flexible_batch_members as member
                        where member.student_id = alert.student_id
                    )
                )
            order by held.session_date, held.start_time
            limit 1
        ) as following on true
    """,
    orders={
        RiskAlertSort.P_DROP_DESCENDING.lstrip("-"): [
            SortKey("(alert.p_drop * 1000000)::integer", "p_drop_key", int),
            SortKey("alert.id", "id", int),
        ],
        RiskAlertSort.RAISED_ON_DESCENDING.lstrip("-"): [
            SortKey("alert.raised_on", "raised_on", date),
            SortKey("alert.id", "id", int),
        ],
    },
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    conditions: Conditions,
    sort: RiskAlertSort,
    cursor: str | None,
    limit: int,
) -> Page[RiskAlert]:
    """One page of the alerts that are shown, for students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    conditions.add(_SHOWN)
    rows, next_cursor = await fetch_page(
        connection, ALERTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
    return Page(items=[RiskAlert(**row) for row in rows], next_cursor=next_cursor)


async def _get(write: Writing, alert_id: int) -> RiskAlert:
    where = Conditions()
    where.add("alert.id = %(alert_id)s", alert_id=alert_id)
    where.add(_SHOWN)
    scope = row_predicate(write.user.viewer, Resource.STUDENTS, "student")
    row = await fetch_one(write.connection, ALERTS, scope, where)
    if row is None:
        raise NotFound(f"there is no alert {alert_id} that you may see")
    return RiskAlert(**row)


async def dismiss(write: Writing, alert_id: int, because: str) -> RiskAlert:
    """Closes an alert that needs nobody to do anything.

    Raises:
        NotFound: no such alert that the user may see.
        Conflict: it is closed already, or its version is not current.
    """
    await _get(write, alert_id)
    current = await lock_row(write.connection, "risk_alerts", alert_id)
    if current is None or current["status"] != RiskAlertStatus.OPEN:
        raise Conflict("this alert is closed already", kind="closed")
    changes = {
        "status": RiskAlertStatus.DISMISSED,
        "dismissed_because": because,
        "closed_by": write.user.id,
        "closed_at": datetime.now(UTC),
    }
    await write.update("risk_alerts", current, changes)
    await write.event(
        "risk_alert.dismissed",
        "risk_alerts",
        alert_id,
        campus_id=current["campus_id"],
        student_id=current["student_id"],
    )
    return await _get(write, alert_id)


async def answer(write: Writing, enrollment_id: int, intervention_id: int) -> None:
    """Closes the enrolment's open alert, shown or still waiting: somebody helps."""
    found = await write.connection.execute(
        "update operational.risk_alerts set status = 'answered', intervention_id = %s, closed_by = %s,"
        " closed_at = now() where enrollment_id = %s and status = 'open' returning id, campus_id, student_id",
        (intervention_id, write.user.id, enrollment_id),
    )
    for row in await found.fetchall():
        await write.event(
            "risk_alert.answered",
            "risk_alerts",
            row["id"],
            campus_id=row["campus_id"],
            student_id=row["student_id"],
            intervention_id=intervention_id,
        )
