"""What the routes of calendars take and give."""

from datetime import datetime

from pydantic import BaseModel, Field


class CalendarState(BaseModel):
    """Whether there is a calendar address, and since when. The address itself is shown only when it is made."""

    made_at: datetime | None


class CalendarLink(BaseModel):
    """The secret of a new calendar address; it is not shown again."""

    token: str = Field(examples=["Zm9ydHktdGhyZWUtY2hhcmFjdGVycy1vZi1yYW5kb20"], description="For /calendar/feed/…")
    made_at: datetime
