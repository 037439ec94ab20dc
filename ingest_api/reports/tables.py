"""What a report is made of: columns, rows, and what it stands on. How it is written down stands in `formats.py`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.analytics.snapshot import Answer

MOST_ROWS = 5000

Cell = str | int | float | Decimal | date | None


class Unit(StrEnum):
    """How the figures of a column are to be read."""

    TEXT = "text"
    COUNT = "count"
    DATE = "date"
    SHARE = "share"
    PERCENT = "percent"
    HOURS = "hours"
    DAYS = "days"
    NUMBER = "number"
    AMOUNT = "amount"


class Column(BaseModel):
    """One column: its name in rows and files, its title for people, and the unit of its figures."""

    name: str
    title: str
    unit: Unit = Unit.TEXT


class Report(Answer):
    """A table with its period and the build that it stands on."""

    report: str = Field(examples=["student-progress"])
    title: str
    date_from: date
    date_to: date
    columns: list[Column]
    rows: list[dict[str, Cell]]
    rows_total: int = Field(description=f"All rows; a report holds at most {MOST_ROWS} of them.")


@dataclass(frozen=True)
class Layout:
    """What a kind of report looks like."""

    report: str
    title: str
    columns: tuple[Column, ...]

    def without(self, *names: str) -> "Layout":
        """The same without some columns."""
        return Layout(self.report, self.title, tuple(column for column in self.columns if column.name not in names))
