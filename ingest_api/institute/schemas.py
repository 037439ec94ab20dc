"""What the routes of campuses and holidays take and give."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field

from ingest_api.fields import Content, Day, Name, RowId, kept


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("must be a time zone such as Asia/Kolkata")
    return name


TimeZone = Annotated[Name, AfterValidator(_known_zone)]


class CampusSort(StrEnum):
    """The orders of campuses."""

    CODE = "code"
    CODE_DESCENDING = "-code"


class Campus(BaseModel):
    """A place with a time zone."""

    id: int
    code: str
    name: str
    time_zone: str
    version: int


class NewCampus(Content):
    """A campus to be opened."""

    code: Name = Field(examples=["PUNE"])
    name: Name = Field(examples=["Pune, Kothrud"])
    time_zone: TimeZone = Field(default="Asia/Kolkata", examples=["Asia/Kolkata"])


class CampusChange(Content):
    """What is to be changed; a code stays: enrolment numbers were made from it."""

    name: Name = kept()
    time_zone: TimeZone = kept()


class HolidaySort(StrEnum):
    """The orders of holidays."""

    HOLIDAY_DATE = "holiday_date"
    HOLIDAY_DATE_DESCENDING = "-holiday_date"


class Holiday(BaseModel):
    """A day on which a campus is closed."""

    id: int
    campus_id: int
    holiday_date: date
    name: str
    version: int


class NewHoliday(Content):
    """A holiday to be kept."""

    campus_id: RowId | None = Field(default=None, description="Your own campus when left out.")
    holiday_date: Day = Field(examples=["2026-08-15"])
    name: Name = Field(examples=["Independence Day"])


class HolidayChange(Content):
    """What is to be changed; a holiday stays with its campus."""

    holiday_date: Day = kept(examples=["2026-08-15"])
    name: Name = kept(examples=["Independence Day"])
