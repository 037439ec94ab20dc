"""The lot of an alert: fair, for ever the same, and never moved by the share growing."""

import pytest

from ingest_api.alerts.lots import waits

MANY = range(1, 20_001)


@pytest.mark.parametrize("share", [0.1, 0.15, 0.5])
def test_about_the_share_waits(share: float) -> None:
    assert sum(waits(number, "salt", share) for number in MANY) / len(MANY) == pytest.approx(share, abs=0.01)


def test_nobody_waits_without_a_share() -> None:
    assert not any(waits(number, "salt", 0.0) for number in MANY)


def test_a_larger_share_adds_to_those_who_wait() -> None:
    few = {number for number in MANY if waits(number, "salt", 0.1)}
    assert few < {number for number in MANY if waits(number, "salt", 0.2)}


def test_another_salt_draws_other_lots() -> None:
    assert [waits(number, "salt", 0.5) for number in MANY] != [waits(number, "pepper", 0.5) for number in MANY]
