"""Whether the system is well: database, figures, imports, the API's own numbers, and versions (`?show=failures`)."""

import platform
from importlib.metadata import version

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.health_lists import ROUTE_ORDERS, check_table, route_table
from dashboards.components.labels import number
from dashboards.components.shown_part import part, shown_part, whole_page
from dashboards.components.tiles import Tile, tile_row
from dashboards.components.words_table import words_table
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.health import process_figures
from dashboards.session import api

VERSIONS = ("headway", "streamlit", "fastapi", "duckdb", "dbt-core", "dagster", "scikit-learn", "prophet")

st.title(_("System health"), anchor=False)
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
        Tile(
            "state",
            _("State"),
            _("Ready"),
            _("The database answers, and its migrations are at the newest."),
            part("system-health", "parts"),
        ),
        Tile(
            "requests",
            _("Requests"),
            number(figures.requests),
            _("Answered by this process since it started."),
            part("system-health", "requests"),
        ),
        Tile(
            "failures",
            _("Failed"),
            number(figures.failures),
            _("Answers that were an error of the server."),
            part("system-health", "failures"),
        ),
        Tile(
            "time",
            _("Mean answer"),
            _("{count} ms", count=number(figures.mean_milliseconds)),
            _("Over all requests since the start."),
            part("system-health", "time"),
        ),
        Tile(
            "waiting",
            _("Waiting"),
            number(figures.waiting),
            _("Requests that wait for a connection to the database."),
            part("system-health", "parts"),
        ),
        Tile(
            "sockets",
            _("Watching live"),
            number(figures.sockets),
            _("Screens that are told of changes at once."),
            part("system-health", "parts"),
        ),
    ],
    is_live=True,
)
shown = shown_part(("parts", *ROUTE_ORDERS))
if shown:
    whole_page("system-health")
if shown in (None, "parts"):
    check_table(freshness, figures)
    st.page_link(PAGES_FOLDER / "admin/data_quality.py", label=_("Data quality"), icon=":material/fact_check:")
if shown is None:
    st.subheader(_("What takes longest"), anchor=False, help=_("Routes by the time that they took altogether."))
    route_table(figures)
elif shown in ROUTE_ORDERS:
    st.subheader(ROUTE_ORDERS[shown], anchor=False)
    route_table(figures, shown)
if shown:
    st.stop()
st.subheader(_("Versions"), anchor=False)
words_table(
    "versions",
    (_("Part"), _("Version")),
    [("python", platform.python_version()), *((name, version(name)) for name in VERSIONS)],
)
