"""What a change of raw tables reaches in dbt's project, and how dbt is told."""

from collections.abc import Iterator

import pytest
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from pipelines.lib.dbt_project import dbt_environment
from pipelines.lib.reached import reached_by, tagged

# What `dbt_environment` sets, and other tests of this process read.
CHANGED = (
    *("DBT_PROFILES_DIR", "DBT_PROJECT_DIR", "DBT_TARGET_PATH", "DBT_LOG_PATH"),
    *(f"HEADWAY_DBT_{part}" for part in ("HOST", "PORT", "USER", "PASSWORD", "DBNAME")),
)
QUIET = ["--quiet", "--log-level-file", "none", "--no-write-json"]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Manifest]:
    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGED:
            patch.setenv(name, "")  # put back afterwards, whatever is written meanwhile
        dbt_environment("postgresql://nobody@localhost/nowhere")
        patch.setenv("DBT_TARGET_PATH", str(tmp_path_factory.mktemp("target")))
        parsed = dbtRunner().invoke([*QUIET, "parse"]).result
        assert isinstance(parsed, Manifest)
        yield parsed


def test_a_payment_reaches_its_fact_and_no_lesson(manifest: Manifest) -> None:
    reached = reached_by(manifest, ["payments"])
    assert "model.headway.fct_payment" in reached
    assert "model.headway.fct_attendance" not in reached
    assert not any(key.startswith("model.headway.stg_") for key in reached)


def test_of_what_changes_in_place_only_that_is_asked_which_the_database_does_not_uphold(manifest: Manifest) -> None:
    reached = {manifest.nodes[key].name for key in reached_by(manifest, ["session_attendance"])}
    assert "relationships_fct_attendance_student_id__student_id__ref_dim_student_" in reached
    assert "unique_fct_attendance_attendance_id" not in reached
    assert "not_null_fct_attendance_attendance_id" not in reached


def test_an_unknown_table_is_named(manifest: Manifest) -> None:
    with pytest.raises(LookupError, match="no_such_table"):
        reached_by(manifest, ["no_such_table"])


def test_a_tag_stands_for_what_is_reached_and_goes_again(manifest: Manifest) -> None:
    keys = reached_by(manifest, ["payments"])
    before = {key: list(node.tags) for key, node in manifest.nodes.items()}
    with tagged(manifest, keys) as selection:
        listed = dbtRunner(manifest=manifest).invoke(
            [*QUIET, "list", "--select", selection, "--indirect-selection", "empty", "--output", "name"]
        )
    assert sorted(listed.result) == sorted(manifest.nodes[key].name for key in keys)
    assert {key: node.tags for key, node in manifest.nodes.items()} == before
