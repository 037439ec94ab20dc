"""What the routes of imports give."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field


class ImportState(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"


class FileOutcome(BaseModel):
    """What became of one file's rows."""

    file: str = Field(examples=["students.csv"])
    rows_read: int
    rows_inserted: int
    rows_updated: int
    rows_unchanged: int
    ignored_columns: list[str]
    kept_columns: list[str] = Field(description="Unknown columns, kept as attributes of the rows.")


class LeftFile(BaseModel):
    """A file that was not imported, and why."""

    file: str = Field(examples=["notes.txt"])
    reason: str


class Fault(BaseModel):
    """One thing that is wrong; `line` is the one on which the row begins, 0 when it is the whole file."""

    file: str = Field(examples=["students.csv"])
    line: int
    column: str = Field(examples=["date_of_birth"])
    value: str = Field(examples=["31.02.2004"])
    expected: str = Field(examples=["a day such as 2024-07-01"])


class ImportOutcome(BaseModel):
    """What was done, or why nothing was."""

    has_succeeded: bool
    is_written: bool
    is_changed: bool = Field(description="Whether anything differs from before.")
    files: list[FileOutcome]
    ignored_files: list[LeftFile]
    warnings: list[str]
    error_count: int
    errors: list[Fault] = Field(description="The first ones; `GET /imports/{import_id}/errors` has all.")
    people_to_invite: int
    people_without_email: int


class ImportRun(BaseModel):
    """One import of uploaded files. While it runs, `step` says what is done now: a file, checking, or writing."""

    id: str = Field(examples=["0f8c2d9a4b7e4c51a6d3e2f1b0c9d8e7"])
    is_dry_run: bool
    state: ImportState
    started_at: datetime
    ended_at: datetime | None
    step: str = Field(examples=["students"])
    done: int
    total: int | None
    problem: str | None = Field(description="Why it was interrupted.")
    outcome: ImportOutcome | None


class ImportedFile(BaseModel):
    """The counts of one file of an import that was written."""

    file: str = Field(examples=["students"])
    rows_read: int
    rows_inserted: int
    rows_updated: int


class PastImport(BaseModel):
    """An import that changed something, by a screen or the command line."""

    id: int
    completed_at: datetime
    actor_name: str | None = Field(description="Null: the command line.")
    clock_as_of: date | None
    files: list[ImportedFile]
