"""The process that keeps the snapshot fresh: looks for changes and runs the job `refresh` in itself, again and again.

`python -m pipelines.refresher`, one of the services of `headway up`. A run in a process of its own costs seconds of
start-up, and dbt's command as many again; here both are paid once. Every run is Dagster's all the same: it is in the
UI, and waits for its turn like any other. The sensor `changes` stands behind this process, should it not be there.
"""

import logging
import sys
import time

import dagster as dg
import psycopg

from pipelines.definitions import defs
from pipelines.lib.farewell import Farewell
from pipelines.lib.instance import prepare_instance
from pipelines.resources import database_url
from warehouse.extract import pending_changes
from warehouse.publish import newest_extract
from warehouse.published import current_build
from warehouse.settings import Settings, get_settings

# A refresh that failed is tried again, but not at every look.
RETRY_AFTER_SECONDS = 60.0

log = logging.getLogger(__name__)


def is_refresh_wanted(settings: Settings, url: str) -> bool:
    """Whether there are rows that the last extract has not seen, or an extract that nobody published."""
    published = current_build(settings)
    extracted = newest_extract(url)
    is_published = published is not None and extracted is not None and published.extract_id == extracted[0]
    return not is_published or pending_changes(url)


def refresh_once(instance: dg.DagsterInstance) -> bool:
    """Runs the job in this process.

    Returns:
        Whether a snapshot was published; what went wrong otherwise stands in Dagster's UI and in this process's log.
    """
    began = time.monotonic()
    result = defs.resolve_job_def("refresh").execute_in_process(instance=instance, raise_on_error=False)
    steps = ", ".join(
        f"{event.step_key} {event.step_success_data.duration_ms / 1000:.2f} s"
        for event in result.all_events
        if event.event_type_value == "STEP_SUCCESS"
    )
    said = "refreshed" if result.success else "the refresh failed; the last good snapshot stays"
    log.info("%s after %.2f s: %s", said, time.monotonic() - began, steps)
    return result.success


def main() -> None:
    """Looks and refreshes until the process is ended."""
    # By force: a library of the models sets logging up while it is imported, and what is told here would get lost.
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stdout, force=True)
    with Farewell() as farewell:
        refresh_until(farewell)


def refresh_until(farewell: Farewell) -> None:
    """Looks and refreshes until `farewell` is asked for."""
    settings = get_settings()
    url = database_url(settings)
    prepare_instance(settings, url)
    with dg.DagsterInstance.get() as instance:
        failed_at: float | None = None
        while True:
            looked_at = time.monotonic()
            is_time = failed_at is None or time.monotonic() - failed_at >= RETRY_AFTER_SECONDS
            try:
                if is_time and is_refresh_wanted(settings, url):
                    failed_at = None if refresh_once(instance) else time.monotonic()
            except psycopg.OperationalError as error:
                log.warning("the database does not answer: %s", error)
                failed_at = time.monotonic()
            # While changes keep coming the next refresh begins as soon as one has ended.
            rest = looked_at + settings.refresh_interval_seconds - time.monotonic()
            if farewell.is_asked(within_seconds=max(0.0, rest)):
                return


if __name__ == "__main__":
    main()
