"""What was written after the outcome is found, whatever it is called; what was known at capture stays."""

import numpy as np
import pandas as pd
import pytest

from ml.lead_scoring import Bounds
from ml.lead_scoring.facts import known_leads
from ml.lead_scoring.screening import newest_cohort, screened
from tests.ml.lead_scoring.factories import CLOCK, Desk, desk


def judged(of: Desk, attribute: str) -> tuple[str, str]:
    """Verdict and reason of one attribute."""
    leads = known_leads(of.moments, of.attributes, of.outcomes, CLOCK)
    table = screened(leads.at("capture"), tuple(fact for fact in leads.facts if not fact.is_dated), Bounds(), seed=3)
    row = table[table["attribute"] == attribute].iloc[0]
    return row["verdict"], row["reason"]


@pytest.fixture(scope="module")
def ordinary() -> Desk:
    return desk(800, 200)


def values(of: Desk, enrolled: object, lost: object, still_open: object = None) -> pd.Series:
    """A value for each inquiry by how it stands."""
    told = np.where(of.enrolled, enrolled, lost)  # type: ignore[call-overload]
    return pd.Series(np.where(of.is_over, told, still_open), index=of.is_over.index, dtype="object")  # type: ignore[call-overload]


def noisy(of: Desk, told: pd.Series, others: list[str], share: float, seed: int = 5) -> pd.Series:
    """The same where a share says anything instead."""
    random = np.random.default_rng(seed)
    anything = pd.Series(random.choice(others, len(told)), index=told.index)
    return told.where(random.random(len(told)) > share, anything)


def test_what_people_do_before_they_ask_serves(ordinary: Desk) -> None:
    verdict, reason = judged(ordinary, "Minutes on the site")
    assert verdict == "used"
    assert reason.startswith("Alone it ranks 7")


def test_what_knows_the_outcome_is_rejected_under_any_name(ordinary: Desk) -> None:
    told = noisy(ordinary, values(ordinary, "warm", "cold", "cold"), ["warm", "cold"], 0.3)
    verdict, reason = judged(ordinary.with_attribute("Colour", told), "Colour")
    assert verdict == "rejected"
    assert reason.startswith("Knows the outcome: alone it ranks")


def test_what_is_filled_in_on_the_way_is_rejected_by_its_gaps(ordinary: Desk) -> None:
    random = np.random.default_rng(4)
    share = np.where(ordinary.enrolled, 0.9, 0.6)
    told = pd.Series(random.choice(["a", "b", "c"], len(share)), index=ordinary.enrolled.index)
    told = told.where(random.random(len(share)) < share, None)
    verdict, reason = judged(ordinary.with_attribute("Occupation", told), "Occupation")
    assert verdict == "rejected"
    assert "of those who enrolled and" in reason


def test_gaps_that_the_source_explains_are_no_leak(ordinary: Desk) -> None:
    source = ordinary.moments.drop_duplicates("inquiry_id").set_index("inquiry_id")["source"]
    told = pd.Series("seen", index=source.index, dtype="object").where(source == "website", None)
    assert judged(ordinary.with_attribute("Banner", told.where(told.isna(), "blue")), "Banner")[0] == "used"


def test_what_is_empty_for_the_newest_is_filled_in_later(ordinary: Desk) -> None:
    random = np.random.default_rng(6)
    told = pd.Series(random.choice(["a", "b"], len(ordinary.is_over)), index=ordinary.is_over.index)
    verdict, reason = judged(ordinary.with_attribute("Room", told.where(ordinary.is_over, None)), "Room")
    assert verdict == "rejected"
    assert "it is filled in later" in reason


def test_a_column_that_was_only_begun_lately_is_no_leak(ordinary: Desk) -> None:
    random = np.random.default_rng(6)
    told = pd.Series(random.choice(["a", "b"], len(ordinary.is_over)), index=ordinary.is_over.index)
    is_late = ordinary.is_over.index > 700
    assert judged(ordinary.with_attribute("Landing page", told.where(is_late, None)), "Landing page")[0] == "used"


def test_what_says_other_things_of_the_newest_changes_with_age(ordinary: Desk) -> None:
    random = np.random.default_rng(8)
    calls = np.where(ordinary.enrolled, random.poisson(4, 1000), random.poisson(2.5, 1000)).astype(float)
    told = pd.Series(np.where(ordinary.is_over, calls, random.poisson(0.5, 1000)), index=ordinary.is_over.index)
    verdict, reason = judged(ordinary.with_attribute("Talks", told), "Talks")
    assert verdict == "rejected"
    assert "changes as an inquiry gets older" in reason


def test_a_value_that_settles_the_matter_and_no_new_inquiry_has_is_written_at_the_end(ordinary: Desk) -> None:
    random = np.random.default_rng(9)
    told = pd.Series(random.choice(["a", "b"], 1000), index=ordinary.is_over.index, dtype="object")
    signs = ordinary.enrolled & (random.random(1000) < 0.3)
    verdict, reason = judged(ordinary.with_attribute("Paper", told.where(~signs, "signed")), "Paper")
    assert verdict == "rejected"
    assert "“signed” settles the matter" in reason


@pytest.mark.parametrize("name", ["Last Activity", "lead_quality", "Tags", "leadProfile", "Closing remark"])
def test_a_telling_name_is_enough_when_it_tells_the_outcome_at_all(ordinary: Desk, name: str) -> None:
    told = noisy(ordinary, values(ordinary, "x", "y", "y"), ["x", "y"], 0.75)
    verdict, reason = judged(ordinary.with_attribute(name, told.where(ordinary.is_over, "x")), name)
    assert verdict == "rejected"
    assert "written over" in reason or "changes as" in reason


@pytest.mark.parametrize(
    ("name", "told"), [("Gender", ["x", "y"]), ("Home city", ["x", "y"]), ("Group", ["General", "OBC", "SC", "ST"])]
)
def test_sensitive_traits_never_serve(ordinary: Desk, name: str, told: list[str]) -> None:
    random = np.random.default_rng(2)
    column = pd.Series(random.choice(told, 1000), index=ordinary.is_over.index)
    verdict, reason = judged(ordinary.with_attribute(name, column), name)
    assert (verdict, reason.partition(":")[0]) == ("rejected", "Tells who a person is or where they come from")


@pytest.mark.parametrize("name", ["Course category", "Programming language", "Do Not Call", "1st choice"])
def test_innocent_names_stay(ordinary: Desk, name: str) -> None:
    random = np.random.default_rng(2)
    column = pd.Series(random.choice(["a", "b"], 1000), index=ordinary.is_over.index)
    assert judged(ordinary.with_attribute(name, column), name)[0] == "used"


def test_what_says_nothing_is_unused(ordinary: Desk) -> None:
    index = ordinary.is_over.index
    everybody = ordinary.with_attribute("Country code", pd.Series("91", index=index))
    assert judged(everybody, "Priority") == ("unused", "Says the same of every inquiry.")
    anybody = ordinary.with_attribute("Remembered as", pd.Series([f"n{number}" for number in index], index=index))
    assert judged(anybody, "Remembered as")[0] == "unused"


def test_contact_data_that_comes_with_enrolling_is_rejected(ordinary: Desk) -> None:
    has_email = ordinary.moments["inquiry_id"].map(ordinary.enrolled)
    moments = ordinary.moments.assign(has_email=has_email)
    verdict, reason = judged(Desk(moments, ordinary.attributes, ordinary.outcomes), "E-mail address given")
    assert verdict == "rejected"
    assert reason


def test_the_newest_are_mostly_open_and_at_most_a_quarter() -> None:
    over = np.array([True] * 300 + [False] * 60)
    assert newest_cohort(over).sum() == 90
    assert newest_cohort(np.array([True] * 300 + [False] * 200)).sum() == 125
    assert not newest_cohort(np.array([True] * 300 + [False] * 10)).any()
    assert not newest_cohort(np.array([], dtype=bool)).any()
