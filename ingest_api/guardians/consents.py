"""The rules of consents: one at a time for a purpose, and history stays.

Giving makes a row, withdrawing ends it, giving again makes another one. Nothing else of a row ever changes. The day is
the calendar's at the student's campus, also where the institute's clock stands on another one.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.guardians.schemas import Consent, ConsentSort, NewConsent, Withdrawal
from ingest_api.guardians.service import locked_student
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.rows import check_version, lock_row
from ingest_api.students import service as students
from ingest_api.writing import Writing
from warehouse.vocabulary import ConsentPurpose

CONSENTS = Listing(
    columns="""
        consent.id, consent.student_id, consent.purpose, consent.withdrawn_at is null as is_given, consent.granted_at,
        consent.source, consent.guardian_id, guardian.name as guardian_name, consent.recorded_by,
        nullif(concat_ws(' ', recorder.first_name, recorder.last_name), '') as recorded_by_name,
        consent.withdrawn_at, consent.withdrawal_source, consent.withdrawn_by,
        nullif(concat_ws(' ', ender.first_name, ender.last_name), '') as withdrawn_by_name, consent.version
    """,
    tables="""
        operational.consents as consent
        left join operational.guardians as guardian on guardian.id = consent.guardian_id
        left join operational.users as recorder on recorder.id = consent.recorded_by
        left join operational.users as ender on ender.id = consent.withdrawn_by
    """,
    orders={
        ConsentSort.GRANTED_AT: [
            SortKey("consent.granted_at", "granted_at", datetime),
            SortKey("consent.id", "id", int),
        ]
    },
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    student_id: int,
    purpose: ConsentPurpose | None,
    is_given: bool | None,
    sort: ConsentSort,
    cursor: str | None,
    limit: int,
) -> Page[Consent]:
    """One page of a student's consents, those that were withdrawn included.

    Raises:
        NotFound: there is no such student that `user` may see.
        Invalid: the cursor was not made for this order.
    """
    await students.get(connection, user, student_id)
    where = Conditions()
    where.add("consent.student_id = %(student_id)s", student_id=student_id)
    where.add("consent.purpose = %(purpose)s", purpose=purpose)
    where.add("(consent.withdrawn_at is null) = %(is_given)s", is_given=is_given)
    rows, next_cursor = await fetch_page(connection, CONSENTS, order=sort, cursor=cursor, limit=limit, conditions=where)
    return Page(items=[Consent(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, student_id: int, consent_id: int) -> Consent:
    """One consent of a student.

    Raises:
        NotFound: there is none, or none of a student that `user` may see.
    """
    await students.get(connection, user, student_id)
    return await _one(connection, student_id, consent_id)


async def give(write: Writing, student_id: int, content: NewConsent) -> Consent:
    """Writes down that somebody agreed.

    Raises:
        NotFound: there is no such student that the user may see.
        Invalid: the guardian is not the student's, or the day has not come yet.
        Conflict: a consent to this purpose holds, or it held on that day.
    """
    connection = write.connection
    student = await locked_student(write, student_id)
    if content.guardian_id is not None:
        guardian = await lock_row(connection, "guardians", content.guardian_id)
        if guardian is None or guardian["student_id"] != student_id:
            raise people.invalid("guardian_id", f"the student has no guardian {content.guardian_id}")
    granted_at = _instant(await _zone(connection, student), "granted_on", content.granted_on)
    found = await connection.execute(
        "select id, withdrawn_at from operational.consents where student_id = %s and purpose = %s"
        " and coalesce(withdrawn_at, 'infinity') > %s order by withdrawn_at desc nulls first limit 1",
        (student_id, content.purpose, granted_at),
    )
    known = await found.fetchone()
    if known is not None:
        raise Conflict(
            "a consent to this purpose holds already"
            if known["withdrawn_at"] is None
            else "the consent before was withdrawn later than that",
            kind="consent-holds",
            consent_id=known["id"],
        )
    values = content.model_dump(exclude={"granted_on"})
    row = await people.add(
        connection,
        "consents",
        {**values, "student_id": student_id, "granted_at": granted_at, "recorded_by": write.user.id},
        "a consent to this purpose holds already",
    )
    await _tell(write, "consent.given", student, row)
    return await _one(connection, student_id, row["id"])


async def withdraw(write: Writing, student_id: int, consent_id: int, content: Withdrawal) -> Consent:
    """Ends a consent; its row stays.

    Raises:
        NotFound: there is no such consent of a student that the user may see.
        Invalid: the day has not come yet, or lies before the consent was given.
        Conflict: the version is not current, or it was withdrawn already.
    """
    connection = write.connection
    student = await locked_student(write, student_id)
    current = await lock_row(connection, "consents", consent_id)
    if current is None or current["student_id"] != student_id:
        raise NotFound(f"the student has no consent {consent_id} that you may see")
    check_version(write.expected_version, current)
    if current["withdrawn_at"] is not None:
        raise Conflict("this consent was withdrawn already", kind="consent-withdrawn")
    zone = await _zone(connection, student)
    if content.withdrawn_on is not None and content.withdrawn_on < current["granted_at"].astimezone(zone).date():
        raise people.invalid("withdrawn_on", "must not lie before the consent was given", "order")
    withdrawn_at = _instant(zone, "withdrawn_on", content.withdrawn_on)
    changes = {
        # The day it was given may be the day it ends.
        "withdrawn_at": max(withdrawn_at, current["granted_at"]),
        "withdrawn_by": write.user.id,
        "withdrawal_source": content.source,
    }
    row, _ = await write.update("consents", current, changes)
    await _tell(write, "consent.withdrawn", student, row)
    return await _one(connection, student_id, consent_id)


async def _one(connection: AsyncConnection[DictRow], student_id: int, consent_id: int) -> Consent:
    where = Conditions()
    where.add("consent.student_id = %(student_id)s", student_id=student_id)
    where.add("consent.id = %(consent_id)s", consent_id=consent_id)
    row = await fetch_one(connection, CONSENTS, None, where)
    if row is None:
        raise NotFound(f"the student has no consent {consent_id} that you may see")
    return Consent(**row)


async def _zone(connection: AsyncConnection[DictRow], student: DictRow) -> ZoneInfo:
    found = await connection.execute(
        "select time_zone from operational.campuses where id = %s", (student["campus_id"],)
    )
    row = await found.fetchone()
    return ZoneInfo(row["time_zone"] if row else "UTC")


def _instant(zone: ZoneInfo, name: str, day: date | None) -> datetime:
    """Now for today or no day; else the beginning of the day at the student's campus."""
    now = datetime.now(UTC)
    today = now.astimezone(zone).date()
    if day is not None and day > today:
        raise people.invalid(name, f"must not lie after today, {today}", "future")
    return now if day is None or day == today else datetime.combine(day, time(), zone)


async def _tell(write: Writing, name: str, student: DictRow, row: DictRow) -> None:
    await write.event(
        name,
        "consents",
        row["id"],
        campus_id=student["campus_id"],
        student_id=student["id"],
        purpose=row["purpose"],
        is_of_guardian=row["guardian_id"] is not None,
    )
