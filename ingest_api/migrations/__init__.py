"""Alembic migrations of the operational schema, run from code: `ingest_api.migrations.runner`."""
