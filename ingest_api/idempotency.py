"""Retries: a write with an `Idempotency-Key` that comes again gets the first answer again.

Keys belong to a user and are kept for seven days (log-in throws older ones away). Only what succeeded is remembered:
what was refused changed nothing and may be tried anew.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header
from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from pydantic import BaseModel

from ingest_api.errors import FieldError, Invalid

REPLAY_HEADER = "Idempotent-Replayed"

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="Made by the client, one per change: a repeat with the same key gets the first answer.",
    ),
]


@dataclass(frozen=True)
class Attempt:
    """A write that carries a key. `route` names the resource, ids included."""

    user_id: int
    key: str
    route: str
    request_hash: str

    @classmethod
    def of(cls, user_id: int, key: str | None, route: str, body: BaseModel) -> "Attempt | None":
        """The attempt, or None when the client sent no key."""
        if key is None:
            return None
        # What was left out is not the same as null: the hash keeps them apart.
        content = body.model_dump_json(exclude_unset=True)
        return cls(user_id, key, route, hashlib.sha256(content.encode()).hexdigest())


async def first_answer(connection: AsyncConnection[DictRow], attempt: Attempt) -> Any | None:
    """The answer given to this key before, or None.

    Call it after locking what the write changes: then a repeat that arrives while the first is still being answered
    waits for it.

    Raises:
        Invalid: the key was used for something else.
    """
    cursor = await connection.execute(
        "select route, request_hash, response from operational.idempotency_keys where user_id = %s and key = %s",
        (attempt.user_id, attempt.key),
    )
    known = await cursor.fetchone()
    if known is None:
        return None
    if (known["route"], known["request_hash"]) != (attempt.route, attempt.request_hash):
        raise _reused()
    return known["response"]


async def remember(connection: AsyncConnection[DictRow], attempt: Attempt, answer: BaseModel) -> None:
    """Keeps the answer, in the transaction of the change.

    Raises:
        Invalid: at the same moment the key was used for something else.
    """
    try:
        await connection.execute(
            "insert into operational.idempotency_keys (user_id, key, route, request_hash, status_code, response)"
            " values (%s, %s, %s, %s, 200, %s)",
            (
                attempt.user_id,
                attempt.key,
                attempt.route,
                attempt.request_hash,
                Jsonb(answer.model_dump(mode="json")),
            ),
        )
    except UniqueViolation as error:
        raise _reused() from error


def _reused() -> Invalid:
    message = "this key belongs to another request; make a new one for every change"
    return Invalid(
        message,
        kind="idempotency-key-reused",
        errors=[FieldError(field="Idempotency-Key", message=message, code="reused")],
    )
