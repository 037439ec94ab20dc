"""The event trail, and what log-in and retries need to remember."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Integer, Text, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import EventSource, OneTimeTokenPurpose


class Event(Base):
    """Append-only: audit trail, change feed and what WebSockets fan out. Holds keys, never a personal value.

    The ids point without foreign keys: a trail outlives what it tells of.
    """

    __tablename__ = "event"
    __table_args__ = (one_of("source", EventSource),)

    occurred_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    actor_user_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_role: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(Text)
    campus_id: Mapped[int | None] = mapped_column(BigInteger)
    relation: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int | None] = mapped_column(BigInteger)
    student_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    session_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")


class Tombstone(Base):
    """That a row existed and was deleted; written by trigger, read by the extract."""

    __tablename__ = "tombstone"

    relation: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int] = mapped_column(BigInteger)
    deleted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class RefreshToken(Base):
    """A refresh token's fingerprint. Tokens of one log-in form a family; using one twice ends the family."""

    __tablename__ = "refresh_tokens"

    user_id: Mapped[int] = foreign_key("users", ondelete="CASCADE")
    family: Mapped[UUID] = mapped_column(Uuid, index=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class OneTimeToken(Base):
    """The fingerprint of a token that was sent to a user and works once: for an invitation or a new password."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (one_of("purpose", OneTimeTokenPurpose),)

    user_id: Mapped[int] = foreign_key("users", ondelete="CASCADE")
    purpose: Mapped[str] = enum_column(OneTimeTokenPurpose)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class CalendarLink(Base):
    """The fingerprint of the secret in a user's calendar address; a new one takes its place."""

    __tablename__ = "calendar_links"

    user_id: Mapped[int] = foreign_key("users", unique=True, ondelete="CASCADE")
    token_hash: Mapped[str] = mapped_column(Text, unique=True)


class IdempotencyKey(Base):
    """The first answer to a write, given again when the same key comes again."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    user_id: Mapped[int] = foreign_key("users", index=False, ondelete="CASCADE")
    key: Mapped[str] = mapped_column(Text)
    route: Mapped[str] = mapped_column(Text)
    request_hash: Mapped[str] = mapped_column(Text)
    status_code: Mapped[int] = mapped_column(Integer)
    response: Mapped[dict[str, Any]] = mapped_column(JSONB)
