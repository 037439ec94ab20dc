"""What a super admin chooses for the institute holds in the warehouse from the next build on, by itself."""

from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import SecretStr

from headway.demo import generate
from ingest_api.app import create_app
from ingest_api.imports import run_import
from tests.conftest import drop_database, make_database
from tests.factories import make_user
from tests.ingest_api.conftest import serve
from tests.pipelines.conftest import Institute
from warehouse.postgres import connect, engine
from warehouse.settings import Settings
from warehouse.vocabulary import Role

AS_OF = date(2026, 6, 30)
DONE = "select count(*) filter (where is_done) from marts.fct_topic_observation where source = 'attendance'"
BANDS = "select count(*) filter (where (p_drop >= 0.9) <> (band = 'high')) from reporting.rpt_at_risk"


@pytest.fixture
def institute(server_url: str, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Institute]:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, size="small", seed=11, as_of=AS_OF)
    url = make_database(server_url, "pipeline_chosen", template_database)
    assert not run_import(url, folder, as_of=AS_OF, is_demo=True).errors
    yield Institute(url, tmp_path_factory.mktemp("home"))
    engine(url).dispose()
    drop_database(server_url, "pipeline_chosen")


def test_the_mastery_level_and_the_bands_of_risk_follow_with_the_next_build(institute: Institute) -> None:
    settings = Settings(home=institute.home, database_url=SecretStr(institute.database_url))
    assert institute.headway("build").returncode == 0
    before = institute.rows(DONE)
    assert institute.rows(BANDS) != [(0,)]
    with connect(institute.database_url, autocommit=True) as connection:
        super_admin = make_user(connection, Role.SUPER_ADMIN)
        with serve(create_app(settings), connection) as api:
            chosen = {"mastery_level": 5, "risk_band_medium": 0.8, "risk_band_high": 0.9}
            assert api.put("/settings/institute", api.log_in(super_admin), json=chosen).status_code == 200
    told = institute.headway("build")
    assert told.returncode == 0, told.output
    assert institute.rows(DONE) < before
    assert institute.rows(BANDS) == [(0,)]
    # The API's own record and the warehouse say the same of every enrolment.
    [(operational,)] = institute.operational(
        "select round(sum(completion_percentage)) from operational.student_subject_enrollments"
    )
    [(published,)] = institute.rows("select round(sum(completion_percentage)) from marts.fct_enrollment")
    assert float(published) == float(operational)
