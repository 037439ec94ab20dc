"""Stands behind the refresher: sees that something has long been waiting to be published, and asks for a refresh."""

import json
from datetime import UTC, datetime

import dagster as dg

from pipelines.defs.refresh.jobs import refresh
from pipelines.resources import database_url
from warehouse.extract import pending_changes
from warehouse.publish import newest_extract
from warehouse.published import current_build
from warehouse.settings import get_settings

# The refresher (`pipelines/refresher.py`) takes seconds, and tries again a minute after a failure.
PATIENCE_SECONDS = 180
_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


@dg.sensor(
    name="changes",
    job=refresh,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def changes(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Requests a refresh when rows, or an extract nobody published, have waited through every look of some minutes."""
    settings = get_settings()
    url = database_url(settings)
    published = current_build(settings)
    extracted = newest_extract(url)
    is_published = published is not None and extracted is not None and published.extract_id == extracted[0]
    if is_published and not pending_changes(url):
        return dg.SensorResult(skip_reason="everything is published", cursor="")
    if context.instance.get_runs(dg.RunsFilter(job_name=refresh.name, statuses=_UNFINISHED), limit=1):
        return dg.SensorResult(skip_reason="a refresh is under way", cursor=context.cursor or "")
    now = datetime.now(UTC)
    build_id = published.build_id if published else None
    told = json.loads(context.cursor) if context.cursor else {}
    since = datetime.fromisoformat(told["since"]) if told.get("build_id") == build_id and told else now
    if (now - since).total_seconds() < PATIENCE_SECONDS:
        cursor = json.dumps({"since": since.isoformat(), "build_id": build_id})
        return dg.SensorResult(skip_reason="the refresher will see to it", cursor=cursor)
    return dg.SensorResult(run_requests=[dg.RunRequest()], cursor="")
