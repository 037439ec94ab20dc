"""What is told about the published snapshot."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from warehouse.expectations.verdict import Edge


class PublishedBuild(BaseModel):
    """The build that every analytic answer stands on now."""

    build_id: str = Field(examples=["20260615T060000000000Z-42"])
    built_at: datetime = Field(description="When the build was published.")
    source_as_of: date = Field(description="The day that the figures are computed for.")
    extract_id: int = Field(description="The extract whose rows the figures hold.")
    age_seconds: int


class Finding(BaseModel):
    """One expectation that does not hold."""

    edge: Edge = Field(description="Where it was seen.")
    relation: str = Field(examples=["raw.session_attendance"])
    column: str = Field(examples=["session_date_days_ahead"])
    expectation: str = Field(examples=["expect_column_values_to_be_between"])
    observed: str = Field(description="What was seen instead, with a few of the rows by key.")
    what: str = Field(description="What is wrong, in one sentence.")
    says: str = Field(description="What it is, why it matters, how to resolve it.")


class HeldBack(BaseModel):
    """Why the figures stand still: what comes in is kept, but not published."""

    since: datetime = Field(description="When the first breach after the last good publication was found.")
    first_extract_id: int | None = Field(description="The extract at which that was, where the edge knows one.")
    breaches: list[Finding]


class Freshness(BaseModel):
    """How fresh the figures are."""

    build: PublishedBuild | None = Field(description="Null before the first publication.")
    held_back: HeldBack | None = Field(description="Null while every change is published.")
