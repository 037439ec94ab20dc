"""Dagster's storage on PostgreSQL with connections that are kept.

By itself Dagster connects anew for every row of its log, thousands of times in one build. Its webserver does not: it
asks its storage to hold a connection, and here every process of Dagster asks the same.
"""

from collections.abc import Mapping
from typing import Any

from dagster._serdes import ConfigurableClassData
from dagster_postgres import DagsterPostgresStorage
from dagster_postgres.utils import pg_url_from_config

_STATEMENT_TIMEOUT_MILLISECONDS = 60_000
_RECYCLE_SECONDS = 3_600
# Beside the one connection that each of the three storages keeps: opened when threads ask at once, and closed again.
_AT_ONCE = 20


class KeptConnections(DagsterPostgresStorage):
    """`DagsterPostgresStorage`, whose three storages keep one connection each; `dagster.yaml` names it."""

    def __init__(
        self, postgres_url: str, should_autocreate_tables: bool = True, inst_data: ConfigurableClassData | None = None
    ) -> None:
        super().__init__(postgres_url, should_autocreate_tables, inst_data)
        for storage in (self.run_storage, self.event_log_storage, self.schedule_storage):
            storage.optimize_for_webserver(
                statement_timeout=_STATEMENT_TIMEOUT_MILLISECONDS, pool_recycle=_RECYCLE_SECONDS, max_overflow=_AT_ONCE
            )

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "KeptConnections":
        """As Dagster makes it of `dagster.yaml`."""
        return cls(
            pg_url_from_config(config_value),
            config_value.get("should_autocreate_tables", True),
            inst_data,
        )
