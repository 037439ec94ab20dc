"""How hard each topic is: hours and sessions until it is mastered, review, marks; adjusted for who takes it, shrunk.

Belongs here: the estimate. Not here: what a student should do next (`next_topics.py`), how well a topic is taught
(`teaching.py`), and what is counted as work towards a topic (`int_features__topic_work`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from ml.metrics import Floats
from ml.shrinkage import Integers, drawn_means, drawn_shares

if TYPE_CHECKING:
    from ml.learning_path.model import LearningPathSettings

ROUNDS = 8


@dataclass(frozen=True)
class Work:
    """Hours (or sessions) per mastery of each topic, and how fast each student is beside the others.

    Attributes:
        per_mastery: by topic_id; NaN where nobody mastered the topic or no work on it is known.
        variance: of its logarithm by chance.
        speed: by student_id; 1 is as the others on the same topics, 2 is twice as fast.
    """

    per_mastery: pd.Series
    variance: pd.Series
    speed: pd.Series


def work_per_mastery(pairs: pd.DataFrame, column: str, prior_topics: float) -> Work:
    """Work until mastery, with students who are not there yet counted with the work they have put in.

    Of topic t: sum over students (speed * work) / masteries, the maximum likelihood of a constant chance of mastery per
    unit of work, with censoring (Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data, 2002, section
    3.4). A student's speed is (masteries + k) / (masteries expected from his work + k), the posterior mean of a Gamma
    with mean 1 worth k topics (Clayton & Kaldor 1987). Both in turn, until they agree.

    Args:
        pairs: topic_id, student_id, mastered_on and the work `column`; a row per enrolment and topic.
        column: of the work, in any unit.
        prior_topics: k.
    """
    topics, topic = np.unique(pairs["topic_id"].to_numpy(), return_inverse=True)
    students, student = np.unique(pairs["student_id"].to_numpy(), return_inverse=True)
    work = pairs[column].to_numpy(dtype=float)
    is_mastered = pairs["mastered_on"].notna().to_numpy(dtype=bool)
    mastered: Floats = is_mastered.astype("float64")
    masteries: Floats = np.bincount(topic, mastered, len(topics)).astype("float64")
    own = np.bincount(student, mastered, len(students))
    speed = np.ones(len(students))
    unknown = np.full(len(topics), np.nan)
    per_mastery = unknown
    for _ in range(ROUNDS):
        done_work = np.bincount(topic, work * speed[student], len(topics))
        per_mastery = np.divide(done_work, masteries, out=unknown.copy(), where=(masteries > 0) & (done_work > 0))
        expected = np.nan_to_num(work / per_mastery[topic])
        expected_by_student = np.bincount(student, expected, len(students))
        speed = (own + prior_topics) / (expected_by_student + prior_topics)
        if mastered.any():
            speed /= np.average(speed[student], weights=mastered)
    variance = _log_variance(work * speed[student], per_mastery, topic, is_mastered, masteries)
    return Work(
        pd.Series(per_mastery, index=topics), pd.Series(variance, index=topics), pd.Series(speed, index=students)
    )


def difficulty_table(
    pairs: pd.DataFrame, topics: pd.DataFrame, hours: Work, sessions: Work, settings: "LearningPathSettings"
) -> pd.DataFrame:
    """One row per topic of `topics`; columns of `contracts.learning_path.TOPIC_DIFFICULTY` but for day and version."""
    table = topics[["topic_id", "subject_id"]].sort_values("topic_id").reset_index(drop=True)
    family = table["subject_id"].to_numpy(dtype=np.int64)
    groups = pairs.groupby("topic_id")
    mastered = pairs[pairs["mastered_on"].notna()]
    table["student_count"] = _by_topic(groups["student_id"].nunique(), table, 0.0)
    table["mastered_count"] = _by_topic(mastered.groupby("topic_id")["student_id"].nunique(), table, 0.0)
    coverage = settings.interval_coverage
    for name, work in (("hours", hours), ("sessions", sessions)):
        value = np.log(_by_topic(work.per_mastery, table, np.nan))
        bounds = drawn_means(value, _by_topic(work.variance, table, np.nan), family, coverage)
        columns = (f"{name}_to_mastery", f"{name}_low", f"{name}_high")
        for column, bound in zip(columns, bounds, strict=True):
            table[column] = np.exp(bound)
    basis = "hours" if table["hours_to_mastery"].notna().any() else "sessions"
    typical = np.exp(np.log(table[f"{basis}_to_mastery"]).groupby(family).transform("mean"))
    for column, of in (("relative_hours", "to_mastery"), ("relative_low", "low"), ("relative_high", "high")):
        table[column] = table[f"{basis}_{of}"] / typical
    reviewed = mastered["needed_review"].astype(float).groupby(mastered["topic_id"]).sum()
    shares = drawn_shares(
        _by_topic(reviewed, table, 0.0), _by_topic(mastered.groupby("topic_id").size(), table, 0.0), family, coverage
    )
    marks = _marks(pairs, table, family, settings)
    for name, bounds in (("review", shares), ("mark", marks)):
        unit = "share" if name == "review" else "percent"
        table[f"{name}_{unit}"], table[f"{name}_low"], table[f"{name}_high"] = bounds
    table["difficulty"] = _levels(table, settings)
    return table


def _marks(
    pairs: pd.DataFrame, table: pd.DataFrame, family: Integers, settings: "LearningPathSettings"
) -> tuple[Floats, Floats, Floats]:
    """Mean marks less how much better these students are than others on the same topics."""
    marked = pairs[pairs["mark_percent"].notna()]
    mark = marked["mark_percent"].to_numpy(dtype=float)
    surprise = mark - marked.groupby("topic_id")["mark_percent"].transform("mean").to_numpy(dtype=float)
    by_student = pd.Series(surprise, index=marked.index).groupby(marked["student_id"])
    level = by_student.transform("sum") / (by_student.transform("size") + settings.prior_topics)
    adjusted = (marked["mark_percent"] - level).groupby(marked["topic_id"])
    count = _by_topic(adjusted.size(), table, np.nan)
    chance = float(np.var(surprise)) if len(mark) > 1 else np.nan
    middle, low, high = drawn_means(
        _by_topic(adjusted.mean(), table, np.nan), np.maximum(chance, 1.0) / count, family, settings.interval_coverage
    )
    # The mean of other topics is no mark of this one.
    is_marked = np.isfinite(count)
    return np.where(is_marked, middle, np.nan), np.where(is_marked, low, np.nan), np.where(is_marked, high, np.nan)


def _levels(table: pd.DataFrame, settings: "LearningPathSettings") -> list[str]:
    """harder or easier where the whole interval lies noticeably on one side of the subject's typical topic."""
    more, less = 1 + settings.noticeable_share, 1 - settings.noticeable_share
    found = np.where(
        table["relative_low"] > more, "harder", np.where(table["relative_high"] < less, "easier", "typical")
    )
    return [
        str(word) if count >= settings.students_needed else "too_few"
        for word, count in zip(found, table["mastered_count"], strict=True)
    ]


def _log_variance(
    work: Floats, per_mastery: Floats, topic: Integers, is_mastered: npt.NDArray[np.bool_], masteries: Floats
) -> Floats:
    """CV² / masteries: the variance of a mean's logarithm, with the coefficient of variation of all topics together."""
    is_used = is_mastered & np.isfinite(per_mastery[topic])
    ratio = work[is_used] / per_mastery[topic[is_used]]
    squared = float(np.clip(np.mean((ratio - 1) ** 2), 0.05, 4.0)) if len(ratio) else 1.0
    variance: Floats = np.divide(squared, masteries, out=np.full(len(masteries), np.nan), where=masteries > 0)
    return variance


def _by_topic(values: pd.Series, table: pd.DataFrame, missing: float) -> Floats:
    found: Floats = values.reindex(table["topic_id"]).fillna(missing).to_numpy(dtype=float)
    return found
