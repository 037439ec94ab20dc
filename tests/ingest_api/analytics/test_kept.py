"""What the API keeps open of a snapshot: one connection until the next build, and nothing of an earlier one."""

import json
from pathlib import Path

import anyio
import duckdb
import pytest

from ingest_api.analytics.snapshot import Snapshot, Snapshots
from ingest_api.errors import Unavailable
from warehouse.published import (
    BUILD_FILE,
    PARQUET_FOLDER,
    POINTER,
    WAREHOUSE_FILE,
    current_build,
    is_open_here,
    open_snapshot,
)
from warehouse.settings import Settings


def publish(settings: Settings, build_id: str) -> None:
    """A snapshot of one table with one row, and the pointer on it."""
    folder = settings.snapshots_folder / build_id
    (folder / PARQUET_FOLDER).mkdir(parents=True)
    with duckdb.connect(folder / WAREHOUSE_FILE) as connection:
        connection.execute("create table said as select ? as word", [build_id])
    told = {"build_id": build_id, "built_at": "2026-06-15T06:00:00+00:00", "source_as_of": "2026-06-15"}
    (folder / BUILD_FILE).write_text(json.dumps(told | {"extract_id": 1}))
    pointer = settings.snapshots_folder / POINTER
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(build_id)


def said(snapshots: Snapshots) -> tuple[str, str]:
    """Which build an answer is stamped with, and what it found there."""

    def work(snapshot: Snapshot) -> tuple[str, str]:
        return snapshot.stamp.build_id, snapshot.one("select word from said")["word"]

    return anyio.run(snapshots.read, work)


def test_a_snapshot_is_opened_once_and_let_go_with_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    def counted(*arguments: object, **options: object) -> duckdb.DuckDBPyConnection:
        opened.append(options["build"])
        return open_snapshot(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("ingest_api.analytics.snapshot.open_snapshot", counted)
    settings = Settings(home=tmp_path)
    snapshots = Snapshots(settings)
    publish(settings, "first")
    first = current_build(settings)
    assert first is not None
    assert [said(snapshots) for _ in range(3)] == [("first", "first")] * 3
    assert opened == [first]
    assert is_open_here(first)

    publish(settings, "second")
    assert said(snapshots) == ("second", "second")
    second = current_build(settings)
    assert opened == [first, second]
    assert not is_open_here(first), "retention may remove it"

    snapshots.let_go()
    assert second is not None
    assert not is_open_here(second)


@pytest.mark.parametrize("query", ["select word from said_since", "select word_since from said"])
def test_what_an_earlier_version_did_not_publish_comes_with_the_next_build(tmp_path: Path, query: str) -> None:
    settings = Settings(home=tmp_path)
    publish(settings, "first")
    with pytest.raises(Unavailable, match="another version") as refused:
        anyio.run(Snapshots(settings).read, lambda snapshot: snapshot.rows(query))
    assert (refused.value.kind, refused.value.headers) == ("published-by-another-version", {"Retry-After": "60"})
