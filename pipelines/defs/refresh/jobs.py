"""The two jobs: `refresh` after every change, `build` with everything, training included."""

import dagster as dg

from pipelines.defs.refresh.steps import extract_changes, publish_changes, score_when_due, transform_changes

# In process: the multiprocess executor costs several seconds a step.
build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Everything once: extract, transform, train, score, publish.",
)


@dg.job(
    executor_def=dg.in_process_executor,
    description="What a change needs: extract it, build what stands on it, score when it is time, publish.",
)
def refresh() -> None:
    """Only what changed, by the trained models."""
    publish_changes(score_when_due(transform_changes(extract_changes())))


nightly = dg.ScheduleDefinition(
    name="nightly",
    job=build,
    cron_schedule="30 20 * * *",  # 02:00 in India, when no campus is open
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
