"""Topics: hard ones are found, small numbers say little, whoever takes them is taken into account; and what is next."""

import numpy as np
import pandas as pd
import pytest

from ml.contracts.learning_path import NEXT_TOPIC, TOPIC_DIFFICULTY, TOPIC_TEACHING
from ml.learning_path import LearningPathModel, LearningPathSettings, evaluate, score, train
from tests.ml.learning_path.factories import CLOCK, active, curriculum, mastery, pair

TRUE_HOURS = {1: 1.0, 2: 1.0, 3: 4.0, 4: 1.0, 5: 1.0, 6: 1.0}
TOPICS, NEEDS = curriculum()


def trained(pairs: pd.DataFrame) -> LearningPathModel:
    return train(pairs, TOPICS, as_of=CLOCK, seed=3, settings=LearningPathSettings())


def following(pairs: pd.DataFrame, *enrollment_ids: int) -> pd.DataFrame:
    model = trained(pairs)
    return score(model, pairs, TOPICS, NEEDS, active(*enrollment_ids), as_of=CLOCK)["next_topic"]


class TestDifficulty:
    def test_the_hard_topic_is_found_and_the_others_are_not(self) -> None:
        table = trained(mastery(60, TRUE_HOURS)).difficulty.set_index("topic_id")
        assert table.loc[3, "difficulty"] == "harder"
        assert (table.drop(3)["difficulty"] == "easier").all()
        assert table.loc[3, "hours_low"] < 4.0 < table.loc[3, "hours_high"]

    def test_few_students_say_little(self) -> None:
        pairs = mastery(60, TRUE_HOURS)
        few = pairs[(pairs["topic_id"] != 3) | (pairs["enrollment_id"] <= 2)]
        table = trained(few).difficulty.set_index("topic_id")
        seen = few.loc[few["topic_id"] == 3, "hours_to_mastery"].mean()
        assert table.loc[3, "difficulty"] == "too_few"
        assert table.loc[1, "hours_to_mastery"] < table.loc[3, "hours_to_mastery"] < seen

    def test_a_topic_nobody_has_had_is_taken_for_a_typical_one(self) -> None:
        pairs = mastery(30, {1: 1.0, 2: 2.0})
        table = trained(pairs).difficulty.set_index("topic_id")
        assert table.loc[6, "difficulty"] == "too_few"
        assert table.loc[1, "hours_to_mastery"] < table.loc[6, "hours_to_mastery"] < table.loc[2, "hours_to_mastery"]

    def test_who_has_not_mastered_it_yet_counts_with_the_hours_put_in(self) -> None:
        pairs = mastery(40, {1: 1.0, 2: 1.0})
        stuck = [
            pair(enrollment_id=100 + n, topic_id=2, mastered_on=pd.NaT, status="in_progress", hours_to_mastery=5.0)
            for n in range(20)
        ]
        before = trained(pairs).difficulty.set_index("topic_id")
        after = trained(pd.concat([pairs, pd.DataFrame(stuck)])).difficulty.set_index("topic_id")
        assert after.loc[2, "hours_to_mastery"] > 1.5 * before.loc[2, "hours_to_mastery"]

    def test_a_topic_is_not_hard_because_slow_students_take_it(self) -> None:
        common = mastery(60, {1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0}, speed_spread=0.0)
        slow = common["enrollment_id"] <= 30
        common.loc[slow, "hours_to_mastery"] *= 3.0
        pairs = common[(common["topic_id"] != 4) | slow]
        raw = pairs.groupby("topic_id")["hours_to_mastery"].mean()
        table = trained(pairs).difficulty.set_index("topic_id")["hours_to_mastery"]
        assert raw[4] / raw[1] > 1.3
        assert table[4] / table[1] < 1.15

    def test_a_topic_that_is_forgotten_shows_in_the_share_that_needs_review(self) -> None:
        table = trained(mastery(80, TRUE_HOURS)).difficulty.set_index("topic_id")
        assert table.loc[1, "review_share"] < table.loc[6, "review_share"]
        assert ((table["review_low"] < table["review_share"]) & (table["review_share"] < table["review_high"])).all()

    def test_a_topic_without_any_mark_has_none(self) -> None:
        pairs = mastery(30, {1: 1.0, 2: 2.0})
        pairs.loc[pairs["topic_id"] == 2, "mark_percent"] = np.nan
        table = trained(pairs).difficulty.set_index("topic_id")
        assert table["mark_percent"].notna().tolist() == [True, False, False, False, False, False]

    def test_an_institute_without_hours_counts_sessions(self) -> None:
        table = trained(mastery(40, TRUE_HOURS).assign(hours_to_mastery=0.0)).difficulty.set_index("topic_id")
        assert table["hours_to_mastery"].isna().all()
        assert table.loc[3, "difficulty"] == "harder"


class TestTeaching:
    def test_the_better_teacher_of_a_topic_is_told(self) -> None:
        pairs = mastery(120, TRUE_HOURS).assign(understanding_sum=3)
        pairs.loc[(pairs["faculty_id"] == 1) & (pairs["topic_id"] == 2), "understanding_sum"] = 5
        table = trained(pairs).teaching.set_index(["topic_id", "faculty_id"])
        assert table.loc[(2, 1), "verdict"] == "better"
        assert table.loc[(2, 2), "verdict"] == "worse"
        elsewhere = table.drop(2, level=0)["effect"].abs().max()
        assert elsewhere < 0.3 * table.loc[(2, 1), "effect"]

    def test_who_teaches_a_topic_alone_is_compared_with_nobody(self) -> None:
        assert trained(mastery(30, TRUE_HOURS, teachers=1)).teaching.empty

    def test_few_students_are_no_verdict(self) -> None:
        pairs = mastery(4, {1: 1.0}).assign(understanding_sum=[5, 1, 5, 1])
        assert (trained(pairs).teaching["verdict"] == "too_few").all()


class TestNextTopic:
    def test_says_what_unlocked_it_and_how_long_students_like_you_take(self) -> None:
        pairs = pd.concat(
            [mastery(30, TRUE_HOURS, speed_spread=0.0), pd.DataFrame([pair(enrollment_id=99, topic_id=1)])]
        )
        pairs["sessions_to_mastery"] = 2
        pairs["hours_to_mastery"] = 2.0
        [row] = following(pairs, 99).to_dict("records")
        assert row["topic_id"] == 2
        assert row["reason"] == "Unlocked by Topic 1. Students like you take about 2 sessions."
        assert (row["place"], row["step"], row["suited_level"]) == (1, "next", "medium")

    def test_the_slower_a_student_the_more_sessions_he_is_told(self) -> None:
        pairs = mastery(30, TRUE_HOURS, speed_spread=0.0)
        own = [pair(enrollment_id=90 + n, topic_id=1, hours_to_mastery=hours) for n, hours in ((0, 0.5), (9, 6.0))]
        fast, slow = following(pd.concat([pairs, pd.DataFrame(own)]), 90, 99)["expected_sessions"]
        assert fast < slow

    def test_nothing_is_said_of_time_where_too_few_have_had_the_topic(self) -> None:
        [row] = following(pd.DataFrame([pair(topic_id=1)]), 1).to_dict("records")
        assert row["reason"] == "Unlocked by Topic 1."
        assert np.isnan(row["expected_sessions"])

    def test_who_has_not_begun_starts_with_the_first_topic(self) -> None:
        [row] = following(pd.DataFrame([pair()]), 7).to_dict("records")
        assert row["topic_id"] == 1

    def test_who_is_done_has_nothing_next(self) -> None:
        assert following(pd.DataFrame([pair(topic_id=number) for number in range(1, 7)]), 1).empty

    @pytest.mark.parametrize(("understanding", "level"), [(2, "easy"), (3, "medium"), (5, "hard")])
    def test_exercises_follow_the_latest_understandings(self, understanding: int, level: str) -> None:
        pairs = [pair(topic_id=number, latest_understanding=understanding) for number in range(1, 5)]
        assert following(pd.DataFrame(pairs), 1)["suited_level"].tolist() == [level]


def test_frames_have_their_contracts_columns() -> None:
    pairs = mastery(20, TRUE_HOURS)
    frames = score(trained(pairs), pairs, TOPICS, NEEDS, active(1), as_of=CLOCK)
    assert {name: list(frame.columns) for name, frame in frames.items()} == {
        "topic_difficulty": list(TOPIC_DIFFICULTY),
        "topic_teaching": list(TOPIC_TEACHING),
        "next_topic": list(NEXT_TOPIC),
    }


def test_the_order_of_reading_changes_nothing() -> None:
    pairs = mastery(40, TRUE_HOURS)
    assert trained(pairs.sample(frac=1, random_state=1)).version == trained(pairs).version


@pytest.mark.parametrize("column", ["first_worked_on", "last_judged_on"])
def test_a_past_day_cannot_be_told_from_what_is_known_later(column: str) -> None:
    later = pair(enrollment_id=500, topic_id=2, **{column: pd.Timestamp(CLOCK) + pd.Timedelta(days=1)})
    with pytest.raises(ValueError, match="as of a later day"):
        trained(pd.concat([mastery(40, TRUE_HOURS), pd.DataFrame([later])]))


def test_an_institute_without_any_topic_worked_on_has_empty_answers() -> None:
    nothing = mastery(0, TRUE_HOURS)
    model = trained(nothing)
    assert (model.difficulty["difficulty"] == "too_few").all()
    assert evaluate(model, nothing, TOPICS, seed=1).frames()["model_card"]["value"].tolist() == [0.0, 0.0]


def test_the_card_compares_with_the_raw_topic_and_with_the_subject() -> None:
    pairs = mastery(150, TRUE_HOURS)
    card = evaluate(trained(pairs), pairs, TOPICS, seed=1).card.set_index(["metric", "baseline"])
    error = card.loc["rmse_log_hours_to_mastery"]
    assert (error["value"] < error["baseline_value"]).all()
