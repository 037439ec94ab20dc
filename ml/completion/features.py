"""From feature rows to pace and the columns of the completion forecast, and which snapshots may teach.

Not here: the forecasters (`forecasters.py`) and their choice (`model.py`).
"""

from datetime import date

import numpy as np
import pandas as pd

from ml.metrics import Floats

PRIOR_TOPICS = 2.0  # the usual pace weighs as much as two topics of the student's own


def institute_pace(features: pd.DataFrame) -> dict[int, float]:
    """Topics per day of each subject (key 0: all): topics done ÷ days, over the latest row of each enrolment."""
    latest = features.sort_values("as_of_date").drop_duplicates("enrollment_id", keep="last")
    sums = latest.groupby("subject_id")[["topics_done", "days_since_start"]].sum()
    overall = float(latest["topics_done"].sum() / max(float(latest["days_since_start"].sum()), 1.0))
    # each subject borrows 100 days of everybody's pace
    paces = (sums["topics_done"] + 100.0 * overall) / (sums["days_since_start"] + 100.0)
    return {0: overall} | {int(str(subject)): float(pace) for subject, pace in paces.items()}


def topics_left(rows: pd.DataFrame) -> Floats:
    """Topics still to do, never below 0; NaN when the subject has no topics."""
    left = (rows["topics_total"] - rows["topics_done"]).clip(lower=0.0)
    return left.where(rows["topics_total"] > 0).to_numpy(dtype=float)


def shrunk_pace(rows: pd.DataFrame, paces: dict[int, float]) -> Floats:
    """Topics per day, the student's own shrunk to the planned pace where there is a plan, else to the subject's.

    NaN where nobody has a pace yet.
    """
    planned_days = (rows["expected_completion_date"] - rows["enrolled_on"]).dt.days
    planned = (rows["topics_total"] / planned_days.where(planned_days > 0)).where(rows["topics_total"] > 0)
    usual = planned.fillna(rows["subject_id"].map(paces).fillna(paces.get(0, 0.0))).to_numpy(dtype=float)
    usual = np.where(usual > 0, usual, np.nan)
    done = rows["topics_done"].clip(lower=0).to_numpy(dtype=float)
    pace: Floats = (done + PRIOR_TOPICS) / (rows["days_since_start"].to_numpy(dtype=float) + PRIOR_TOPICS / usual)
    return pace


def design(rows: pd.DataFrame, paces: dict[int, float]) -> pd.DataFrame:
    """Columns of the survival regression; NaN where there is no pace or no topic."""
    return pd.DataFrame(
        {
            "topics_left": np.log(np.maximum(topics_left(rows), 0.5)),
            "pace": np.log(shrunk_pace(rows, paces)),
            "days_since_session": np.log1p(rows["days_since_session"].clip(lower=0)),
            "topics_done_28d": np.log1p(rows["topics_done_28d"].clip(lower=0)),
            "days_28d": np.log1p(rows["days_28d"]),
        },
        index=rows.index,
    ).astype("float64")


def duration_rows(features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Snapshots of finishers and of the active, with `days` (to the finish, or watched so far) and `is_finished`.

    Both frames as known on the date. Those who dropped out never finish; they are in nobody's forecast.
    """
    kept = outcomes[(outcomes["outcome"] == "completed") | (outcomes["status"] == "active")]
    rows = features.merge(kept[["enrollment_id", "outcome", "ended_on"]], on="enrollment_id")
    end = rows["ended_on"].fillna(pd.Timestamp(as_of))
    rows["days"] = (end - rows["as_of_date"]).dt.days.astype("float64")
    rows["is_finished"] = rows["outcome"] == "completed"
    return rows[(rows["days"] > 0) & (rows["topics_total"] > 0)].drop(columns="outcome").reset_index(drop=True)


def finish_share(features: pd.DataFrame, outcomes: pd.DataFrame, rows: pd.DataFrame) -> Floats:
    """For each row the share that finished among the ended enrolments that once stood in its third of the subject.

    Whoever has done most of the topics finishes far more often than a beginner. From an assumed half, worth ten.
    """
    ended = outcomes.loc[outcomes["outcome"].notna(), ["enrollment_id", "outcome"]]
    stood = features[["enrollment_id", "progress_share"]].merge(ended, on="enrollment_id")
    stood = stood.assign(third=_third(stood["progress_share"])).drop_duplicates(["enrollment_id", "third"])
    finished = (stood["outcome"] == "completed").groupby(stood["third"]).agg(["sum", "count"])
    shares = (finished["sum"] + 5.0) / (finished["count"] + 10.0)
    result: Floats = _third(rows["progress_share"]).map(shares).fillna(0.5).to_numpy(dtype=float)
    return result


def _third(progress_share: pd.Series) -> pd.Series:
    return (progress_share.fillna(0.0).clip(0.0, 0.999) * 3.0).astype("int64")
