"""Every model is in the table, and says the same as the expectations say of it; dbt: tests/dbt/test_conventions.py."""

import pandas as pd
import pytest

from ml.contracts import MODEL_CARD
from ml.evaluation import Evaluation, reliability
from ml.fairness import fairness
from pipelines.lib.predictions import EVALUATIONS, RELATIONS
from pipelines.lib.wings import WINGS
from tests.ml.test_evaluation import ONES, Anything, told_truly
from warehouse import expectations
from warehouse.expectations.predicted import PREDICTED
from warehouse.postgres import read_relation, write_predictions


def test_every_prediction_has_its_expectations() -> None:
    assert set(PREDICTED) == set(RELATIONS)


@pytest.mark.parametrize("model", list(WINGS))
def test_every_model_is_watched_by_a_column_of_its_own_predictions(model: str) -> None:
    outputs = WINGS[model].outputs
    watched = [name for name in outputs if name in expectations.watched()]
    assert watched
    assert all(PREDICTED[name].key in RELATIONS[name].contract for name in outputs)
    assert all(PREDICTED[name].version_column in RELATIONS[name].contract for name in watched)


def test_no_two_models_write_the_same_relation() -> None:
    outputs = [name for wing in WINGS.values() for name in wing.outputs] + list(EVALUATIONS)
    assert len(outputs) == len(set(outputs))


def test_an_evaluation_is_written_as_it_is(database_url: str) -> None:
    observed, predicted = told_truly()
    card = dict.fromkeys(MODEL_CARD, "text") | {"trained_on_rows": 7, "trained_until": "2026-06-28"}
    card |= dict.fromkeys(("value", "baseline_value", "low", "high"))
    written = Evaluation(
        card=pd.DataFrame([card]),
        reliability=reliability("anything", Anything(), "p", observed, predicted, ONES),
        fairness=fairness(
            "anything", Anything(), "origin", pd.Series(["here"] * 1000), observed, predicted, ONES, flagged_from=0.5
        ),
    ).frames()
    assert set(written) == set(EVALUATIONS)
    for name, frame in written.items():
        write_predictions(database_url, name, frame, RELATIONS[name].types)
        assert len(read_relation(database_url, f"predictions.{name}")) == len(frame)
