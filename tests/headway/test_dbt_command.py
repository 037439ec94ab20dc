"""`headway dbt` goes by the thresholds that the pipeline goes by."""

import pytest

from headway.dbt_command import with_thresholds
from warehouse.settings import Settings

SETTINGS = Settings(mastery_level=4)


@pytest.mark.parametrize("command", ["build", "run", "test"])
def test_what_writes_or_asks_is_told_the_mastery_level(command: str) -> None:
    said = with_thresholds([command, "--select", "marts"], SETTINGS)
    assert said == [command, "--select", "marts", "--vars", '{"mastery_level": 4}']


@pytest.mark.parametrize("arguments", [[], ["debug"], ["build", "--vars", "{}"], ["build", "--vars={}"]])
def test_anything_else_and_whoever_decides_is_left_alone(arguments: list[str]) -> None:
    assert with_thresholds(arguments, SETTINGS) == arguments
