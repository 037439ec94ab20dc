"""The columns: what is not known stays unknown, and every one of them has a direction and a theme."""

import numpy as np

from ml.at_risk.boosting import FALLING, RISING
from ml.at_risk.features import THEMES, design
from ml.at_risk.reasons import SENTENCES
from ml.contracts import FEATURES, checked
from tests.ml.factories import institute


def test_what_cannot_be_known_yet_stays_unknown() -> None:
    features, _ = institute(0, 1)
    unknown = features.tail(1).assign(competency_slope_56d=None, not_held_share_28d=None, schedule_fit_28d=None)
    columns = design(checked(unknown, FEATURES, "features"))
    assert columns[["competency_slope", "not_held_share", "schedule_fit"]].isna().all(axis=None)


def test_a_slope_of_few_days_apart_is_kept_within_bounds() -> None:
    features, _ = institute(0, 1)
    steep = features.tail(1).assign(competency_slope_56d=-4.0, not_held_share_28d=0.25, schedule_fit_28d=0.5)
    columns = design(checked(steep, FEATURES, "features"))
    assert np.allclose(columns[["competency_slope", "not_held_share", "schedule_fit"]], [[-2.0, 0.25, 0.5]])


def test_what_can_be_acted_upon_has_a_sentence_and_a_direction() -> None:
    assert set(THEMES.values()) - set(SENTENCES) == {"stage"}
    assert set(THEMES) - {*FALLING, *RISING} == {
        "days_since_topic_done", "has_no_mark", "log_days_since_start", "elapsed_share",
    }  # fmt: skip
