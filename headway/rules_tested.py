"""Whether every model that looks through a window or compares with a threshold has a unit test of it.

Belongs here: which models those are, found in their own SQL and in the macros of ours that it calls. What else the dbt
project must say is `documentation.py`'s.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]

# `config(…)` names hooks and indexes: how a model is written, not what it says. Hooks stand in quotes.
_CONFIG = re.compile(r"\{\{\s*config\(.*?\)\s*\}\}(?![\"'])", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
_WINDOW = re.compile(r"\bover\s*(\(|[a-z_]+\b)", re.IGNORECASE)
_VARIABLE = re.compile(r"\bvar\(\s*['\"](\w+)['\"]")
_CALL = re.compile(r"\b(\w+)\s*\(")


def untested_rules(manifest: Node) -> Iterator[str]:
    """A line for every model with a window or a threshold that no unit test is about."""
    macros = {
        macro["name"]: macro["macro_sql"]
        for macro in manifest["macros"].values()
        if macro.get("package_name") == manifest["metadata"]["project_name"]
    }
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["name"] not in tested:
            rules = rules_of(node["raw_code"], macros)
            if rules:
                yield f"{node['schema']}.{node['name']} has no unit test of {' and '.join(rules)}."


def rules_of(raw_code: str, macros: Mapping[str, str]) -> list[str]:
    """What a model's SQL decides by: `its window`, and every variable by name.

    Args:
        raw_code: the model as it is written.
        macros: the text of the project's macros, by name.
    """
    text = "\n".join(_texts(_CONFIG.sub("", raw_code), macros, set()))
    window = ["its window"] if _WINDOW.search(text) else []
    return window + sorted(set(_VARIABLE.findall(text)))


def _texts(text: str, macros: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    """The text, and that of every macro that it calls, and so on."""
    text = _COMMENT.sub("", text)
    yield text
    for name in set(_CALL.findall(text)) & macros.keys() - seen:
        seen.add(name)
        yield from _texts(macros[name], macros, seen)
