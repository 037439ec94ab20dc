"""Routes: /feedback and /action-items. What is read from the published snapshot stands in `analytics/`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.feedback import action_items, service
from ingest_api.feedback.schemas import (
    ActionItem,
    ActionItemChange,
    ActionItemSort,
    Correction,
    FeedbackDetail,
    FeedbackItem,
    FeedbackSort,
    NewFeedback,
    NewStandaloneActionItem,
    Resolution,
)
from ingest_api.fields import PathId, QueryDay, QueryId
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import ActionItemStatus, FeedbackStatus, FeedbackType

router = APIRouter(tags=["feedback"])
Reader = Annotated[CurrentUser, Depends(require(Permission.FEEDBACK_READ))]
ItemReader = Annotated[CurrentUser, Depends(require(Permission.ACTION_ITEMS_READ))]


@router.get("/feedback")
async def list_feedback(
    user: Reader,
    connection: Connection,
    status: FeedbackStatus | None = None,
    feedback_type: Annotated[FeedbackType | None, Query(alias="type")] = None,
    campus_id: QueryId = None,
    faculty_id: QueryId = None,
    session_id: QueryId = None,
    rating_until: Annotated[int | None, Query(ge=1, le=5, description="This rating or a worse one.")] = None,
    submitted_from: QueryDay = None,
    submitted_until: QueryDay = None,
    sort: FeedbackSort = FeedbackSort.SUBMITTED_AT_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[FeedbackItem]:
    """The feedback that the user may see: a student their own, a faculty member what is about her.

    Anonymous feedback is shown from five comments on: where fewer are left after all filters but status and rating,
    none is.
    """
    group, where = Conditions(), Conditions()
    group.add("said.feedback_type = %(feedback_type)s", feedback_type=feedback_type)
    group.add("said.campus_id = %(campus_id)s", campus_id=campus_id)
    group.add("said.faculty_id = %(faculty_id)s", faculty_id=faculty_id)
    group.add("said.session_id = %(session_id)s", session_id=session_id)
    local_day = "(said.submitted_at at time zone coalesce(campus.time_zone, 'UTC'))::date"
    group.add(f"{local_day} >= %(submitted_from)s", submitted_from=submitted_from)
    group.add(f"{local_day} <= %(submitted_until)s", submitted_until=submitted_until)
    where.add("said.status = %(status)s", status=status)
    where.add("said.rating <= %(rating_until)s", rating_until=rating_until)
    return await service.search(connection, user, group, where, sort, cursor, limit)


@router.post("/feedback", status_code=201)
async def give(
    body: NewFeedback, write: Annotated[Writing, Depends(writing(Permission.FEEDBACK_GIVE))]
) -> FeedbackItem:
    """Say something about a session, a faculty member, a subject, the institute or its rooms."""
    return await service.give(write, body)


@router.get("/feedback/{feedback_id}")
async def get(feedback_id: PathId, user: Reader, connection: Connection, response: Response) -> FeedbackDetail:
    """One feedback with what is done about it."""
    found = await service.get(connection, user, feedback_id)
    set_etag(response, found.version)
    return found


@router.post("/feedback/{feedback_id}/resolve")
async def resolve(
    feedback_id: PathId,
    body: Resolution,
    write: Annotated[Writing, Depends(writing(Permission.FEEDBACK_RESOLVE))],
) -> FeedbackDetail:
    """Review or resolve it, say what its mood and themes are, and what is to be done."""
    return await write.once(body, FeedbackDetail, lambda: service.resolve(write, feedback_id, body))


@router.put("/feedback/{feedback_id}/meaning")
async def correct(
    feedback_id: PathId,
    body: Correction,
    write: Annotated[Writing, Depends(writing(Permission.FEEDBACK_CORRECT))],
) -> FeedbackDetail:
    """Say how it was meant and what it is about, better than the model; it learns from that."""
    return await write.once(body, FeedbackDetail, lambda: service.correct(write, feedback_id, body))


@router.get("/action-items")
async def list_items(
    user: ItemReader,
    connection: Connection,
    status: ActionItemStatus | None = None,
    assigned_to: QueryId = None,
    feedback_id: QueryId = None,
    due_until: QueryDay = None,
    sort: ActionItemSort = ActionItemSort.DUE_DATE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[ActionItem]:
    """The action items that the user may see: admins those of the campus, others what they are to do."""
    where = Conditions()
    where.add("item.status = %(status)s", status=status)
    where.add("item.assigned_to = %(assigned_to)s", assigned_to=assigned_to)
    where.add("item.feedback_id = %(feedback_id)s", feedback_id=feedback_id)
    where.add("item.due_date <= %(due_until)s", due_until=due_until)
    return await action_items.search(connection, user, where, sort, cursor, limit)


@router.post("/action-items", status_code=201)
async def create_item(
    body: NewStandaloneActionItem, write: Annotated[Writing, Depends(writing(Permission.ACTION_ITEMS_CREATE))]
) -> ActionItem:
    """Something that somebody is to do."""
    return await write.once(body, ActionItem, lambda: action_items.create(write, body))


@router.get("/action-items/{item_id}")
async def get_item(item_id: PathId, user: ItemReader, connection: Connection, response: Response) -> ActionItem:
    """One action item."""
    found = await action_items.get(connection, user, item_id)
    set_etag(response, found.version)
    return found


@router.put("/action-items/{item_id}")
async def change_item(
    item_id: PathId,
    body: ActionItemChange,
    write: Annotated[Writing, Depends(writing(Permission.ACTION_ITEMS_DO))],
) -> ActionItem:
    """Change what is sent."""
    return await write.once(body, ActionItem, lambda: action_items.change(write, item_id, body))
