"""Whether the system is well: database, figures, imports, the API's own numbers, and versions."""

import platform
from importlib.metadata import version

import streamlit as st

from dashboards.access import PAGES_FOLDER
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.health_lists import check_table, route_table
from dashboards.components.labels import number
from dashboards.components.tiles import Tile, tile_row
from dashboards.components.words_table import words_table
from dashboards.queries.health import process_figures
from dashboards.session import api

VERSIONS = ("headway", "streamlit", "fastapi", "duckdb", "dbt-core", "dagster", "scikit-learn", "prophet")

st.title("System health", anchor=False)
try:
    # Refused unless the database answers and its migrations are at the newest.
    api("GET", "/ready")
    freshness = api("GET", "/warehouse/freshness")
    figures = process_figures(api("GET", "/metrics").decode())
except ApiError as error:
    states.broken(error)
    st.stop()

tile_row(
    [
        Tile("state", "State", "Ready", "The database answers, and its migrations are at the newest."),
        Tile("requests", "Requests", number(figures.requests), "Answered by this process since it started."),
        Tile("failures", "Failed", number(figures.failures), "Answers that were an error of the server."),
        Tile("time", "Mean answer", f"{number(figures.mean_milliseconds)} ms", "Over all requests since the start."),
        Tile("waiting", "Waiting", number(figures.waiting), "Requests that wait for a connection to the database."),
        Tile("sockets", "Watching live", number(figures.sockets), "Screens that are told of changes at once."),
    ]
)
check_table(freshness, figures)
st.page_link(PAGES_FOLDER / "admin/data_quality.py", label="Data quality", icon=":material/fact_check:")
st.subheader("What takes longest", anchor=False, help="Routes by the time that they took altogether.")
route_table(figures)
st.subheader("Versions", anchor=False)
words_table(
    "versions",
    ("Part", "Version"),
    [("python", platform.python_version()), *((name, version(name)) for name in VERSIONS)],
)
