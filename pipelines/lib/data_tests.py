"""What a failed data test says: what is wrong, why it matters, how to resolve it.

The words stand in the dbt project (`dbt/tests/generic/_generic.yml`, and `meta` of a single test); here they are put
together with what dbt found. Does not belong here: running dbt, and where the words are shown.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS = ("what", "why", "resolve")


@dataclass(frozen=True)
class FailedTest:
    """A data test that did not pass.

    Attributes:
        name: dbt's name of the test, to select it by.
        about: the relation, and the column where the test is about one.
        failures: rows that should not be there; None when the test itself could not run.
        what: what is wrong.
        why: why it matters.
        resolve: how to resolve it.
        message: dbt's own words, which matter when the test could not run.
    """

    name: str
    about: str
    failures: int | None
    what: str
    why: str
    resolve: str
    message: str

    def told(self) -> str:
        """The failure in a few lines."""
        if self.failures is None:
            return f"{self.about}: the test {self.name} could not run. {self.message}"
        rows = "1 row" if self.failures == 1 else f"{self.failures:,} rows"
        return "\n".join(
            (
                f"{self.about} ({rows}): {self.what}",
                f"  Why it matters: {self.why}",
                f"  How to resolve: {self.resolve}",
                f"  See the rows:   headway dbt show --select {self.name}",
            )
        )


def words_of(manifest: Mapping[str, Any], test: Mapping[str, Any]) -> dict[str, str]:
    """What, why and resolve of a test of the manifest: its own, else its kind's, else ''."""
    words = dict.fromkeys(WORDS, "")
    sources = [manifest["macros"].get(name, {}).get("meta", {}) for name in test["depends_on"]["macros"]]
    for meta in [*sources, test["config"].get("meta", {})]:
        words |= {key: meta[key] for key in WORDS if meta.get(key)}
    return words


def failed_tests(manifest: Mapping[str, Any], results: Iterable[Mapping[str, Any]]) -> list[FailedTest]:
    """The data tests among dbt's results that did not pass.

    Args:
        manifest: dbt's manifest, as its JSON file holds it.
        results: `results` of run_results.json; each has `unique_id`, `status`, `failures` and `message`.

    Returns:
        In the order of the results; warnings are among them.
    """
    found = []
    for result in results:
        test = manifest["nodes"].get(result["unique_id"])
        if test is None or test["resource_type"] != "test" or result["status"] not in ("fail", "warn", "error"):
            continue
        relation = (test.get("attached_node") or test["name"]).split(".")[-1]
        found.append(
            FailedTest(
                name=test["name"],
                about=f"{relation}.{test['column_name']}" if test.get("column_name") else relation,
                failures=None if result["status"] == "error" else int(result["failures"] or 0),
                message=(result.get("message") or "").strip(),
                **words_of(manifest, test),
            )
        )
    return found


def failed_tests_of(target: Path, *, since: float) -> list[FailedTest]:
    """The data tests that did not pass in the last call of dbt, by the files that it left in its target folder.

    Args:
        target: dbt's target folder.
        since: Unix time; results from before are of another call, and left out.
    """
    results, manifest = target / "run_results.json", target / "manifest.json"
    if not results.exists() or not manifest.exists() or results.stat().st_mtime < since:
        return []
    return failed_tests(json.loads(manifest.read_text()), json.loads(results.read_text())["results"])
