"""A small manifest, as dbt leaves it in the home."""

import json
from pathlib import Path
from typing import Any

_MARK = """Grain: one row per mark.

## Overview
Who came.

## Example Queries
How many:

```sql
select count(*) from marts.fct_mark
```
"""


def write_manifest(home: Path) -> None:
    """Two published models, one that is not, a source, and a screen that reads."""
    key = {"name": "mark_id", "data_type": "bigint", "description": "Key.", "constraints": [{"type": "primary_key"}]}
    note = {"name": "note", "data_type": None, "description": "What was\n noted."}
    mark = _model("marts", "fct_mark", _MARK, [key, note], ["source.headway.raw.marks"])
    day = _model("reporting", "rpt_day", "Grain: one row per day.", [note], ["model.headway.fct_mark"])
    person = _model("restricted", "dim_person", "Names.", [note], [])
    unique_day = {
        "resource_type": "test",
        "attached_node": "model.headway.rpt_day",
        "test_metadata": {
            "name": "unique_combination",
            "kwargs": {"arguments": {"columns": ["campus_code", "day"]}},
        },
    }
    told = {
        "nodes": {
            **{f"model.headway.{node['name']}": node for node in (mark, day, person)},
            "test.headway.unique": unique_day,
        },
        "sources": {"source.headway.raw.marks": {"schema": "raw", "identifier": "session_attendance"}},
        "exposures": {"exposure.headway.overview": {"name": "overview", "label": "The overview"}},
        "child_map": {"model.headway.fct_mark": ["model.headway.rpt_day", "exposure.headway.overview"]},
    }
    manifest = home / "dbt" / "target" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps(told))


def _model(
    schema: str, name: str, description: str, columns: list[dict[str, Any]], made_from: list[str]
) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": schema,
        "name": name,
        "description": description,
        "columns": {column["name"]: column for column in columns},
        "depends_on": {"nodes": made_from},
    }
