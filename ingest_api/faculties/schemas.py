"""What the routes of faculties take and give."""

from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel, Field, model_validator

from ingest_api.fields import ClockTime, Content, Day, Email, LongText, Name, Phone, RowId, kept
from warehouse.vocabulary import EnrollmentStatus, FacultyStatus, SessionStatus, SessionType, TimeEntryKind


class FacultySort(StrEnum):
    """The orders of faculty members."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    EMPLOYEE_ID = "employee_id"
    EMPLOYEE_ID_DESCENDING = "-employee_id"


class FacultyItem(BaseModel):
    """A faculty member in a list."""

    id: int
    employee_id: str
    first_name: str
    last_name: str | None
    status: FacultyStatus
    campus_code: str
    specialization: list[str]
    active_students: int = Field(description="How many students are enrolled with her now.")


class FacultyDetail(FacultyItem):
    """One faculty member. The hourly rate is for admins and herself: others get null."""

    user_id: int
    campus_id: int
    email: str | None
    phone: str | None
    qualification: str | None
    experience_years: float | None
    hourly_rate: float | None
    max_hours_per_day: int | None
    max_students_per_day: int | None
    performance_rating: float | None
    version: int


class _FacultyContent(Content):
    last_name: Name | None = None
    phone: Phone | None = None
    qualification: Name | None = Field(default=None, examples=["M.Sc. Computer Science"])
    experience_years: float | None = Field(default=None, ge=0, le=99)
    hourly_rate: float | None = Field(default=None, ge=0, le=1_000_000, description="In the institute's currency.")
    max_hours_per_day: int | None = Field(default=None, ge=1, le=24)
    max_students_per_day: int | None = Field(default=None, ge=1, le=1_000)


class NewFaculty(_FacultyContent):
    """A faculty member and the account that she may be invited to."""

    first_name: Name = Field(examples=["Meera"])
    email: Email | None = None
    campus_id: RowId | None = Field(default=None, description="Your own campus when left out.")
    employee_id: Name | None = Field(default=None, description="Made from the campus code when left out.")
    specialization: list[Name] = Field(default=[], max_length=50, examples=[["Python", "Databases"]])


class FacultyChange(_FacultyContent):
    """What is to be changed; what is left out stays."""

    first_name: Name = kept()
    specialization: list[Name] = kept(max_length=50)
    status: FacultyStatus = kept()


class ScheduledSession(BaseModel):
    """A session in a faculty member's calendar."""

    id: int
    session_date: date
    start_time: time | None
    end_time: time | None
    duration_minutes: int
    session_type: SessionType
    status: SessionStatus
    subject_id: int
    subject_code: str
    batch_id: int | None
    batch_name: str | None
    student_id: int | None
    location: str | None


class ScheduleSort(StrEnum):
    """The orders of a calendar."""

    SESSION_DATE = "session_date"
    SESSION_DATE_DESCENDING = "-session_date"


class TaughtStudent(BaseModel):
    """A student's enrolment with the faculty member."""

    enrollment_id: int
    student_id: int
    enrollment_no: str
    first_name: str
    last_name: str | None
    subject_id: int
    subject_code: str
    status: EnrollmentStatus
    completion_percentage: float


class TaughtSort(StrEnum):
    """The orders of whom a faculty member teaches."""

    ENROLLMENT_NO = "enrollment_no"
    ENROLLMENT_NO_DESCENDING = "-enrollment_no"


class Availability(BaseModel):
    """A part of every week in which she can teach, in the campus's time."""

    id: int
    weekday: int = Field(ge=1, le=7, description="1 is Monday.")
    start_time: time
    end_time: time
    version: int


class AvailabilityList(BaseModel):
    """A whole week, in order."""

    items: list[Availability]


class _Span(Content):
    @model_validator(mode="after")
    def _ends_after_start(self) -> "_Span":
        start, end = getattr(self, "start_time", None), getattr(self, "end_time", None)
        if start is not None and end is not None and end <= start:
            raise ValueError("end_time must lie after start_time")
        return self


class NewAvailability(_Span):
    """A part of every week to be added."""

    weekday: int = Field(ge=1, le=7, description="1 is Monday.", examples=[1])
    start_time: ClockTime = Field(examples=["09:00"])
    end_time: ClockTime = Field(examples=["13:00"])


class AvailabilityChange(_Span):
    """What is to be changed; what is left out stays."""

    weekday: int = kept(ge=1, le=7)
    start_time: ClockTime = kept()
    end_time: ClockTime = kept()


class TimeEntry(BaseModel):
    """Minutes that went into something."""

    id: int
    work_date: date
    start_time: time | None
    end_time: time | None
    kind: TimeEntryKind
    minutes: int
    session_id: int | None
    notes: str | None
    version: int


class TimeSort(StrEnum):
    """The orders of time entries."""

    WORK_DATE = "work_date"
    WORK_DATE_DESCENDING = "-work_date"


class NewTimeEntry(_Span):
    """Time to be written down. With start and end the minutes are those between them, unless they are said (breaks)."""

    work_date: Day = Field(examples=["2026-07-01"])
    kind: TimeEntryKind
    start_time: ClockTime | None = None
    end_time: ClockTime | None = None
    minutes: int | None = Field(default=None, ge=1, le=1440, examples=[90])
    session_id: RowId | None = Field(default=None, description="Her own session, for teaching and preparation.")
    notes: LongText | None = None


class TimeEntryChange(_Span):
    """What is to be changed; what is left out stays."""

    work_date: Day = kept(examples=["2026-07-01"])
    kind: TimeEntryKind = kept()
    start_time: ClockTime | None = None
    end_time: ClockTime | None = None
    minutes: int = kept(ge=1, le=1440, examples=[75])
    session_id: RowId | None = None
    notes: LongText | None = None
