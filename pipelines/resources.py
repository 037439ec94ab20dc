"""What assets are given: the database, dbt, the settings; and the turn that only one pipeline run has at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from pydantic import PrivateAttr

from pipelines.lib.dbt_project import dbt_environment
from warehouse.chosen import with_chosen
from warehouse.postgres import connect
from warehouse.settings import Settings, get_settings

# Any fixed number: runs started by the sensor, the schedule and the command line wait for each other on it.
_TURN = 4_217_003


class Installation(dg.ConfigurableResource["Installation"]):
    """The installation's database and settings, for the length of one run.

    A run holds the pipeline's turn: an extract must never move `raw` under a dbt that is still reading it.
    """

    _database_url: str = PrivateAttr()
    _settings: Settings = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Installation"]:
        """Waits for the turn and keeps it until the run is over, however it ends."""
        self._database_url = database_url(get_settings())
        dbt_environment(self._database_url)
        with connect(self._database_url, autocommit=True) as connection:
            connection.execute("select pg_advisory_lock(%s)", (_TURN,))
            # Once for the whole run: dbt and the models go by the same thresholds, whatever is chosen meanwhile.
            self._settings = with_chosen(get_settings(), connection)
            yield self

    @property
    def settings(self) -> Settings:
        """The settings of this process, with what was chosen for the institute when the run began."""
        return self._settings

    @property
    def database_url(self) -> str:
        """Where the operational tables, raw and the warehouse stand."""
        return self._database_url


def database_url(settings: Settings) -> str:
    """The database of this installation; whoever starts Dagster has put it into the environment.

    Raises:
        RuntimeError: `HEADWAY_DATABASE_URL` is not set.
    """
    if settings.database_url is None:
        raise RuntimeError("HEADWAY_DATABASE_URL is not set: start Dagster through `headway up` or `headway build`")
    return settings.database_url.get_secret_value()


def resources() -> dict[str, Any]:
    """Every resource by the name under which assets ask for it."""
    installation: Installation = Installation()
    # Steps hand on small numbers, all in one process.
    return {"installation": installation, "io_manager": dg.mem_io_manager}
