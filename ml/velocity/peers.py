"""Where an enrolment stands among those of its subject at the same stage. Not here: how fast anybody is."""

import numpy as np
import numpy.typing as npt

from ml.metrics import Floats

Integers = npt.NDArray[np.int64]
# Who began within so many weeks of each other is at the same stage; the narrowest band with enough peers is taken.
BANDS_WEEKS = (2, 4, 8)


def compared_with_peers(
    subject: Integers, weeks: Integers, speeds: Floats, has_history: npt.NDArray[np.bool_], peers_needed: int
) -> tuple[Floats, Floats]:
    """How many peers each has, and which share of them is slower (equals count half).

    Args:
        subject: of each enrolment.
        weeks: whole weeks since enrolment.
        speeds: in relation to the cohort, so that a week more or less of stage does not matter.
        has_history: who has none is nobody's peer and is not compared.
        peers_needed: with fewer in the widest band the share is NaN; the count is that band's.
    """
    count, slower = np.zeros(len(subject)), np.full(len(subject), np.nan)
    for one in np.unique(subject):
        mine = np.flatnonzero((subject == one) & has_history)
        for stage in np.unique(weeks[mine]):
            here = mine[weeks[mine] == stage]
            for band in BANDS_WEEKS:
                peers = np.sort(speeds[mine[np.abs(weeks[mine] - stage) <= band]])
                count[here] = len(peers) - 1
                if len(peers) - 1 >= peers_needed:
                    below = np.searchsorted(peers, speeds[here], side="left")
                    equal = np.searchsorted(peers, speeds[here], side="right") - below - 1
                    slower[here] = (below + equal / 2) / (len(peers) - 1)
                    break
    return count, slower
