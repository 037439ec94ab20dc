"""The rules of follow-ups.

A pending follow-up is completed or missed, and both are ends: the next contact is a follow-up of its own. Whoever ends
one says when the next is, or that the inquiry is lost. What becomes of those that nobody ends: `sweep.py`.
"""

from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.crm import repository, service
from ingest_api.crm.follow_up_schemas import FollowUpChange, FollowUpItem, FollowUpSort, NewFollowUp
from ingest_api.errors import Conflict, NotFound
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.rows import insert_row, lock_row
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import FollowUpStatus, InquiryStatus

MOVES: Final = {FollowUpStatus.PENDING: frozenset({FollowUpStatus.COMPLETED, FollowUpStatus.MISSED})}

FOLLOW_UPS = Listing(
    columns="""
        contact.id, contact.inquiry_id, inquiry.student_name, campus.code as campus_code,
        inquiry.status as inquiry_status, contact.counselor_id,
        nullif(concat_ws(' ', counselor.first_name, counselor.last_name), '') as counselor_name,
        contact.follow_up_date, contact.follow_up_type, contact.status, contact.outcome, contact.notes,
        contact.next_follow_up_date, contact.version,
        contact.status = 'pending'
            and contact.follow_up_date < (now() at time zone campus.time_zone)::date as is_overdue
    """,
    tables="""
        operational.follow_ups as contact
        join operational.crm_inquiries as inquiry on inquiry.id = contact.inquiry_id
        join operational.campuses as campus on campus.id = inquiry.campus_id
        left join operational.users as counselor on counselor.id = contact.counselor_id
    """,
    orders={
        FollowUpSort.DATE: [
            SortKey("contact.follow_up_date", "follow_up_date", date),
            SortKey("contact.id", "id", int),
        ]
    },
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    conditions: Conditions,
    sort: FollowUpSort,
    cursor: str | None,
    limit: int,
) -> Page[FollowUpItem]:
    """One page of the follow-ups of inquiries that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.INQUIRIES, "inquiry")
    rows, next_cursor = await fetch_page(
        connection, FOLLOW_UPS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
    return Page(items=[FollowUpItem(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, follow_up_id: int) -> FollowUpItem:
    """One follow-up.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    where = Conditions()
    where.add("contact.id = %(follow_up_id)s", follow_up_id=follow_up_id)
    row = await fetch_one(connection, FOLLOW_UPS, row_predicate(user.viewer, Resource.INQUIRIES, "inquiry"), where)
    if row is None:
        raise NotFound(f"there is no follow-up {follow_up_id} that you may see")
    return FollowUpItem(**row)


async def create(write: Writing, content: NewFollowUp) -> FollowUpItem:
    """Plans a contact; the inquiry's next date and status follow.

    Raises:
        Invalid: no such inquiry that the user may see, the day is over, or the counselor is unknown.
        Conflict: the inquiry came to its end, or has such a follow-up on that day already.
    """
    try:
        inquiry, today = await service.locked(write, content.inquiry_id)
    except NotFound as error:
        raise people.invalid("inquiry_id", error.detail) from error
    if inquiry["closed_on"] is not None:
        raise Conflict(f"this inquiry is {inquiry['status']}; reopen it first", kind="inquiry-closed")
    if content.follow_up_date < today:
        raise people.invalid("follow_up_date", f"must not be before today, {today}", "past")
    await people.check_counselor(write.connection, content.counselor_id, inquiry["campus_id"])
    values = content.model_dump() | {"counselor_id": content.counselor_id or inquiry["counselor_id"]}
    row_id = await _plan(write, inquiry, values)
    earlier = inquiry["next_follow_up_date"]
    # The next contact is the nearest one that still lies ahead.
    next_date = min(content.follow_up_date, earlier) if earlier and earlier >= today else content.follow_up_date
    await service.move(write, inquiry, InquiryStatus.FOLLOW_UP_SCHEDULED, {"next_follow_up_date": next_date})
    return await get(write.connection, write.user, row_id)


async def _plan(write: Writing, inquiry: DictRow, values: dict[str, Any]) -> int:
    try:
        async with write.connection.transaction():
            row = await insert_row(write.connection, "follow_ups", values)
    except UniqueViolation as error:
        message = "there is a follow-up of this kind on that day already"
        raise Conflict(message, kind="taken") from error
    await write.event(
        "follow_up.created", "follow_ups", row["id"], campus_id=inquiry["campus_id"], inquiry_id=inquiry["id"]
    )
    return int(row["id"])


async def change(write: Writing, follow_up_id: int, content: FollowUpChange) -> FollowUpItem:
    """Changes what was sent; ending a follow-up asks for a next date, or for the end of the inquiry.

    Raises:
        NotFound: no such follow-up that the user may see.
        Conflict: the version is not current, it has ended, or the new day is taken.
        Invalid: a value that the status needs is missing, or a date cannot be.
    """
    item = await get(write.connection, write.user, follow_up_id)
    # The inquiry first, then its follow-up: every other write locks in this order too.
    inquiry, today = await service.locked(write, item.inquiry_id)
    current = await lock_row(write.connection, "follow_ups", follow_up_id)
    if current is None or current["inquiry_id"] != inquiry["id"]:
        raise NotFound(f"there is no follow-up {follow_up_id} that you may see")
    wanted = sent(content)
    lost_reason = wanted.pop("lost_reason", None)
    now, status = FollowUpStatus(current["status"]), FollowUpStatus(wanted.get("status") or current["status"])
    check_move(now, status, MOVES)
    is_ending = status is not now
    if wanted.get("counselor_id") != current["counselor_id"]:
        await people.check_counselor(write.connection, wanted.get("counselor_id"), inquiry["campus_id"])
    _check(current, wanted, today, is_ending=is_ending)
    if is_ending:
        _check_end(status, wanted, lost_reason, today, is_open=inquiry["closed_on"] is None)
    elif lost_reason is not None:
        raise people.invalid("lost_reason", "an inquiry is lost at the end of a follow-up", "not_ended")
    try:
        async with write.connection.transaction():
            row, different = await write.update("follow_ups", current, wanted)
    except UniqueViolation as error:
        raise Conflict("there is a follow-up of this kind on that day already", kind="taken") from error
    if different:
        await write.event(
            "follow_up.changed",
            "follow_ups",
            follow_up_id,
            campus_id=inquiry["campus_id"],
            inquiry_id=inquiry["id"],
            columns=sorted(different),
            status=status,
        )
    if is_ending and inquiry["closed_on"] is None:
        await _go_on(write, inquiry, row, lost_reason, today)
    elif "follow_up_date" in different and inquiry["next_follow_up_date"] == current["follow_up_date"]:
        values = {"next_follow_up_date": row["follow_up_date"]}
        await service.move(write, inquiry, InquiryStatus(inquiry["status"]), values)
    return await get(write.connection, write.user, follow_up_id)


def _check(current: DictRow, wanted: dict[str, Any], today: date, *, is_ending: bool) -> None:
    day: date = wanted.get("follow_up_date") or current["follow_up_date"]
    next_day = wanted.get("next_follow_up_date", current["next_follow_up_date"])
    if current["status"] != FollowUpStatus.PENDING and {"follow_up_date", "next_follow_up_date"} & wanted.keys():
        raise Conflict(f"this follow-up is {current['status']}: its dates stay", kind="follow-up-ended")
    if not is_ending and day != current["follow_up_date"] and day < today:
        raise people.invalid("follow_up_date", f"must not be before today, {today}", "past")
    if is_ending and day > today:
        raise people.invalid("follow_up_date", "what lies ahead can neither be completed nor missed", "future")
    if next_day is not None and next_day < day:
        raise people.invalid("next_follow_up_date", "must not be before the follow-up itself", "order")


def _check_end(
    status: FollowUpStatus, wanted: dict[str, Any], lost_reason: str | None, today: date, *, is_open: bool
) -> None:
    next_day = wanted.get("next_follow_up_date")
    if status is FollowUpStatus.COMPLETED and not (wanted.get("outcome") or "").strip():
        raise people.invalid("outcome", "say what came of it", "missing")
    if not is_open:
        return
    if (next_day is None) == (not (lost_reason or "").strip()):
        message = "say when the next follow-up is, or why the inquiry is lost (lost_reason); one of the two"
        raise people.invalid("next_follow_up_date", message, "next_or_lost")
    if next_day is not None and next_day < today:
        raise people.invalid("next_follow_up_date", f"must not be before today, {today}", "past")


async def _go_on(write: Writing, inquiry: DictRow, row: DictRow, lost_reason: str | None, today: date) -> None:
    """What the end of a follow-up means for its inquiry: lost, or the next contact is planned."""
    if lost_reason is not None:
        values = {"closed_on": today, "lost_reason": lost_reason, "next_follow_up_date": None}
        await service.move(write, inquiry, InquiryStatus.LOST, values)
        await repository.drop_plans(write.connection, inquiry["id"], today)
        return
    values = {
        "inquiry_id": inquiry["id"],
        "follow_up_date": row["next_follow_up_date"],
        "follow_up_type": row["follow_up_type"],
        "counselor_id": row["counselor_id"],
    }
    known = await write.connection.execute(
        "select from operational.follow_ups"
        " where inquiry_id = %(inquiry_id)s and follow_up_date = %(follow_up_date)s and status = 'pending'",
        values,
    )
    if await known.fetchone() is None:
        await _plan(write, inquiry, values)
    await service.move(
        write, inquiry, InquiryStatus.FOLLOW_UP_SCHEDULED, {"next_follow_up_date": row["next_follow_up_date"]}
    )
