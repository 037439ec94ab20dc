"""How far a reader of the trail has come: the PostgreSQL snapshot that it has seen, as text for the client to keep.

Belongs here: comparing and writing down positions. Pure: no database.

Ids of events are given out before their transactions end, so a reader that remembers the highest id loses the event
with a lower one that is committed later. A snapshot says exactly which transactions were over; what was not visible in
it is new, whatever its id. Snapshots of one server lie in a line: each sees all that the one before saw.
"""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?P<source>[0-9.]{3,60})-(?P<xmin>\d{1,19})-(?P<xmax>\d{1,19})-(?P<running>[0-9.]{0,4000})")


class NotAPositionError(ValueError):
    """The text was not made by `Position.text`."""


@dataclass(frozen=True)
class Position:
    """A snapshot, and whose it is: transaction ids mean something on one server only.

    All transactions below `xmin` are over, none from `xmax` on, and of those between `running` are not.
    """

    source: str
    xmin: int
    xmax: int
    running: frozenset[int]

    @classmethod
    def of(cls, source: str, snapshot: str) -> "Position":
        """From what the database says: `xmin:xmax:running,running`."""
        xmin, xmax, running = snapshot.split(":")
        return cls(source, int(xmin), int(xmax), frozenset(int(one) for one in running.split(",") if one))

    @classmethod
    def read(cls, text: str) -> "Position":
        """From what a client kept.

        Raises:
            NotAPositionError: it is not one of ours.
        """
        parts = _WRITTEN.fullmatch(text)
        if parts is None:
            raise NotAPositionError("this is not the last_event_id of a message")
        xmin, xmax = int(parts["xmin"]), int(parts["xmax"])
        running = frozenset(int(one) for one in parts["running"].split(".") if one)
        if not 0 < xmin <= xmax < 2**63 or any(not xmin <= one < xmax for one in running):
            raise NotAPositionError("this is not the last_event_id of a message")
        return cls(parts["source"], xmin, xmax, running)

    @property
    def text(self) -> str:
        """For the client to keep and send back."""
        return f"{self.source}-{self.xmin}-{self.xmax}-{'.'.join(str(one) for one in sorted(self.running))}"

    @property
    def snapshot(self) -> str:
        """For the database."""
        return f"{self.xmin}:{self.xmax}:{','.join(str(one) for one in sorted(self.running))}"

    def has_seen(self, transaction: int) -> bool:
        """Whether what this transaction wrote was visible."""
        return transaction < self.xmin or (transaction < self.xmax and transaction not in self.running)

    def later(self, other: "Position") -> "Position":
        """The later one of two positions on the same server."""
        return max(self, other, key=lambda one: (one.xmin, one.xmax, -len(one.running)))
