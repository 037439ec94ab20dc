"""Publishing a finished build, once its files hold what readers rely on."""

import logging
from pathlib import Path
from typing import Final

import duckdb

from pipelines.lib.quality import all_is_well, uphold
from warehouse import expectations
from warehouse.expectations import Verdict
from warehouse.publish import publish
from warehouse.published import Build
from warehouse.settings import Settings

log = logging.getLogger(__name__)
# What may be wrong with files that were taken over, while the warehouse itself is sound.
_OF_FILES: Final = frozenset({"miscounted_rows", "duplicate_keys", "unreadable"})


class _SpoiltFilesError(RuntimeError):
    """Files do not hold what the warehouse holds."""


def publish_checked(database_url: str, settings: Settings, *, across_months: bool = True) -> Build:
    """Makes a new snapshot, looks at it, and switches to it; anew, where what was taken over is spoilt.

    Args:
        database_url: where dbt built.
        settings: where snapshots stand.
        across_months: see `check_published`; a refresh does without.

    Raises:
        BreachError: the files are not what readers rely on; the last good snapshot stays.
        PublicationError: nothing has been built yet.
    """

    def look(folder: Path, previous: Path | None) -> Verdict:
        return expectations.check_published(folder, settings, previous, across_months=across_months)

    def first_look(folder: Path, previous: Path | None) -> None:
        verdict = look(folder, previous)
        if previous is not None and _OF_FILES & {breach.column for breach in verdict.breaches}:
            raise _SpoiltFilesError("; ".join(breach.says for breach in verdict.breaches))
        uphold(settings, verdict)

    try:
        build = publish(database_url, settings, inspect=first_look)
    except (_SpoiltFilesError, duckdb.Error) as spoilt:
        # A file that cannot be read at all is met while the next snapshot is written.
        log.warning("files of the last snapshot are not taken over: %s", spoilt)
        build = publish(
            database_url,
            settings,
            inspect=lambda folder, previous: uphold(settings, look(folder, previous)),
            takes_over=False,
        )
    all_is_well(settings)
    return build
