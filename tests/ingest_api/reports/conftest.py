"""The school's snapshot, published where the API looks for it."""

from tests.ingest_api.analytics.conftest import published

__all__ = ["published"]
