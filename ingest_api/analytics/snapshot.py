"""The published snapshot, for routes: read in a thread, always with the build that the figures come from.

Belongs here: access, the build's stamp, the conditions of a query. Which figures there are stands beside it, one module
per thing that is looked at. Nothing in this folder asks the operational tables.
"""

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

import duckdb
from anyio import to_thread
from fastapi import Depends, Request
from pydantic import BaseModel, Field

from ingest_api.errors import Unavailable
from warehouse.metrics import Question, get_registry
from warehouse.published import Build, current_build, open_snapshot
from warehouse.scope import Place, Resource, Viewer, row_predicate
from warehouse.settings import Settings

Result = TypeVar("Result")
log = logging.getLogger("headway.figures")

_OPENING_ATTEMPTS = 3
_BIND = re.compile(r"\$(\w+)")


class BuildStamp(BaseModel):
    """Which build an answer stands on."""

    build_id: str = Field(examples=["20260615T060000000000Z-42"])
    built_at: datetime = Field(description="When the build was published.")
    source_as_of: date = Field(description="The day that the figures are computed for.")


class Answer(BaseModel):
    """What every analytic answer carries."""

    build: BuildStamp


@dataclass
class Where:
    """The conditions of a query and the values they compare with; a query shows their place as `{where}`."""

    parts: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, part: str, **values: Any) -> "Where":
        """Adds a condition, unless a value that it compares with is None: that filter was not asked for."""
        if all(value is not None for value in values.values()):
            self.parts.append(part)
            self.values |= values
        return self

    def seen_by(self, viewer: Viewer, resource: Resource, row: str) -> "Where":
        """Only rows of the alias `row` that `viewer` may see."""
        predicate = row_predicate(viewer, resource, row, Place.MARTS)
        return self.add(predicate.duckdb, **predicate.parameters)

    @property
    def text(self) -> str:
        """The conditions, joined."""
        return " and ".join(f"({part})" for part in self.parts) or "true"


class Snapshot:
    """One open snapshot."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, build: Build) -> None:
        self._connection = connection
        self.as_of = build.source_as_of
        self.stamp = BuildStamp(build_id=build.build_id, built_at=build.built_at, source_as_of=build.source_as_of)

    def rows(self, query: str, where: Where | None = None, **values: Any) -> list[dict[str, Any]]:
        """The rows of `query`; `{where}` in it becomes the conditions, `$name` a value."""
        where = where or Where()
        text = query.replace("{where}", where.text)
        known = {**where.values, **values, "as_of": self.as_of}
        # DuckDB refuses values that a query does not ask for.
        found = self._connection.execute(text, {name: known[name] for name in set(_BIND.findall(text))})
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def one(self, query: str, where: Where | None = None, **values: Any) -> dict[str, Any]:
        """The only row of an aggregate."""
        return self.rows(query, where, **values)[0]

    def metrics(self, question: Question, **columns: str) -> list[dict[str, Any]]:
        """The registry's answer to a question; `columns` gives columns another name than the registry's.

        Raises:
            MetricError: it cannot be asked this way.
        """
        asked = get_registry().compile(question, self.as_of)
        try:
            fetched = self._connection.execute(asked.duckdb, asked.parameters).fetchall()
        except duckdb.CatalogException:
            # A snapshot that an earlier version published lacks what was first kept added up since.
            asked = get_registry().compile(question, self.as_of, from_facts=True)
            fetched = self._connection.execute(asked.duckdb, asked.parameters).fetchall()
        found = asked.rows(fetched)
        return [{columns.get(name, name): value for name, value in row.items()} for row in found]


class Snapshots:
    """The door to the current snapshot; what was opened for one reader is kept for the next ones, build by build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        # With names and without: opening a snapshot takes longer than most questions.
        self._kept: dict[bool, tuple[Build, duckdb.DuckDBPyConnection]] = {}

    async def read(self, work: Callable[[Snapshot], Result], *, personal: bool = False) -> Result:
        """What `work` finds in the current snapshot, without holding up the event loop.

        Args:
            work: the queries; all of them see one build.
            personal: whether names may be read too, as `restricted.dim_person`.

        Raises:
            Unavailable: nothing has been published yet, or by another version, and lacks what is asked for.
        """
        return await to_thread.run_sync(self._read, work, personal)

    def let_go(self) -> None:
        """Closes what is kept, once nobody reads it any more."""
        with self._turn:
            self._kept.clear()

    def _read(self, work: Callable[[Snapshot], Result], personal: bool) -> Result:
        build, connection = self._open(personal)
        # A cursor is a connection of its own, so that readers do not wait for each other; it chooses its database anew.
        with connection.cursor() as cursor:
            cursor.execute("use snapshot")
            try:
                return work(Snapshot(cursor, build))
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                log.warning("build %s lacks what is asked for", build.build_id, exc_info=error)
                raise Unavailable(
                    "the published figures were made by another version; the next build brings what is asked for",
                    kind="published-by-another-version",
                    headers={"Retry-After": "60"},
                ) from error

    def _open(self, personal: bool) -> tuple[Build, duckdb.DuckDBPyConnection]:
        for _ in range(_OPENING_ATTEMPTS):
            build = current_build(self._settings)
            if build is None:
                break
            with self._turn:
                kept = self._kept.get(personal)
            if kept is not None and kept[0] == build:
                return kept
            try:
                opened = build, open_snapshot(self._settings, personal=personal, build=build)
            except duckdb.IOException:
                # Retired between being looked up and being opened: the next one is there already.
                continue
            with self._turn:
                # Who reads the one before holds it to the end.
                self._kept[personal] = opened
            return opened
        raise Unavailable(
            "there are no published figures to read yet; the next build makes them",
            kind="nothing-published",
            headers={"Retry-After": "60"},
        )


async def _snapshots(request: Request) -> Snapshots:
    found: Snapshots = request.app.state.snapshots
    return found


Published = Annotated[Snapshots, Depends(_snapshots)]
