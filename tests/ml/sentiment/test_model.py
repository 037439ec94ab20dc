"""The ladder from lexicon to corrections, what is known when, ratings, certainty, themes and the card."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml import sentiment
from ml.contracts import MODEL_CARD, ContractError
from ml.contracts.sentiment import FEEDBACK_SENTIMENT, FEEDBACK_THEME
from ml.ladder import may_replace
from ml.sentiment import SentimentSettings, choice
from tests.ml.sentiment.voices import CLOCK, feedback, said

SETTINGS = SentimentSettings()


def trained(frame: pd.DataFrame, settings: SentimentSettings = SETTINGS) -> sentiment.TrainedModel:
    return sentiment.train(frame, as_of=CLOCK, seed=7, settings=settings)


@pytest.fixture(scope="module")
def spoken() -> pd.DataFrame:
    """Staff call praise what the lexicon takes for complaint, so there is something to learn from them."""
    frame = feedback(400, settled=150)
    turned = {"positive": "negative", "negative": "positive", "neutral": "neutral"}
    for column in ("meant", "settled_sentiment"):
        frame[column] = [turned.get(said) for said in frame[column]]
    return frame


@pytest.fixture(scope="module")
def taught(spoken: pd.DataFrame) -> sentiment.TrainedModel:
    return trained(spoken)


def test_without_labels_the_lexicon_answers() -> None:
    frame = feedback(150)
    model = trained(frame)
    scored = sentiment.score(model, frame, as_of=CLOCK)
    assert model.kind == "lexicon"
    assert (scored["sentiment"].to_numpy() == frame["meant"].to_numpy()).mean() > 0.8
    assert list(scored.columns) == list(FEEDBACK_SENTIMENT)
    assert scored["confidence"].between(0, 1).all()


def test_few_labels_do_not_teach() -> None:
    assert trained(feedback(150, settled=49)).kind == "lexicon"


def test_corrections_teach_a_regression(spoken: pd.DataFrame, taught: sentiment.TrainedModel) -> None:
    scored = sentiment.score(taught, spoken, as_of=CLOCK)
    rest = spoken.index[150:]
    assert taught.kind == "evidence"
    assert (scored.loc[rest, "sentiment"].to_numpy() == spoken.loc[rest, "meant"].to_numpy()).mean() > 0.85


def test_what_does_not_clearly_beat_the_lexicon_does_not_serve() -> None:
    # staff say at random, so nothing is to be learned
    frame = feedback(300, settled=150)
    drawn = np.random.default_rng(2).permutation(frame.loc[:149, "settled_sentiment"])
    frame.loc[:149, "settled_sentiment"] = drawn
    assert trained(frame).kind == "lexicon"


def test_of_labels_that_mean_nothing_the_confidence_does_not_flatter_itself() -> None:
    frame = feedback(300, settled=200)
    frame.loc[:199, "settled_sentiment"] = np.random.default_rng(2).permutation(frame.loc[:199, "settled_sentiment"])
    frame["rating"] = np.random.default_rng(3).integers(1, 6, len(frame)).astype(float)
    told = trained(frame).backtest
    is_right = (told["settled"] == told["by_model"]).to_numpy(dtype=float)
    known = is_right.mean() * (1 - is_right.mean())
    assert ((is_right - told["confidence"]) ** 2).mean() > 0.99 * known


def test_a_comment_is_judged_by_what_it_did_not_teach() -> None:
    frame = feedback(300, settled=120)
    frame["rating"] = np.random.default_rng(3).integers(1, 6, len(frame)).astype(float)
    other = frame.copy()
    other.loc[7, "settled_sentiment"] = "neutral" if frame.loc[7, "settled_sentiment"] != "neutral" else "positive"
    # a regression would tell the certainty of others a little of what it learned from this comment
    by_words = replace(SETTINGS, minimum_per_class=1_000)
    before, after = (trained(one, by_words) for one in (frame, other))
    columns = ["by_model", "confidence"]
    mine = (before.backtest["feedback_id"] == 8).to_numpy()
    pd.testing.assert_frame_equal(before.backtest.loc[mine, columns], after.backtest.loc[mine, columns])
    assert not before.backtest.loc[~mine, columns].equals(after.backtest.loc[~mine, columns])


def test_a_choice_stands_on_what_was_settled_since_where_two_past_dates_tell(
    spoken: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def noted(past: pd.DataFrame, held_out: pd.DataFrame, *methods: Any) -> bool:
        seen.append(past["origin_date"].nunique())
        return may_replace(past, held_out, *methods)

    monkeypatch.setattr(choice, "may_replace", noted)
    trained(spoken)
    dated = spoken.copy()
    dated["submitted_on"] = pd.Timestamp(CLOCK) - pd.Timedelta(days=250)
    dated.loc[:149, "settled_on"] = [
        pd.Timestamp(CLOCK) - pd.Timedelta(days=days) for days in np.linspace(100, 0, 150).astype(int)
    ]
    assert trained(dated).kind == "evidence"
    assert seen == [0, 2]


def test_a_label_is_known_from_the_day_it_was_settled_on(spoken: pd.DataFrame) -> None:
    before = sentiment.train(spoken, as_of=CLOCK - timedelta(days=4), seed=7, settings=SETTINGS)
    assert before.label_count == 0


def test_what_comes_later_moves_nothing(spoken: pd.DataFrame, taught: sentiment.TrainedModel) -> None:
    later = spoken.copy()
    later["feedback_id"] += 10_000
    later["submitted_on"] = pd.Timestamp(CLOCK) + pd.Timedelta(days=1)
    later["comment"] = "scrambled"
    again = trained(pd.concat([later, spoken], ignore_index=True), taught.settings)
    assert again.version == taught.version
    pd.testing.assert_frame_equal(
        sentiment.score(again, spoken, as_of=CLOCK), sentiment.score(taught, spoken, as_of=CLOCK)
    )


def test_the_same_seed_gives_the_same_scores(spoken: pd.DataFrame, taught: sentiment.TrainedModel) -> None:
    again = trained(spoken.sample(frac=1, random_state=3), taught.settings)
    pd.testing.assert_frame_equal(
        sentiment.score(again, spoken, as_of=CLOCK), sentiment.score(taught, spoken, as_of=CLOCK)
    )


def test_a_rating_alone_tells_how_it_was_meant() -> None:
    model = trained(feedback(10))
    told = [sentiment.score(model, said(None, rating), as_of=CLOCK)["sentiment"].iloc[0] for rating in (1, 3, 5)]
    assert told == ["negative", "neutral", "positive"]


def test_a_rating_that_disagrees_with_its_comment_is_flagged() -> None:
    model = trained(feedback(10))

    def flagged(comment: str, rating: int) -> bool:
        return bool(sentiment.score(model, said(comment, rating), as_of=CLOCK)["is_contradicted"].iloc[0])

    assert flagged("Great teacher, I learned a lot. Highly recommend!", 1)
    assert flagged("Waste of time. Terrible teacher, avoid this course.", 5)
    assert not flagged("Great teacher, I learned a lot. Highly recommend!", 5)
    assert not flagged("It is on Monday.", 1)


def test_what_is_unsure_is_told_so_and_is_most_worth_asking() -> None:
    model = trained(feedback(10))
    unsure = sentiment.score(model, said("The class is fine."), as_of=CLOCK).iloc[0]
    sure = sentiment.score(model, said("Waste of time. Terrible teacher. Avoid!"), as_of=CLOCK).iloc[0]
    assert unsure["is_unsure"]
    assert not sure["is_unsure"]
    assert unsure["worth_asking"] > sure["worth_asking"]


def test_a_comment_has_several_themes_with_the_words_that_show_them() -> None:
    model = trained(feedback(10))
    found = sentiment.find_themes(model, said("Class bahut tez chalti hai and lab PCs hang, fees zyada"), as_of=CLOCK)
    assert list(found.columns) == list(FEEDBACK_THEME)
    assert dict(zip(found["theme"], found["words"], strict=True)) == {
        "pace": ["tez"],
        "labs": ["lab", "pcs", "hang"],
        "fees": ["fees"],
    }


def test_settled_themes_teach_words_that_no_list_holds() -> None:
    frame = feedback(200, settled=200)
    is_proxy = frame.index % 3 == 0
    frame["comment"] = ["the viva about proxies" if proxy else "something else again" for proxy in is_proxy]
    frame["comment"] = frame["comment"].str.replace("viva", "xyzzy")
    frame["settled_themes"] = [["exams"] if proxy else ["pace"] for proxy in is_proxy]
    model = trained(frame)
    found = sentiment.find_themes(model, said("again the xyzzy"), as_of=CLOCK)
    assert dict(zip(found["theme"], found["words"], strict=True)) == {"exams": ["xyzzy"]}


def test_the_card_stands_beside_lexicon_and_majority(spoken: pd.DataFrame, taught: sentiment.TrainedModel) -> None:
    card = sentiment.evaluate(taught, spoken, seed=7).card
    assert list(card.columns) == list(MODEL_CARD)
    compared = card[card["metric"] == "macro_f1"]
    assert set(compared["baseline"]) == {"lexicon", "majority"}
    assert (compared["low"] <= compared["value"]).all()
    assert {"known_labels", "share_sure", "expected_calibration_error"} <= set(card["metric"])


def test_without_labels_the_card_says_only_that() -> None:
    frame = feedback(30)
    card = sentiment.evaluate(trained(frame), frame, seed=7).card
    assert card[["metric", "value"]].to_numpy().tolist() == [["known_labels", 0.0]]


def test_nothing_said_yet_is_no_fault() -> None:
    nothing = feedback(1).iloc[:0]
    model = trained(nothing)
    assert sentiment.score(model, nothing, as_of=CLOCK).empty
    assert sentiment.find_themes(model, nothing, as_of=CLOCK).empty


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(ContractError, match="comment"):
        trained(feedback(3).drop(columns="comment"))
