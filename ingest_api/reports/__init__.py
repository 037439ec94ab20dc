"""Reports from the published snapshot, as JSON, CSV and PDF."""
