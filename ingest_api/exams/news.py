"""What those who have a place in an exam are told: that it is cancelled, or when and where it is now."""

from collections.abc import Collection, Sequence
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.notifications.sending import notify
from warehouse.vocabulary import ExamSlotStatus

_MOVED: Final = {"starts_at", "location", "duration_minutes"}


async def tell(
    connection: AsyncConnection[DictRow], user_ids: Sequence[int], slot: DictRow, different: Collection[str]
) -> None:
    """Tells users of a change, if it is one that they must know of.

    Args:
        connection: in the transaction of the change.
        user_ids: who had a place before it.
        slot: the row after it.
        different: the columns that became different.
    """
    if "status" in different and slot["status"] == ExamSlotStatus.CANCELLED:
        kind, title = "exam.cancelled", "An exam in which you had a place is cancelled"
    elif _MOVED & set(different):
        kind, title = "exam.moved", "An exam in which you have a place is at another time or place now"
    else:
        return
    await notify(connection, user_ids, kind, title, link=f"/exams/slots/{slot['id']}", slot_id=slot["id"])
