"""Routes: /crm."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.crm import conversion, duplicates, follow_ups, service
from ingest_api.crm.follow_up_schemas import FollowUpChange, FollowUpItem, FollowUpSort, NewFollowUp, Sweep
from ingest_api.crm.repository import Filters
from ingest_api.crm.schemas import (
    Conversion,
    Converted,
    Counselors,
    Duplicates,
    InquiryChange,
    InquiryDetail,
    InquiryItem,
    InquirySort,
    Merge,
    NewInquiry,
    Stages,
)
from ingest_api.crm.sweep import sweep_for
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId, QueryDay, QueryId, Text
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import FollowUpStatus, FollowUpType, InquiryPriority, InquirySource, InquiryStatus

router = APIRouter(prefix="/crm", tags=["crm"])
Reader = Annotated[CurrentUser, Depends(require(Permission.INQUIRIES_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.INQUIRIES_WRITE))]


async def _filters(
    q: Annotated[Text | None, Query(max_length=100, description="Part of a name, phone or e-mail.")] = None,
    status: InquiryStatus | None = None,
    source: InquirySource | None = None,
    priority: InquiryPriority | None = None,
    counselor_id: QueryId = None,
    subject_id: QueryId = None,
    campus: Annotated[Text | None, Query(max_length=100, description="A campus code.")] = None,
    is_open: Annotated[bool | None, Query(alias="open", description="Neither enrolled nor lost.")] = None,
    due_until: QueryDay = None,
    created_from: QueryDay = None,
    created_until: QueryDay = None,
) -> Filters:
    return Filters(
        q, status, source, priority, counselor_id, subject_id, campus, is_open, due_until, created_from, created_until
    )


Wanted = Annotated[Filters, Depends(_filters)]


@router.get("/inquiries")
async def inquiries(
    user: Reader,
    connection: Connection,
    filters: Wanted,
    sort: InquirySort = InquirySort.CREATED_AT_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[InquiryItem]:
    """The inquiries that the user may see, a page at a time."""
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.get("/pipeline/stages")
async def stages(user: Reader, connection: Connection, filters: Wanted) -> Stages:
    """How many of the inquiries that the user may see stand at each stage, at this moment."""
    return await service.stages(connection, user, filters)


@router.get("/counselors")
async def counselors(user: Reader, connection: Connection) -> Counselors:
    """Who has open inquiries that the user may see, by name."""
    return await service.counselors(connection, user)


@router.post("/inquiries", status_code=201)
async def create_inquiry(body: NewInquiry, write: Writer) -> InquiryDetail:
    """A new inquiry. Without a counselor it goes to the one of the campus who has the fewest open ones."""
    return await write.once(body, InquiryDetail, lambda: service.create(write, body))


@router.get("/inquiries/{inquiry_id}")
async def inquiry(inquiry_id: PathId, user: Reader, connection: Connection, response: Response) -> InquiryDetail:
    """One inquiry with its stages."""
    found = await service.get(connection, user, inquiry_id)
    set_etag(response, found.version)
    return found


@router.put("/inquiries/{inquiry_id}")
async def change_inquiry(inquiry_id: PathId, body: InquiryChange, write: Writer) -> InquiryDetail:
    """Change what is sent. A lost inquiry is reopened by `status: contacted` (or by scheduling a follow-up)."""
    return await write.once(body, InquiryDetail, lambda: service.change(write, inquiry_id, body))


@router.post("/inquiries/{inquiry_id}/convert")
async def convert(inquiry_id: PathId, body: Conversion, write: Writer) -> Converted:
    """Make the inquiry a student, with enrolments: all of it, or nothing."""
    return await write.once(body, Converted, lambda: conversion.convert(write, inquiry_id, body))


@router.get("/inquiries/{inquiry_id}/duplicates")
async def find_duplicates(inquiry_id: PathId, user: Reader, connection: Connection) -> Duplicates:
    """Other inquiries of the campus with the same e-mail, phone or nearly the same name."""
    return await duplicates.find(connection, user, inquiry_id)


@router.post("/inquiries/{inquiry_id}/merge")
async def merge(inquiry_id: PathId, body: Merge, write: Writer) -> InquiryDetail:
    """Take a duplicate into this inquiry."""
    return await write.once(body, InquiryDetail, lambda: duplicates.merge(write, inquiry_id, body))


@router.get("/follow-ups")
async def list_follow_ups(
    user: Reader,
    connection: Connection,
    inquiry_id: QueryId = None,
    counselor_id: QueryId = None,
    status: FollowUpStatus | None = None,
    follow_up_type: Annotated[FollowUpType | None, Query(alias="type")] = None,
    date_from: QueryDay = None,
    date_until: QueryDay = None,
    sort: FollowUpSort = FollowUpSort.DATE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[FollowUpItem]:
    """The follow-ups of inquiries that the user may see. Due today: `status=pending&date_until=…`."""
    where = Conditions()
    where.add("contact.inquiry_id = %(inquiry_id)s", inquiry_id=inquiry_id)
    where.add("contact.counselor_id = %(counselor_id)s", counselor_id=counselor_id)
    where.add("contact.status = %(status)s", status=status)
    where.add("contact.follow_up_type = %(follow_up_type)s", follow_up_type=follow_up_type)
    where.add("contact.follow_up_date >= %(date_from)s", date_from=date_from)
    where.add("contact.follow_up_date <= %(date_until)s", date_until=date_until)
    return await follow_ups.search(connection, user, where, sort, cursor, limit)


@router.post("/follow-ups", status_code=201)
async def create_follow_up(body: NewFollowUp, write: Writer) -> FollowUpItem:
    """Plan a contact. The inquiry's next date and status follow."""
    return await write.once(body, FollowUpItem, lambda: follow_ups.create(write, body))


@router.post("/follow-ups/sweep")
async def sweep(write: Writer) -> Sweep:
    """Once a day: what is pending for too long was missed, and counselors are reminded of what is due."""
    return await write.once(Nothing(), Sweep, lambda: sweep_for(write))


@router.get("/follow-ups/{follow_up_id}")
async def follow_up(follow_up_id: PathId, user: Reader, connection: Connection, response: Response) -> FollowUpItem:
    """One follow-up."""
    found = await follow_ups.get(connection, user, follow_up_id)
    set_etag(response, found.version)
    return found


@router.put("/follow-ups/{follow_up_id}")
async def change_follow_up(follow_up_id: PathId, body: FollowUpChange, write: Writer) -> FollowUpItem:
    """Change what is sent; whoever ends a follow-up says when the next one is, or why the inquiry is lost."""
    return await write.once(body, FollowUpItem, lambda: follow_ups.change(write, follow_up_id, body))
