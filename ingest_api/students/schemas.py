"""What the routes of students take and give."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field

from warehouse.vocabulary import LearningStyle, StudentStatus


class StudentSort(StrEnum):
    """The orders in which students can be listed; a minus sign turns one round."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    ENROLLMENT_NO = "enrollment_no"
    ENROLLMENT_NO_DESCENDING = "-enrollment_no"


class StudentItem(BaseModel):
    """A student in a list."""

    id: int
    enrollment_no: str
    first_name: str
    last_name: str | None
    status: StudentStatus
    campus_code: str
    admission_date: date | None
    active_enrollments: int = Field(description="How many subjects the student is learning now.")


class StudentPage(BaseModel):
    """One page; ask for the next one with `cursor=next_cursor`, until that is null."""

    items: list[StudentItem]
    next_cursor: str | None


class StudentDetail(StudentItem):
    """One student, with how to reach them."""

    campus_id: int
    email: str | None
    phone: str | None
    learning_style: LearningStyle | None
    counselor_name: str | None
    version: int
