"""What dbt's documentation says of every published relation: words, columns, key, examples and lineage.

Belongs here: reading the manifest that dbt leaves in the home. The data dictionary's page and the comparison of two
snapshots ask it. A home without a manifest (the snapshots were copied from elsewhere) has no documentation; then both
go on without.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from warehouse.relations import PREDICTIONS, is_published
from warehouse.settings import Settings

_EXAMPLE: Final = re.compile(r"(?:^|\n)(?P<title>[^\n#][^\n]*:)?\s*```sql\n(?P<sql>.*?)```", re.DOTALL)
_SECTION: Final = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Column:
    """One column in dbt's words; `data_type` is empty where no contract names one."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Relation:
    """One relation in dbt's words.

    `made_from` and `used_by` are names such as `marts.fct_attendance`; of a step that is not published, its own.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    made_from: tuple[str, ...]
    used_by: tuple[str, ...]

    @property
    def schema(self) -> str:
        """The schema, `marts`."""
        return self.name.partition(".")[0]

    @property
    def grain(self) -> str:
        """What one row stands for; empty when the description does not begin with it."""
        first = " ".join(self.description.strip().split("\n\n", 1)[0].split())
        return first.removeprefix("Grain:").strip() if first.startswith("Grain:") else ""

    @property
    def sections(self) -> dict[str, str]:
        """The description's parts by heading, without the grain; what stands before any heading is under ''."""
        parts = _SECTION.split(self.description)
        before = parts[0].strip()
        if before.startswith("Grain:"):
            before = before.partition("\n\n")[2].strip()
        named = {title.strip(): text.strip() for title, text in zip(parts[1::2], parts[2::2], strict=True)}
        return ({"": before} if before else {}) | named

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """Example queries: what each answers, and its SQL."""
        return tuple(
            ((found["title"] or "").rstrip(":"), found["sql"].strip()) for found in _EXAMPLE.finditer(self.description)
        )


def documentation(settings: Settings) -> dict[str, Relation]:
    """Every documented relation that a snapshot may hold, by name; empty when dbt has left no manifest."""
    manifest = settings.home / "dbt" / "target" / "manifest.json"
    try:
        return _read(manifest, manifest.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


def docs_page(settings: Settings) -> Path:
    """Where dbt's own documentation stands, one page with everything in it; `headway warehouse docs` makes it."""
    return settings.home / "dbt" / "docs" / "static_index.html"


@lru_cache(maxsize=2)
def _read(manifest: Path, _changed_at: int) -> dict[str, Relation]:
    told = json.loads(manifest.read_text(encoding="utf-8"))
    models = {key: node for key, node in told["nodes"].items() if node["resource_type"] == "model"}
    names = {key: f"{node['schema']}.{node['name']}" for key, node in models.items()}
    names |= {key: f"{node['schema']}.{node['identifier']}" for key, node in told["sources"].items()}
    names |= {key: node["name"] for key, node in told["nodes"].items() if node["resource_type"] in ("seed", "snapshot")}
    names |= {key: node.get("label") or node["name"] for key, node in told.get("exposures", {}).items()}
    tested = _tested_keys(told["nodes"])
    relations = [
        Relation(
            name=names[key],
            description=node["description"],
            columns=tuple(
                Column(column["name"], column.get("data_type") or "", " ".join(column["description"].split()))
                for column in node["columns"].values()
            ),
            key=_key(node) or tested.get(key, ()),
            made_from=_known(node["depends_on"]["nodes"], names),
            used_by=_known(told["child_map"].get(key, ()), names),
        )
        for key, node in models.items()
        if is_published(node["schema"], node["name"]) or node["schema"] == PREDICTIONS
    ]
    return {relation.name: relation for relation in sorted(relations, key=lambda relation: relation.name)}


def _known(keys: list[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted({names[key] for key in keys if key in names}))


def _key(node: dict[str, Any]) -> tuple[str, ...]:
    """The primary key of a model's contract."""
    for constraint in node.get("constraints", ()):
        if constraint["type"] == "primary_key":
            return tuple(constraint["columns"])
    return tuple(
        column["name"]
        for column in node["columns"].values()
        if any(constraint["type"] == "primary_key" for constraint in column.get("constraints", ()))
    )


def _tested_keys(nodes: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The columns that a test holds unique, alone or together, by model; a combination wins."""
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes.values():
        about = node.get("test_metadata") or {}
        model = node.get("attached_node")
        if node["resource_type"] != "test" or not model:
            continue
        if about.get("name") == "unique_combination":
            arguments = about["kwargs"].get("arguments", about["kwargs"])
            found[model] = tuple(arguments.get("columns", ()))
        elif about.get("name") == "unique" and node.get("column_name"):
            found.setdefault(model, (node["column_name"],))
    return found
