"""The attendance fact and its daily aggregate, once as a script by hand and once as dbt's models."""

import time
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from pipelines.lib.warm_dbt import WarmDbt
from warehouse.postgres import connect


def full(database_url: str) -> float:
    """Seconds that the script takes to make both tables from raw rows."""
    return _run(database_url, _script("by_hand_full.sql"))


def incremental(database_url: str) -> float:
    """Seconds that the script takes to bring both tables to the newest extract."""
    with connect(database_url) as connection:
        [(seen,)] = connection.execute("select max(extract_id) from by_hand.attendance").fetchall()
    return _run(database_url, _script("by_hand_incremental.sql").replace("{seen}", str(int(seen))))


def dbt(database_url: str, mastery_level: int, models: Iterable[str], *, full_refresh: bool = False) -> float:
    """Seconds that dbt takes for these models, parsing left out.

    What stands on models that are made anew is not; the next refresh sees to it.
    """
    built = _warm(database_url, mastery_level).build(models, ["resource_type:test"], full_refresh=full_refresh)
    return round(sum(built.seconds_by_node.values()), 2)


@lru_cache(maxsize=1)
def _warm(database_url: str, mastery_level: int) -> WarmDbt:
    return WarmDbt(database_url, mastery_level)


def _script(name: str) -> str:
    return (files("bench.warehouse") / name).read_text()


def _run(database_url: str, script: str) -> float:
    with connect(database_url) as connection:
        began = time.monotonic()
        connection.execute(script.encode())
        connection.commit()
        return round(time.monotonic() - began, 2)
