"""Dagster's own storage: the same PostgreSQL, in a schema of its own, with telemetry off."""

import os
from pathlib import Path

import dagster as dg
import yaml
from dagster import DagsterRunStatus

from pipelines.lib.dbt_project import dbt_environment
from pipelines.lib.storage import KeptConnections
from warehouse.postgres import connect, libpq_url
from warehouse.settings import Settings

SCHEMA = "dagster"
_UNFINISHED = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]


def prepare_instance(settings: Settings, database_url: str) -> Path:
    """Writes `dagster.yaml`, makes the schema, points `DAGSTER_HOME` there, and dbt to the database.

    Returns:
        The instance's folder.
    """
    dbt_environment(database_url)
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    configuration = {
        "telemetry": {"enabled": False},
        "storage": {
            "custom": {
                "module": KeptConnections.__module__,
                "class": KeptConnections.__name__,
                "config": {"postgres_url": {"env": "HEADWAY_DAGSTER_DATABASE_URL"}},
            }
        },
        # One run at a time: refresh and build write the same tables.
        "concurrency": {"runs": {"max_concurrent_runs": 1}},
        "run_monitoring": {"enabled": True, "start_timeout_seconds": 120},
        "retention": {
            "schedule": {"purge_after_days": 30},
            "sensor": {"purge_after_days": {"skipped": 1, "success": 30, "failure": 30, "started": 30}},
        },
    }
    (home / "dagster.yaml").write_text(yaml.safe_dump(configuration, sort_keys=False))
    with connect(database_url, autocommit=True) as connection:
        connection.execute(f"create schema if not exists {SCHEMA}")
    separator = "&" if "?" in database_url else "?"
    # The driver is named: SQLAlchemy 2.1 takes psycopg 3 by default, which cannot bind the parameter of NOTIFY.
    address = libpq_url(database_url).replace("postgresql://", "postgresql+psycopg2://", 1)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["HEADWAY_DAGSTER_DATABASE_URL"] = f"{address}{separator}options=-csearch_path%3D{SCHEMA}"
    return home


def end_unfinished_runs(instance: dg.DagsterInstance) -> int:
    """Marks runs as failed whose process is gone; call it only when no pipeline process of this home is alive.

    Returns:
        How many there were. The sensor then starts a new refresh, since what they extracted is not published.
    """
    runs = instance.get_runs(dg.RunsFilter(statuses=_UNFINISHED))
    for run in runs:
        instance.report_run_failed(run, "The process of this run ended without saying so.")
    return len(runs)
