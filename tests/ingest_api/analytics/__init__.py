"""Analytic routes on a published snapshot."""
