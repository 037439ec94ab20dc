"""Dagster: what runs when, and nothing else."""
