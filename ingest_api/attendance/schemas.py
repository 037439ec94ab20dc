"""What the route of marking takes and gives."""

from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ingest_api.fields import Content, JsonObject, OrdinaryDateTime, RowId, Text
from ingest_api.sessions.schemas import MarkedTopic
from warehouse.vocabulary import AttendanceStatus


class CoveredTopic(BaseModel):
    """A topic that was covered, and how well it was understood: 1 to 5, or null when not judged."""

    model_config = ConfigDict(extra="forbid")

    topic_id: RowId
    understanding: int | None = Field(default=None, ge=1, le=5)


class Mark(BaseModel):
    """One student's whole mark: what is left out is empty afterwards. Without a status the mark is taken back."""

    model_config = ConfigDict(extra="forbid")

    student_id: RowId
    attendance_status: AttendanceStatus | None = Field(
        description="Null takes the mark back, with all that it says: the student is as if never marked."
    )
    minutes_late: int | None = Field(
        default=None, ge=0, le=1440, description="Only with `late`; computed from check_in_time when left out."
    )
    check_in_time: OrdinaryDateTime | None = Field(default=None, description="Without an offset: the campus's time.")
    check_out_time: OrdinaryDateTime | None = Field(default=None, description="Without an offset: the campus's time.")
    topics: list[CoveredTopic] = Field(default=[], max_length=100)
    faculty_notes: Text | None = Field(default=None, max_length=4000)
    next_session_prep: JsonObject | None = None
    version: int | None = Field(
        default=None,
        ge=0,
        description="The version that is being edited, 0 for a new mark. When it is not current: 409. Null: no check.",
    )


class MarkRequest(BaseModel):
    """Marks of one session: all of its students or some of them. All are saved, or none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "marks": [
                    {
                        "student_id": 12,
                        "attendance_status": "late",
                        "check_in_time": "2024-07-01T10:12:00",
                        "topics": [{"topic_id": 31, "understanding": 4}],
                    },
                    {"student_id": 13, "attendance_status": "absent"},
                ]
            }
        },
    )

    marks: list[Mark] = Field(min_length=1, max_length=500)


class SavedMark(BaseModel):
    """A mark as it is now; one that was taken back has no id, and version 0."""

    student_id: int
    attendance_id: int | None
    version: int
    completion_percentage: float


class MarkAnswer(BaseModel):
    """What was saved. No event means that everything was so already."""

    session_id: int
    saved: list[SavedMark]
    event_ids: list[int]


class SessionMarks(Content):
    """Marks of one of the sessions."""

    session_id: RowId
    marks: list[Mark] = Field(min_length=1, max_length=500)


class BulkMarkRequest(Content):
    """Marks of several sessions: a day's, or those of a batch. All are saved, or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "sessions": [
                    {"session_id": 7, "marks": [{"student_id": 12, "attendance_status": "present"}]},
                    {"session_id": 8, "marks": [{"student_id": 12, "attendance_status": "absent"}]},
                ]
            }
        }
    )

    sessions: list[SessionMarks] = Field(min_length=1, max_length=50)

    @model_validator(mode="after")
    def _each_once(self) -> "BulkMarkRequest":
        if len({one.session_id for one in self.sessions}) < len(self.sessions):
            raise ValueError("each session may be listed once")
        return self


class BulkMarkAnswer(BaseModel):
    """What was saved, in the order of the request."""

    sessions: list[MarkAnswer]
    event_ids: list[int]


class AttendanceSort(StrEnum):
    """The orders in which a student's marks can be listed; a minus sign turns one round."""

    DATE = "date"
    DATE_DESCENDING = "-date"


class StudentMark(BaseModel):
    """A student's mark for one session, across all subjects."""

    attendance_id: int
    version: int
    session_id: int
    session_date: date
    start_time: time | None
    duration_minutes: int
    subject_id: int
    subject_code: str
    subject_name: str
    faculty_id: int | None
    attendance_status: AttendanceStatus
    minutes_late: int | None
    topics: list[MarkedTopic]
    faculty_notes: str | None = Field(description="Null for the student: notes are between those who teach.")
