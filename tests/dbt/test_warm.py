"""dbt in the pipelines' process."""

import os

import pytest

from pipelines.lib.dbt_project import nowhere
from pipelines.lib.reached import SCORING_TAG, STAGING_FOLDER
from pipelines.lib.warm_dbt import WarmDbt
from tests.dbt.conftest import Dbt
from tests.dbt.institute import Institute


def test_a_first_build_that_broke_off_is_seen_by_what_it_left_out(
    institute: Institute, dbt: Dbt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WarmDbt, "_parsed", lambda _: dbt.manifest)
    warm = WarmDbt(institute.database_url, 4)
    assert warm.has_built(SCORING_TAG)
    institute.run("drop table intermediate.int_demand__week cascade")
    assert not warm.has_built(SCORING_TAG)
    assert warm.has_built(STAGING_FOLDER)
    institute.run("drop view staging.stg_predictions__velocity_estimate cascade")
    assert not warm.has_built(STAGING_FOLDER)


def test_parsing_goes_by_an_address_that_stays_and_gives_the_real_one_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_DBT_PORT", "54321")
    monkeypatch.delenv("HEADWAY_DBT_USER", raising=False)
    with nowhere():
        assert (os.environ["HEADWAY_DBT_PORT"], os.environ["HEADWAY_DBT_USER"]) == ("5432", "headway")
    assert os.environ["HEADWAY_DBT_PORT"] == "54321"
    assert "HEADWAY_DBT_USER" not in os.environ
