"""Measurements of the real thing, next to what it could cost at least."""
