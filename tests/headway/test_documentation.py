"""What the dbt project leaves unsaid is found and named, so that whoever left it out can mend it."""

from pathlib import Path
from typing import Any

import pytest

from headway.documentation import find_problems, relation_names
from headway.readers import Readers

DESCRIPTION = """Grain: one row per thing.

## Overview
Things.

## Primary Key
thing_id

## Business Rules
- None.

## Example Queries
All of them:

```sql
select thing_id from marts.thing
```
"""
PAGE = "dashboards/app_pages/admin/things.py"


@pytest.fixture
def manifest() -> dict[str, Any]:
    """A manifest of one mart that leaves nothing unsaid."""
    return {
        "nodes": {
            "model.thing": {
                "resource_type": "model",
                "name": "thing",
                "schema": "marts",
                "description": DESCRIPTION,
                "raw_code": '{{ config(pre="{{ a() }}", post="{{ b(var(\'level\')) }}") }} select 1 as thing_id',
                "config": {"contract": {"enforced": True}},
                "columns": {
                    "thing_id": {"name": "thing_id", "description": "Key.", "constraints": [{"type": "not_null"}]}
                },
            },
            "test.unique": {
                "resource_type": "test",
                "name": "unique_thing",
                "test_metadata": {"name": "unique", "kwargs": {}},
                "attached_node": "model.thing",
                "column_name": "thing_id",
                "config": {"meta": {"why": "It matters here."}},
                "depends_on": {"macros": ["macro.test_unique"]},
            },
        },
        "metadata": {"project_name": "things"},
        "unit_tests": {},
        "macros": {
            "macro.test_unique": {"meta": {"what": "Twice.", "why": "Sums.", "resolve": "Look."}},
            "macro.things.state": {
                "name": "state",
                "package_name": "things",
                "macro_sql": "{% macro state(size) %} {{ size }} > {{ var('large') }} {% endmacro %}",
            },
        },
        "sources": {},
        "exposures": {
            "exposure.things": {
                "name": "things",
                "label": "Things",
                "description": "All things.",
                "meta": {"read_by": [PAGE]},
                "depends_on": {"nodes": ["model.thing"]},
            }
        },
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose one page reads the mart, by a module between them."""
    for name, text in {
        PAGE: "from dashboards.queries import things\n",
        "dashboards/queries/__init__.py": "",
        "dashboards/queries/things.py": 'QUERY = "select * from marts.thing"\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def problems(manifest: dict[str, Any], root: Path) -> list[str]:
    return list(find_problems(manifest, Readers.of(root, relation_names(manifest))))


def test_a_project_that_says_everything_has_no_problem(manifest: dict[str, Any], root: Path) -> None:
    assert problems(manifest, root) == []


def test_a_column_without_words_is_named(manifest: dict[str, Any], root: Path) -> None:
    manifest["nodes"]["model.thing"]["columns"]["thing_id"]["description"] = ""
    assert problems(manifest, root) == ["marts.thing.thing_id has no description."]


@pytest.mark.parametrize(
    ("said", "instead", "problem"),
    [
        ("Grain: one", "One", "does not begin with its grain"),
        ("## Overview", "Overview", "nothing under `## Overview`"),
        ("```sql", "```", "no example query"),
        ("\nthing_id\n", "\nother_id\n", "names other_id in its primary key, which is no column of it"),
    ],
)
def test_a_mart_that_leaves_something_unsaid_is_named(
    manifest: dict[str, Any], root: Path, said: str, instead: str, problem: str
) -> None:
    manifest["nodes"]["model.thing"]["description"] = DESCRIPTION.replace(said, instead, 1)
    assert any(line.startswith("marts.thing") and problem in line for line in problems(manifest, root))


def test_a_mart_without_a_contract_is_named(manifest: dict[str, Any], root: Path) -> None:
    manifest["nodes"]["model.thing"]["config"]["contract"]["enforced"] = False
    assert problems(manifest, root) == ["marts.thing enforces no contract."]


def test_a_key_that_nobody_tests_is_named(manifest: dict[str, Any], root: Path) -> None:
    del manifest["nodes"]["test.unique"]
    manifest["nodes"]["model.thing"]["columns"]["thing_id"]["constraints"] = []
    assert problems(manifest, root) == [
        "marts.thing: no test holds its primary key (thing_id) unique.",
        "marts.thing.thing_id is part of the primary key and neither tested nor held not null.",
    ]


def test_a_test_without_words_is_named(manifest: dict[str, Any], root: Path) -> None:
    manifest["macros"]["macro.test_unique"]["meta"] = {"what": "Twice."}
    assert problems(manifest, root) == ["The test unique_thing does not say resolve: add it to its `meta`."]


def test_a_screen_without_an_exposure_is_named_with_what_it_reads(manifest: dict[str, Any], root: Path) -> None:
    manifest["exposures"] = {}
    module, screen = problems(manifest, root)
    assert module.startswith("dashboards/queries/things.py reads marts.thing")
    assert screen.startswith(f"{PAGE} shows figures")


def test_an_exposure_of_what_nobody_reads_is_named(manifest: dict[str, Any], root: Path) -> None:
    (root / "dashboards/queries/things.py").write_text("")
    assert problems(manifest, root) == ["Exposure things depends on marts.thing, which none of its files reads."]


def test_a_relation_with_a_number_in_its_name_is_found_in_a_query(root: Path) -> None:
    file = root / "dashboards/queries/things.py"
    file.write_text('QUERY = "select * from marts.thing_30d as lately"')
    found = Readers.of(root, {"marts.thing": "model.thing", "marts.thing_30d": "model.thing_30d"})
    assert found.relations["dashboards/queries/things.py"] == {"marts.thing_30d"}


def test_metrics_questions_and_notebooks_read_too(manifest: dict[str, Any], root: Path) -> None:
    for name, text in {
        "dbt/metrics/things.yml": "semantic_models: [{name: things, model: ref('thing')}]\n",
        "warehouse/questions/things.sql": "select 1 from marts.thing\n",
        "notebooks/things.ipynb": "{}",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    metric, question, notebook = problems(manifest, root)
    assert metric.startswith("dbt/metrics/things.yml reads marts.thing")
    assert question.startswith("warehouse/questions/things.sql reads marts.thing")
    assert notebook.startswith("notebooks/things.ipynb shows figures")
    manifest["exposures"]["exposure.things"]["meta"]["read_by"] += [
        "dbt/metrics",
        "warehouse/questions",
        "notebooks/things.ipynb",
    ]
    assert problems(manifest, root) == []


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ("select row_number() over (order by 1) as thing_id", "its window"),
        ("select sum(1) over recent as thing_id window recent as (order by 1)", "its window"),
        ("select 1 as thing_id where 2 > {{ var('large') }} -- over (this)", "large"),
        ("select 1 as thing_id, {{ state('2') }}, lag(1) over (order by 1)", "its window and large"),
    ],
)
def test_a_window_or_a_threshold_without_a_unit_test_is_named(
    manifest: dict[str, Any], root: Path, query: str, rules: str
) -> None:
    manifest["nodes"]["model.thing"]["raw_code"] = query
    assert problems(manifest, root) == [f"marts.thing has no unit test of {rules}."]
    manifest["unit_tests"] = {"unit_test.thing": {"model": "thing"}}
    assert problems(manifest, root) == []
