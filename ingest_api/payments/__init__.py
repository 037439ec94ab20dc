"""Money that came in, and what was agreed about when it should."""
