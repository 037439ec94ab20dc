"""What users are told about, and reading it."""
