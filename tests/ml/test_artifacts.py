"""A stored model is the model."""

from pathlib import Path

from ml import at_risk
from ml.artifacts import load, save
from ml.contracts import active_features
from tests.ml.factories import CLOCK, institute


def test_a_loaded_model_scores_like_the_saved_one(tmp_path: Path) -> None:
    features, outcomes = institute(80, 5)
    settings = at_risk.AtRiskSettings(medium_from=0.3, high_from=0.6)
    model = at_risk.train(features, outcomes, as_of=CLOCK, seed=3, settings=settings)
    save(model, {"version": model.version}, tmp_path / "models" / "at_risk.joblib")
    loaded, card = load(tmp_path / "models" / "at_risk.joblib")
    rows = active_features(features, outcomes, CLOCK)
    assert card == {"version": model.version}
    assert at_risk.score(loaded, rows).equals(at_risk.score(model, rows))
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["at_risk.joblib"]
