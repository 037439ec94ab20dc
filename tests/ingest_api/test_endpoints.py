"""The promised endpoints: none of `endpoints.txt` is missing, whatever its path's parameters are called."""

import re
from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIWebSocketRoute, iter_route_contexts

from ingest_api.app import create_app
from warehouse.settings import Settings

PROMISED = Path(__file__).with_name("endpoints.txt")


def shape(path: str) -> str:
    """The path without the names of its parameters."""
    return re.sub(r"\{\w+(:\w+)?\}", "{}", path)


def routes_of(app: FastAPI) -> Iterable[tuple[str, str]]:
    """(method, path's shape) of every route; WebSockets, which the description does not list, as WS."""
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            yield method.upper(), shape(path)
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIWebSocketRoute):
            yield "WS", shape(str(context.path))


def test_none_is_missing(settings: Settings) -> None:
    promised = [line.split("\t") for line in PROMISED.read_text().splitlines()]
    assert len(promised) == 61
    served = set(routes_of(create_app(settings)))
    assert [(method, path) for method, path in promised if (method, shape(path)) not in served] == []
