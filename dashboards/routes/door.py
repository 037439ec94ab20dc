"""What the pages before the log-in share: one frame of plain HTML, a message, and whether the institute is a demo.

They are plain, so that they are there at once, password managers know them, and nothing of the app is loaded for
somebody who is not logged in.
"""

from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from starlette.responses import HTMLResponse

from dashboards.api_client import ApiError, api_client
from dashboards.language import LANGUAGES, TEMPLATE_TEXT, _, language
from warehouse.settings import get_settings

_FOLDER: Final = Path(__file__).parent
_TEMPLATES: Final = {
    name: (_FOLDER / f"{name}.html").read_text(encoding="utf-8")
    for name in ("door", "login", "welcome_code", "welcome_password", "forgot", "verify")
}


def _template(name: str) -> Template:
    """A template in the reader's language."""
    return Template(TEMPLATE_TEXT.sub(lambda found: escape(_(found[1]), quote=True), _TEMPLATES[name]))


def form(name: str, **values: str) -> str:
    """A form with what somebody has typed before, as text."""
    return _template(name).substitute({key: escape(value, quote=True) for key, value in values.items()})


def door(
    title: str,
    lead: str,
    content: str,
    *,
    notice: str = "",
    error: str = "",
    status: int = 200,
    is_demo: bool = False,
    path: str = "/login",
) -> HTMLResponse:
    """A page around `content`, which is HTML; all else is text. `path` is where another language finds it."""
    text = error or notice
    message = (
        f'<p class="message {"error" if error else ""}" role="{"alert" if error else "status"}">{escape(text)}</p>'
    )
    html = _template("door").substitute(
        title=escape(title),
        lead=escape(lead),
        content=content,
        message=message if text else "",
        demo_label=_demo_label() if is_demo else "",
        language=language(),
        languages=_languages(path),
    )
    # A code in a form must not travel on in the address of the page that led somewhere.
    headers = {"cache-control": "no-store", "referrer-policy": "same-origin"}
    return HTMLResponse(html, status_code=status, headers=headers)


def _demo_label() -> str:
    return f'<span class="demo" data-testid="demo-label">{escape(_("Demo data"))}</span>'


def _languages(path: str) -> str:
    others = [(code, name) for code, name in LANGUAGES.items() if code != language()]
    return "".join(
        f'<a href="/language/{code}?next={quote(path)}" lang="{code}" data-testid="language-{code}">{name}</a>'
        for code, name in others
    )


def is_demo() -> bool:
    """Whether the institute is synthetic, which every screen says; an API that does not answer says nothing."""
    try:
        return bool(api_client(get_settings()).request("GET", "/ready", is_patient=False).get("is_demo"))
    except ApiError:
        return False
