"""Dagster's front door: every asset, check, job, sensor and schedule under `defs/`, and the resources they use."""

import warnings

import dagster as dg

from pipelines.resources import resources
from warehouse.settings import PROJECT_ROOT

# Dagster's own code calls what it calls beta; whoever runs a command of ours need not read of it.
warnings.filterwarnings("ignore", category=dg.BetaWarning)

defs = dg.Definitions.merge(
    dg.load_from_defs_folder(path_within_project=PROJECT_ROOT),
    dg.Definitions(resources=resources()),
)
