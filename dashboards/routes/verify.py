"""Whether a certificate's number is valid: open to everybody, because who is shown a certificate has no log-in."""

from datetime import date
from html import escape
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.language import _, gettext_noop
from dashboards.routes.door import door, form, is_demo
from dashboards.routes.http import api_for

_LEAD: Final = gettext_noop("Type the number that stands on a certificate to see whether it is valid, and whose it is.")


def verify(request: Request) -> HTMLResponse:
    """GET /verify?number=."""
    typed = request.query_params.get("number", "").strip()[:40]
    # What would be another part of the path is no number.
    number = "".join(sign for sign in typed if sign.isascii() and (sign.isalnum() or sign in "- "))
    if not typed:
        return _page("")
    try:
        told = api_for(request).request("GET", f"/certificates/{number or '-'}")
    except ApiError as error:
        if error.status not in (404, 422):
            return _page(typed, error=str(error), status=error.status)
        words = _("No certificate with this number is valid. Look whether every letter is right.")
        return _page(typed, error=words, status=404)
    return _page(typed, told)


def _page(typed: str, told: dict[str, Any] | None = None, error: str = "", status: int = 200) -> HTMLResponse:
    facts = _facts(told) if told else ""
    return door(
        _("Certificate"),
        _(_LEAD),
        facts + form("verify", number=typed),
        notice=_("✓ This certificate is valid.") if told else "",
        error=error,
        status=status,
        is_demo=is_demo(),
        path=f"/verify?number={quote(typed)}",
    )


def _facts(told: dict[str, Any]) -> str:
    facts = {
        _("Name"): told["student_name"],
        _("Completed"): told["subject_name"],
        _("On"): day(date.fromisoformat(told["completed_on"])),
        _("At"): told["institute_name"],
        _("Number"): told["number"],
    }
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return f'<dl data-testid="certificate-facts">{rows}</dl>'


ROUTES: Final = [Route("/verify", verify, methods=["GET"])]
