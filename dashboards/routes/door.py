"""What the pages before the log-in share: one frame of plain HTML, a message, and whether the institute is a demo.

They are plain, so that they are there at once, password managers know them, and nothing of the app is loaded for
somebody who is not logged in.
"""

from html import escape
from pathlib import Path
from string import Template
from typing import Final

from starlette.responses import HTMLResponse

from dashboards.api_client import ApiError, api_client
from warehouse.settings import get_settings

_FOLDER: Final = Path(__file__).parent
_DEMO_LABEL: Final = '<span class="demo" data-testid="demo-label">Demo data</span>'


def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.html").read_text(encoding="utf-8"))


_FRAME: Final = _template("door")
_FORMS: Final = {name: _template(name) for name in ("login", "welcome_code", "welcome_password", "forgot", "verify")}


def form(name: str, **values: str) -> str:
    """A form with what somebody has typed before, as text."""
    return _FORMS[name].substitute({key: escape(value, quote=True) for key, value in values.items()})


def door(
    title: str,
    lead: str,
    content: str,
    *,
    notice: str = "",
    error: str = "",
    status: int = 200,
    is_demo: bool = False,
) -> HTMLResponse:
    """A page around `content`, which is HTML; all else is text."""
    text = error or notice
    message = (
        f'<p class="message {"error" if error else ""}" role="{"alert" if error else "status"}">{escape(text)}</p>'
    )
    html = _FRAME.substitute(
        title=escape(title),
        lead=escape(lead),
        content=content,
        message=message if text else "",
        demo_label=_DEMO_LABEL if is_demo else "",
    )
    # A code in a form must not travel on in the address of the page that led somewhere.
    headers = {"cache-control": "no-store", "referrer-policy": "same-origin"}
    return HTMLResponse(html, status_code=status, headers=headers)


def is_demo() -> bool:
    """Whether the institute is synthetic, which every screen says; an API that does not answer says nothing."""
    try:
        return bool(api_client(get_settings()).request("GET", "/ready", is_patient=False).get("is_demo"))
    except ApiError:
        return False
