"""`headway check-docs`: whether the dbt project says all that it promises to say; `make check` asks.

Belongs here: what must be said, and the words for what is not. It reads dbt's manifest, and the names of relations in
the code that reads them; never a database. What the relations say is shown elsewhere (`dictionary.py`, dbt docs).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console

from headway.readers import Readers
from headway.rules_tested import untested_rules
from pipelines.lib.data_tests import WORDS, words_of
from warehouse.relations import FEATURES, MARTS, REPORTING, RESTRICTED, STEP
from warehouse.settings import PROJECT_ROOT

SECTIONS = ("Overview", "Primary Key", "Business Rules", "Example Queries")
_PUBLISHED = (MARTS, REPORTING, RESTRICTED, FEATURES)

Node = Mapping[str, Any]


def check_documentation(console: Console) -> bool:
    """Prints what is missing, or how much there is; returns whether nothing is missing."""
    from pipelines.lib.dbt_project import manifest_path

    try:
        manifest = json.loads(manifest_path().read_text())
    except RuntimeError as error:  # dbt cannot read its own project, and says where
        console.print(str(error), markup=False, soft_wrap=True)
        return False
    problems = list(find_problems(manifest, Readers.of(PROJECT_ROOT, relation_names(manifest))))
    for problem in problems:
        console.print(problem, markup=False, soft_wrap=True)
    if problems:
        console.print(f"{len(problems)} to mend in dbt/.")
        return False
    models = _models(manifest)
    console.print(
        f"Documented: {len(models)} models, {len(manifest['sources'])} source tables, "
        f"{sum(len(node['columns']) for node in [*models, *manifest['sources'].values()])} columns, "
        f"{len(manifest['exposures'])} exposures."
    )
    return True


def find_problems(manifest: Node, readers: Readers) -> Iterator[str]:
    """Everything that the project should say and does not, a line each."""
    yield from _undocumented(manifest)
    yield from _untold_marts(manifest)
    yield from _untested_keys(manifest)
    yield from _wordless_tests(manifest)
    yield from untested_rules(manifest)
    yield from _exposures(manifest, readers)


def relation_names(manifest: Node) -> dict[str, str]:
    """`schema.name` of every published model, and the key of its node."""
    return {
        f"{node['schema']}.{node['name']}": key
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] in _PUBLISHED
    }


def primary_key(node: Node) -> list[str]:
    """The columns that the model's description names as its primary key."""
    return [column.strip(" `") for column in _section(node, "Primary Key").split(",") if column.strip()]


def example_queries(node: Node) -> list[str]:
    """The SQL of the model's example queries."""
    return [query.strip() for query in re.findall(r"```sql\n(.*?)```", node["description"], flags=re.DOTALL)]


def _models(manifest: Node) -> list[Node]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def _is_told_in_full(node: Node) -> bool:
    return node["schema"] in _PUBLISHED and not node["name"].startswith(STEP)


def _section(node: Node, title: str) -> str:
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", node["description"], flags=re.DOTALL | re.MULTILINE)
    return found.group(1).strip() if found else ""


def _undocumented(manifest: Node) -> Iterator[str]:
    for node in [*_models(manifest), *manifest["sources"].values()]:
        where = f"{node['schema']}.{node['name']}"
        if not node["description"].strip():
            yield f"{where} has no description."
        if not node["columns"]:
            yield f"{where} declares no columns."
        for column in node["columns"].values():
            if not column["description"].strip():
                yield f"{where}.{column['name']} has no description."


def _untold_marts(manifest: Node) -> Iterator[str]:
    for node in _models(manifest):
        where = f"{node['schema']}.{node['name']}"
        if not _is_told_in_full(node):
            continue
        if not node["config"]["contract"]["enforced"]:
            yield f"{where} enforces no contract."
        if not node["description"].startswith("Grain: one row per "):
            yield f"{where} does not begin with its grain: `Grain: one row per …`."
        for section in SECTIONS:
            if not _section(node, section):
                yield f"{where} has nothing under `## {section}`."
        if not example_queries(node):
            yield f"{where} has no example query in a ```sql block."
        for column in primary_key(node):
            if column not in node["columns"]:
                yield f"{where} names {column} in its primary key, which is no column of it."


def _untested_keys(manifest: Node) -> Iterator[str]:
    unique: dict[str, list[list[str]]] = {}
    filled: dict[str, set[str]] = {}
    for test in manifest["nodes"].values():
        kind = (test.get("test_metadata") or {}).get("name")
        if kind == "unique":
            unique.setdefault(test["attached_node"], []).append([test["column_name"]])
        elif kind == "unique_combination":
            arguments = test["test_metadata"]["kwargs"]
            columns = arguments.get("arguments", arguments)["columns"]
            unique.setdefault(test["attached_node"], []).append(columns)
        elif kind == "not_null":
            filled.setdefault(test["attached_node"], set()).add(test["column_name"])
    for key, node in manifest["nodes"].items():
        if node["resource_type"] != "model" or not _is_told_in_full(node):
            continue
        where, columns = f"{node['schema']}.{node['name']}", primary_key(node)
        if sorted(columns) not in [sorted(tested) for tested in unique.get(key, [])]:
            yield f"{where}: no test holds its primary key ({', '.join(columns)}) unique."
        for column in columns:
            constraints = {one["type"] for one in node["columns"].get(column, {}).get("constraints", [])}
            if column not in filled.get(key, set()) and "not_null" not in constraints:
                yield f"{where}.{column} is part of the primary key and neither tested nor held not null."


def _wordless_tests(manifest: Node) -> Iterator[str]:
    for test in manifest["nodes"].values():
        if test["resource_type"] != "test":
            continue
        missing = [word for word in WORDS if not words_of(manifest, test)[word]]
        if missing:
            yield f"The test {test['name']} does not say {', '.join(missing)}: add it to its `meta`."


def _exposures(manifest: Node, readers: Readers) -> Iterator[str]:
    names = {key: name for name, key in relation_names(manifest).items()}
    covered: dict[str, set[str]] = {}
    for exposure in manifest["exposures"].values():
        where = f"Exposure {exposure['name']}"
        if not exposure["description"].strip() or not exposure.get("label"):
            yield f"{where} has no label or no description."
        files = exposure["meta"].get("read_by") or []
        if not files:
            yield f"{where} does not name the files that read it: `meta: {{read_by: […]}}`."
        reached = {module for file in files for module in readers.reached_from(file)}
        for file in files:
            if not readers.holds(file):
                yield f"{where} is read by {file}, which does not exist."
        told = {names[key] for key in exposure["depends_on"]["nodes"] if key in names}
        read = {relation for module in reached for relation in readers.relations[module]}
        for relation in sorted(told - read):
            yield f"{where} depends on {relation}, which none of its files reads."
        for module in reached:
            covered.setdefault(module, set()).update(told)
    for module, relations in sorted(readers.relations.items()):
        for relation in sorted(relations - covered.get(module, set())):
            yield f"{module} reads {relation}: no exposure in dbt/models/exposures.yml that names this file says so."
    told_pages = {file for exposure in manifest["exposures"].values() for file in exposure["meta"].get("read_by") or []}
    for page in sorted(readers.pages - told_pages):
        yield f"{page} shows figures: add an exposure for this screen to dbt/models/exposures.yml."
