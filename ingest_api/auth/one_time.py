"""Passwords: invitations, resets and changes; and people who register themselves.

There is no mail server. An invitation's token therefore goes to the admin who invites, to be handed over; it works once
and for a few days. Who forgot a password asks for help without being told whether the e-mail is known: the admins of
their campus are notified, and one of them hands over a reset token.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from anyio import to_thread
from psycopg.errors import UniqueViolation

from ingest_api import events
from ingest_api.auth import repository
from ingest_api.auth.dependencies import AuthContext, CurrentUser
from ingest_api.auth.passwords import hash_password, verify_password
from ingest_api.auth.schemas import (
    Accepted,
    NewPassword,
    OneTimeToken,
    OneTimeTokenOwner,
    PasswordChange,
    Registration,
)
from ingest_api.auth.tokens import fingerprint, new_refresh_token
from ingest_api.errors import FieldError, Invalid
from ingest_api.logs import request_id
from ingest_api.notifications.sending import notify
from ingest_api.rows import insert_row
from warehouse.vocabulary import OneTimeTokenPurpose, Role, UserStatus

LIFETIME: Final = {
    OneTimeTokenPurpose.INVITATION: timedelta(days=7),
    OneTimeTokenPurpose.PASSWORD_RESET: timedelta(hours=24),
}


async def issue(connection: repository.Db, user_id: int, purpose: OneTimeTokenPurpose) -> OneTimeToken:
    """A fresh token of a user, within the caller's transaction; older ones of the user stop working."""
    await repository.expire_one_time_tokens(connection, user_id)
    token = new_refresh_token()
    expires_at = datetime.now(UTC) + LIFETIME[purpose]
    await insert_row(
        connection,
        "one_time_tokens",
        {"user_id": user_id, "purpose": purpose, "token_hash": fingerprint(token), "expires_at": expires_at},
    )
    return OneTimeToken(user_id=user_id, purpose=purpose, token=token, expires_at=expires_at)


async def owner(connection: repository.Db, token: str) -> OneTimeTokenOwner:
    """For whom a token was made. Who holds one may know what became of it.

    Raises:
        Invalid: the token is unknown, used, ended by a newer one, or expired.
    """
    found = await repository.one_time_token(connection, fingerprint(token))
    if found is None:
        raise _invalid("token", "this code is not known; type it as it was handed over", "token-unknown")
    if found["used_at"] is not None:
        raise _invalid("token", "this code was used already, or a newer one took its place", "token-used")
    if found["is_expired"]:
        raise _invalid(
            "token", f"this code ended on {found['expired_on']:%d.%m.%Y}; ask for a new one", "token-expired"
        )
    return OneTimeTokenOwner.model_validate(found)


async def redeem(connection: repository.Db, content: NewPassword) -> None:
    """Sets the password that a one-time token allows; every log-in of the user ends.

    An invitation also activates an account that was waiting. A suspended account stays suspended.

    Raises:
        Invalid: the token is unknown, used or expired; which of them is not said.
    """
    password_hash = await to_thread.run_sync(hash_password, content.password)
    async with connection.transaction():
        token = await repository.lock_one_time_token(connection, fingerprint(content.token))
        if token is None:
            raise _invalid("token", "this token does not work (any more); ask for a new one", "token")
        await repository.use_one_time_token(connection, token["id"])
        activates = token["purpose"] == OneTimeTokenPurpose.INVITATION and token["user_status"] == UserStatus.INACTIVE
        await repository.set_password(connection, token["user_id"], password_hash, activates=activates)
        await _tell(connection, "user.password_set", token["user_id"], token["campus_id"], token["purpose"])


async def change_password(
    context: AuthContext, connection: repository.Db, user: CurrentUser, family: UUID, content: PasswordChange
) -> None:
    """Sets one's own password; every other log-in of the user ends.

    Raises:
        TooManyRequests: too many wrong passwords.
        Invalid: the current password is wrong, or the new one is the same.
    """
    throttle_key = f"change-{user.id}"
    await context.throttle.count_try(throttle_key)
    stored = await repository.password_hash(connection, user.id)
    if not await to_thread.run_sync(verify_password, stored, content.current_password):
        raise _invalid("current_password", "this is not the current password", "wrong")
    await context.throttle.succeeded(throttle_key)
    if content.new_password == content.current_password:
        raise _invalid("new_password", "must differ from the current one", "same")
    password_hash = await to_thread.run_sync(hash_password, content.new_password)
    async with connection.transaction():
        await repository.set_password(connection, user.id, password_hash, keep_family=family)
        await _tell(connection, "user.password_set", user.id, user.campus_id, "change", user)


async def ask_for_reset(connection: repository.Db, email: str) -> Accepted:
    """Tells the admins that somebody forgot their password; the answer is the same for an unknown e-mail."""
    async with connection.transaction():
        user = await repository.user_by_email(connection, email)
        if user is not None and user["status"] == UserStatus.ACTIVE:
            admins = await repository.admins_of(connection, user["campus_id"])
            await notify(
                connection,
                admins,
                "user.password_reset_requested",
                "Somebody forgot their password and waits for a token",
                link=f"/users/{user['id']}",
                user_id=user["id"],
            )
            await _tell(connection, "user.password_reset_requested", user["id"], user["campus_id"], "reset")
    return Accepted()


async def register(connection: repository.Db, content: Registration) -> Accepted:
    """A student's account that waits for an admin; the answer is the same when the e-mail is known already.

    Raises:
        Invalid: there is no such campus.
    """
    # Hashed before anything is looked up, so that a known e-mail takes as long as an unknown one.
    password_hash = await to_thread.run_sync(hash_password, content.password)
    campus_id = await repository.campus_id(connection, content.campus_code)
    if campus_id is None:
        raise _invalid("campus_code", "there is no campus with this code", "unknown")
    try:
        async with connection.transaction():
            values = content.model_dump(include={"email", "first_name", "last_name", "phone"})
            row = await insert_row(
                connection,
                "users",
                {
                    **values,
                    "password_hash": password_hash,
                    "role": Role.STUDENT,
                    "status": UserStatus.INACTIVE,
                    "campus_id": campus_id,
                },
            )
            await notify(
                connection,
                await repository.admins_of(connection, campus_id),
                "user.registered",
                "Somebody registered and waits for an admin",
                link=f"/users/{row['id']}",
                user_id=row["id"],
            )
            await _tell(connection, "user.registered", row["id"], campus_id, "registration")
    except UniqueViolation:
        # Known already: whoever asks must not learn it.
        return Accepted()
    return Accepted()


def _invalid(field: str, message: str, code: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field=field, message=message, code=code)])


async def _tell(
    connection: repository.Db,
    name: str,
    user_id: int,
    campus_id: int | None,
    reason: str,
    actor: CurrentUser | None = None,
) -> None:
    await events.append(
        connection,
        events.NewEvent(
            name=name,
            relation="users",
            row_id=user_id,
            actor_user_id=actor.id if actor else None,
            actor_role=actor.role if actor else None,
            request_id=request_id(),
            campus_id=campus_id,
            payload={"reason": reason},
        ),
    )
