"""Which screens show a metric, found in the screens' own text: who names it in a tile, a picture or a question.

Belongs here: reading our own modules. What a metric is stands in `dbt/metrics/`, how it is shown in
`metric_dictionary.py`. A new screen that asks the registry is found by itself.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dashboards.pages_table import PAGES, PAGES_FOLDER, PageRule
from warehouse.metrics import get_registry

_ROOT = PAGES_FOLDER.parents[1]
# Modules in which a tuple of metrics' names is a question; elsewhere it may be columns of something else.
_ASKING = "warehouse.metrics"


def screens_of(metric: str) -> list[PageRule]:
    """The pages that show the metric, in the order of the menu."""
    return [page for page in PAGES if metric in _shown_by_page()[page.file]]


@cache
def _shown_by_page() -> dict[str, frozenset[str]]:
    return {page.file: _shown_by(PAGES_FOLDER / page.file) for page in PAGES}


def _shown_by(page: Path) -> frozenset[str]:
    """The metrics named by a page and by what it imports of ours."""
    found: set[str] = set()
    seen: set[Path] = set()
    waiting = [page]
    while waiting:
        file = waiting.pop()
        if file not in seen and file.exists():
            seen.add(file)
            named, imported = _read(file)
            found |= named
            waiting.extend(imported)
    return frozenset(found)


@cache
def _read(file: Path) -> tuple[frozenset[str], tuple[Path, ...]]:
    """The metrics that a module names, and the modules of the dashboards that it imports."""
    tree = ast.parse(file.read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    modules = {str(node.module) for node in imports}
    ours = {f"{node.module}.{alias.name}" for node in imports for alias in node.names} | modules
    places = [_ROOT / f"{name.replace('.', '/')}.py" for name in sorted(ours) if name.startswith("dashboards.")]
    known = get_registry().metrics.keys()
    named = {name for node in ast.walk(tree) for name in _named(node, is_asking=_ASKING in modules)}
    return frozenset(named & known), tuple(places)


def _named(node: ast.AST, *, is_asking: bool) -> Iterator[str]:
    """What one expression names as metrics."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        # The first argument of a tile is its key on the page.
        place = {"metric_tile": 1, "metric": 0}.get(called)
        if place is not None and len(node.args) > place:
            yield from _texts(node.args[place : place + 1])
    elif is_asking and isinstance(node, ast.Tuple):
        single = [element for element in node.elts if not isinstance(element, ast.Starred)]
        told = list(_texts(single))
        if len(told) == len(single) and get_registry().metrics.keys() >= set(told):
            yield from told


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
