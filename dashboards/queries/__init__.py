"""Questions to the published snapshot: pure functions from a connection to a DataFrame, cached by snapshot."""
