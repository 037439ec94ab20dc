"""One incoming table: what is read of its rows, and the looks taken at them."""

from dataclasses import dataclass

from warehouse.expectations.looks import Look
from warehouse.relations import RAW


@dataclass(frozen=True)
class Table:
    """One table in `raw`: what is joined to its row `r`, and the looks taken."""

    name: str
    looks: tuple[Look, ...]
    joined: str = ""

    def query(self, after: int, upto: int) -> str:
        """Reads the rows of the extracts after `after` up to `upto`; the numbers are ours, nobody typed them."""
        # Several looks may be taken at one column: the first says how it is read.
        selected = {look.rule.column: look.selected for look in reversed(self.looks)}
        return (
            f"select r.id, {', '.join(selected.values())} from {RAW}.{self.name} as r {self.joined} "  # noqa: S608
            f"where r.extract_id > {after:d} and r.extract_id <= {upto:d} and not r.is_deleted"
        )
