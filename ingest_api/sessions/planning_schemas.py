"""What the routes that plan sessions take and give."""

from pydantic import ConfigDict, Field, model_validator

from ingest_api.fields import ClockTime, Content, Day, LongText, RowId, Text, kept
from ingest_api.sessions.schemas import SessionItem
from warehouse.vocabulary import SessionStatus, SessionType


class SessionCreate(Content):
    """A session of one student or of one batch. Give the duration, or a start and an end."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "student_id": 12,
                "subject_id": 3,
                "faculty_id": 5,
                "session_date": "2024-07-01",
                "start_time": "10:00",
                "end_time": "11:00",
                "location": "Room 2",
            }
        }
    )

    student_id: RowId | None = None
    batch_id: RowId | None = None
    subject_id: RowId | None = Field(default=None, description="Needed with a student; a batch has one.")
    faculty_id: RowId | None = Field(default=None, description="Left out by a faculty member: herself.")
    session_date: Day
    start_time: ClockTime | None = None
    end_time: ClockTime | None = None
    duration_minutes: int | None = Field(default=None, ge=1, le=1440)
    session_type: SessionType | None = Field(default=None, description="Left out: group for a batch, else individual.")
    location: Text | None = Field(default=None, max_length=200, description="A room; `online` is no room.")
    notes: LongText | None = None

    @model_validator(mode="after")
    def _of_one(self) -> "SessionCreate":
        if (self.student_id is None) == (self.batch_id is None):
            raise ValueError("give a student_id or a batch_id, not both")
        return self


class SessionUpdate(Content):
    """Only the fields that are sent change. Another student, batch or subject is another session."""

    model_config = ConfigDict(json_schema_extra={"example": {"start_time": "14:00", "status": "scheduled"}})

    faculty_id: RowId | None = None
    session_date: Day = kept()
    start_time: ClockTime | None = None
    end_time: ClockTime | None = None
    duration_minutes: int = kept(ge=1, le=1440)
    session_type: SessionType = kept()
    location: Text | None = Field(default=None, max_length=200)
    notes: LongText | None = None
    status: SessionStatus = kept()


class SessionSaved(SessionItem):
    """A session as it is now."""

    notes: str | None
