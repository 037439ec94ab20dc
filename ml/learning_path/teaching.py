"""With whom a topic is understood better or worse than was to be expected of these students; shrunk.

The same comparison as `rpt_faculty_effectiveness`, topic by topic: understanding less the topic's mean and less what
the student showed with all others. Not here: a faculty member as a whole, which that report tells.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ml.shrinkage import drawn_means

if TYPE_CHECKING:
    from ml.learning_path.model import LearningPathSettings

COLUMNS = [
    "topic_id",
    "faculty_id",
    "student_count",
    "judgement_count",
    "effect",
    "effect_low",
    "effect_high",
    "verdict",
]


def teaching_table(pairs: pd.DataFrame, settings: "LearningPathSettings") -> pd.DataFrame:
    """One row per topic and faculty member, where at least two of them have taught it.

    effect: levels of understanding per judgement above what was to be expected, drawn towards none (Morris 1983, see
    `ml.shrinkage`); verdict `better` or `worse` where the whole interval lies on one side of 0, else `as_expected`,
    `too_few` with fewer students than `students_needed`.
    """
    judged = pairs[(pairs["judgements"] > 0) & pairs["faculty_id"].notna()].copy()
    taught_by = judged.groupby("topic_id")["faculty_id"].transform("nunique")
    judged = judged[taught_by >= 2]
    if judged.empty:
        return pd.DataFrame(columns=COLUMNS)
    judged["faculty_id"] = judged["faculty_id"].astype("int64")
    sums = judged.groupby("topic_id")[["understanding_sum", "judgements"]].transform("sum")
    judged["surprise"] = (
        judged["understanding_sum"] - judged["judgements"] * sums["understanding_sum"] / sums["judgements"]
    )
    with_one = judged.groupby(["student_id", "faculty_id"])[["surprise", "judgements"]].sum()
    in_all = with_one.groupby("student_id").transform("sum")
    with_others = in_all - with_one
    level = with_others["surprise"] / (with_others["judgements"] + settings.prior_topics)
    keys = pd.MultiIndex.from_frame(judged[["student_id", "faculty_id"]])
    judged["surprise"] -= judged["judgements"] * level.reindex(keys).to_numpy()
    table = (
        judged.groupby(["topic_id", "faculty_id"])
        .agg(
            student_count=("student_id", "nunique"), judgement_count=("judgements", "sum"), surprise=("surprise", "sum")
        )
        .reset_index()
    )
    per_judgement = judged["surprise"] / judged["judgements"]
    chance = float(np.average(per_judgement**2, weights=judged["judgements"]))
    value = (table["surprise"] / table["judgement_count"]).to_numpy(dtype=float)
    variance = max(chance, 0.01) / table["judgement_count"].to_numpy(dtype=float)
    family = np.zeros(len(table), dtype=np.int64)
    bounds = drawn_means(value, variance, family, settings.interval_coverage)
    table["effect"], table["effect_low"], table["effect_high"] = bounds
    words = np.where(table["effect_low"] > 0, "better", np.where(table["effect_high"] < 0, "worse", "as_expected"))
    table["verdict"] = np.where(table["student_count"] < settings.students_needed, "too_few", words)
    return table[COLUMNS]
