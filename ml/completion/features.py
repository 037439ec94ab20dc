"""From feature rows to rows in teaching days, pace, and the share that finishes.

Not here: the calendar (`calendar.py`), the forecasters (`forecasters.py`, `survival.py`) and their choice (`model.py`).
"""

from datetime import date

import numpy as np
import pandas as pd

from ml.completion.calendar import Calendar
from ml.completion.pauses import Pauses
from ml.metrics import Floats

PRIOR_TOPICS = 2.0  # the usual pace weighs as much as two topics of the student's own


def timed_rows(features: pd.DataFrame, calendar: Calendar, pauses: Pauses) -> pd.DataFrame:
    """The rows in teaching days of their campus, without those on which the enrolment was paused.

    Returns:
        enrollment_id, student_id, subject_id, as_of_date, topics_total, done, day (since the start), last_done_day,
        silent_days, topic_silent_days, topics_done_28d, days_28d, planned_left (NaN without a plan, negative when it
        has passed), progress_share; in the order and with the index of `features`.
    """
    campuses = features["campus_id"].to_numpy(dtype=np.int64)
    enrollments = features["enrollment_id"].to_numpy(dtype=np.int64)
    start, now, session, topic = (
        calendar.count(campuses, features[column]) - pauses.days(calendar, campuses, enrollments, features[column])
        for column in ("enrolled_on", "as_of_date", "last_session_on", "last_topic_done_on")
    )
    # a plan is a date: a pause does not move it
    planned = calendar.count(campuses, features["expected_completion_date"])
    planned_left = planned - calendar.count(campuses, features["as_of_date"])
    day = np.maximum(now - start, 0.0)
    silent = np.where(np.isnan(session), day, np.clip(now - session, 0.0, day))
    last_done = np.where(np.isnan(topic), 0.0, np.clip(topic - start, 0.0, day))
    return pd.DataFrame(
        {
            "enrollment_id": features["enrollment_id"],
            "student_id": features["student_id"],
            "subject_id": features["subject_id"],
            "as_of_date": features["as_of_date"],
            "topics_total": features["topics_total"].fillna(0.0),
            "done": np.clip(features["topics_done"], 0.0, features["topics_total"].fillna(0.0)),
            "day": day,
            "last_done_day": last_done,
            "silent_days": silent,
            "topic_silent_days": day - last_done,
            "topics_done_28d": features["topics_done_28d"].clip(lower=0.0),
            "days_28d": features["days_28d"],
            "planned_left": planned_left,
            "progress_share": features["progress_share"],
        },
        index=features.index,
    )


def watched_rows(
    features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date, calendar: Calendar, pauses: Pauses
) -> pd.DataFrame:
    """`timed_rows` with how each enrolment went on: end_day, is_finished, is_dropped, days (from the row to end_day).

    The end is the finish, the drop-out or the end of watching. Both frames as known on the date; without rows whose
    subject has no topics, and without those of a day on which the enrolment was paused: nothing was at risk then.
    """
    timed = timed_rows(features, calendar, pauses)
    ends = outcomes.set_index("enrollment_id")
    mine = ends[["outcome", "ended_on"]].reindex(timed["enrollment_id"].to_numpy(dtype=np.int64))
    outcome = mine["outcome"]
    campuses = features["campus_id"].to_numpy(dtype=np.int64)
    ended_on = mine["ended_on"].fillna(pd.Timestamp(as_of)).reset_index(drop=True)
    enrollments = features["enrollment_id"].to_numpy(dtype=np.int64)
    until, now = (
        calendar.count(campuses, dates) - pauses.days(calendar, campuses, enrollments, dates)
        for dates in (ended_on, timed["as_of_date"])
    )
    timed["days"] = until - now
    timed["end_day"] = timed["day"] + timed["days"]
    timed["is_finished"] = (outcome == "completed").to_numpy(dtype=bool)
    timed["is_dropped"] = (outcome == "dropped").to_numpy(dtype=bool)
    kept = timed["enrollment_id"].isin(ends.index) & (timed["topics_total"] > 0)
    kept &= ~pauses.is_paused(timed["enrollment_id"], timed["as_of_date"])
    return timed[kept].reset_index(drop=True)


def institute_pace(rows: pd.DataFrame) -> dict[int, float]:
    """Topics per teaching day of each subject (key 0: all): topics done ÷ days, over each enrolment's latest row."""
    latest = rows.sort_values("as_of_date").drop_duplicates("enrollment_id", keep="last")
    sums = latest.groupby("subject_id")[["done", "day"]].sum()
    overall = float(latest["done"].sum() / max(float(latest["day"].sum()), 1.0))
    # each subject borrows 100 days of everybody's pace
    paces = (sums["done"] + 100.0 * overall) / (sums["day"] + 100.0)
    return {0: overall} | {int(str(subject)): float(pace) for subject, pace in paces.items()}


def topics_left(rows: pd.DataFrame) -> Floats:
    """Topics still to do, never below 0; NaN when the subject has no topics."""
    return (rows["topics_total"] - rows["done"]).where(rows["topics_total"] > 0).to_numpy(dtype=float)


def shrunk_pace(rows: pd.DataFrame, paces: dict[int, float]) -> Floats:
    """Topics per teaching day, the student's own shrunk to the planned pace where there is a plan, else the subject's.

    NaN where nobody has a pace yet.
    """
    planned_days = rows["planned_left"] + rows["day"]
    planned = (rows["topics_total"] / planned_days.where(planned_days > 0)).where(rows["topics_total"] > 0)
    usual = planned.fillna(rows["subject_id"].map(paces).fillna(paces.get(0, 0.0))).to_numpy(dtype=float)
    usual = np.where(usual > 0, usual, np.nan)
    done = rows["done"].to_numpy(dtype=float)
    pace: Floats = (done + PRIOR_TOPICS) / (rows["day"].to_numpy(dtype=float) + PRIOR_TOPICS / usual)
    return pace


def finish_shares(rows: pd.DataFrame) -> pd.Series:
    """By third of the subject the share that finished among the ended enrolments that once stood there.

    Whoever has done most of the topics finishes far more often than a beginner. From an assumed half, worth ten.
    """
    ended = rows[rows["is_finished"] | rows["is_dropped"]]
    stood = ended.assign(third=thirds(ended)).drop_duplicates(["enrollment_id", "third"])
    finished = stood.groupby("third")["is_finished"].agg(["sum", "count"]).reindex([0, 1, 2], fill_value=0)
    return (finished["sum"] + 5.0) / (finished["count"] + 10.0)


def thirds(rows: pd.DataFrame) -> pd.Series:
    """Third of the subject in which each row stands: 0, 1 or 2."""
    return (rows["progress_share"].fillna(0.0).clip(0.0, 0.999) * 3.0).astype("int64")
