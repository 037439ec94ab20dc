"""Access tokens (signed, short-lived) and refresh tokens (random, kept as a fingerprint)."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

import jwt

from ingest_api.errors import Unauthenticated

_ALGORITHM = "HS256"
_ISSUER = "headway"


@dataclass(frozen=True)
class AccessClaims:
    """Whose token it is, and of which log-in (the family of its refresh tokens)."""

    user_uuid: UUID
    family: UUID


def make_access_token(claims: AccessClaims, secret: str, lifetime: timedelta) -> str:
    """A signed token that is valid for `lifetime` from now."""
    now = datetime.now(UTC)
    content = {
        "iss": _ISSUER,
        "sub": str(claims.user_uuid),
        "sid": str(claims.family),
        "iat": now,
        "exp": now + lifetime,
    }
    return jwt.encode(content, secret, _ALGORITHM)


def read_access_token(token: str, secret: str) -> AccessClaims:
    """What a token says.

    Raises:
        Unauthenticated: it is expired, forged or not one of ours.
    """
    try:
        claims, expires_at = _verified(token, secret)
    except (jwt.InvalidTokenError, ValueError) as error:
        if isinstance(error, jwt.ExpiredSignatureError):
            raise _expired() from error
        raise Unauthenticated("the access token is not valid") from error
    if expires_at <= time.time():
        raise _expired()
    return claims


@lru_cache(maxsize=4096)
def _verified(token: str, secret: str) -> tuple[AccessClaims, int]:
    """What a token says and until when, in seconds since 1970.

    Kept: a signature that was right stays so, and checking it costs as much as a statement. Whether the time is up and
    the log-in still holds is asked at every request.
    """
    content = jwt.decode(
        token, secret, [_ALGORITHM], issuer=_ISSUER, options={"require": ["exp", "iat", "sub", "sid", "iss"]}
    )
    return AccessClaims(UUID(content["sub"]), UUID(content["sid"])), int(content["exp"])


def _expired() -> Unauthenticated:
    return Unauthenticated("the access token has expired; use the refresh token", kind="token-expired")


def new_refresh_token() -> str:
    """256 bits of randomness."""
    return secrets.token_urlsafe(32)


def fingerprint(refresh_token: str) -> str:
    """What the database keeps of a refresh token; a fast hash suffices for 256 random bits."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()
