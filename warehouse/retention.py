"""Which snapshots stay: the newest few, those just replaced, the last of each day for a while, what somebody reads."""

import fcntl
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from warehouse.published import BUILD_FILE, Build, current_build, is_open_here, read_build
from warehouse.settings import Settings


def retire(settings: Settings) -> list[str]:
    """Removes snapshots that nobody needs any more.

    Returns:
        Ids of the removed builds.
    """
    builds = sorted(_builds(settings.snapshots_folder), key=lambda build: build.built_at)
    kept = {build.build_id for build in builds[-settings.keep_snapshots :]}
    kept |= set(_just_replaced(builds, datetime.now(UTC) - timedelta(minutes=settings.keep_minutes)))
    # The last of each day: with it, yesterday's figure can be compared with today's.
    last_of_day = {build.built_at.date(): build.build_id for build in builds}
    if settings.keep_days:
        kept |= {last_of_day[day] for day in sorted(last_of_day)[-settings.keep_days :]}
    current = current_build(settings)
    if current is not None:
        kept.add(current.build_id)
    removed = [build for build in builds if build.build_id not in kept and not is_being_read(build)]
    for build in removed:
        # Named by nobody from here on; a crash in the middle leaves what the next publication removes.
        (build.folder / BUILD_FILE).unlink()
        shutil.rmtree(build.folder)
    return [build.build_id for build in removed]


def _just_replaced(builds: Sequence[Build], since: datetime) -> Iterator[str]:
    """Builds that were the newest until lately, oldest first.

    Who reads a snapshot's Parquet files without DuckDB holds no lock on it: pandas, Polars and Spark open file after
    file. What they found when they began is there until they are done, if that takes no longer than this.
    """
    for build, following in pairwise(builds):
        if following.built_at > since:
            yield build.build_id


def is_being_read(build: Build) -> bool:
    """Whether any process has the snapshot open, be it through `open_snapshot` or with a DuckDB of its own.

    DuckDB holds a POSIX read lock on a file that it has open read-only. Such locks belong to a process and not to a
    connection, so what this process reads itself is counted by `open_snapshot`, and asked for first: closing any
    descriptor of the file would let this process's own lock go.
    """
    if is_open_here(build):
        return True
    try:
        with build.warehouse_path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _builds(snapshots: Path) -> list[Build]:
    folders = (folder for folder in snapshots.iterdir() if not folder.is_symlink())
    return [read_build(folder) for folder in folders if (folder / BUILD_FILE).exists()]
