"""Routes: /users."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.auth.schemas import OneTimeToken
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.users import repository, service
from ingest_api.users.schemas import NewUser, User, UserChange, UserSort
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import OneTimeTokenPurpose, Role, UserStatus

router = APIRouter(prefix="/users", tags=["users"])
Admin = Annotated[CurrentUser, Depends(require(Permission.USERS_MANAGE))]
Writer = Annotated[Writing, Depends(writing(Permission.USERS_MANAGE))]


@router.get("")
async def search(
    user: Admin,
    connection: Connection,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a name or e-mail.")] = None,
    role: Role | None = None,
    status: UserStatus | None = None,
    campus_id: QueryId = None,
    sort: UserSort = UserSort.NAME,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[User]:
    """The accounts that the admin manages."""
    rows, next_cursor = await repository.page(
        connection,
        service.scope_of(user),
        q=q,
        role=role,
        status=status,
        campus_id=campus_id,
        sort=sort,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[User(**row) for row in rows], next_cursor=next_cursor)


@router.post("", status_code=201)
async def create(body: NewUser, write: Writer) -> User:
    """A new account for an admin or a counselor; invite them next."""
    return await write.once(body, User, lambda: service.create(write, body))


@router.get("/{user_id}")
async def get(user_id: PathId, user: Admin, connection: Connection, response: Response) -> User:
    """One account."""
    found = await service.get(connection, user, user_id)
    set_etag(response, found.version)
    return found


@router.put("/{user_id}")
async def change(user_id: PathId, body: UserChange, write: Writer) -> User:
    """Change an account; whoever is suspended is out at once."""
    return await write.once(body, User, lambda: service.change(write, user_id, body))


@router.post("/{user_id}/invite", status_code=201)
async def invite(user_id: PathId, write: Annotated[Writing, Depends(writing(Permission.USERS_INVITE))]) -> OneTimeToken:
    """A token to be handed over, with which a first password is set within 7 days; a counselor invites students."""
    return await service.hand_out(write, user_id, OneTimeTokenPurpose.INVITATION)


@router.post("/{user_id}/password-reset", status_code=201)
async def reset(user_id: PathId, write: Writer) -> OneTimeToken:
    """A token to be handed over, with which the user sets a new password within 24 hours."""
    return await service.hand_out(write, user_id, OneTimeTokenPurpose.PASSWORD_RESET)
