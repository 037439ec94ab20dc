"""Which snapshots are there, and which of them somebody means.

Belongs here: finding builds by words. How many are kept is `publish.py`'s business.
"""

from datetime import UTC, date, datetime, time, timedelta

from warehouse.published import BUILD_FILE, Build, current_build, read_build
from warehouse.settings import Settings


class UnknownBuildError(ValueError):
    """No snapshot is meant by these words; the message names those that are there."""


def known_builds(settings: Settings) -> list[Build]:
    """Every snapshot that is still there, the newest first."""
    if not settings.snapshots_folder.exists():
        return []
    found = []
    for folder in settings.snapshots_folder.iterdir():
        if folder.is_symlink() or folder.suffix == ".making" or not (folder / BUILD_FILE).exists():
            continue
        try:
            found.append(read_build(folder))
        except FileNotFoundError:
            # Retired between the two looks.
            continue
    return sorted(found, key=lambda build: build.built_at, reverse=True)


def find_build(settings: Settings, wanted: str) -> Build:
    """The snapshot that `wanted` means.

    Args:
        settings: says where snapshots are.
        wanted: `current`; `previous`, the one before it; `yesterday`, the last one of an earlier day (UTC), or the
            oldest that is left when all are of today; a day such as `2026-06-14`, the last one made on or before it;
            or the beginning of a build's id.

    Raises:
        UnknownBuildError: there is none.
    """
    builds = known_builds(settings)
    current = current_build(settings)
    if current is None or not builds:
        raise UnknownBuildError("nothing has been published yet; run `headway build`")
    if wanted == "current":
        return current
    earlier = [build for build in builds if build.built_at < current.built_at]
    if wanted in ("previous", "yesterday") and not earlier:
        raise UnknownBuildError(f"there is only one snapshot, {current.build_id}; the next build makes another")
    if wanted == "previous":
        return earlier[0]
    if wanted == "yesterday":
        day = current.built_at.astimezone(UTC).date() - timedelta(days=1)
        return _last_of(earlier, day) or earlier[-1]
    try:
        found = _last_of(builds, date.fromisoformat(wanted))
    except ValueError:
        found = next((build for build in builds if build.build_id.startswith(wanted)), None)
    if found is None:
        raise UnknownBuildError(
            f"no snapshot is meant by {wanted!r}; there is {', '.join(build.build_id for build in builds)}"
        )
    return found


def _last_of(builds: list[Build], day: date) -> Build | None:
    """The newest build made on or before a day."""
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    return next((build for build in builds if build.built_at < end), None)
