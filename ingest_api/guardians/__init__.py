"""Who stands behind a student, and what was agreed to for them."""
