"""Status machines: which state may follow which. The machines themselves stand with their features."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from ingest_api.errors import Conflict

State = TypeVar("State", bound=StrEnum)


def check_move(now: State, wanted: State, moves: Mapping[State, frozenset[State]]) -> None:
    """Refuses a move that the machine `moves` does not know; staying is no move.

    Raises:
        Conflict: with the moves that are allowed.
    """
    if wanted == now or wanted in moves.get(now, frozenset()):
        return
    allowed = sorted(state.value for state in moves.get(now, frozenset()))
    raise Conflict(
        f"{now.value} cannot become {wanted.value}" + (f", only {' or '.join(allowed)}" if allowed else ""),
        kind="illegal-move",
        status_now=now.value,
        allowed=allowed,
    )
