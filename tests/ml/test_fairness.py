"""Fairness tables: what a group says of itself, and which attributes make groups."""

import pandas as pd
import pytest

from ml.fairness import fairness, fairness_by_attribute
from tests.ml.test_evaluation import ONES, Anything, told_truly


def test_a_group_tells_whom_the_model_finds_and_small_groups_are_left_out() -> None:
    observed, predicted = told_truly()
    groups = pd.Series(["many"] * 700 + ["some"] * 271 + ["few"] * 29)
    table = fairness("anything", Anything(), "origin", groups, observed, predicted, ONES, flagged_from=0.5)
    assert table["group_name"].tolist() == ["many", "some"]
    many = table.iloc[0]
    assert many["base_rate"] == pytest.approx(observed[:700].mean())
    assert many["flagged_share"] == pytest.approx((predicted[:700] >= 0.5).mean())
    assert many["found_share"] == pytest.approx((predicted[:700] >= 0.5)[observed[:700] == 1].mean())


def test_amounts_are_compared_by_their_means_and_choose_nobody() -> None:
    observed, predicted = told_truly()
    groups = pd.Series(["here"] * 500 + ["there"] * 500)
    table = fairness("anything", Anything(), "origin", groups, 3 * observed, 3 * predicted, ONES)
    assert table["base_rate"].tolist() == pytest.approx([3 * observed[:500].mean(), 3 * observed[500:].mean()])
    assert table[["auc", "flagged_share", "found_share"]].isna().all(axis=None)


def test_only_sensitive_attributes_make_groups_whatever_the_id_is_called() -> None:
    observed, predicted = told_truly()
    people = pd.Series(range(1000))
    known = pd.DataFrame(
        {
            "inquiry_id": [*range(1000), *range(1000)],
            "attribute_name": ["Age band"] * 1000 + ["favourite colour"] * 1000,
            "attribute_value": ["under 25"] * 400 + ["25 and over"] * 600 + ["blue"] * 1000,
        }
    )
    told = (observed, predicted, ONES)
    table = fairness_by_attribute("anything", Anything(), people, known, *told, flagged_from=0.5)
    assert table[["attribute", "group_name", "row_count"]].to_numpy().tolist() == [
        ["Age band", "25 and over", 600],
        ["Age band", "under 25", 400],
    ]
    assert fairness_by_attribute("anything", Anything(), people, None, *told).empty
    assert fairness_by_attribute("anything", Anything(), people, known.iloc[1000:], *told).empty
