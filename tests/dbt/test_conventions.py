"""What the dbt project promises about itself: names, documentation, vocabulary, portable SQL."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from headway.documentation import find_problems, relation_names
from headway.readers import Readers
from ingest_api.models import Base
from pipelines.lib.predictions import RELATIONS
from tests.dbt.conftest import PROJECT, Dbt
from warehouse import vocabulary
from warehouse.relations import (
    EXTRACTED_TABLES,
    NOT_EXTRACTED_COLUMNS,
    PUBLISHED_SCHEMAS,
    RESTRICTED,
    VERSIONED_COLUMNS,
)
from warehouse.settings import PROJECT_ROOT
from warehouse.versions import version_table


@pytest.fixture(scope="module")
def models(dbt: Dbt) -> dict[str, Any]:
    return {node.name: node for node in dbt.manifest.nodes.values() if node.resource_type == "model"}


def sources(dbt: Dbt, name: str) -> dict[str, Any]:
    return {source.name: source for source in dbt.manifest.sources.values() if source.source_name == name}


def test_sources_have_exactly_the_columns_of_the_operational_models(dbt: Dbt) -> None:
    raw = sources(dbt, "raw")
    assert set(raw) == {*EXTRACTED_TABLES, *map(version_table, VERSIONED_COLUMNS), "extract_log"}
    for table, columns in VERSIONED_COLUMNS.items():
        assert list(raw[version_table(table)].columns) == ["id", *columns, "is_deleted", "extract_id", "known_on"], (
            table
        )
    for table in Base.metadata.tables.values():
        if table.name in raw:
            hidden = NOT_EXTRACTED_COLUMNS.get(table.name, frozenset())
            expected = [column.name for column in table.columns if column.name not in hidden]
            assert list(raw[table.name].columns) == [*expected, "extract_id", "is_deleted"], table.name


def test_predictions_have_exactly_the_columns_and_types_that_the_models_write(dbt: Dbt) -> None:
    declared = {
        table.name: {column.name: column.data_type for column in table.columns.values()}
        for table in sources(dbt, "predictions").values()
    }
    assert declared == {name: output.types for name, output in RELATIONS.items()}


def test_every_built_column_is_declared(dbt: Dbt, models: dict[str, Any], institute: Any) -> None:
    built: dict[str, list[str]] = {}
    for table, column in institute.run(
        "select table_name, column_name from information_schema.columns where table_schema = any(%s) "
        "order by table_name, ordinal_position",
        ["staging", "intermediate", RESTRICTED, *PUBLISHED_SCHEMAS],
    ):
        built.setdefault(table, []).append(column)
    assert built == {name: list(model.columns) for name, model in models.items()}


def test_only_staging_reads_sources(models: dict[str, Any]) -> None:
    readers = {
        model.name for model in models.values() if any(node.startswith("source.") for node in model.depends_on.nodes)
    }
    assert readers
    assert {name for name in readers if not name.startswith("stg_")} == set()


def accepted_values(dbt: Dbt) -> Iterator[tuple[str, set[str]]]:
    for node in dbt.manifest.nodes.values():
        metadata = getattr(node, "test_metadata", None)
        if metadata and metadata.name == "accepted_values":
            yield f"{node.attached_node}.{node.column_name}", set(metadata.kwargs["values"])


def test_accepted_values_are_the_vocabulary(dbt: Dbt) -> None:
    enums = {
        frozenset(member.value for member in thing)
        for thing in vars(vocabulary).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    }
    # Not words of the domain: where an observation comes from, and the two ways in which an enrolment ends.
    enums |= {frozenset({"attendance", "assessment", "correction"}), frozenset({"completed", "dropped"})}
    enums |= {frozenset({"enrolled", "started", "half_done", "exam_ready", "completed", "dropped"})}
    found = dict(accepted_values(dbt))
    assert len(found) > 30
    assert {column: values for column, values in found.items() if values not in enums} == {}


def test_nothing_is_undocumented_untested_or_unread(dbt: Dbt) -> None:
    manifest = dbt.manifest.writable_manifest().to_dict()
    assert list(find_problems(manifest, Readers.of(PROJECT_ROOT, relation_names(manifest)))) == []


def test_models_are_portable_sql() -> None:
    for file in [*PROJECT.glob("models/**/*.sql"), *PROJECT.glob("macros/**/*.sql")]:
        text = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL)
        assert re.search(r"::|\bdistinct on\b|->|\bilike\b", text) is None, file.name


def test_models_are_short() -> None:
    assert {file.name for file in PROJECT.glob("models/**/*.sql") if len(file.read_text().splitlines()) > 120} == set()


def test_dbt_holds_no_python() -> None:
    assert [*PROJECT.rglob("*.py")] == []
