"""The population stability index."""

import math

import numpy as np
import pytest

from warehouse.stability import stability_index


def test_the_index_is_the_sum_over_bins_of_the_shares_difference_times_their_log_ratio() -> None:
    before, now = np.repeat([0.0, 1.0], [50, 50]), np.repeat([0.0, 1.0], [20, 80])
    expected = (0.2 - 0.5) * math.log(0.2 / 0.5) + (0.8 - 0.5) * math.log(0.8 / 0.5)
    # Below the first edge lies no value: both shares are the same floor there.
    assert stability_index(before, now) == pytest.approx(expected)
    assert stability_index(before, before) == 0
