"""What goes over the socket, in both directions. Keys, counts and states only: never a personal value."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest_api.errors import Problem
from ingest_api.realtime.positions import Position
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

PROTOCOL = "headway.v1"
LONGEST_MESSAGE = 8192


class Authenticate(BaseModel):
    """The client's first message, and again before the access token expires.

    `after` is the `last_event_id` of the last message that arrived, when there was an earlier connection.
    """

    model_config = ConfigDict(extra="forbid")

    type: Literal["authenticate"]
    token: str = Field(min_length=1, max_length=4000)
    after: str | None = Field(default=None, max_length=4200)


class Ended(Problem):
    """The connection ends. Close codes are 4000 and the HTTP status that says the same; the reason is the kind."""

    def __init__(self, code: int, kind: str) -> None:
        super().__init__(kind, kind=kind)
        self.code = code


def close_code(problem: Problem) -> int:
    """With what code the connection ends."""
    return problem.code if isinstance(problem, Ended) else 4000 + int(problem.status)


def ready(position: Position, events: Iterable[Mapping[str, Any]] | None, viewer: Viewer) -> str:
    """The first answer: what was missed comes with it, so that there is no moment between.

    `is_complete` is false when too much was missed to be told: then read the state anew through HTTP.
    """
    told = [] if events is None else [_told(event, viewer) for event in events]
    return _frame("ready", position, events=told, is_complete=events is not None)


def news(position: Position, events: Iterable[Mapping[str, Any]], viewer: Viewer) -> str:
    """What happened just now."""
    return _frame("events", position, events=[_told(event, viewer) for event in events])


def too_much(position: Position) -> str:
    """More happened at once than is worth telling one by one: read the state anew through HTTP."""
    return _frame("reload", position)


def heartbeat(position: Position) -> str:
    """Nothing happened, and the connection lives."""
    return _frame("heartbeat", position)


def _frame(kind: str, position: Position, **content: Any) -> str:
    return json.dumps({"type": kind, "last_event_id": position.text, **content})


def _told(event: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """An event as `viewer` may hear it: a student hears nothing that tells of the others."""
    told = {
        "id": event["id"],
        "name": event["name"],
        "occurred_at": event["occurred_at"].isoformat(),
        "relation": event["relation"],
        "row_id": event["row_id"],
        "student_id": event["student_id"],
        "session_id": event["session_id"],
    }
    if viewer.role is Role.STUDENT:
        is_own = f"student:{viewer.student_id}" in event["audience"]
        return {**told, "student_id": viewer.student_id if is_own else None}
    return {**told, "payload": event["payload"]}
