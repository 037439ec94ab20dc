"""Figures of this process for Prometheus."""
