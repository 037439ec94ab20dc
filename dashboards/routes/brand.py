"""The logo and the icon of the browser tab, also in place of Streamlit's own before the page has loaded."""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

ASSETS_FOLDER: Final = Path(__file__).parent.parent / "assets"


def favicon(request: Request) -> FileResponse:
    """GET /favicon.png and /brand/favicon.svg."""
    return FileResponse(
        ASSETS_FOLDER / "favicon.svg", media_type="image/svg+xml", headers={"cache-control": "max-age=3600"}
    )


ROUTES: Final = [
    Route("/favicon.png", favicon, methods=["GET"]),
    Route("/brand/favicon.svg", favicon, methods=["GET"]),
]
