"""Analytic answers, read from the published snapshot."""
