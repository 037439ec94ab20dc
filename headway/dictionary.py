"""The data dictionary: every published relation and column in the words of dbt's own documentation."""

import json
from pathlib import Path

from warehouse.metrics import Metric, Registry, get_registry
from warehouse.relations import PUBLISHED_SCHEMAS, RESTRICTED, STEP

_INTRODUCTION = """# Data dictionary

Made from the documentation in `dbt/` by `make dictionary`; a test fails when it is out of date. Schemas `marts`,
`features` and `reporting` are in every published snapshot; `restricted` holds names and contacts in a file of its own.
"""

_METRICS = """## metrics

One number, one definition: what `GET /api/v1/analytics/metrics/{name}/values`, the dashboards and the reports compute,
from the relations above.
"""


def render_dictionary() -> str:
    """The dictionary as Markdown, relations in alphabetical order within their schema."""
    from pipelines.lib.dbt_project import manifest_path

    nodes = json.loads(manifest_path().read_text())["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model"]
    parts = [_INTRODUCTION]
    for schema in (*PUBLISHED_SCHEMAS, RESTRICTED):
        parts.append(f"## {schema}\n")
        of_schema = [model for model in models if model["schema"] == schema and not model["name"].startswith(STEP)]
        for model in sorted(of_schema, key=lambda model: str(model["name"])):
            parts.append(f"### {schema}.{model['name']}\n\n{model['description'].strip()}\n")
            parts.append("| column | type | what it says |\n|---|---|---|")
            for column in model["columns"].values():
                said = " ".join(column["description"].split()).replace("|", "\\|")
                parts.append(f"| {column['name']} | {column.get('data_type') or ''} | {said} |")
            parts.append("")
    parts.extend(_metrics(get_registry()))
    return "\n".join(parts)


def _metrics(registry: Registry) -> list[str]:
    """The metrics, by group, as they are defined in `dbt/metrics/`."""
    parts = [_METRICS]
    for group in sorted({metric.group for metric in registry.metrics.values()}):
        parts.append(f"### {group}\n")
        parts.append("| metric | what it says | unit | good is | computed as | by |\n|---|---|---|---|---|---|")
        named = (metric for metric in registry.metrics.values() if metric.group == group)
        parts.extend(_metric(registry, metric) for metric in sorted(named, key=lambda metric: metric.name))
        parts.append("")
    return parts


def _metric(registry: Registry, metric: Metric) -> str:
    by = ", ".join(registry.dimensions(metric.name))
    grains = "no time: it is a state" if metric.is_state else f"from {registry.grains(metric.name)[0]} on"
    depends = f" Depends on the {metric.threshold.kind} `{metric.threshold.name}`." if metric.threshold else ""
    said = f"**{metric.label}.** {metric.description}{depends}"
    cells = [
        f"`{metric.name}`",
        said,
        metric.unit.value,
        metric.direction.value,
        f"`{registry.formula(metric.name)}`",
        f"{by}; {grains}",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write_dictionary(path: Path) -> None:
    """Writes the dictionary."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_dictionary())
