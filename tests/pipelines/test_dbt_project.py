"""The manifest is parsed again from nothing where what an earlier version left cannot be built upon."""

import os
import subprocess
from pathlib import Path

import pytest

from pipelines.lib import dbt_project
from warehouse.settings import get_settings


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEADWAY_HOME", str(tmp_path))
    get_settings.cache_clear()
    folder = dbt_project.target_folder()
    folder.mkdir(parents=True)
    return folder


def refused_while(exists: Path) -> object:
    """As dbt does it: it refuses as long as it builds upon what is there. Two real versions would be needed for it."""

    def parse() -> "subprocess.CompletedProcess[str]":
        if exists.exists():
            return subprocess.CompletedProcess([], 2, "two unit tests of one name", "")
        (exists.parent / "manifest.json").write_text("{}")
        return subprocess.CompletedProcess([], 0, "", "")

    return parse


def test_what_an_earlier_version_parsed_is_forgotten_when_it_stands_in_the_way(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = target / "partial_parse.msgpack"
    earlier.write_bytes(b"of another version")
    monkeypatch.setattr(dbt_project, "_parse", refused_while(earlier))
    assert dbt_project.manifest_path() == target / "manifest.json"
    assert not earlier.exists()


def test_a_project_that_is_wrong_says_so(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = target / "wrong"
    wrong.touch()
    monkeypatch.setattr(dbt_project, "_parse", refused_while(wrong))
    with pytest.raises(RuntimeError, match="two unit tests of one name"):
        dbt_project.manifest_path()


def test_a_parse_older_than_the_yaml_is_not_built_upon_by_the_command(target: Path) -> None:
    kept = target / "partial_parse.msgpack"
    kept.write_bytes(b"of now")
    dbt_project.forget_older_parse(target)
    assert kept.exists()
    os.utime(kept, (0, dbt_project.newest_change({".yml"}) - 1))
    dbt_project.forget_older_parse(target)
    assert not kept.exists()


def test_the_results_of_a_build_s_calls_stand_side_by_side_and_another_build_s_go(target: Path) -> None:
    kept, left = target.parent / "results", target / "run_results.json"
    dbt_project.keep_results("first", is_first=True, since=0)
    assert not kept.exists()
    for build in ("one", "two"):
        for part in ("first", "second"):
            left.write_text(f"{part} of {build}")
            dbt_project.keep_results(part, is_first=part == "first", since=0)
            names = {"first": ["first"], "second": ["first", "second"]}[part]
            assert {file.name: file.read_text() for file in kept.iterdir()} == {
                f"{name}.json": f"{name} of {build}" for name in names
            }
    # A call that came to nothing has left the results of another.
    dbt_project.keep_results("first", is_first=True, since=left.stat().st_mtime + 1)
    assert {file.name for file in kept.iterdir()} == {"first.json", "second.json"}
