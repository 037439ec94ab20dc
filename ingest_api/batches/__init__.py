"""Flexible batches: students who meet as a group for a while."""
