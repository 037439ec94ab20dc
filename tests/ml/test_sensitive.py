"""No model sees who a person is."""

import pytest

from ml import contracts
from ml.at_risk.features import THEMES
from ml.sensitive import are_sensitive, is_sensitive


@pytest.mark.parametrize(
    "name",
    ["gender", "Sex", "age_band", "imd_band", "disability", "Religion", "caste category", "region", "dateOfBirth"]
    + ["Category", "Father's occupation", "Home city", "monthly_income"],
)
def test_who_a_person_is_is_sensitive(name: str) -> None:
    assert is_sensitive(name)


@pytest.mark.parametrize(
    "name",
    ["days_since_session", "agent", "page_views", "percentage", "trace", "source", "stage"]
    + ["Course category", "Programming language", "statement"],
)
def test_what_a_person_did_is_not(name: str) -> None:
    assert not is_sensitive(name)


def test_no_column_that_a_model_of_enrolments_learns_from_is_sensitive() -> None:
    assert [name for name in (*contracts.FEATURES, *contracts.OUTCOMES, *THEMES) if is_sensitive(name)] == []


def test_values_tell_it_whatever_the_column_is_called() -> None:
    assert are_sensitive(["Male", "Female"])
    assert are_sensitive(["General", "OBC", "SC", "ST", "other"])
    assert not are_sensitive(["m", "n", "o", "p"])
    assert not are_sensitive(["General", "Special"])
    assert not are_sensitive([])
