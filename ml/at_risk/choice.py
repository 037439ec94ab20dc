"""Which rung serves: by past dates where two of them tell, else by students held out.

Not here: the rule of what is clearly better (`ml/ladder.py`).
"""

from functools import partial

import numpy as np
import pandas as pd

from ml.at_risk.candidates import Candidates
from ml.at_risk.horizon import LEARNED, SPREAD, Horizon
from ml.ladder import is_clearly_better, log_loss, may_replace
from ml.metrics import Floats, auc


def chosen_rung(found: Candidates, past: pd.DataFrame, seed: int) -> str:
    """The simplest rung that no later one clearly beats; who is to replace the rule must rank better as well.

    Args:
        found: What was learned.
        past: `past.whole_course` as known on the day.
        seed: Of the draws of students.
    """
    best, *others = found.names
    for rung in others:
        if may_replace(past, found.held_out, rung, best, partial(_is_clearly_better, seed)):
            best = rung
    return best


def chosen_horizon(learned: Horizon, past: pd.DataFrame, seed: int) -> Horizon:
    """The regression where it is clearly better than the even spread.

    Args:
        learned: What was learned.
        past: `past.within_thirty_days` as known on the day.
        seed: Of the draws of students.
    """
    if learned.kind == SPREAD:
        return learned
    is_better = may_replace(past, learned.held_out, LEARNED, SPREAD, partial(_is_clearly_better, seed))
    return learned if is_better else learned.spreading


def _is_clearly_better(seed: int, table: pd.DataFrame, rung: str, other: str) -> bool:
    if other == "rule" and not _ranks_better(table, rung, other):
        return False
    dropped, by_rung, by_other, weight = (_floats(table, name) for name in ("dropped", rung, other, "weight"))
    students = table["student_id"].to_numpy(dtype=np.int64)
    return is_clearly_better(log_loss, dropped, by_rung, by_other, weight, students, seed=seed)


def _ranks_better(table: pd.DataFrame, rung: str, other: str) -> bool:
    dropped, weight = _floats(table, "dropped"), _floats(table, "weight")
    return auc(dropped, _floats(table, rung), weight) > auc(dropped, _floats(table, other), weight)


def _floats(table: pd.DataFrame, column: str) -> Floats:
    return table[column].to_numpy(dtype=np.float64)
