"""One folder per feature of the pipeline; Dagster loads whatever definitions stand in them."""
