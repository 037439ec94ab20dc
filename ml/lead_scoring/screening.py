"""Which facts may serve: finds what tells the outcome because it was written after it, and says so in plain words.

An export shows a column as it is today, not as it was when somebody asked. A column filled while an inquiry was
worked on predicts splendidly in a backtest and is empty when it is needed. Four marks give it away:

- it tells the outcome far better than anything known at capture does,
- it is filled for those who enrolled and empty for the others of the same source, or the other way round,
- it is empty, or says other things, for the newest inquiries, whose story is not over: all who came in lately are
  compared with those before them, open or not, because those who are still open are no fair sample,
- a value that settles the matter hardly occurs among the newest.

Facts that the warehouse dated itself are not judged: they are known then by construction. Rejecting too much costs a
little accuracy, rejecting too little costs the truth; the bounds are set accordingly.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from ml.lead_scoring.facts import Fact
from ml.lead_scoring.names import is_written_later
from ml.metrics import Floats, auc
from ml.sensitive import are_sensitive, is_sensitive

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

USED, REJECTED, UNUSED = "used", "rejected", "unused"


@dataclass(frozen=True)
class Bounds:
    """From where on a fact is not believed to have been known at capture.

    Attributes:
        power: AUC of one column alone. Capture-time facts stay at or below .76 on real inquiries.
        named_power: The same for a column whose name says that it is written over.
        gap: Difference between the shares of enrolled and lost for whom it is empty, within the same source.
        newest_gap: How much less often it is filled for the newest inquiries than for those before.
        newest_shift: AUC with which the column alone tells the newest from those before …
        natural_shift: … and by how much that exceeds what it tells apart among the older ones.
        decisive_rate: An enrolment rate this near to 0 or 1 settles the matter.
        distinct_share: A name that is different for a larger share of inquiries tells nothing of others.
    """

    power: float = 0.80
    named_power: float = 0.56
    gap: float = 0.15
    newest_gap: float = 0.15
    newest_shift: float = 0.65
    natural_shift: float = 0.10
    decisive_rate: float = 0.03
    distinct_share: float = 0.5


FOLDS = 5
BINS = 20
SMALLEST_VALUE = 20  # a value that fewer inquiries have decides nothing
MISSING_ERRORS = 2.5  # standard errors by which a value is seen less often among the newest than expected
SMALLEST_COHORT = 50  # fewer newest inquiries are no sample
LARGEST_COHORT_SHARE = 0.25
PRIOR = 10.0  # inquiries at the average that every value's rate is shrunk by


def screened(rows: pd.DataFrame, facts: tuple[Fact, ...], bounds: Bounds, seed: int) -> pd.DataFrame:
    """Judges each fact that carries no date.

    Args:
        rows: One row per inquiry as known at capture (`Leads.at`), with `outcome` (None while open).
        facts: The columns to judge.
        bounds: From where on a fact is not believed.
        seed: Of the folds.

    Returns:
        name, attribute (its label), verdict (used, rejected, unused), reason, filled_share (0–1), power (AUC alone, NaN
        without enough outcomes).
    """
    judge = _Judge(rows.sort_values(["captured_on", "inquiry_id"]).reset_index(drop=True), bounds, seed)
    judged = [judge.judged(fact) for fact in facts]
    return pd.DataFrame(judged, columns=["name", "attribute", "verdict", "reason", "filled_share", "power"])


class _Judge:
    """The inquiries against which each fact is held."""

    def __init__(self, rows: pd.DataFrame, bounds: Bounds, seed: int) -> None:
        self._rows, self._bounds, self._seed = rows, bounds, seed
        self._is_over = rows["outcome"].notna().to_numpy()
        self._enrolled = np.asarray(rows["outcome"] == "enrolled", dtype=np.float64)
        self._newest = newest_cohort(self._is_over)

    def judged(self, fact: Fact) -> tuple[str, str, str, str, float, float]:
        """One row of `screened`."""
        values = self._rows[fact.name]
        is_filled = (values > 0 if fact.is_presence else values.notna()).to_numpy()
        filled_share = float(is_filled.mean()) if len(values) else float("nan")
        verdict, reason, power = USED, "", float("nan")
        if _is_imported(fact) and (is_sensitive(fact.label) or are_sensitive(_different(values, fact))):
            verdict, reason = REJECTED, "Tells who a person is or where they come from: that never enters a model."
        elif values.nunique(dropna=False) < 2:
            verdict, reason = UNUSED, "Says the same of every inquiry."
        elif not fact.is_number and values.nunique() > max(50, self._bounds.distinct_share * is_filled.sum()):
            verdict, reason = UNUSED, "Is different for nearly every inquiry, so it tells nothing of the next one."
        else:
            power = self._power(_codes(values, fact.is_number), self._enrolled, self._is_over)
            reason = self._leak(fact, values, is_filled, power)
            verdict = REJECTED if reason else USED
        return fact.name, fact.label, verdict, reason or _use(power), filled_share, power

    def _leak(self, fact: Fact, values: pd.Series, is_filled: BoolArray, power: float) -> str:
        """Why a fact cannot have been known at capture; empty when nothing speaks against it."""
        codes = _codes(values, fact.is_number)
        return (
            self._tells_too_much(fact, power)
            or self._gaps_follow_the_outcome(fact, is_filled)
            or self._is_empty_for_the_newest(is_filled)
            or self._is_otherwise_for_the_newest(codes, power)
            or ("" if fact.is_number else self._settles_what_no_new_one_has(values))
        )

    def _tells_too_much(self, fact: Fact, power: float) -> str:
        told = f"alone it ranks {100 * power:.0f} of 100 pairs of enrolled and lost rightly"
        if power >= self._bounds.power:
            return f"Knows the outcome: {told}, which nothing known at capture can."
        if _is_imported(fact) and is_written_later(fact.label) and power >= self._bounds.named_power:
            return f"By its name it is written over while an inquiry is worked on, and it tells the outcome: {told}."
        return ""

    def _gaps_follow_the_outcome(self, fact: Fact, is_filled: BoolArray) -> str:
        table = pd.DataFrame(
            {
                "source": self._rows["source"].fillna("").to_numpy(),
                "is_filled": is_filled,
                "enrolled": self._enrolled,
            }
        )[self._is_over]
        shares = table.groupby(["source", "enrolled"])["is_filled"].agg(["mean", "size"]).unstack()
        if shares.empty or shares.shape[1] < 4:
            return ""
        both = shares.dropna()
        weight = np.asarray(both["size"], dtype=np.float64).min(axis=1)
        if weight.sum() < SMALLEST_VALUE:
            return ""
        enrolled, lost = (float(np.average(both["mean"][kind], weights=weight)) for kind in (1.0, 0.0))
        if abs(enrolled - lost) < self._bounds.gap:
            return ""
        what = "Given" if fact.is_presence else "Filled"
        return (
            f"{what} for {100 * enrolled:.0f}% of those who enrolled and {100 * lost:.0f}% of the others from the "
            "same source: whether it is empty already tells the outcome."
        )

    def _is_empty_for_the_newest(self, is_filled: BoolArray) -> str:
        if not self._newest.any():
            return ""
        newest, before = float(is_filled[self._newest].mean()), float(is_filled[~self._newest].mean())
        error = np.sqrt(max(before * (1 - before), 0.01) / self._newest.sum())
        if before - newest < self._bounds.newest_gap or before - newest < 4 * error:
            return ""
        return (
            f"Filled for {100 * newest:.0f}% of the newest inquiries and {100 * before:.0f}% of those before: it is "
            "filled in later."
        )

    def _is_otherwise_for_the_newest(self, codes: IntArray, power: float) -> str:
        if not self._newest.any() or not power >= self._bounds.named_power:
            return ""
        everyone = np.ones(len(codes), dtype=bool)
        shift = self._power(codes, self._newest.astype(float), everyone)
        before = np.flatnonzero(~self._newest)
        later_half = np.zeros(len(codes), dtype=float)
        later_half[before[len(before) // 2 :]] = 1.0
        natural = self._power(codes, later_half, ~self._newest)
        if shift < self._bounds.newest_shift or shift < natural + self._bounds.natural_shift:
            return ""
        return (
            "Says other things of the newest inquiries than of those before: it tells "
            f"{100 * shift:.0f} of 100 pairs of them apart, and {100 * natural:.0f} among older ones. It changes as an "
            "inquiry gets older."
        )

    def _settles_what_no_new_one_has(self, values: pd.Series) -> str:
        if not self._newest.any():
            return ""
        before = pd.DataFrame({"value": values.to_numpy(), "enrolled": self._enrolled})[~self._newest & self._is_over]
        rates = before.groupby("value")["enrolled"].agg(["mean", "size"])
        # expected as often as lately: a campaign that faded out before is no leak
        lately = before.tail(len(before) // 2)["value"].value_counts().reindex(rates.index).fillna(0.0)
        expected = lately * self._newest.sum() / max(len(before) // 2, 1)
        found = values[self._newest].value_counts().reindex(rates.index).fillna(0.0)
        is_decisive = (rates["mean"] <= self._bounds.decisive_rate) | (rates["mean"] >= 1 - self._bounds.decisive_rate)
        is_missing = found < expected - MISSING_ERRORS * np.sqrt(expected)
        late = rates[is_decisive & is_missing & (rates["size"] >= SMALLEST_VALUE)]
        if late.empty:
            return ""
        value = str(late["size"].idxmax())
        return (
            f"“{value}” settles the matter ({100 * float(late['mean'][value]):.0f}% enrolled), and hardly any of the "
            "newest inquiries has it: it is written at the end."
        )

    def _power(self, codes: IntArray, observed: Floats, among: BoolArray) -> float:
        """AUC with which a column alone tells `observed`, by rates of values learned on other rows."""
        codes, observed = codes[among], observed[among]
        if min(observed.sum(), (1 - observed).sum()) < FOLDS:
            return float("nan")
        predicted = np.zeros(len(codes))
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=self._seed)
        for teach, test in folds.split(codes, observed):
            counts = np.bincount(codes[teach], minlength=codes.max() + 1)
            hits = np.bincount(codes[teach], weights=observed[teach], minlength=codes.max() + 1)
            rates = (hits + PRIOR * observed[teach].mean()) / (counts + PRIOR)
            predicted[test] = rates[codes[test]]
        return auc(observed, predicted, np.ones(len(codes)))


def newest_cohort(is_over: BoolArray) -> BoolArray:
    """Which of the inquiries, in the order in which they came in, are the newest: mostly not over yet.

    The longest run at the end of which at least half is open, at most a quarter of all; none when that is too small.
    """
    open_so_far = np.cumsum(~is_over[::-1]) / np.arange(1, len(is_over) + 1)
    longest = min(int(LARGEST_COHORT_SHARE * len(is_over)), len(is_over))
    lengths = np.flatnonzero(open_so_far[:longest] >= 0.5) + 1
    chosen = np.zeros(len(is_over), dtype=bool)
    if len(lengths) and lengths[-1] >= SMALLEST_COHORT:
        chosen[-lengths[-1] :] = True
    return chosen


def _codes(values: pd.Series, is_number: bool) -> IntArray:
    """Each value's number: quantile bins of numbers, names by themselves, one code for nothing."""
    if is_number:
        ranks = values.rank(method="average", pct=True).fillna(0.0)
        return np.ceil(np.asarray(ranks, dtype=np.float64) * BINS).astype(np.int64)
    return np.asarray(pd.factorize(values)[0] + 1)


def _different(values: pd.Series, fact: Fact) -> list[str]:
    return [] if fact.is_number else [str(value) for value in values.dropna().unique()]


def _is_imported(fact: Fact) -> bool:
    return fact.name != fact.label and fact.name.endswith(fact.label)


def _use(power: float) -> str:
    if np.isnan(power):
        return "Too few inquiries have ended to judge it."
    return f"Alone it ranks {100 * power:.0f} of 100 pairs of enrolled and lost rightly."
