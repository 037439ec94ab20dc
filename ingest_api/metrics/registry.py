"""What is counted and measured, by route template: no ids, no addresses, nobody's name.

Belongs here: the instruments. Each application has a registry of its own, and each process answers for itself: let
Prometheus scrape every process, not the balancer before them.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from ingest_api.database import Pool
from ingest_api.realtime.hub import Hub
from warehouse.expectations.state import StandingBreach
from warehouse.published import Build

# Seconds. The targets are 30 ms for a class and 1 s for a report.
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The instruments of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "headway_http_requests", "Answered requests.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "headway_http_request_duration_seconds",
            "Time until a request was answered.",
            ["method", "route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._sockets = Gauge("headway_realtime_sockets", "Sockets that watch.", registry=self._registry)
        self._connections = Gauge(
            "headway_database_connections", "Connections of the pool.", ["state"], registry=self._registry
        )
        self._waiting = Gauge(
            "headway_database_requests_waiting", "Requests that wait for a connection.", registry=self._registry
        )
        self._snapshot_built = Gauge(
            "headway_snapshot_built_timestamp_seconds", "When the published build was made.", registry=self._registry
        )
        self._breaches = Gauge(
            "headway_publication_breaches", "Expectations that keep newer figures back.", registry=self._registry
        )
        self._held_back = Gauge(
            "headway_publication_held_back_timestamp_seconds",
            "Since when newer figures are kept back; 0 while none are.",
            registry=self._registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self, pool: Pool, hub: Hub, build: Build | None, breach: StandingBreach | None) -> bytes:
        """All figures as Prometheus reads them."""
        self._snapshot_built.set(build.built_at.timestamp() if build else 0)
        self._breaches.set(len(breach.breaches) if breach else 0)
        self._held_back.set(breach.since.timestamp() if breach else 0)
        stats = pool.get_stats()
        available = stats.get("pool_available", 0)
        self._connections.labels("idle").set(available)
        self._connections.labels("busy").set(stats.get("pool_size", 0) - available)
        self._waiting.set(stats.get("requests_waiting", 0))
        self._sockets.set(hub.socket_count)
        return generate_latest(self._registry)
