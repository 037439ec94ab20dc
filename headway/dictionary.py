"""The data dictionary: every published relation and column in the words of dbt's own documentation."""

import json
from pathlib import Path

from warehouse.relations import PUBLISHED_SCHEMAS, RESTRICTED

_INTRODUCTION = """# Data dictionary

Made from the documentation in `dbt/` by `make dictionary`; a test fails when it is out of date. Schemas `marts`,
`features` and `reporting` are in every published snapshot; `restricted` holds names and contacts in a file of its own.
"""


def render_dictionary() -> str:
    """The dictionary as Markdown, relations in alphabetical order within their schema."""
    from pipelines.lib.dbt_project import manifest_path

    nodes = json.loads(manifest_path().read_text())["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model"]
    parts = [_INTRODUCTION]
    for schema in (*PUBLISHED_SCHEMAS, RESTRICTED):
        parts.append(f"## {schema}\n")
        for model in sorted((m for m in models if m["schema"] == schema), key=lambda m: m["name"]):
            parts.append(f"### {schema}.{model['name']}\n\n{model['description'].strip()}\n")
            parts.append("| column | type | what it says |\n|---|---|---|")
            for column in model["columns"].values():
                said = " ".join(column["description"].split()).replace("|", "\\|")
                parts.append(f"| {column['name']} | {column.get('data_type') or ''} | {said} |")
            parts.append("")
    return "\n".join(parts)


def write_dictionary(path: Path) -> None:
    """Writes the dictionary."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_dictionary())
