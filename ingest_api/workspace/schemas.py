"""What the routes of the workspace take and give."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from ingest_api.fields import Content, Name, Text, kept
from warehouse.questions import LONGEST_SQL
from warehouse.vocabulary import QueryOutcome

LONGEST_DESCRIPTION = 1_000
LONGEST_PROBLEM = 2_000


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


Sql = Annotated[Text, StringConstraints(max_length=LONGEST_SQL), AfterValidator(_not_blank)]
Description = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=LONGEST_DESCRIPTION)]
Problem = Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST_PROBLEM)]
BuildId = Annotated[str, StringConstraints(pattern=r"^[\w.-]+$", max_length=100)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class SavedQueryItem(BaseModel):
    """A saved query in a list, without its SQL."""

    id: int
    name: str = Field(examples=["Missed sessions by subject"])
    description: str
    is_shared: bool
    is_own: bool
    owner_name: str = Field(examples=["Meera Joshi"])
    updated_at: datetime
    version: int


class SavedQuery(SavedQueryItem):
    """A saved query."""

    sql: str


class SavedAnswer(BaseModel):
    """What was saved; its SQL is what was sent."""

    id: int
    name: str = Field(examples=["Missed sessions by subject"])
    is_shared: bool
    version: int


class NewQuery(Content):
    """A query to be saved."""

    name: Name = Field(examples=["Missed sessions by subject"])
    description: Description = ""
    sql: Sql
    is_shared: bool = Field(default=False, description="Others who may use the workspace read it too.")


class QueryChange(Content):
    """What is to be changed; what is left out stays."""

    name: Name = kept(examples=["Missed sessions by subject"])
    description: Description = kept()
    sql: Sql = kept()
    is_shared: bool = kept()


class QueryRunItem(BaseModel):
    """A query that was asked, in a list: of its SQL the beginning."""

    id: int
    asked_at: datetime
    begins: str = Field(examples=["select 1 as answer"])
    build_id: str
    outcome: QueryOutcome
    rows_count: int | None = Field(examples=[12])
    is_cut: bool = Field(description="Whether there were more rows than were read.")
    problem: str | None = Field(examples=[None])
    duration_ms: int


class QueryRun(QueryRunItem):
    """A query that was asked."""

    sql: str


class NewRun(Content):
    """A query that was asked, and what became of it."""

    sql: Sql
    build_id: BuildId
    outcome: QueryOutcome
    rows_count: Count | None = Field(default=None, description="Of an answered one.", examples=[12])
    is_cut: bool = False
    problem: Problem | None = Field(default=None, description="Why it failed.", examples=[None])
    duration_ms: Count


class RunNoted(BaseModel):
    """The history's new entry."""

    id: int


class RunsRemoved(BaseModel):
    """How many entries were removed."""

    removed_count: int
