"""Positions: where a reader stands, and whether a transaction was visible from there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_api.realtime.positions import NotAPositionError, Position


@st.composite
def positions(draw: st.DrawFn) -> Position:
    xmin = draw(st.integers(1, 10**9))
    xmax = xmin + draw(st.integers(0, 50))
    running = draw(st.frozensets(st.integers(xmin, xmax - 1))) if xmax > xmin else frozenset()
    return Position("7.5", xmin, xmax, running)


@given(positions())
def test_a_position_comes_back_as_it_went(position: Position) -> None:
    assert Position.read(position.text) == position
    assert Position.of(position.source, position.snapshot) == position


def test_a_transaction_that_was_running_was_not_seen() -> None:
    position = Position.of("7.5", "10:20:12,15")
    assert [xid for xid in range(8, 23) if position.has_seen(xid)] == [8, 9, 10, 11, 13, 14, 16, 17, 18, 19]


def test_the_later_of_two_sees_more() -> None:
    earlier, later = Position.of("7.5", "10:20:12,15"), Position.of("7.5", "10:20:15")
    assert earlier.later(later) == later.later(earlier) == later


@pytest.mark.parametrize(
    "text", ["", "12", "7.5-0-0-", "7.5-20-10-", "7.5-10-20-9", "7.5-10-20-12,13", "7.5-1-99999999999999999999-"]
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(NotAPositionError):
        Position.read(text)
