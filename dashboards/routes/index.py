"""The HTML page that loads Streamlit, under the address of every page of ours.

Streamlit serves the same page for any address, but it finds its server by probing `/<page>/_stcore/…` first, which
shows as an error in the browser's console, and its tab is called Streamlit until the script has run. So our addresses
say where the server is and what the tab is called.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dashboards.pages_table import PAGES

_FIRST: Final = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin + '/' }</script>"


@lru_cache(maxsize=1)
def _html() -> str:
    told = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return told.replace("<title>Streamlit</title>", "<title>Headway</title>").replace("<head>", f"<head>{_FIRST}", 1)


def index(request: Request) -> HTMLResponse:
    """GET / and every page's address."""
    return HTMLResponse(_html(), headers={"cache-control": "no-cache"})


ROUTES: Final = [Route(path, index, methods=["GET"]) for path in ("/", *(f"/{page.url_path}" for page in PAGES))]
