"""Dagster's storage: what it writes goes through connections that are kept."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import Engine, event

from pipelines.lib.instance import prepare_instance
from warehouse.settings import Settings


@pytest.fixture
def instance(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """Dagster's instance of an empty institute."""
    for name in ("DAGSTER_HOME", "HEADWAY_DAGSTER_DATABASE_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("HEADWAY_HOME", str(tmp_path))
    prepare_instance(Settings(home=tmp_path), database_url)
    with dg.DagsterInstance.get() as instance:
        yield instance
        instance.dispose()


def test_many_writes_go_through_the_connection_that_is_kept(instance: dg.DagsterInstance) -> None:
    @dg.asset
    def something() -> None:
        """Anything that is logged."""

    assert dg.materialize([something], instance=instance).success
    opened: list[object] = []
    event.listen(Engine, "connect", lambda *connection: opened.append(connection))
    assert dg.materialize([something], instance=instance).success
    # Some forty statements; one asks while it holds the kept connection, and is given another for that while.
    assert len(opened) <= 2
