"""From feature rows to the columns of the at-risk models, and which rows may teach.

Only behaviour is in here. Attributes of a person (gender, age, disability, religion, caste, income, region …) are not,
and cannot come in: the columns are listed one by one.
"""

from datetime import date

import numpy as np
import pandas as pd

from ml.censoring import censoring_weights
from ml.metrics import Floats

# what a column tells about: reasons speak of themes, because the columns of one theme share their effect
THEMES = {
    "days_since_session": "activity",
    "sessions_7d": "activity",
    "sessions_14d": "activity",
    "sessions_28d": "activity",
    "minutes_7d": "activity",
    "minutes_14d": "activity",
    "minutes_28d": "activity",
    "sessions_per_week": "activity",
    "minutes_per_week": "activity",
    "sessions_per_week_change": "activity",
    "sessions_rank": "activity",
    "minutes_28d_rank": "activity",
    "absence_share": "absence",
    "absences_28d": "absence",
    "days_since_topic_done": "progress",
    "topics_done_per_week": "progress",
    "topics_done_28d": "progress",
    "progress_share": "progress",
    "progress_gap": "progress",
    "topics_done_rank": "progress",
    "missed_share": "missed",
    "missed": "missed",
    "missed_28d": "missed",
    "handed_in": "missed",
    "late": "late",
    "days_early_mean": "late",
    "mark_mean_percent": "marks",
    "has_no_mark": "marks",
    "mark_rank": "marks",
    "competency_slope": "understanding",
    "not_held_share": "not_held",
    "schedule_fit": "schedule",
    "log_days_since_start": "stage",
    "elapsed_share": "stage",
}

SMALLEST_PEER_GROUP = 5  # a rank among fewer says little


def design(rows: pd.DataFrame) -> pd.DataFrame:
    """One row of plain numbers per feature row; NaN where something cannot be known yet."""
    weeks = np.maximum(rows["days_since_start"], 7.0) / 7.0
    marked = rows["absences_total"] + rows["sessions_total"]
    days_since_topic = (rows["as_of_date"] - rows["last_topic_done_on"]).dt.days
    # progress against the plan, only where there is a plan
    gap = (rows["progress_share"] - rows["elapsed_share"]).clip(-1.0, 1.0)
    columns = {
        "days_since_session": np.log1p(rows["days_since_session"].clip(lower=0)),
        **{name: np.log1p(rows[name]) for name in ("sessions_7d", "sessions_14d", "sessions_28d")},
        **{name: np.log1p(rows[name]) for name in ("minutes_7d", "minutes_14d", "minutes_28d")},
        "sessions_per_week": np.log1p(rows["sessions_total"] / weeks),
        "minutes_per_week": np.log1p(rows["minutes_total"] / weeks),
        "sessions_per_week_change": rows["sessions_per_week_change"].clip(-10.0, 10.0),
        "absence_share": rows["absences_total"] / marked.where(marked > 0),
        "absences_28d": np.log1p(rows["absences_28d"]),
        "days_since_topic_done": np.log1p(days_since_topic.fillna(rows["days_since_start"]).clip(lower=0)),
        "topics_done_per_week": np.log1p(rows["topics_done"].clip(lower=0) / weeks),
        "topics_done_28d": np.log1p(rows["topics_done_28d"].clip(lower=0)),
        "progress_share": rows["progress_share"],
        "progress_gap": gap,
        "missed_share": rows["assessments_missed"] / rows["assessments_due"].where(rows["assessments_due"] > 0),
        "missed": np.log1p(rows["assessments_missed"].clip(lower=0)),
        "missed_28d": np.log1p(rows["assessments_missed_28d"].clip(lower=0)),
        "handed_in": np.log1p(rows["assessments_handed_in"]),
        "late": np.log1p(rows["assessments_late"]),
        "days_early_mean": rows["days_early_mean"].clip(-30.0, 60.0),
        "mark_mean_percent": rows["mark_mean_percent"],
        "competency_slope": rows["competency_slope_56d"].clip(-2.0, 2.0),
        "not_held_share": rows["not_held_share_28d"],
        "schedule_fit": rows["schedule_fit_28d"],
        "has_no_mark": rows["mark_mean_percent"].isna().astype("float64"),
        "log_days_since_start": np.log1p(rows["days_since_start"]),
        "elapsed_share": rows["elapsed_share"].clip(0.0, 2.0),
    }
    for rank in ("sessions_rank", "minutes_28d_rank", "topics_done_rank", "mark_rank"):
        columns[rank] = rows[rank].where(rows["peer_count"] >= SMALLEST_PEER_GROUP)
    return pd.DataFrame({name: columns[name] for name in THEMES}, index=rows.index).astype("float64")


def is_mature(outcomes: pd.DataFrame, as_of: date) -> pd.Series:
    """Whether an enrolment had its full planned time.

    Of a course still running, only drop-outs have ended: they would teach that everybody drops out. Without a planned
    end, censoring weights do the same work.
    """
    planned_end = outcomes["expected_completion_date"]
    return planned_end.isna() | (planned_end <= pd.Timestamp(as_of))


def teaching_rows(features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Snapshots of enrolments with a known outcome, with `dropped` (0/1) and `censoring_weight`.

    Both frames as known on the date (`known_features`, `known_outcomes`).
    """
    resolved = outcomes[outcomes["outcome"].notna() & is_mature(outcomes, as_of)]
    labels = resolved[["enrollment_id", "ended_on"]].assign(
        dropped=(resolved["outcome"] == "dropped").astype("float64"),
        is_planned=resolved["expected_completion_date"].notna(),
    )
    rows = features.merge(labels, on="enrollment_id", how="inner")
    rows = rows[rows["as_of_date"] < rows["ended_on"]].reset_index(drop=True)
    unplanned = outcomes[outcomes["expected_completion_date"].isna()]
    observed_days = (pd.Timestamp(as_of) - unplanned["enrolled_on"]).dt.days
    ended_days = np.asarray((rows["ended_on"] - rows["enrolled_on"]).dt.days, dtype=np.float64)
    weights = censoring_weights(observed_days, rows["days_since_start"].to_numpy(dtype=float), ended_days)
    rows["censoring_weight"] = np.where(rows["is_planned"], 1.0, weights)
    return rows


def stage_weights(stage_weeks: pd.Series, scored_stage_weeks: pd.Series, width_weeks: float) -> Floats:
    """Weights that give the teaching rows the stages (weeks since start) of the rows to be scored.

    Smoothed by a Gaussian of `width_weeks`: neighbouring weeks teach nearly the same, and less of one season.
    """
    stages, position = np.unique(stage_weeks.to_numpy(dtype=float), return_inverse=True)
    scored, counts = np.unique(scored_stage_weeks.to_numpy(dtype=float), return_counts=True)
    if not len(stages) or not len(scored):
        return np.ones(len(stage_weeks))
    distance = (stages[:, None] - scored[None, :]) / width_weeks
    wanted = (np.exp(-0.5 * distance**2) * counts[None, :]).sum(axis=1)
    available = np.bincount(position).astype(float)
    ratio = np.minimum(wanted / available, 20.0 * np.median(wanted / available))
    weights: Floats = ratio[position]
    return weights / max(float(weights.mean()), 1e-12)
