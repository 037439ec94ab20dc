"""Real institutes, as they stood on a day, through the product's own import and build; scored with what came later.

Needs the folder of public data named by `HEADWAY_TEST_DATA` (`oulad_dev.zip`, `udacity_dev.zip`, `leads_dev.zip`,
`feedback_dev.zip` and their outcomes). Its figures are told with `-o log_cli=true --log-cli-level=INFO`.
"""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import SecretStr
from sklearn.metrics import f1_score, roc_auc_score

from ingest_api.app import create_app
from ml.metrics import Floats, expected_calibration_error
from tests.conftest import drop_database, make_database
from tests.factories import make_user
from tests.ingest_api.conftest import serve
from tests.pipelines.conftest import Institute
from warehouse.postgres import connect, engine
from warehouse.published import open_snapshot
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Open = Callable[[str], Institute]
log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder with the real data."""
    folder = os.environ.get("HEADWAY_TEST_DATA")
    if folder is None:
        pytest.skip("needs the public data sets: set HEADWAY_TEST_DATA to their folder")
    return Path(folder)


@pytest.fixture
def open_institute(server_url: str, template_database: str, tmp_path: Path) -> Iterator[Open]:
    """Makes an empty institute by name."""
    names: list[str] = []

    def make(name: str) -> Institute:
        url = make_database(server_url, name, template_database)
        names.append(name)
        return Institute(url, tmp_path / name)

    yield make
    for name in names:
        engine(f"{server_url}/{name}").dispose()
        drop_database(server_url, name)


def last_writes(institute: Institute) -> list[tuple[object, ...]]:
    """Row counts and the newest writing transaction of the large tables."""
    parts = (
        f"select '{table}', count(*), max(cast(cast(written_xid as text) as bigint)) from operational.{table}"
        for table in ("students", "learning_sessions", "session_attendance", "assessments", "student_topic_progress")
    )
    return sorted(institute.operational(" union all ".join(parts)))


def test_an_open_university_of_twelve_thousand_registrations(data: Path, open_institute: Open) -> None:
    institute = open_institute("oulad")
    arguments = ("import", str(data / "oulad_dev.zip"), "--as-of", "2013-11-26")
    told = institute.headway(*arguments)
    assert told.returncode == 0, told.output
    assert told.peak_memory_gib < 1
    assert institute.operational("select count(*) from operational.session_attendance") == [(435_276,)]
    written = last_writes(institute)
    again = institute.headway(*arguments)
    assert again.returncode == 0, again.output
    assert last_writes(institute) == written

    built = institute.headway("build")
    assert built.returncode == 0, built.output
    truth = pd.read_csv(data / "oulad_dev.truth.csv", dtype={"enrollment_no": str})
    with open_snapshot(institute.settings) as snapshot:
        scores = snapshot.execute("select enrollment_no, subject, p_drop from reporting.rpt_at_risk").df()
    both = truth.merge(scores, on=["enrollment_no", "subject"])
    assert len(both) == len(truth)
    observed, predicted = (
        (both["final_status"] == "dropped").to_numpy(dtype=float),
        both["p_drop"].to_numpy(dtype=float),
    )
    ranking, error = roc_auc_score(observed, predicted), calibration_error(observed, predicted)
    log.info("at risk, of %s: AUC %.3f, calibration error %.4f", len(both), ranking, error)
    assert ranking >= 0.79
    assert error <= 0.05


def test_a_self_paced_school_with_rolling_starts(data: Path, open_institute: Open) -> None:
    institute = open_institute("udacity")
    arguments = ("import", str(data / "udacity_dev.zip"), "--as-of", "2015-02-15")
    for command in (arguments, ("build",)):
        told = institute.headway(*command)
        assert told.returncode == 0, told.output
    content = institute.content()
    for command in (arguments, ("build",)):
        assert institute.headway(*command).returncode == 0
    assert institute.content() == content

    truth = pd.read_csv(data / "udacity_dev.truth.csv", dtype={"enrollment_no": str}, parse_dates=["finished"])
    finishers = truth[(truth["lessons"] >= 5) & truth["finished"].notna()]
    with open_snapshot(institute.settings) as snapshot:
        forecasts = snapshot.execute(
            "select enrollment_no, p10_date, p50_date, p90_date from reporting.rpt_completion_forecast"
        ).df()
    both = finishers.merge(forecasts, on="enrollment_no")
    early, middle, late = (pd.to_datetime(both[f"p{percent}_date"]) for percent in (10, 50, 90))
    error_days = (middle - both["finished"]).dt.days.abs()
    assert len(both) == len(finishers)
    assert np.isfinite(error_days).all()
    held, width = both["finished"].between(early, late).mean(), (late - early).dt.days.median()
    told_days = "completion, of %s: mean error %.2f days, range holds %.3f, width %.1f days"
    log.info(told_days, len(both), error_days.mean(), held, width)
    assert error_days.mean() <= 15
    assert 0.72 <= held <= 0.88
    assert width <= 45


def test_an_education_companys_inquiries_with_columns_of_their_own(data: Path, open_institute: Open) -> None:
    institute = open_institute("leads")
    for command in (("import", str(data / "leads_dev.zip"), "--as-of", "2024-07-11"), ("build",)):
        told = institute.headway(*command)
        assert told.returncode == 0, told.output
    truth = pd.read_csv(data / "leads_dev.truth.csv", dtype={"inquiry": str})
    with open_snapshot(institute.settings) as snapshot:
        scores = snapshot.execute("select inquiry, p_enrol, reasons from reporting.rpt_lead_scores").df()
    both = truth.merge(scores, on="inquiry")
    assert len(both) == len(truth)
    observed, predicted = both["enrolled"].to_numpy(dtype=float), both["p_enrol"].to_numpy(dtype=float)
    ranking, error = roc_auc_score(observed, predicted), calibration_error(observed, predicted)
    log.info("leads, of %s: AUC %.3f, calibration error %.4f", len(both), ranking, error)
    assert ranking >= 0.82
    assert error <= 0.04
    assert both["reasons"].map(len).gt(0).mean() > 0.9
    served = institute.rows(
        "select count(*) from reporting.rpt_lead_attribute where verdict = 'used' and filled_share > 0.9"
    )
    assert served >= [(10,)]


def test_comments_without_a_label_and_after_staff_have_corrected_two_hundred(data: Path, open_institute: Open) -> None:
    institute = open_institute("feedback")
    truth = pd.read_csv(data / "feedback_dev.truth.csv").set_index("feedback")["label"]
    told = institute.headway("import", str(data / "feedback_dev.zip"))
    assert told.returncode == 0, told.output
    assert told_apart(institute, truth) >= 0.60

    known = dict(institute.operational("select reference, id from operational.feedback"))
    corrected = truth.sample(200, random_state=7)
    settings = Settings(home=institute.home, database_url=SecretStr(institute.database_url))
    with connect(institute.database_url, autocommit=True) as connection, serve(create_app(settings), connection) as api:
        headers = api.log_in(make_user(connection, Role.SUPER_ADMIN))
        for reference, label in corrected.items():
            saved = api.put(f"/feedback/{known[reference]}/meaning", headers, json={"sentiment": label})
            assert saved.status_code == 200, saved.text
    assert told_apart(institute, truth.drop(corrected.index)) >= 0.66


def told_apart(institute: Institute, truth: pd.Series) -> float:
    """Builds; macro-F1 of the published sentiment among comments whose label is known."""
    built = institute.headway("build")
    assert built.returncode == 0, built.output
    rows = institute.rows("select feedback, sentiment from reporting.rpt_feedback_sentiment")
    told = truth.index.to_series().map(dict(rows)).fillna("none")
    agreement = float(f1_score(truth, told, average="macro", labels=["positive", "neutral", "negative"]))
    log.info("sentiment, of %s: macro-F1 %.3f", len(truth), agreement)
    return agreement


def calibration_error(observed: Floats, predicted: Floats) -> float:
    """Of as many predictions, each counted once."""
    return expected_calibration_error(observed, predicted, np.ones(len(observed)))
