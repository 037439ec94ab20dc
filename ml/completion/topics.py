"""When each topic was reached, and how long the topics of a subject take: read off the weekly rows.

Belongs here: the way from topic to topic, of everybody, finishers or not. Not here: what is foretold from it
(`competing.py`, `survival.py`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ml.metrics import Floats

OWN_TOPICS = 3.0  # a student counts as usual with the weight of three topics
SUBJECT_TOPICS = 3.0  # a topic takes as long as the others of its subject with the weight of three students
HOUSE_TOPICS = 10.0  # a subject's topics take as long as everybody's with the weight of ten
ROUNDS = 15
SAME_DAY = 0.25  # days that a topic takes that was done on the day of the one before


@dataclass(frozen=True)
class Durations:
    """Days that a usual student takes from topic to topic.

    Attributes:
        until: By subject the days to have done 0, 1, 2 … topics.
        per_topic: The mean over all subjects; answers for a subject nobody has been taught yet.
    """

    until: dict[int, Floats]
    per_topic: float

    def days_until(self, subjects: pd.Series, topics: Floats) -> Floats:
        """Days of a usual student from the start until so many topics are done."""
        result: Floats = np.asarray(topics, dtype=float) * self.per_topic
        names = subjects.to_numpy()
        for subject, days in self.until.items():
            rows = names == subject
            known = np.minimum(topics[rows], len(days) - 1.0)
            further = topics[rows] - known
            result[rows] = days[known.astype(int)] + further * self.per_topic
        return result


def reached(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per enrolment and number of topics done: `at_day`, the first day (since the start) with so many.

    Args:
        rows: `features.timed_rows`. Within a week, topics are spread evenly up to the day of the last one. A finish
            counts as all topics.

    Returns:
        enrollment_id, topic (1, 2 …), at_day, took_days; and for each enrolment the topic it was at when last seen,
        with `is_done` false and the days spent on it.
    """
    ordered = rows.sort_values(["enrollment_id", "day"])
    last = ordered.drop_duplicates("enrollment_id", keep="last")
    ends = last.assign(day=last["end_day"])
    ends["done"] = np.where(last["is_finished"], last["topics_total"], last["done"])
    ends["last_done_day"] = ends["day"]
    steps = pd.concat([ordered, ends]).sort_values(["enrollment_id", "day"], kind="stable")
    by_enrollment = steps.groupby("enrollment_id")
    most = by_enrollment["done"].cummax()
    before = most.groupby(steps["enrollment_id"]).shift(fill_value=0.0)
    since = by_enrollment["day"].shift(fill_value=0.0)
    gain = (most - before).to_numpy(dtype=float).astype(int)
    index = np.repeat(np.arange(len(steps)), gain)
    number = np.arange(len(index)) - np.repeat(np.cumsum(gain) - gain, gain) + 1.0
    start, stop = since.to_numpy(dtype=float)[index], steps["last_done_day"].to_numpy(dtype=float)[index]
    stop = np.clip(stop, start, steps["day"].to_numpy(dtype=float)[index])
    done = pd.DataFrame(
        {
            "enrollment_id": steps["enrollment_id"].to_numpy()[index],
            "subject_id": steps["subject_id"].to_numpy()[index],
            "topic": before.to_numpy(dtype=float)[index] + number,
            "at_day": start + (stop - start) * number / gain[index],
            "is_done": True,
        }
    )
    open_ends = ends[~last["is_finished"]]
    most_done = most.groupby(steps["enrollment_id"]).last()
    current = pd.DataFrame(
        {
            "enrollment_id": open_ends["enrollment_id"].to_numpy(),
            "subject_id": open_ends["subject_id"].to_numpy(),
            "topic": open_ends["enrollment_id"].map(most_done).to_numpy(dtype=float) + 1.0,
            "at_day": open_ends["day"].to_numpy(dtype=float),
            "is_done": False,
        }
    )
    table = pd.concat([done, current], ignore_index=True).sort_values(["enrollment_id", "topic"], ignore_index=True)
    table["took_days"] = table["at_day"] - table.groupby("enrollment_id")["at_day"].shift(fill_value=0.0)
    return table


def typical_durations(table: pd.DataFrame) -> Durations:
    """Days per topic for a usual student: time spent ÷ times done, each student's time measured by his or her speed.

    Only the quick have seen the late topics, so plain means make those look short. Times done are Poisson with
    a gamma frailty per student (Clayton 1978): speeds and durations are told from each other by turns.
    """
    if not table["is_done"].any():
        return Durations({}, float("nan"))
    student, names = pd.factorize(table["enrollment_id"])
    topic, topics = pd.factorize(pd.MultiIndex.from_frame(table[["subject_id", "topic"]]))
    subject, subjects = pd.factorize(table["subject_id"])
    spent = table["took_days"].to_numpy(dtype=float) + SAME_DAY
    done = table["is_done"].to_numpy(dtype=float)
    by_topic, by_student = np.bincount(topic, done), np.bincount(student, done)
    subject_of_topic = np.zeros(len(topics), dtype=int)
    subject_of_topic[topic] = subject
    by_subject = np.bincount(subject, done)
    speed = np.ones(len(names))
    usual, each, mean = 0.0, np.zeros(len(topics)), np.zeros(len(subjects))
    for _ in range(ROUNDS):
        usual_days = spent * speed[student]
        usual = float(usual_days.sum() / done.sum())
        mean = (np.bincount(subject, usual_days) + HOUSE_TOPICS * usual) / (by_subject + HOUSE_TOPICS)
        each = (np.bincount(topic, usual_days) + SUBJECT_TOPICS * mean[subject_of_topic]) / (by_topic + SUBJECT_TOPICS)
        speed = (OWN_TOPICS + by_student) / (OWN_TOPICS + np.bincount(student, spent / each[topic]))
        speed /= speed.mean()
    until = {}
    for number, name in enumerate(subjects):
        numbers = np.array([int(key[1]) for key, own in zip(topics, subject_of_topic, strict=True) if own == number])
        days = np.full(numbers.max() + 1, mean[number])
        days[numbers] = each[subject_of_topic == number]
        days[0] = 0.0
        until[int(str(name))] = np.cumsum(days)
    return Durations(until, usual)
