"""How far a distribution has moved: the population stability index, for predictions and for features alike.

Not here: from where on that is a warning or a breach (`HEADWAY_QUALITY_DRIFT_…` in `settings.py`).
"""

import numpy as np

_BINS = 10
# A share of nothing would make the index infinite; half of one in ten thousand is the usual floor.
_LEAST_SHARE = 0.0001


def stability_index(before: np.ndarray, now: np.ndarray) -> float:
    """Population stability index: sum over bins of (q - p) ln(q / p), bins by the deciles of `before`.

    Rules of thumb: below 0.1 nothing moved, from 0.25 the distribution is another one. Source: Siddiqi, Credit Risk
    Scorecards (2006).

    Args:
        before: values of the earlier scoring, any unit, at least one.
        now: values of this scoring, in the same unit.
    """
    edges = np.unique(np.quantile(before, np.linspace(0, 1, _BINS + 1)[1:-1]))
    shares = [
        np.maximum(np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) / len(values), _LEAST_SHARE)
        for values in (before, now)
    ]
    return float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))
