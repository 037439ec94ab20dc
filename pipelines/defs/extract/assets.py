"""The raw tables, all made by one extract: a consistent cut is taken whole or not at all."""

from collections.abc import Iterator

import dagster as dg

from pipelines.lib.quality import uphold
from pipelines.resources import Installation
from warehouse import expectations
from warehouse.extract import extract
from warehouse.relations import EXTRACTED_TABLES, RAW, VERSIONED_COLUMNS
from warehouse.versions import version_table

_DESCRIPTIONS = {table: f"Copy of operational.{table}." for table in EXTRACTED_TABLES} | {
    version_table(table): f"What rows of operational.{table} said before." for table in VERSIONED_COLUMNS
}


@dg.multi_asset(
    name="extract",
    specs=[
        dg.AssetSpec([RAW, table], group_name="extract", kinds={"postgres"}, description=description)
        for table, description in _DESCRIPTIONS.items()
    ],
)
def raw_tables(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[dg.MaterializeResult[None]]:
    """Copies what changed since the last extract, in one repeatable-read transaction."""
    cut = extract(installation.database_url)
    verdict = expectations.check_incoming(installation.database_url, installation.settings, cut.extract_id)
    uphold(installation.settings, verdict)
    context.log.info("extract %s as of %s: %s changed rows", cut.extract_id, cut.as_of_date, cut.changed_rows)
    for table in _DESCRIPTIONS:
        yield dg.MaterializeResult(asset_key=[RAW, table], metadata={"extract_id": cut.extract_id})
