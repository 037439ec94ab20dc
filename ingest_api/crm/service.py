"""The rules of inquiries: who gets a new one, how it moves, when it ends and opens again.

Follow-ups stand in `follow_ups.py`, becoming a student in `conversion.py`, duplicates in `duplicates.py`.
"""

from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.crm import repository
from ingest_api.crm.repository import Filters
from ingest_api.crm.schemas import (
    Counselor,
    Counselors,
    InquiryChange,
    InquiryDetail,
    InquiryItem,
    InquirySort,
    NewInquiry,
    StageCount,
    Stages,
)
from ingest_api.errors import Conflict, NotFound
from ingest_api.listing import Page
from ingest_api.notifications.sending import notify
from ingest_api.rows import insert_row, lock_row, update_row
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import InquiryStatus

MOVES: Final = {
    InquiryStatus.NEW: frozenset({InquiryStatus.CONTACTED, InquiryStatus.FOLLOW_UP_SCHEDULED, InquiryStatus.LOST}),
    InquiryStatus.CONTACTED: frozenset({InquiryStatus.FOLLOW_UP_SCHEDULED, InquiryStatus.LOST}),
    InquiryStatus.FOLLOW_UP_SCHEDULED: frozenset({InquiryStatus.CONTACTED, InquiryStatus.LOST}),
    # Reopening: somebody who was lost asks again. Who enrolled is a student, and asks as one.
    InquiryStatus.LOST: frozenset({InquiryStatus.CONTACTED, InquiryStatus.FOLLOW_UP_SCHEDULED}),
    InquiryStatus.ENROLLED: frozenset[InquiryStatus](),
}


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: Filters,
    sort: InquirySort,
    cursor: str | None,
    limit: int,
) -> Page[InquiryItem]:
    """One page of the inquiries that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.INQUIRIES, "inquiry")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[InquiryItem(**row) for row in rows], next_cursor=next_cursor)


async def stages(connection: AsyncConnection[DictRow], user: CurrentUser, filters: Filters) -> Stages:
    """How many of the inquiries that `user` may see stand at each stage."""
    scope = row_predicate(user.viewer, Resource.INQUIRIES, "inquiry")
    found = await repository.stages(connection, scope, filters)
    return Stages(stages=[StageCount(status=stage, inquiries=found.get(stage, 0)) for stage in InquiryStatus])


async def counselors(connection: AsyncConnection[DictRow], user: CurrentUser) -> Counselors:
    """Who has open inquiries that `user` may see."""
    scope = row_predicate(user.viewer, Resource.INQUIRIES, "inquiry")
    return Counselors(items=[Counselor(**row) for row in await repository.counselors(connection, scope)])


async def visible(connection: AsyncConnection[DictRow], user: CurrentUser, inquiry_id: int) -> DictRow:
    """One inquiry as a row of its listing.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.one(connection, row_predicate(user.viewer, Resource.INQUIRIES, "inquiry"), inquiry_id)
    if row is None:
        raise NotFound(f"there is no inquiry {inquiry_id} that you may see")
    return row


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, inquiry_id: int) -> InquiryDetail:
    """One inquiry; the same errors as `visible`."""
    return InquiryDetail(**await visible(connection, user, inquiry_id))


async def locked(write: Writing, inquiry_id: int) -> tuple[DictRow, date]:
    """One inquiry's row, locked, and today at its campus; the same errors as `visible`."""
    today = (await visible(write.connection, write.user, inquiry_id))["today"]
    row = await lock_row(write.connection, "crm_inquiries", inquiry_id)
    if row is None:
        raise NotFound(f"there is no inquiry {inquiry_id} that you may see")
    return row, today


async def create(write: Writing, content: NewInquiry) -> InquiryDetail:
    """A new inquiry, given to a counselor.

    Raises:
        Invalid: the campus, the counselor or a subject is unknown.
    """
    campus = await people.campus_for(write.connection, write.user, content.campus_id)
    await people.check_counselor(write.connection, content.counselor_id, campus["id"])
    await check_subjects(write.connection, content.interested_subject_ids)
    counselor_id = content.counselor_id or await repository.least_busy_counselor(write.connection, campus["id"])
    values = content.model_dump(exclude={"interested_subject_ids", "campus_id", "attributes"})
    values |= {"campus_id": campus["id"], "counselor_id": counselor_id, "attributes": Jsonb(content.attributes)}
    row = await insert_row(write.connection, "crm_inquiries", values)
    await repository.set_subjects(write.connection, row["id"], content.interested_subject_ids)
    await add_stage(write, row["id"], None, InquiryStatus.NEW)
    await write.event(
        "inquiry.created",
        "crm_inquiries",
        row["id"],
        campus_id=campus["id"],
        counselor_id=counselor_id,
        is_assigned_automatically=content.counselor_id is None and counselor_id is not None,
    )
    await tell_counselor(write, row["id"], counselor_id)
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, inquiry_id: int, content: InquiryChange) -> InquiryDetail:
    """Changes what was sent; a change of status follows `MOVES` and is kept as a stage.

    Raises:
        NotFound: no such inquiry that the user may see.
        Conflict: the version is not current, or the status cannot be reached.
        Invalid: the counselor or a subject is unknown, or a value that the status needs is missing.
    """
    current, today = await locked(write, inquiry_id)
    wanted = sent(content)
    subject_ids = wanted.pop("interested_subject_ids", None)
    if wanted.get("counselor_id") != current["counselor_id"]:
        await people.check_counselor(write.connection, wanted.get("counselor_id"), current["campus_id"])
    if subject_ids is not None:
        await check_subjects(write.connection, subject_ids)
    now, status = InquiryStatus(current["status"]), InquiryStatus(wanted.get("status") or current["status"])
    wanted |= _status_values(now, status, current, wanted, today)
    row, different = await write.update("crm_inquiries", current, wanted)
    if subject_ids is not None and await repository.set_subjects(write.connection, inquiry_id, subject_ids):
        different.append("interested_subjects")
        if row["version"] == current["version"]:
            await write.connection.execute(
                "update operational.crm_inquiries set updated_at = now() where id = %s", (inquiry_id,)
            )
    if status is not now:
        await add_stage(write, inquiry_id, now, status)
        if status is InquiryStatus.LOST:
            await repository.drop_plans(write.connection, inquiry_id, today)
    if "counselor_id" in different:
        await tell_counselor(write, inquiry_id, row["counselor_id"])
    if different:
        await write.event(
            "inquiry.changed",
            "crm_inquiries",
            inquiry_id,
            campus_id=current["campus_id"],
            columns=sorted(different),
            status_before=now,
            status=status,
        )
    return await get(write.connection, write.user, inquiry_id)


def _status_values(
    now: InquiryStatus, status: InquiryStatus, current: DictRow, wanted: dict[str, Any], today: date
) -> dict[str, Any]:
    """The other columns that go with a status."""
    if status is InquiryStatus.ENROLLED and now is not status:
        raise Conflict("an inquiry is enrolled by converting it: POST …/convert", kind="convert-instead")
    check_move(now, status, MOVES)
    if "lost_reason" in wanted and wanted["lost_reason"] is not None and status is not InquiryStatus.LOST:
        raise people.invalid("lost_reason", "only a lost inquiry has a reason for it", "not_lost")
    if now is status:
        return {}
    if status is InquiryStatus.LOST:
        if not (wanted.get("lost_reason") or "").strip():
            raise people.invalid("lost_reason", "say why the inquiry is lost", "missing")
        return {"closed_on": today, "next_follow_up_date": None}
    if current["merged_into_id"] is not None:
        raise Conflict(
            f"this inquiry went into inquiry {current['merged_into_id']}: go on there",
            kind="merged",
            merged_into_id=current["merged_into_id"],
        )
    if (
        status is InquiryStatus.FOLLOW_UP_SCHEDULED
        and wanted.get("next_follow_up_date", current["next_follow_up_date"]) is None
    ):
        raise people.invalid("next_follow_up_date", "say when the follow-up is", "missing")
    return {"closed_on": None, "lost_reason": None}


async def move(write: Writing, row: DictRow, status: InquiryStatus, values: dict[str, Any]) -> None:
    """Moves a locked inquiry as a consequence of something else, with its stage; values without a status change too."""
    changes = {**values, "status": status}
    different = [column for column, value in changes.items() if row[column] != value]
    await update_row(write.connection, "crm_inquiries", row["id"], {column: changes[column] for column in different})
    if status != row["status"]:
        await add_stage(write, row["id"], InquiryStatus(row["status"]), status)
    if different:
        await write.event(
            "inquiry.changed",
            "crm_inquiries",
            row["id"],
            campus_id=row["campus_id"],
            columns=sorted(different),
            status_before=row["status"],
            status=status,
        )


async def add_stage(write: Writing, inquiry_id: int, now: InquiryStatus | None, status: InquiryStatus) -> None:
    """Keeps a change of status."""
    await insert_row(
        write.connection,
        "crm_inquiry_stages",
        {"inquiry_id": inquiry_id, "from_status": now, "to_status": status, "changed_by": write.user.id},
    )


async def check_subjects(connection: AsyncConnection[DictRow], subject_ids: list[int]) -> None:
    """Refuses subjects that are not taught.

    Raises:
        Invalid: an id is no active subject's.
    """
    unknown = await repository.unknown_subjects(connection, subject_ids)
    if unknown:
        raise people.invalid("interested_subject_ids", f"no active subject has the id {unknown[0]}")


async def tell_counselor(write: Writing, inquiry_id: int, counselor_id: int | None) -> None:
    """Tells a counselor that an inquiry is theirs now, unless they did it themselves."""
    if counselor_id is not None and counselor_id != write.user.id:
        link = f"/crm/inquiries/{inquiry_id}"
        title = "An inquiry is yours now"
        await notify(write.connection, [counselor_id], "inquiry.assigned", title, link=link, inquiry_id=inquiry_id)
