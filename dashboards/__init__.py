"""Streamlit: the operational screens and the dashboards."""
