"""Checks of the system in words, and the routes of the API that take longest."""

from datetime import datetime
from html import escape
from typing import Any, Final

from dashboards.components.labels import ago, clock_time, day, number
from dashboards.components.words_table import words_table
from dashboards.queries.health import ProcessFigures

_MOST: Final = 10
# Older figures mean that no build has ended for a long time.
_OLD_SECONDS: Final = 86_400


def check_table(freshness: dict[str, Any], figures: ProcessFigures) -> None:
    """One line for each part: what it is, how it is, and what to do; of an API that is ready.

    Args:
        freshness: the answer of `GET /warehouse/freshness`.
        figures: of the API's process.
    """
    rows = [
        ("Database", "Answers", "● Well"),
        ("Migrations", "At the newest", "● Well"),
        _figures(freshness),
        _publication(freshness),
        (
            "Connections",
            f"{number(figures.busy_connections)} busy, {number(figures.idle_connections)} idle",
            "● Nobody waits" if not figures.waiting else f"▲ {number(figures.waiting)} requests wait",
        ),
        (
            "Answers",
            f"{number(figures.failures)} of {number(figures.requests)} failed",
            "● Well" if not figures.failures else "▲ The API's log tells of each",
        ),
    ]
    words_table("health-checks", ("Part", "How it is", "In words"), rows)


def _figures(freshness: dict[str, Any]) -> tuple[str, ...]:
    build = freshness["build"]
    if build is None:
        return "Figures", "Nothing published", "◆ The first build is on its way"
    is_old = build["age_seconds"] > _OLD_SECONDS
    return "Figures", f"Built {ago(build['age_seconds'])}", "▲ No build for a day" if is_old else "● Well"


def _publication(freshness: dict[str, Any]) -> tuple[str, ...]:
    held = freshness["held_back"]
    if held is None:
        return "Publication", "Every change is published", "● Well"
    since = datetime.fromisoformat(held["since"])
    count = len(held["breaches"])
    told = f"Held back since {day(since)}, {clock_time(since, None)}"
    return "Publication", told, f"▲ {count} {'finding' if count == 1 else 'findings'} to resolve"


def route_table(figures: ProcessFigures) -> None:
    """The routes that took the most time altogether."""
    slowest = sorted(figures.routes.items(), key=lambda item: -item[1].seconds)[:_MOST]
    words_table(
        "health-routes",
        ("Route", "Requests", "Altogether", "Mean answer"),
        [
            (escape(name), number(one.requests), f"{one.seconds:,.1f} s", f"{number(one.mean_milliseconds)} ms each")
            for name, one in slowest
        ],
    )
