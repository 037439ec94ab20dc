"""One refresh as the refresher does it, and one whole build, with where their time goes."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import dagster as dg

from pipelines.definitions import defs
from warehouse.settings import Settings


@dataclass(frozen=True)
class Run:
    """Seconds of a run: of all of it, by step, by what dbt built or tested, and by what was published."""

    seconds: float
    steps: dict[str, float]
    nodes: dict[str, float] = field(default_factory=dict)
    relations: dict[str, float] = field(default_factory=dict)

    def slowest(self, count: int = 10) -> dict[str, float]:
        """What dbt took longest for."""
        return dict(sorted(self.nodes.items(), key=lambda item: -item[1])[:count])


def run_job(settings: Settings, name: str) -> Run:
    """Runs a job in this process, as the refresher and `headway build` do.

    Raises:
        RuntimeError: it failed; says which step and why.
    """
    began = time.monotonic()
    with dg.DagsterInstance.get() as instance, _told_to_log(settings):
        began = time.monotonic()
        result = defs.resolve_job_def(name).execute_in_process(instance=instance, raise_on_error=False)
        seconds = time.monotonic() - began
    if not result.success:
        raise RuntimeError("\n".join(_failures(result)))
    steps: dict[str, float] = {}
    told: dict[str, dict[str, float]] = {"seconds_by_node": {}, "seconds_by_relation": {}}
    for event in result.all_events:
        if event.event_type_value == "STEP_SUCCESS" and event.step_key is not None:
            steps[event.step_key] = round(event.step_success_data.duration_ms / 1000, 2)
        if event.event_type_value == "STEP_OUTPUT":
            for what, known in told.items():
                found = event.step_output_data.metadata.get(what)
                if isinstance(found, dg.JsonMetadataValue) and isinstance(found.value, Mapping):
                    known.update(found.value)
    return Run(round(seconds, 2), steps, told["seconds_by_node"], told["seconds_by_relation"])


@contextmanager
def _told_to_log(settings: Settings) -> Iterator[None]:
    settings.logs_folder.mkdir(parents=True, exist_ok=True)
    with (settings.logs_folder / "bench.log").open("a") as log, redirect_stdout(log), redirect_stderr(log):
        yield


def _failures(result: Any) -> Iterator[str]:
    for event in result.all_events:
        if event.event_type_value == "STEP_FAILURE":
            error = event.step_failure_data.error
            yield f"{event.step_key}: {(error.cause or error).message.strip()}"
