"""What is known of the data's quality: what was checked, what was built, and what is told of.

Belongs here: reading what the pipelines leave in `HEADWAY_HOME`. Nothing of it is asked of the snapshot; it tells also
of what was not published.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from warehouse.expectations.state import results_folder
from warehouse.settings import Settings

_COLUMNS: Final = ("edge", "relation", "checked_at", "expectations", "broken")


@dataclass(frozen=True)
class DbtRun:
    """What dbt did in the last build: when, how long, its models and its tests.

    Attributes:
        ended_at: when it ended.
        seconds: how long it took.
        models: name, seconds and status of every model, the slowest first.
        tests: how many data tests ran.
        failed: names of the tests that failed, and how many rows each found.
    """

    ended_at: datetime
    seconds: float
    models: pd.DataFrame
    tests: int
    failed: tuple[tuple[str, int], ...]


def checks(settings: Settings) -> pd.DataFrame:
    """The newest check of every relation, broken ones first: edge, relation, checked_at, expectations, broken."""
    rows = []
    for path in sorted(results_folder(settings).glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            counts = told["result"]["statistics"]
            rows.append(
                (
                    told["edge"],
                    told["relation"],
                    datetime.fromisoformat(told["checked_at"]),
                    int(counts["evaluated_expectations"]),
                    int(counts["unsuccessful_expectations"]),
                )
            )
        except (OSError, ValueError, KeyError, TypeError):
            # Being written right now, or of an older version: the next check writes it anew.
            continue
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    return found.sort_values(["broken", "edge", "relation"], ascending=[False, True, True], ignore_index=True)


def last_dbt_run(settings: Settings) -> DbtRun | None:
    """What dbt did in the last build, in its calls so far; None before the first."""
    try:
        files = sorted((settings.home / "dbt" / "results").glob("*.json"))
        told = [json.loads(path.read_text(encoding="utf-8")) for path in files]
        return _dbt_run(told) if told else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _dbt_run(calls: list[dict[str, Any]]) -> DbtRun:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for one in (result for call in calls for result in call["results"]):
        kinds.setdefault(one["unique_id"].split(".")[0], []).append(one)
    models = pd.DataFrame(
        [(_name(one), float(one["execution_time"]), one["status"]) for one in kinds.get("model", [])],
        columns=["model", "seconds", "status"],
    ).sort_values("seconds", ascending=False, ignore_index=True)
    tests = kinds.get("test", [])
    failed = tuple((_name(one), int(one["failures"] or 0)) for one in tests if one["status"] in ("fail", "error"))
    ended_at = max(datetime.fromisoformat(call["metadata"]["generated_at"]) for call in calls)
    return DbtRun(ended_at, sum(float(call["elapsed_time"]) for call in calls), models, len(tests), failed)


def _name(one: dict[str, Any]) -> str:
    return str(one["unique_id"]).split(".")[2]
