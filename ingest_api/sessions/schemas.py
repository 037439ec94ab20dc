"""What the routes of sessions give."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from warehouse.vocabulary import AttendanceStatus, SessionStatus, SessionType, TopicProgressStatus


class SessionSort(StrEnum):
    """The orders in which sessions can be listed; a minus sign turns one round."""

    DATE = "date"
    DATE_DESCENDING = "-date"


class SessionItem(BaseModel):
    """A session in a day's list."""

    id: int
    subject_id: int
    subject_code: str
    subject_name: str
    campus_code: str
    faculty_id: int | None
    faculty_name: str | None
    campus_id: int
    batch_id: int | None
    batch_name: str | None
    student_id: int | None
    student_name: str | None
    session_date: date
    session_type: SessionType
    start_time: time | None
    end_time: time | None
    duration_minutes: int
    location: str | None
    status: SessionStatus
    students_total: int
    marked_total: int
    version: int


class SessionDay(BaseModel):
    """The sessions of one day, in the order of their start."""

    date: date
    items: list[SessionItem]


class MarkedTopic(BaseModel):
    """A topic covered with a student, and how well it was understood (1 to 5; null: not judged)."""

    topic_id: int
    understanding: int | None


class MarkState(BaseModel):
    """A mark as it is stored. Send `version` back with an edit, so that nobody's change is overwritten unseen."""

    id: int
    version: int
    attendance_status: AttendanceStatus
    minutes_late: int | None
    check_in_time: datetime | None
    check_out_time: datetime | None
    topics: list[MarkedTopic]
    faculty_notes: str | None
    next_session_prep: dict[str, Any] | None
    recorded_at: datetime


class RosterEntry(BaseModel):
    """A student who belongs to the session, and the mark if there is one."""

    student_id: int
    enrollment_no: str
    name: str
    completion_percentage: float
    attendance: MarkState | None


class SuggestionReason(StrEnum):
    """Why a topic is suggested for a session."""

    REVIEW = "review"
    IN_PROGRESS = "in_progress"
    NEXT = "next"


class SessionTopic(BaseModel):
    """A topic of the session's subject. Students without an entry have not started it."""

    id: int
    order_index: int
    name: str
    status_by_student: dict[int, TopicProgressStatus]
    suggested: bool
    suggestion: SuggestionReason | None = Field(description="Why, for most of those it is suggested for.")


class SessionDetail(SessionItem):
    """A session with everything that a form for its attendance needs."""

    time_zone: str
    notes: str | None
    roster: list[RosterEntry]
    topics: list[SessionTopic]
