"""The rules of action items: who is to do what, and how far it is."""

from datetime import UTC, date, datetime
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Forbidden, NotFound
from ingest_api.feedback.schemas import (
    ActionItem,
    ActionItemChange,
    ActionItemSort,
    NewActionItem,
    NewStandaloneActionItem,
)
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.notifications.sending import notify
from ingest_api.rows import insert_row, lock_row
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import ActionItemStatus, Role

MOVES: Final = {
    ActionItemStatus.OPEN: frozenset({ActionItemStatus.IN_PROGRESS, ActionItemStatus.DONE, ActionItemStatus.CANCELLED}),
    ActionItemStatus.IN_PROGRESS: frozenset({ActionItemStatus.OPEN, ActionItemStatus.DONE, ActionItemStatus.CANCELLED}),
    # It turned out not to be done, or to be needed after all.
    ActionItemStatus.DONE: frozenset({ActionItemStatus.IN_PROGRESS}),
    ActionItemStatus.CANCELLED: frozenset({ActionItemStatus.OPEN}),
}

ACTION_ITEMS = Listing(
    columns="""
        item.id, item.campus_id, campus.code as campus_code, item.feedback_id, item.title, item.description,
        item.assigned_to, nullif(concat_ws(' ', person.first_name, person.last_name), '') as assigned_name,
        item.due_date, item.status, item.completed_at, item.version,
        coalesce(item.due_date < (now() at time zone campus.time_zone)::date, false)
            and item.status in ('open', 'in_progress') as is_overdue,
        coalesce(item.due_date, date '9999-12-31') as due_key
    """,
    tables="""
        operational.action_items as item
        join operational.campuses as campus on campus.id = item.campus_id
        left join operational.users as person on person.id = item.assigned_to
    """,
    orders={
        ActionItemSort.DUE_DATE: [
            SortKey("coalesce(item.due_date, date '9999-12-31')", "due_key", date),
            SortKey("item.id", "id", int),
        ]
    },
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    conditions: Conditions,
    sort: ActionItemSort,
    cursor: str | None,
    limit: int,
) -> Page[ActionItem]:
    """One page of the action items that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.ACTION_ITEMS, "item")
    rows, next_cursor = await fetch_page(
        connection, ACTION_ITEMS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
    return Page(items=[ActionItem(**row) for row in rows], next_cursor=next_cursor)


async def of_feedback(connection: AsyncConnection[DictRow], feedback_id: int) -> list[ActionItem]:
    """What is done because of one feedback; a hundred items at most."""
    where = Conditions()
    where.add("item.feedback_id = %(feedback_id)s", feedback_id=feedback_id)
    rows, _ = await fetch_page(
        connection, ACTION_ITEMS, order=ActionItemSort.DUE_DATE, cursor=None, limit=100, conditions=where
    )
    return [ActionItem(**row) for row in rows]


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, item_id: int) -> ActionItem:
    """One action item.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    where = Conditions()
    where.add("item.id = %(item_id)s", item_id=item_id)
    row = await fetch_one(connection, ACTION_ITEMS, row_predicate(user.viewer, Resource.ACTION_ITEMS, "item"), where)
    if row is None:
        raise NotFound(f"there is no action item {item_id} that you may see")
    return ActionItem(**row)


async def create(write: Writing, content: NewStandaloneActionItem) -> ActionItem:
    """A new action item.

    Raises:
        Invalid: the feedback, the campus or the person is unknown.
    """
    campus_id = content.campus_id
    if content.feedback_id is not None:
        feedback = Listing("said.campus_id", "operational.feedback as said", {})
        where = Conditions()
        where.add("said.id = %(feedback_id)s", feedback_id=content.feedback_id)
        scope = row_predicate(write.user.viewer, Resource.FEEDBACK, "said")
        row = await fetch_one(write.connection, feedback, scope, where)
        if row is None:
            raise people.invalid("feedback_id", f"there is no feedback {content.feedback_id} that you may see")
        campus_id = campus_id if campus_id is not None else row["campus_id"]
    item_id = await add(write, content, campus_id=campus_id, feedback_id=content.feedback_id)
    return await get(write.connection, write.user, item_id)


async def add(write: Writing, content: NewActionItem, *, campus_id: int | None, feedback_id: int | None) -> int:
    """Inserts an action item within a larger change and tells whoever is to do it; the item's id.

    Raises:
        Invalid: the campus or the person is unknown.
    """
    campus = await people.campus_for(write.connection, write.user, campus_id)
    await check_staff(write.connection, content.assigned_to, campus["id"])
    values = content.model_dump(include={"title", "description", "assigned_to", "due_date"})
    row = await insert_row(
        write.connection, "action_items", {**values, "campus_id": campus["id"], "feedback_id": feedback_id}
    )
    await write.event("action_item.created", "action_items", row["id"], campus_id=campus["id"], feedback_id=feedback_id)
    await _tell(write, row["id"], content.assigned_to)
    return int(row["id"])


async def change(write: Writing, item_id: int, content: ActionItemChange) -> ActionItem:
    """Changes what was sent.

    Raises:
        NotFound: no such action item that the user may see.
        Forbidden: somebody who is not an admin changes more than the status.
        Conflict: the version is not current, or the status cannot be reached.
        Invalid: the person is unknown.
    """
    await get(write.connection, write.user, item_id)
    current = await lock_row(write.connection, "action_items", item_id)
    if current is None:
        raise NotFound(f"there is no action item {item_id} that you may see")
    wanted = sent(content)
    if write.user.role not in (Role.ADMIN, Role.SUPER_ADMIN) and wanted.keys() - {"status"}:
        raise Forbidden("you may change the status of what you are to do; ask an admin for the rest")
    now, status = ActionItemStatus(current["status"]), ActionItemStatus(wanted.get("status") or current["status"])
    check_move(now, status, MOVES)
    if wanted.get("assigned_to") != current["assigned_to"]:
        await check_staff(write.connection, wanted.get("assigned_to"), current["campus_id"])
    if status is not now:
        wanted["completed_at"] = datetime.now(UTC) if status is ActionItemStatus.DONE else None
    row, different = await write.update("action_items", current, wanted)
    if different:
        await write.event(
            "action_item.changed",
            "action_items",
            item_id,
            campus_id=current["campus_id"],
            columns=sorted(different),
            status=status,
        )
    if "assigned_to" in different:
        await _tell(write, item_id, row["assigned_to"])
    return await get(write.connection, write.user, item_id)


async def check_staff(connection: AsyncConnection[DictRow], user_id: int | None, campus_id: int) -> None:
    """Refuses somebody who cannot be given work at this campus.

    Raises:
        Invalid: no active member of the campus's staff has this id.
    """
    if user_id is None:
        return
    found = await connection.execute(
        "select from operational.users where id = %s and status = 'active' and role <> 'student'"
        " and (campus_id = %s or role = 'super_admin')",
        (user_id, campus_id),
    )
    if await found.fetchone() is None:
        raise people.invalid("assigned_to", f"no active member of the campus's staff has the id {user_id}")


async def _tell(write: Writing, item_id: int, user_id: int | None) -> None:
    if user_id is not None and user_id != write.user.id:
        title, link = "There is something for you to do", f"/action-items/{item_id}"
        await notify(write.connection, [user_id], "action_item.assigned", title, link=link, action_item_id=item_id)
