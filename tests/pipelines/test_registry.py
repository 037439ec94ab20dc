"""The registry: a version is entered once, drift day by day, and the same data is the same data in any order."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from ml import drift
from ml.contracts import MODEL_CARD
from ml.evaluation import Evaluation
from pipelines.lib import registry
from pipelines.lib.wings import WINGS
from warehouse.settings import Settings

WING = WINGS["at_risk"]
DAY = date(2026, 6, 28)


@dataclass
class Trained:
    """A model as far as the registry looks at it."""

    version: str = "at_risk-rule-1"
    kind: str = "rule"
    as_of: date = DAY
    settings: dict[str, float] = field(default_factory=dict)
    trained_on_rows: int = 7


def note(settings: Settings, model: Trained, share: float = 0.2) -> None:
    card = dict.fromkeys(MODEL_CARD) | {"model": "at_risk", "version": model.version, "trained_on_rows": 7}
    rows = [card | {"metric": "known_outcomes", "value": 7.0, "baseline": "none"}]
    rows += [card | {"metric": "auc", "value": 0.8, "baseline": "rule", "baseline_value": 0.7}]
    told = drift.realised("at_risk", model, model.as_of, "p_drop_30d", share, 0.25, 400)
    evaluation = Evaluation(card=pd.DataFrame(rows), drift=told).frames()
    registry.note_version(WING, settings, model, evaluation, code="c0de", data="da7a")


def test_a_version_is_entered_once_with_the_first_figure_that_has_a_baseline(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    note(settings, Trained())
    first = registry.versions(WING, settings, "at_risk-rule-1")
    note(settings, Trained())
    pd.testing.assert_frame_equal(registry.versions(WING, settings, "at_risk-rule-1"), first)
    told = first.iloc[0]
    assert (told["metric"], told["value"], told["baseline"], told["baseline_value"]) == ("auc", 0.8, "rule", 0.7)
    assert (told["code_fingerprint"], told["data_fingerprint"], told["row_count"]) == ("c0de", "da7a", 7)


def test_only_the_version_that_serves_is_said_to(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    note(settings, Trained())
    note(settings, Trained(version="at_risk-logistic-2", kind="logistic"))
    told = registry.versions(WING, settings, "at_risk-logistic-2")
    assert told["version"].tolist() == ["at_risk-rule-1", "at_risk-logistic-2"]
    assert told["is_serving"].tolist() == [False, True]


def test_drift_is_kept_day_by_day_and_said_once_a_day(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for days, share in ((200, 0.9), (1, 0.3), (0, 0.1), (0, 0.2)):
        note(settings, Trained(as_of=DAY - timedelta(days=days)), share)
    told = registry.drift(WING, settings)
    assert told["value"].tolist() == [0.3, 0.2]
    assert (told["low"] < told["value"]).all()


def test_nothing_is_known_of_a_model_that_never_served(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert registry.versions(WING, settings, "none").empty
    assert registry.drift(WING, settings).empty


def test_the_same_rows_in_another_order_are_the_same_data() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [["x"], None, ["y"]], "c": pd.to_datetime(["2026-01-01"] * 3)})
    told = registry.fingerprint({"rows": frame})
    assert registry.fingerprint({"rows": frame.sample(frac=1.0, random_state=2)}) == told
    assert registry.fingerprint({"rows": frame.assign(a=[1, 2, 4])}) != told
    assert registry.fingerprint({"rows": frame.head(2)}) != told
