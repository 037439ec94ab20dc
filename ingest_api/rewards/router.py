"""Routes: /rewards, which are rewards and penalties."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryDay, QueryId
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from ingest_api.rewards import service
from ingest_api.rewards.schemas import Appeal, Decision, NewReward, Reward, RewardChange, RewardSort
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import RewardCategory, RewardStatus, RewardType

router = APIRouter(prefix="/rewards", tags=["rewards"])
Reader = Annotated[CurrentUser, Depends(require(Permission.REWARDS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.REWARDS_WRITE))]


@router.get("")
async def rewards(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    reward_type: Annotated[RewardType | None, Query(alias="type")] = None,
    category: RewardCategory | None = None,
    status: RewardStatus | None = None,
    date_from: QueryDay = None,
    date_until: QueryDay = None,
    sort: RewardSort = RewardSort.DATE_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Reward]:
    """The rewards and penalties of students that the user may see."""
    where = Conditions()
    where.add("given.student_id = %(student_id)s", student_id=student_id)
    where.add("given.type = %(reward_type)s", reward_type=reward_type)
    where.add("given.category = %(category)s", category=category)
    where.add("given.status = %(status)s", status=status)
    where.add("given.date >= %(date_from)s", date_from=date_from)
    where.add("given.date <= %(date_until)s", date_until=date_until)
    return await service.search(connection, user, where, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: NewReward, write: Writer) -> Reward:
    """Give a student points, or take some."""
    return await write.once(body, Reward, lambda: service.create(write, body))


@router.get("/{reward_id}")
async def get(reward_id: PathId, user: Reader, connection: Connection, response: Response) -> Reward:
    """One reward or penalty."""
    found = Reward(**await service.visible(connection, user, reward_id))
    set_etag(response, found.version)
    return found


@router.put("/{reward_id}")
async def change(reward_id: PathId, body: RewardChange, write: Writer) -> Reward:
    """Change what is sent, while nobody has appealed."""
    return await write.once(body, Reward, lambda: service.change(write, reward_id, body))


@router.post("/{reward_id}/appeal")
async def appeal(
    reward_id: PathId, body: Appeal, write: Annotated[Writing, Depends(writing(Permission.REWARDS_APPEAL))]
) -> Reward:
    """Say why you think otherwise."""
    return await write.once(body, Reward, lambda: service.appeal(write, reward_id, body))


@router.post("/{reward_id}/resolve")
async def resolve(
    reward_id: PathId, body: Decision, write: Annotated[Writing, Depends(writing(Permission.REWARDS_RESOLVE))]
) -> Reward:
    """Decide an appeal."""
    return await write.once(body, Reward, lambda: service.decide(write, reward_id, body))
