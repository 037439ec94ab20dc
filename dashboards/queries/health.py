"""How the API's process is doing, from its figures in Prometheus' text format."""

import re
from dataclasses import dataclass, field
from typing import Final

_LINE: Final = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
_LABEL: Final = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass
class RouteFigures:
    """What was counted of one route: requests, errors of the server, seconds in all."""

    requests: float = 0
    failures: float = 0
    seconds: float = 0

    @property
    def mean_milliseconds(self) -> float:
        """Mean time of an answer."""
        return 1000 * self.seconds / self.requests if self.requests else 0


@dataclass
class ProcessFigures:
    """What one process of the API says of itself since it started."""

    routes: dict[str, RouteFigures] = field(default_factory=dict)
    idle_connections: float = 0
    busy_connections: float = 0
    waiting: float = 0
    sockets: float = 0

    @property
    def requests(self) -> float:
        """Answered requests."""
        return sum(one.requests for one in self.routes.values())

    @property
    def failures(self) -> float:
        """Answers with a status of 500 and above."""
        return sum(one.failures for one in self.routes.values())

    @property
    def mean_milliseconds(self) -> float:
        """Mean time of an answer over all routes."""
        return 1000 * sum(one.seconds for one in self.routes.values()) / self.requests if self.requests else 0


def process_figures(text: str) -> ProcessFigures:
    """Reads the answer of `GET /metrics`; lines that are not understood are passed over."""
    found = ProcessFigures()
    for line in text.splitlines():
        matched = _LINE.match(line)
        if matched is None:
            continue
        name, labels, value = matched[1], dict(_LABEL.findall(matched[2] or "")), float(matched[3])
        match name:
            case "headway_http_requests_total":
                route = _route(found, labels)
                route.requests += value
                route.failures += value if labels.get("status", "").startswith("5") else 0
            case "headway_http_request_duration_seconds_sum":
                _route(found, labels).seconds += value
            case "headway_database_connections" if labels.get("state") == "idle":
                found.idle_connections = value
            case "headway_database_connections":
                found.busy_connections = value
            case "headway_database_requests_waiting":
                found.waiting = value
            case "headway_realtime_sockets":
                found.sockets = value
    return found


def _route(found: ProcessFigures, labels: dict[str, str]) -> RouteFigures:
    name = f"{labels.get('method', '')} {labels.get('route', '')}"
    return found.routes.setdefault(name, RouteFigures())
