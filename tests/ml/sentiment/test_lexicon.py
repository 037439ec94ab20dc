"""Words without any label: English, romanised Hindi and mixed, negated, strengthened, contrasted."""

import pytest

from ml.sentiment.hindi import in_english, is_hindi
from ml.sentiment.lexicon import chances, clauses, evidence, telling_words


def meant(comment: str) -> str:
    result = chances(evidence([comment])["balance"].to_numpy())[0]
    return ("negative", "neutral", "positive")[int(result.argmax())]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Great teacher, learned a lot!", "positive"),
        ("Not hard at all, very helpful.", "positive"),
        ("The class goes too fast and the slides are confusing.", "negative"),
        ("Do not take this course, waste of time.", "negative"),
        ("We finished arrays today.", "neutral"),
        ("The teacher is amazing, but the lab is terrible.", "neutral"),
        ("There are practice problems and questions about network security.", "neutral"),
        ("Sir bahut accha padhate hai", "positive"),
        ("sir accha nahi padhate", "negative"),
        ("mujhe kuch samajh nahi aaya", "negative"),
        ("sab samajh aa gaya, mazaa aaya", "positive"),
        ("Lab mein PC bahut slow hai", "negative"),
        ("koi dikkat nahi hai", "positive"),
        ("padhai bakwaas hai yaar", "negative"),
        ("Sir achhe hai lekin fees bahut zyada hai", "neutral"),
    ],
)
def test_a_comment_is_read_as_a_person_would(comment: str, expected: str) -> None:
    assert meant(comment) == expected


def test_spellings_of_one_hindi_word_are_one_word() -> None:
    assert {in_english(f"class {word} hai") for word in ("accha", "achha", "acha", "achchha", "achaa")} == {
        "class good is"
    }


def test_english_is_not_taken_for_hindi() -> None:
    comment = "The main thing is to be so kind as he was, or the mat is bad for us."
    assert not is_hindi(comment)
    assert in_english(comment) == comment


def test_sentences_and_contrasts_are_clauses_of_their_own() -> None:
    assert len(clauses("Good teacher. Bad room! The lab is fine but old.")) == 4


def test_the_words_that_show_it_are_told_strongest_first() -> None:
    assert telling_words("The lab is nice, but a complete waste of time") == ["waste of time", "nice"]


def test_nothing_said_is_evidence_of_nothing() -> None:
    assert evidence([""]).to_numpy().tolist() == [[0, 0, 0, 0, 0]]
