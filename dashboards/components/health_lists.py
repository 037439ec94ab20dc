"""Checks of the system in words, and the routes of the API that take longest."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any, Final

from dashboards.components import states
from dashboards.components.labels import ago, clock_time, day, number, on_clock
from dashboards.components.words_table import words_table
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.queries.health import ProcessFigures, RouteFigures

_MOST: Final = 10
# Older figures mean that no build has ended for a long time.
_OLD_SECONDS: Final = 86_400
# What routes are listed by, other than the time that they took altogether.
ROUTE_ORDERS: Final = Names(
    {
        "requests": gettext_noop("Routes by how often they were asked"),
        "failures": gettext_noop("Routes that failed"),
        "time": gettext_noop("Routes by how long an answer takes"),
    }
)
_ORDERS: Final[dict[str | None, Callable[[RouteFigures], float]]] = {
    None: lambda one: one.seconds,
    "requests": lambda one: one.requests,
    "failures": lambda one: one.failures,
    "time": lambda one: one.mean_milliseconds,
}


def check_table(freshness: dict[str, Any], figures: ProcessFigures) -> None:
    """One line for each part: what it is, how it is, and what to do; of an API that is ready.

    Args:
        freshness: the answer of `GET /warehouse/freshness`.
        figures: of the API's process.
    """
    rows = [
        (_("Database"), _("Answers"), _("● Well")),
        (_("Migrations"), _("At the newest"), _("● Well")),
        _figures(freshness),
        _publication(freshness),
        (
            _("Connections"),
            _(
                "{busy} busy, {idle} idle",
                busy=number(figures.busy_connections),
                idle=number(figures.idle_connections),
            ),
            _("● Nobody waits") if not figures.waiting else _("▲ {count} requests wait", count=number(figures.waiting)),
        ),
        (
            _("Answers"),
            _("{count} of {total} failed", count=number(figures.failures), total=number(figures.requests)),
            _("● Well") if not figures.failures else _("▲ The API's log tells of each"),
        ),
        (
            _("Watching live"),
            ngettext("{count} screen", "{count} screens", int(figures.sockets)),
            _("● Well"),
        ),
    ]
    words_table("health-checks", (_("Part"), _("How it is"), _("In words")), rows)


def _figures(freshness: dict[str, Any]) -> tuple[str, ...]:
    build = freshness["build"]
    if build is None:
        return _("Figures"), _("Nothing published"), _("◆ The first build is on its way")
    is_old = build["age_seconds"] > _OLD_SECONDS
    return (
        _("Figures"),
        _("Built {ago}", ago=ago(build["age_seconds"])),
        _("▲ No build for a day") if is_old else _("● Well"),
    )


def _publication(freshness: dict[str, Any]) -> tuple[str, ...]:
    held = freshness["held_back"]
    if held is None:
        return _("Publication"), _("Every change is published"), _("● Well")
    since = datetime.fromisoformat(held["since"])
    count = len(held["breaches"])
    told = _("Held back since {day}, {time}", day=day(on_clock(since, None)), time=clock_time(since, None))
    return _("Publication"), told, ngettext("▲ {count} finding to resolve", "▲ {count} findings to resolve", count)


def route_table(figures: ProcessFigures, by: str | None = None) -> None:
    """The routes that took the most time altogether; or all of them, by what ROUTE_ORDERS names.

    Args:
        figures: of the API's process.
        by: `requests`, `failures` (only where something failed) or `time`.
    """
    asked = [(name, one) for name, one in figures.routes.items() if by != "failures" or one.failures]
    if by and not asked:
        states.empty(_("No answer has failed."), _("Routes with an error of the server appear here."))
        return
    routes = sorted(asked, key=lambda item: -_ORDERS[by](item[1]))[: len(asked) if by else _MOST]
    words_table(
        "health-routes",
        (_("Route"), _("Requests"), _("Failed"), _("Altogether"), _("Mean answer")),
        [
            (
                escape(name),
                number(one.requests),
                number(one.failures),
                _("{count} s", count=number(one.seconds, 1)),
                _("{count} ms each", count=number(one.mean_milliseconds)),
            )
            for name, one in routes
        ],
    )
