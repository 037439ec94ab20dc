"""The warehouse and the API hold back anonymous feedback by one number."""

import yaml

from warehouse.anonymity import FEWEST_ANONYMOUS
from warehouse.settings import PROJECT_ROOT


def test_the_warehouse_shows_anonymous_feedback_from_as_many_on_as_the_api() -> None:
    project = yaml.safe_load((PROJECT_ROOT / "dbt" / "dbt_project.yml").read_text())
    assert project["vars"]["fewest_anonymous"] == FEWEST_ANONYMOUS


def test_figures_are_held_back_by_the_same_number() -> None:
    metrics = yaml.safe_load((PROJECT_ROOT / "dbt" / "metrics" / "feedback.yml").read_text())
    told = {model["name"]: model["config"]["meta"] for model in metrics["semantic_models"]}
    with_anonymous = {"answers", "theme_mentions", "meanings", "theme_meanings"}
    assert told.keys() == with_anonymous | {"fixes"}
    assert {told[name]["fewest_with_anonymous"] for name in with_anonymous} == {FEWEST_ANONYMOUS}
    assert told["fixes"]["fewest_for_faculty"] == FEWEST_ANONYMOUS
