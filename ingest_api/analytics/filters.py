"""What analytic answers can be narrowed down to: a campus, a subject, a period; bounded, so that none is endless."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, Query

from ingest_api.analytics.snapshot import Where
from ingest_api.errors import FieldError, Invalid
from ingest_api.fields import Text
from warehouse.metrics import Period as Days

LONGEST_DAYS = 1100
_FIRST_DAY = date(2000, 1, 1)
_LAST_DAY = date(2099, 12, 31)

CampusCode = Annotated[Text | None, Query(max_length=100, description="A campus code.", examples=["PUNE"])]
SubjectCode = Annotated[Text | None, Query(max_length=100, description="A subject code.", examples=["PY101"])]
RowLimit = Annotated[int, Query(ge=1, le=500, description="How many rows at most.")]


@dataclass(frozen=True)
class Period:
    """Two days and everything between them."""

    date_from: date
    date_to: date

    @property
    def days(self) -> Days:
        """The same for the metric registry."""
        return Days(self.date_from, self.date_to)


@dataclass(frozen=True)
class Asked:
    """What was asked for; without dates, the days before the build's own day."""

    campus: str | None
    subject: str | None
    date_from: date | None
    date_to: date | None

    def period(self, as_of: date, days: int = 90) -> Period:
        """The days to look at: `days` up to `as_of` where nothing else was asked for.

        Raises:
            Invalid: they end before they begin, or are more than LONGEST_DAYS.
        """
        end = self.date_to or max(as_of, self.date_from or as_of)
        begin = self.date_from or end - timedelta(days=days - 1)
        if not 0 <= (end - begin).days < LONGEST_DAYS:
            message = f"a period has 1 to {LONGEST_DAYS} days"
            raise Invalid(message, errors=[FieldError(field="from", message=message, code="period")])
        return Period(begin, end)

    def where(self, *, campus: str = "campus.campus_code", subject: str | None = "subject.subject_code") -> Where:
        """Conditions on the columns that hold the codes; None when a query knows no subject."""
        where = Where().add(f"{campus} = $campus", campus=self.campus)
        return where.add(f"{subject} = $subject", subject=self.subject) if subject else where

    def filters(self, **more: str | int | None) -> dict[str, list[str | int | None]]:
        """The same for the metric registry, with `more` of its dimensions; what is None was not asked for."""
        asked = {"campus__campus_code": self.campus, "subject__subject_code": self.subject, **more}
        return {name: [value] for name, value in asked.items() if value is not None}


def between(where: Where, column: str, period: Period) -> Where:
    """Adds that `column` lies in `period`."""
    return where.add(f"{column} between $date_from and $date_to", **vars(period))


async def _asked(
    campus: CampusCode = None,
    subject: SubjectCode = None,
    date_from: Annotated[
        date | None, Query(alias="from", ge=_FIRST_DAY, le=_LAST_DAY, description="First day.", examples=["2026-01-01"])
    ] = None,
    date_to: Annotated[
        date | None, Query(alias="to", ge=_FIRST_DAY, le=_LAST_DAY, description="Last day.", examples=["2026-03-31"])
    ] = None,
) -> Asked:
    return Asked(campus, subject, date_from, date_to)


Filters = Annotated[Asked, Depends(_asked)]


def share(part: Any, whole: Any) -> float | None:
    """`part` of `whole`, 0 to 1; None of nothing."""
    return None if not whole else float(part or 0) / float(whole)
