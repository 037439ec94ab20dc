"""`headway build`: Dagster's own job in this process, told in a few lines; the full story is in Dagster's UI."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from rich.console import Console

from warehouse.published import current_build
from warehouse.settings import get_settings

_DOES = {
    "build": "extract, transform, train, score, publish",
    "refresh": "extract what changed, build what stands on it, publish",
}


def build_once(console: Console, database_url: str, *, job_name: str = "build") -> bool:
    """Runs a job of the asset graph in process and says step by step how it goes.

    Args:
        console: where to tell.
        database_url: the database; it is also in `HEADWAY_DATABASE_URL`.
        job_name: `build` or `refresh`.

    Returns:
        Whether everything was built and published.
    """
    from pipelines.lib.instance import prepare_instance

    settings = get_settings()
    prepare_instance(settings, database_url)
    began = time.monotonic()
    with console.status("Building the warehouse: preparing …") as status:
        import dagster as dg

        from pipelines.definitions import defs

        job = defs.resolve_job_def(job_name)
        with dg.DagsterInstance.get() as instance:
            status.update(f"Building the warehouse: {_DOES[job_name]} …")
            with _told_to(settings.logs_folder / "build.log"):
                result = job.execute_in_process(instance=instance, raise_on_error=False)
            if not result.success:
                _tell_failure(console, result)
                return False
            _tell_steps(console, result)
    build = current_build(settings)
    console.print(f"Published build {build.build_id if build else '?'} in {time.monotonic() - began:.0f} s.")
    return True


@contextmanager
def _told_to(path: Path) -> Iterator[None]:
    """Sends what Dagster, dbt and their libraries say into a log; the console keeps to a few lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    root = logging.getLogger()
    with path.open("a") as log, redirect_stdout(log), redirect_stderr(log):
        handlers, root.handlers = root.handlers, [logging.StreamHandler(log)]
        try:
            yield
        finally:
            root.handlers = handlers


def _tell_steps(console: Console, result: object) -> None:
    starts: dict[str, float] = {}
    for event in result.all_events:  # type: ignore[attr-defined]
        if event.event_type_value == "STEP_SUCCESS":
            starts[event.step_key] = event.step_success_data.duration_ms / 1000
    for step, seconds in starts.items():
        console.print(f"  {step:<24} {seconds:6.1f} s")


def _tell_failure(console: Console, result: object) -> None:
    console.print("[red]The build failed; the last good snapshot stays.[/red]")
    for event in result.all_events:  # type: ignore[attr-defined]
        if event.event_type_value == "STEP_FAILURE":
            error = event.step_failure_data.error
            cause = error.cause or error
            # Whose class it was is for the log.
            said = cause.message.strip().partition(f"{cause.cls_name}: ")[2] or cause.message.strip()
            console.print(f"  {event.step_key}: {said}", markup=False)
    console.print(f"The whole story: {get_settings().logs_folder / 'build.log'}, or Dagster's UI under `headway up`.")
