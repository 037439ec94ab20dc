"""Sees that something changed (or that a new day began) and asks for a refresh."""

import json
from datetime import UTC, datetime

import dagster as dg

from pipelines.defs.refresh.jobs import refresh
from pipelines.resources import database_url
from warehouse.extract import pending_changes
from warehouse.publish import newest_extract
from warehouse.published import current_build
from warehouse.settings import get_settings

# A refresh that failed is tried again, but not at every tick.
RETRY_AFTER_SECONDS = 60
_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


@dg.sensor(
    name="changes",
    job=refresh,
    minimum_interval_seconds=get_settings().refresh_interval_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def changes(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Requests a refresh when there are rows that the last extract has not seen, or an extract nobody published."""
    settings = get_settings()
    url = database_url(settings)
    if context.instance.get_runs(dg.RunsFilter(job_name=refresh.name, statuses=_UNFINISHED), limit=1):
        return dg.SkipReason("a refresh is under way")
    published = current_build(settings)
    extracted = newest_extract(url)
    is_published = published is not None and extracted is not None and published.extract_id == extracted[0]
    if is_published and not pending_changes(url):
        return dg.SkipReason("everything is published")
    now = datetime.now(UTC)
    if not is_published and not _may_retry(context.cursor, now):
        return dg.SkipReason("the last refresh did not publish; waiting before the next try")
    return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=json.dumps({"tried_at": now.isoformat()}))


def _may_retry(cursor: str | None, now: datetime) -> bool:
    if cursor is None:
        return True
    waited = now - datetime.fromisoformat(json.loads(cursor)["tried_at"])
    return waited.total_seconds() >= RETRY_AFTER_SECONDS
