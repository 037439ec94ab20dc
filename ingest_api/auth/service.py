"""Logging in, staying logged in, logging out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from anyio import to_thread

from ingest_api import events
from ingest_api.auth import repository
from ingest_api.auth.dependencies import AuthContext
from ingest_api.auth.passwords import verify_password
from ingest_api.auth.schemas import TokenPair
from ingest_api.auth.tokens import AccessClaims, fingerprint, make_access_token, new_refresh_token
from ingest_api.errors import Forbidden, Unauthenticated
from ingest_api.logs import request_id
from warehouse.vocabulary import Role, UserStatus


async def log_in(context: AuthContext, connection: repository.Db, email: str, password: str) -> TokenPair:
    """A new log-in.

    Raises:
        TooManyRequests: too many failures for this e-mail.
        Unauthenticated: the e-mail is unknown or the password wrong; the two look and last the same.
        Forbidden: the password is right, but the account is suspended or inactive.
    """
    email = email.strip().lower()
    await context.throttle.count_try(email)
    user = await repository.user_by_email(connection, email)
    password_hash = user["password_hash"] if user else None
    # In a thread: 20 ms of hashing would stop every other request.
    is_right = await to_thread.run_sync(verify_password, password_hash, password)
    if user is None or not is_right:
        raise Unauthenticated("the e-mail or the password is not right", kind="wrong-credentials")
    await context.throttle.succeeded(email)
    if user["status"] != UserStatus.ACTIVE:
        raise Forbidden(f"this account is {user['status']}; ask the institute's administration", kind="account-closed")
    family = uuid4()
    async with connection.transaction():
        await repository.note_login(connection, user["id"])
        await events.append(
            connection,
            events.NewEvent(
                name="auth.logged_in",
                relation="refresh_tokens",
                actor_user_id=user["id"],
                actor_role=Role(user["role"]),
                campus_id=user["campus_id"],
                request_id=request_id(),
            ),
        )
        return await _new_pair(context, connection, user["id"], user["uuid"], family)


async def refresh(context: AuthContext, connection: repository.Db, refresh_token: str) -> TokenPair:
    """A new pair for an unused refresh token.

    Raises:
        Unauthenticated: the token is unknown, expired or ended; or it was used before, in which case somebody has a
            copy and the whole log-in ends.
    """
    async with connection.transaction():
        token = await repository.lock_refresh_token(connection, fingerprint(refresh_token))
        if token is None or token["is_expired"] or token["is_revoked"] or not token["is_user_active"]:
            pair = None
        elif token["is_used"]:
            pair = None
            await repository.revoke_family(connection, token["family"])
            await events.append(
                connection,
                events.NewEvent(
                    name="auth.refresh_token_reused",
                    relation="refresh_tokens",
                    actor_user_id=token["user_id"],
                    actor_role=Role(token["role"]),
                    campus_id=token["campus_id"],
                    request_id=request_id(),
                ),
            )
        else:
            await repository.use_refresh_token(connection, token["id"])
            pair = await _new_pair(context, connection, token["user_id"], token["user_uuid"], token["family"])
    # Raised after the commit: the end of a family must stay.
    if pair is None:
        raise Unauthenticated("this log-in has ended; log in again", kind="login-ended")
    return pair


async def log_out(connection: repository.Db, refresh_token: str) -> None:
    """Ends the log-in of this refresh token, access tokens included; an unknown token is no error."""
    async with connection.transaction():
        token = await repository.lock_refresh_token(connection, fingerprint(refresh_token))
        if token is not None:
            await repository.revoke_family(connection, token["family"])


async def _new_pair(
    context: AuthContext, connection: repository.Db, user_id: int, user_uuid: UUID, family: UUID
) -> TokenPair:
    refresh_token = new_refresh_token()
    expires_at = datetime.now(UTC) + timedelta(days=context.settings.refresh_token_days)
    await repository.add_refresh_token(connection, user_id, family, fingerprint(refresh_token), expires_at)
    lifetime = timedelta(minutes=context.settings.access_token_minutes)
    access_token = make_access_token(AccessClaims(user_uuid, family), context.jwt_secret, lifetime)
    return TokenPair(access_token=access_token, refresh_token=refresh_token, expires_in=int(lifetime.total_seconds()))
