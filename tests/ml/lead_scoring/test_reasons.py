"""Reasons are the model's own, for and against, in plain sentences."""

import numpy as np
import pandas as pd

from ml.lead_scoring.facts import known_leads, latest
from ml.lead_scoring.model import TrainedModel, train
from ml.lead_scoring.reasons import contributions, reasons
from tests.ml.lead_scoring.factories import CLOCK, SETTINGS, Desk, desk


def trained(of: Desk) -> TrainedModel:
    return train(of.moments, of.attributes, of.outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)


def told(of: Desk, minutes: list[float]) -> list[list[str]]:
    """Reasons of open inquiries that were so many minutes on the site."""
    model = trained(of)
    rows = latest(known_leads(of.moments, of.attributes, of.outcomes, CLOCK)).head(len(minutes))
    rows = rows.assign(**{"attribute: Minutes on the site": minutes})
    return reasons(rows, model.rungs["week"].scorer, model.facts, model.background)


def test_the_strongest_fact_comes_first_and_says_which_way_it_speaks() -> None:
    eager, idle = told(desk(600, 40), [60.0, 0.2])
    assert eager[0].startswith("Speaks for enrolling: Minutes on the site is 60, more than ")
    assert idle[0].startswith("Speaks against it: Minutes on the site is 0.2, less than ")


def test_the_source_is_told_with_its_rate_while_it_alone_answers() -> None:
    few = desk(40, 10)
    referred = few.moments["source"] == "referral"
    # three of four who were referred come, and one of four others
    enrols = few.outcomes["inquiry_id"].isin(few.moments.loc[referred, "inquiry_id"])
    enrols ^= few.outcomes["inquiry_id"] % 4 == 0
    outcomes = few.outcomes.assign(
        outcome=np.where(few.outcomes["outcome"].isna(), None, np.where(enrols, "enrolled", "lost"))
    )
    of = Desk(few.moments, few.attributes, outcomes)
    model = trained(of)
    rows = latest(known_leads(of.moments, of.attributes, of.outcomes, CLOCK))
    sentences = reasons(rows, model.rungs["capture"].scorer, model.facts, model.background)
    by_source = dict(zip(rows["source"], sentences, strict=True))
    assert by_source["referral"][0].startswith("Speaks for enrolling: Source is referral")
    assert by_source["website"][0].startswith("Speaks against it: Source is website")
    assert all(len(one) <= 1 for one in sentences)


def test_what_the_scorer_does_not_look_at_contributes_nothing() -> None:
    of = desk(40, 10)
    model = trained(of)
    rows = latest(known_leads(of.moments, of.attributes, of.outcomes, CLOCK))
    shares = pd.DataFrame(
        contributions(rows, model.rungs["capture"].scorer, model.facts, model.background),
        columns=[fact.name for fact in model.facts],
    )
    assert (shares.drop(columns="source") == 0).all(axis=None)


def test_before_anything_has_ended_there_is_nothing_to_say() -> None:
    assert told(desk(0, 5), [1.0, 2.0]) == [[], []]
