"""dbt in this process: parsed once, then only the models that a change reaches are built.

dbt's command costs seconds before any work, most of them parsing; a process that stays pays that once. Belongs here:
the choice of models and the call. What the models mean stands in `dbt/`.
"""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import ModelNode
from dbt_common.events.base_types import EventMsg

from pipelines.lib.data_tests import failed_tests
from pipelines.lib.dbt_connections import keep_connections
from pipelines.lib.dbt_project import dbt_environment, forget_parse, newest_change, nowhere
from pipelines.lib.passages import closed_edges
from pipelines.lib.reached import SCORING_TAG, reached_by, tagged
from warehouse.postgres import connect

_QUIET = ("--quiet", "--log-level", "none", "--log-level-file", "none")
_NOT_BUILT = ("--exclude-resource-type", "unit_test")
_BAD = {"error", "fail"}

# What only the scoring reads; it has a rhythm of its own.
SCORING = f"tag:{SCORING_TAG}"
PREDICTED = "source:predictions+"
# Views on raw tables, which are never made anew. Other views go with the table they stand on, and come back with it.
STAGING = "path:models/staging"


class DbtError(RuntimeError):
    """A model could not be built or a test failed; says which, one a line."""


@dataclass(frozen=True)
class Built:
    """What one call did: models that were built, the number of data tests that passed, seconds; and those by node."""

    models: tuple[str, ...]
    tests: int
    seconds: float
    seconds_by_node: dict[str, float]


@lru_cache(maxsize=1)
def warm_dbt(database_url: str, mastery_level: int) -> "WarmDbt":
    """One for the process: parsed when it is first asked, kept for whoever comes next."""
    return WarmDbt(database_url, mastery_level)


class WarmDbt:
    """dbt's project, parsed; parsed anew by itself when one of its files has changed."""

    def __init__(self, database_url: str, mastery_level: int) -> None:
        dbt_environment(database_url)
        keep_connections()
        self._database_url = database_url
        self._mastery_level = mastery_level
        self._manifest: Manifest | None = None
        self._parsed_at = 0.0

    def build(
        self,
        select: Iterable[str],
        exclude: Iterable[str] = (),
        *,
        tested_since: int | None = None,
        full_refresh: bool = False,
    ) -> Built:
        """Builds and tests what is selected, in dbt's own words for a selection.

        Args:
            select: everything when empty.
            exclude: what to leave out.
            tested_since: data tests of incremental relations look at rows written after this extract only.
            full_refresh: incremental relations are made from scratch.

        Raises:
            DbtError: a model or a test failed; what stands on it was not built.
        """
        arguments = ["--full-refresh"] if full_refresh else []
        for option, words in (("--select", list(select)), ("--exclude", list(exclude))):
            arguments += [option, *words] if words else []
        return self._build(arguments, tested_since=tested_since)

    def build_told(self, selection: Sequence[str], listener: Callable[[EventMsg], None]) -> Built:
        """Builds and tests what is selected, tells of everything, and leaves `run_results.json` behind.

        Args:
            selection: options of dbt's command line.
            listener: is told everything that dbt says, in the thread that says it.

        Raises:
            DbtError: as `build`.
        """
        return self._build(selection, listeners=[listener])

    def _build(
        self,
        arguments: Sequence[str],
        *,
        tested_since: int | None = None,
        listeners: Sequence[Callable[[EventMsg], None]] = (),
    ) -> Built:
        began = time.monotonic()
        variables: dict[str, int] = {"mastery_level": self._mastery_level}
        if tested_since is not None:
            variables["tested_since"] = tested_since
        written = "--write-json" if listeners else "--no-write-json"
        said = [*_QUIET, written, "build", *_NOT_BUILT, "--vars", json.dumps(variables), *arguments]
        told = dbtRunner(self._parsed(), list(listeners)).invoke(said)
        results = list(getattr(told.result, "results", None) or [])
        if not told.success:
            raise DbtError("\n".join(self._what_is_wrong(results)) or str(told.exception))
        models = tuple(one.node.relation_name.replace('"', "") for one in results if one.node.resource_type == "model")
        tests = sum(one.node.resource_type == "test" for one in results)
        by_node = {one.node.name: round(one.execution_time, 3) for one in results}
        return Built(models, tests, time.monotonic() - began, by_node)

    def has_built(self, word: str) -> bool:
        """Whether every model with this tag, or in this folder, has its relation, made by whatever build."""
        names = [
            node.relation_name
            for node in self._parsed().nodes.values()
            if isinstance(node, ModelNode)
            and (word in node.tags or word in node.fqn)
            and node.config.materialized != "ephemeral"
        ]
        with connect(self._database_url) as connection:
            missing = "select exists (select from unnest(%s::text[]) as name where to_regclass(name) is null)"
            return connection.execute(missing, (names,)).fetchone() == (False,)

    def _what_is_wrong(self, results: list[Any]) -> Iterator[str]:
        """A line for every model that was not built and every data test that failed: what, why and how to resolve."""
        bad = [one for one in results if str(one.status) in _BAD]
        told = [
            {
                "unique_id": one.node.unique_id,
                "status": str(one.status),
                "failures": one.failures,
                "message": one.message,
            }
            for one in bad
        ]
        yield from (test.told() for test in failed_tests(self._parsed().writable_manifest().to_dict(), told))
        yield from (f"{one.node.name}: {one.message}" for one in bad if one.node.resource_type != "test")

    def build_changed(self, tables: Collection[str], *, since: int, may_compare: bool = False) -> Built:
        """Builds what stands on these raw tables, and tests what changed in place after the extract `since`.

        Args:
            tables: raw tables with a change.
            since: the extract after which it came.
            may_compare: whether the build before came to its end, so that what it made may be compared with what has
                come, and left alone where it would say the same.

        Raises:
            DbtError: as `build`.
        """
        manifest = self._parsed()
        closed = closed_edges(manifest, self._database_url, tables, since) if may_compare else set()
        keys = reached_by(manifest, tables, closed)
        if not keys:
            return Built((), 0, 0.0, {})
        with tagged(manifest, keys) as selection:
            # Tests too are tagged: nothing that a model stands for is to be added.
            return self.build([selection, "--indirect-selection", "empty"], tested_since=since)

    def _parsed(self) -> Manifest:
        changed_at = newest_change()
        if self._manifest is None or changed_at > self._parsed_at:
            with nowhere():
                told = self._parse()
                if not isinstance(told.result, Manifest) and forget_parse():
                    told = self._parse()
            if not isinstance(told.result, Manifest):
                raise DbtError(f"dbt could not parse the project: {told.exception}")
            self._manifest, self._parsed_at = told.result, changed_at
        return self._manifest

    @staticmethod
    def _parse() -> dbtRunnerResult:
        return dbtRunner().invoke([*_QUIET, "--no-write-json", "parse", "--vars", json.dumps({})])
