"""What a model must say of itself so that the pipelines can train, score, check and keep it.

Not here: any model. Their functions are pure (`ml/`); a wing only names what they read and write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pandas as pd

from ml.contracts import Kind
from ml.evaluation import Evaluation
from warehouse.settings import Settings

# What a model is given: the frames of its relations, by the names that the wing gave them.
Inputs = Mapping[str, pd.DataFrame]
# What it says, by the relation it is written to.
Frames = dict[str, pd.DataFrame]

_TYPES: Mapping[Kind, str] = {
    "key": "bigint",
    "number": "double precision",
    "count": "bigint",
    "date": "date",
    "instant": "timestamp with time zone",
    "text": "text",
    "flag": "boolean",
    "list": "text[]",
}


class Model(Protocol):
    """What every trained model tells; all else is its own."""

    @property
    def version(self) -> str:
        """Same data, choices and seed, same version."""

    @property
    def kind(self) -> str:
        """Which rung of its ladder serves, such as `rule` or `logistic`."""

    @property
    def as_of(self) -> date:
        """The last day whose data it was trained on."""

    @property
    def settings(self) -> Any:
        """The choices it was trained with; others than now's mean that it is trained anew."""

    @property
    def trained_on_rows(self) -> int:
        """Rows it learned from."""


@dataclass(frozen=True)
class Input:
    """A relation that a model reads.

    Attributes:
        relation: `schema.table`.
        day_column: where rows stand for days and a score needs only those of the clock's day: the column of the day.
        scored_where: else, where a score needs few of many rows: an SQL condition that says which.
        is_scored: whether a score needs it; False for what only training and evaluation look at.
    """

    relation: str
    day_column: str | None = None
    scored_where: str | None = None
    is_scored: bool = True

    @property
    def asset_key(self) -> list[str]:
        """As Dagster knows it."""
        return self.relation.split(".")


@dataclass(frozen=True)
class Output:
    """A relation in schema `predictions` that a model writes.

    Attributes:
        contract: its columns and their kinds.
        sound: what its blocking check promises, in words.
    """

    contract: Mapping[str, Kind]
    sound: str

    @property
    def types(self) -> dict[str, str]:
        """PostgreSQL type of each column."""
        return {name: _TYPES[kind] for name, kind in self.contract.items()}


@dataclass(frozen=True)
class Wing:
    """One model as the pipelines see it. All functions are deterministic.

    Attributes:
        name: also that of its folder in `ml/`, and `model` in its card.
        inputs: what it reads, by the name under which its functions find the frame.
        outputs: what it writes, by relation.
        choices: the choices of the institute and of the method; compared with `==`.
        train: (inputs, as_of, seed, choices) → trained model, which knows nothing later than `as_of`.
        evaluate: (model, inputs, seed) → its evaluation beside its baselines.
        score: (model, inputs, as_of) → one frame for each of `outputs`. Of inputs with a `day_column`, only the rows of
            `as_of` are there.
        faults: (frames, inputs, as_of) → what is wrong with each of `outputs`, as sentences.
    """

    name: str
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Output]
    choices: Callable[[Settings], object]
    train: Callable[[Inputs, date, int, Any], Model]
    evaluate: Callable[[Any, Inputs, int], Evaluation]
    score: Callable[[Any, Inputs, date], Frames]
    faults: Callable[[Frames, Inputs, date], dict[str, list[str]]]
