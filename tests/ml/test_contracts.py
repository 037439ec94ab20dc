"""What goes in and comes out is checked by name and kind."""

from datetime import date

import pandas as pd
import pytest

from ml.at_risk.features import THEMES
from ml.contracts import FEATURES, OUTCOMES, ContractError, active_features, checked, known_features, known_outcomes
from tests.ml.factories import CLOCK, institute

SENSITIVE_WORDS = (
    "gender",
    "sex",
    "age",
    "birth",
    "disab",
    "relig",
    "caste",
    "income",
    "region",
    "imd",
    "ethnic",
    "name",
)


def test_a_missing_column_is_named() -> None:
    features, _ = institute(1, 1)
    with pytest.raises(ContractError, match="features: missing columns minutes_28d"):
        checked(features.drop(columns="minutes_28d"), FEATURES, "features")


def test_a_wrong_value_names_its_column() -> None:
    _, outcomes = institute(1, 1)
    with pytest.raises(ContractError, match=r"outcomes\.ended_on: expected a date"):
        checked(outcomes.assign(ended_on="soon"), OUTCOMES, "outcomes")


def test_an_empty_key_is_refused() -> None:
    features, _ = institute(1, 1)
    with pytest.raises(ContractError, match=r"features\.student_id: expected a key"):
        checked(features.assign(student_id=None), FEATURES, "features")


def test_frames_may_hold_python_dates() -> None:
    features, _ = institute(1, 1)
    as_dates = features.assign(as_of_date=features["as_of_date"].dt.date.astype(object))
    pd.testing.assert_frame_equal(checked(as_dates, FEATURES, "features"), checked(features, FEATURES, "features"))


def test_no_column_of_the_models_is_an_attribute_of_a_person() -> None:
    parts = {part for column in [*FEATURES, *THEMES] for part in column.split("_")}
    assert not [part for part in parts if part.startswith(SENSITIVE_WORDS)]


def test_columns_beyond_the_contract_never_reach_a_model() -> None:
    features, _ = institute(3, 3)
    assert "gender" not in known_features(features.assign(gender="F"), CLOCK).columns


def test_an_outcome_is_unknown_before_its_day() -> None:
    _, outcomes = institute(20, 0)
    before = known_outcomes(outcomes, date(2025, 12, 7))
    assert before["outcome"].isna().all()
    assert (before["status"] == "active").all()


def test_only_active_enrolments_are_scored() -> None:
    features, outcomes = institute(20, 6)
    outcomes.loc[outcomes["enrollment_id"] == 21, "status"] = "paused"
    assert active_features(features, outcomes, CLOCK)["enrollment_id"].tolist() == [22, 23, 24, 25, 26]
