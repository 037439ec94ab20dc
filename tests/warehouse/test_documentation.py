"""What dbt's manifest says reaches the data dictionary whole."""

import json
from pathlib import Path

import pytest

from tests.warehouse.manifests import write_manifest
from warehouse.documentation import documentation
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_manifest(tmp_path)
    return Settings(home=tmp_path)


def test_a_relation_is_told_with_grain_key_examples_and_lineage(settings: Settings) -> None:
    mark = documentation(settings)["marts.fct_mark"]
    assert mark.grain == "one row per mark."
    assert mark.key == ("mark_id",)
    assert list(mark.sections) == ["Overview", "Example Queries"]
    assert mark.examples == (("How many", "select count(*) from marts.fct_mark"),)
    assert [(column.name, column.data_type) for column in mark.columns] == [("mark_id", "bigint"), ("note", "")]
    assert mark.made_from == ("raw.session_attendance",)
    assert mark.used_by == ("The overview", "reporting.rpt_day")


def test_a_key_is_also_found_in_tests(settings: Settings) -> None:
    assert documentation(settings)["reporting.rpt_day"].key == ("campus_code", "day")


def test_steps_and_names_are_not_published(settings: Settings) -> None:
    assert set(documentation(settings)) == {"marts.fct_mark", "reporting.rpt_day"}


def test_a_new_manifest_is_read_anew_and_a_missing_one_is_no_error(settings: Settings, tmp_path: Path) -> None:
    assert documentation(Settings(home=tmp_path / "elsewhere")) == {}
    assert documentation(settings)
    manifest = tmp_path / "dbt" / "target" / "manifest.json"
    told = json.loads(manifest.read_text())
    del told["nodes"]["model.headway.rpt_day"]
    manifest.write_text(json.dumps(told))
    assert set(documentation(settings)) == {"marts.fct_mark"}
