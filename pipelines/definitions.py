"""Dagster's front door: every asset, check, job, sensor and schedule under `defs/`, and the resources they use."""

import dagster as dg

from pipelines.resources import resources
from warehouse.settings import PROJECT_ROOT

defs = dg.Definitions.merge(
    dg.load_from_defs_folder(project_root=PROJECT_ROOT),
    dg.Definitions(resources=resources()),
)
