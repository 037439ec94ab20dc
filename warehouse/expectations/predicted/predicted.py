"""The shape of what is expected of a relation of predictions, and the rules that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from warehouse.expectations.rules import Rule, never_null, unique, within

RESOLVE = "Run `headway build`, which scores anew; if it comes again, look at the model card and at the features."


def as_it_is(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without lists, which no rule looks at."""
    return frame.drop(columns=[name for name in frame if _is_of_lists(frame[name])])


@dataclass(frozen=True)
class Predicted:
    """One relation of predictions.

    Attributes:
        rules: what must hold of every row.
        key: the column by which rows are told, and by which two scorings are compared.
        watched: the column whose distribution is watched from one scoring to the next; None for what is no prediction.
        version_column: what says which model scored: drift is only a breach under the same one.
        may_agree: whether it may be the same for all: what is drawn towards none is none wherever the differences are
            no larger than chance.
        prepared: makes the frame that the rules look at.
    """

    rules: tuple[Rule, ...]
    key: str
    watched: str | None = None
    version_column: str = "model_version"
    may_agree: bool = False
    prepared: Callable[[pd.DataFrame], pd.DataFrame] = as_it_is


def keyed(column: str, things: str) -> tuple[Rule, Rule]:
    """Every row has its key, and no other row has it. `things` is what is predicted, such as `enrolments`."""
    twice = unique(
        column,
        what=f"Some {things} were scored twice",
        why="Every count of them, and every list, would hold them twice.",
        resolve=RESOLVE,
    )
    return present(column), twice


def present(column: str) -> Rule:
    """Always there."""
    return never_null(
        column,
        what=f"Some predictions have no {column}",
        why="A prediction that is not whole cannot be shown or explained.",
        resolve=RESOLVE,
    )


def probability(column: str, what: str) -> Rule:
    """Between 0 and 1. `what` names it, such as `chances of dropping out`."""
    return within(
        column,
        0,
        1,
        what=f"Some {what} are not between 0 and 1",
        why="They are no probabilities, and every list that is sorted by them is wrong.",
        resolve=RESOLVE,
    )


def _is_of_lists(values: pd.Series) -> bool:
    return values.dtype == object and any(isinstance(value, list) for value in values)
