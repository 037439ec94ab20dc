"""The two jobs: `refresh` after every change, `build` with everything, training included."""

import dagster as dg

# In process: the multiprocess executor costs several seconds a step.
build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Everything once: extract, transform, train, score, publish.",
)

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups("training"),
    executor_def=dg.in_process_executor,
    description="What a change needs: extract, transform, score with the trained models, publish.",
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=build,
    cron_schedule="30 20 * * *",  # 02:00 in India, when no campus is open
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
