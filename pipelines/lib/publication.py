"""Publishing a finished build, once its files hold what readers rely on."""

from pathlib import Path

from pipelines.lib.quality import all_is_well, uphold
from warehouse import expectations
from warehouse.publish import publish
from warehouse.published import Build
from warehouse.settings import Settings


def publish_checked(database_url: str, settings: Settings, *, across_months: bool = True) -> Build:
    """Makes a new snapshot, looks at it, and switches to it.

    Args:
        database_url: where dbt built.
        settings: where snapshots stand.
        across_months: see `check_published`; a refresh does without.

    Raises:
        BreachError: the files are not what readers rely on; the last good snapshot stays.
        PublicationError: nothing has been built yet.
    """

    def inspect(folder: Path, previous: Path | None) -> None:
        uphold(settings, expectations.check_published(folder, settings, previous, across_months=across_months))

    build = publish(database_url, settings, inspect=inspect)
    all_is_well(settings)
    return build
