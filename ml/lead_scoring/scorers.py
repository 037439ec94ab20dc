"""The rungs of the ladder: the rate of the source, a regularised logistic regression, and that with boosting.

All take the rows of `facts.Leads` and answer in log-odds. Not here: which one serves (`ladder.py`), and words.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from ml.lead_scoring.facts import Fact
from ml.metrics import Floats
from ml.trees import teaching

PRIOR_INQUIRIES = 20.0  # at the average of all, added to every source
ASSUMED_RATE, ASSUMED_INQUIRIES = 0.2, 10.0  # before anything is known
SMALLEST_GROUP = 20  # a value that fewer inquiries have is "other"
KNOTS = (0.2, 0.4, 0.6, 0.8, 0.95)
OTHER, NOTHING = "\x00other", "\x00nothing"
PRIOR_VARIANCE = 0.1  # of a standardised coefficient; hardly touches thousands of outcomes, tames fifty
FURTHEST = 6.0  # log-odds; a scorer that is surer than 400 to 1 is wrong about that


def logit(probability: Floats) -> Floats:
    """Log-odds of probabilities, kept off 0 and 1."""
    bounded = np.clip(probability, 1e-4, 1.0 - 1e-4)
    result: Floats = np.log(bounded / (1.0 - bounded))
    return result


def sigmoid(log_odds: Floats) -> Floats:
    """Probability of log-odds."""
    result: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0)))
    return result


@dataclass(frozen=True)
class SourceRate:
    """How many of the inquiries that came the same way enrolled, shrunk towards all: what one knows without a model."""

    rates: dict[str, float]
    rate: float

    @classmethod
    def fit(cls, rows: pd.DataFrame, enrolled: Floats, weight: Floats) -> "SourceRate":
        """The rates of what ended; with nothing ended an assumed one."""
        total = float(weight.sum())
        rate = float((weight @ enrolled + ASSUMED_RATE * ASSUMED_INQUIRIES) / (total + ASSUMED_INQUIRIES))
        table = pd.DataFrame({"source": rows["source"].fillna(NOTHING), "hits": weight * enrolled, "weight": weight})
        sums = table.groupby("source").sum()
        shrunk = (sums["hits"] + PRIOR_INQUIRIES * rate) / (sums["weight"] + PRIOR_INQUIRIES)
        return cls({str(source): float(value) for source, value in shrunk.items()}, rate)

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Log-odds of enrolling."""
        return self.of(self.arranged(rows))

    def arranged(self, rows: pd.DataFrame) -> list[Floats]:
        """The rows as this scorer sees them: the rate of each one's source."""
        rates = rows["source"].fillna(NOTHING).map(self.rates).fillna(self.rate)
        return [np.asarray(rates, dtype=np.float64)[:, None]]

    def places(self, name: str) -> list[list[int]]:
        """In each part of `arranged`, the columns that tell of a fact."""
        return [[0] if name == "source" else []]

    def of(self, arranged: list[Floats]) -> Floats:
        """Log-odds of rows as `arranged` gives them."""
        return logit(arranged[0][:, 0])


@dataclass(frozen=True)
class Design:
    """Turns facts into plain numbers, as learned from the teaching rows: nothing of the rows to be scored comes in."""

    numbers: dict[str, tuple[float, ...]]
    names: dict[str, tuple[str, ...]]

    @classmethod
    def fit(cls, rows: pd.DataFrame, facts: tuple[Fact, ...]) -> "Design":
        """Knots of the numbers, and the values of names that enough inquiries have."""
        numbers: dict[str, tuple[float, ...]] = {}
        names: dict[str, tuple[str, ...]] = {}
        for fact in facts:
            if fact.is_number:
                known = _bent(rows[fact.name].dropna())
                knots = np.unique(np.quantile(known, (0.0, *KNOTS, 1.0))) if len(known) else np.array([])
                if len(knots) > 1:
                    numbers[fact.name] = tuple(float(knot) for knot in knots)
            else:
                counts = rows[fact.name].fillna(NOTHING).value_counts()
                names[fact.name] = tuple(sorted(str(name) for name in counts[counts >= SMALLEST_GROUP].index))
        return cls(numbers, names)

    def places(self, name: str, *, in_lines: bool) -> list[int]:
        """Which columns of `lines` or `trees` tell of a fact."""
        widths = {
            **{number: len(knots) if in_lines else 1 for number, knots in self.numbers.items()},
            **{named: len(known) + 1 if in_lines else 1 for named, known in self.names.items()},
        }
        begin = 0
        for fact, width in widths.items():
            if fact == name:
                return list(range(begin, begin + width))
            begin += width
        return []

    def lines(self, rows: pd.DataFrame) -> Floats:
        """Columns for a linear model: numbers as bent lines with knots at their quantiles, names one column each."""
        columns: list[Floats] = []
        for name, knots in self.numbers.items():
            values = _bent(rows[name])
            is_known = ~np.isnan(values)
            spread = knots[-1] - knots[0]
            at = np.clip(np.where(is_known, values, knots[len(knots) // 2]), knots[0], knots[-1])
            columns += [np.maximum(at - knot, 0.0) / spread for knot in knots[:-1]]
            columns.append(np.asarray(~is_known, dtype=np.float64))
        for name, values_known in self.names.items():
            values_there = _grouped(rows[name], values_known)
            columns += [np.asarray(values_there == value, dtype=np.float64) for value in (*values_known, OTHER)]
        return np.column_stack(columns) if columns else np.zeros((len(rows), 1))

    def trees(self, rows: pd.DataFrame) -> Floats:
        """Columns for trees: numbers as they are, names as codes."""
        columns = [rows[name].to_numpy(dtype=float) for name in self.numbers]
        for name, values_known in self.names.items():
            places = {value: float(place) for place, value in enumerate((*values_known, OTHER))}
            columns.append(_grouped(rows[name], values_known).map(places).to_numpy(dtype=float))
        return np.column_stack(columns) if columns else np.zeros((len(rows), 1))


@dataclass(frozen=True)
class Logistic:
    """L2-regularised logistic regression on bent lines and names."""

    design: Design
    centre: Floats
    scale: Floats
    regression: LogisticRegression

    @classmethod
    def fit(
        cls, rows: pd.DataFrame, facts: tuple[Fact, ...], enrolled: Floats, weight: Floats, seed: int
    ) -> "Logistic":
        """Fits on rows with both outcomes."""
        design = Design.fit(rows, facts)
        columns = design.lines(rows)
        centre, scale = columns.mean(axis=0), np.maximum(columns.std(axis=0), 0.05)
        regression = LogisticRegression(C=PRIOR_VARIANCE, solver="newton-cholesky", random_state=seed)
        regression.fit((columns - centre) / scale, enrolled, sample_weight=weight)
        return cls(design, centre, scale, regression)

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Log-odds of enrolling."""
        return self.of(self.arranged(rows))

    def arranged(self, rows: pd.DataFrame) -> list[Floats]:
        """The rows as this scorer sees them."""
        return [self.design.lines(rows)]

    def places(self, name: str) -> list[list[int]]:
        """In each part of `arranged`, the columns that tell of a fact."""
        return [self.design.places(name, in_lines=True)]

    def of(self, arranged: list[Floats]) -> Floats:
        """Log-odds of rows as `arranged` gives them."""
        result: Floats = self.regression.decision_function((arranged[0] - self.centre) / self.scale)
        return result


@dataclass(frozen=True)
class Boosted:
    """The mean of gradient boosting and the logistic regression: trees find what belongs together, lines calm them."""

    logistic: Logistic
    boosting: HistGradientBoostingClassifier

    @classmethod
    def fit(cls, rows: pd.DataFrame, facts: tuple[Fact, ...], enrolled: Floats, weight: Floats, seed: int) -> "Boosted":
        """Fits on rows with both outcomes, some hundred of them."""
        logistic = Logistic.fit(rows, facts, enrolled, weight, seed)
        boosting = HistGradientBoostingClassifier(
            learning_rate=0.05,
            max_iter=150,
            max_leaf_nodes=15,
            min_samples_leaf=30,
            l2_regularization=5.0,
            early_stopping=False,
            random_state=seed,
        )
        boosting.fit(teaching(logistic.design.trees(rows), weight), enrolled, sample_weight=weight)
        return cls(logistic, boosting)

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Log-odds of enrolling."""
        return self.of(self.arranged(rows))

    def arranged(self, rows: pd.DataFrame) -> list[Floats]:
        """The rows as this scorer sees them: for the lines, and for the trees."""
        return [*self.logistic.arranged(rows), self.logistic.design.trees(rows)]

    def places(self, name: str) -> list[list[int]]:
        """In each part of `arranged`, the columns that tell of a fact."""
        return [*self.logistic.places(name), self.logistic.design.places(name, in_lines=False)]

    def of(self, arranged: list[Floats]) -> Floats:
        """Log-odds of rows as `arranged` gives them."""
        lines = np.clip(self.logistic.of(arranged[:1]), -FURTHEST, FURTHEST)
        trees = np.clip(self.boosting.decision_function(arranged[1]), -FURTHEST, FURTHEST)
        result: Floats = 0.5 * lines + 0.5 * trees
        return result


Scorer = SourceRate | Logistic | Boosted


def _bent(values: pd.Series) -> Floats:
    """Numbers on a scale on which large ones lie nearer."""
    raw = values.to_numpy(dtype=float)
    result: Floats = np.sign(raw) * np.log1p(np.abs(raw))
    return result


def _grouped(values: pd.Series, known: tuple[str, ...]) -> pd.Series:
    named = values.fillna(NOTHING)
    return named.where(named.isin(known), OTHER)
