"""Babel's way to the texts of the screens, for `make messages` and the test of the catalogues.

Babel's own reader of Python passes over f-strings, in which half of our markup is made; this one reads the syntax tree.
"""

import ast
from collections.abc import Generator, Mapping
from typing import IO, Any, Final

import yaml

from dashboards.language import METRIC, TEMPLATE_TEXT

# Which arguments of which call are texts, as in Babel's `--keyword`.
KEYWORDS: Final[dict[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "PageRule": (2,),
}
Found = Generator[tuple[int, str, str | tuple[str | None, ...], list[str]]]


def extract_python(
    source: IO[bytes], keywords: Mapping[str, Any], comment_tags: list[str], options: Mapping[str, Any]
) -> Found:
    """Texts of a module: the literal arguments of every call of a keyword."""
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = tuple(
                one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None for one in node.args
            )
            if any(texts):
                yield node.lineno, node.func.id, texts, []


def extract_template(
    source: IO[bytes], keywords: Mapping[str, Any], comment_tags: list[str], options: Mapping[str, Any]
) -> Found:
    """Texts of a template of a route."""
    html = source.read().decode()
    for found in TEMPLATE_TEXT.finditer(html):
        yield html.count("\n", 0, found.start()) + 1, "_", found[1], []


def extract_metrics(
    source: IO[bytes], keywords: Mapping[str, Any], comment_tags: list[str], options: Mapping[str, Any]
) -> Found:
    """What people call metrics, what these count, what they are told by, and what they are about."""
    told = yaml.safe_load(source) or {}
    named = list(told.get("metrics", ()))
    for one in named:
        yield 1, "pgettext", (METRIC, one["description"]), []
    for model in told.get("semantic_models", ()):
        named += [model, *model.get("dimensions", ()), *model.get("entities", ())]
    for one in named:
        if label := one.get("label"):
            yield 1, "pgettext", (METRIC, label), []
