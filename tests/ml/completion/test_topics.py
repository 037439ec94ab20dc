"""The way from topic to topic: late topics do not look short because only the quick have seen them."""

import numpy as np
import pandas as pd

from ml.completion.topics import reached, typical_durations


def way(enrollment: int, days_per_topic: float, topics: int) -> pd.DataFrame:
    """Weekly rows of somebody who is watched until `topics` of 10 are done."""
    weeks = np.arange(7, days_per_topic * topics + 7, 7.0)
    done = np.minimum(weeks // days_per_topic, topics)
    return pd.DataFrame(
        {
            "enrollment_id": enrollment,
            "subject_id": 1,
            "topics_total": 10.0,
            "done": done,
            "day": weeks,
            "last_done_day": done * days_per_topic,
            "end_day": weeks[-1],
            "is_finished": False,
        }
    )


def test_topics_of_a_week_are_spread_up_to_the_day_of_the_last() -> None:
    table = reached(way(1, 3.5, 4))
    assert table.loc[table["is_done"], "at_day"].tolist() == [3.5, 7.0, 10.5, 14.0]


def test_the_late_topics_are_measured_by_the_speed_of_those_who_saw_them() -> None:
    quick = [way(number, 2.0, 9) for number in range(1, 11)]
    slow = [way(number, 8.0, 4) for number in range(11, 31)]
    days = np.diff(typical_durations(reached(pd.concat(quick + slow))).until[1])
    assert days[7] > 3.0  # the quick took two days
    assert 0.6 < days[7] / days[2] < 1.7
