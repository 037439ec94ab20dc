"""What the audit trail gives."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from warehouse.vocabulary import EventSource, Role


class AuditEvent(BaseModel):
    """One event: keys, counts and states, never a personal value. What the trail tells of may be gone by now."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": 4711,
                "occurred_at": "2024-07-01T10:14:03Z",
                "name": "attendance.marked",
                "source": "api",
                "actor_user_id": 8,
                "actor_role": "faculty",
                "request_id": "0f3c9a52a7d94d0d",
                "campus_id": 1,
                "relation": "learning_sessions",
                "row_id": 91,
                "student_id": 12,
                "session_id": 91,
                "payload": {"student_ids": [12, 13], "statuses": {"present": 2}},
            }
        }
    )

    id: int
    occurred_at: datetime
    name: str
    source: EventSource
    actor_user_id: int | None
    actor_role: Role | None
    request_id: str | None
    campus_id: int | None
    relation: str
    row_id: int | None
    student_id: int | None
    session_id: int | None
    payload: dict[str, Any]
