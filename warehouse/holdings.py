"""What a snapshot says of itself in `build.json`: of every relation what it amounts to, of facts month by month."""

from dataclasses import dataclass, field
from typing import Any

from warehouse.transfer import Tally


@dataclass(frozen=True)
class Holding:
    """What a snapshot holds of a relation: which table it was, what it amounts to, and the same by month."""

    oid: str
    tally: Tally
    months: dict[str, Tally] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As it stands in `build.json`."""
        return {"oid": self.oid, "rows": self.tally[0], "content": self.tally[1], "months": self.months}


def read_holdings(told: dict[str, Any]) -> dict[str, Holding]:
    """What `build.json` tells of a snapshot's relations; empty for one of an earlier version."""
    return {
        name: Holding(
            one["oid"],
            (one["rows"], one["content"]),
            {month: (rows, content) for month, (rows, content) in one["months"].items()},
        )
        for name, one in told.get("relations", {}).items()
    }
