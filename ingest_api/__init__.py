"""The ingest API: the only writer of the operational schema; it owns its models and migrations."""
