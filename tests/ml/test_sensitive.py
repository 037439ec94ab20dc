"""No model sees who a person is."""

import pytest

from ml import contracts
from ml.at_risk.features import THEMES
from ml.sensitive import is_sensitive


@pytest.mark.parametrize(
    "name",
    ["gender", "Sex", "age_band", "imd_band", "disability", "Religion", "caste category", "region", "dateOfBirth"],
)
def test_who_a_person_is_is_sensitive(name: str) -> None:
    assert is_sensitive(name)


@pytest.mark.parametrize(
    "name", ["days_since_session", "agent", "page_views", "percentage", "trace", "source", "stage"]
)
def test_what_a_person_did_is_not(name: str) -> None:
    assert not is_sensitive(name)


def test_no_column_that_a_model_of_enrolments_learns_from_is_sensitive() -> None:
    assert [name for name in (*contracts.FEATURES, *contracts.OUTCOMES, *THEMES) if is_sensitive(name)] == []
