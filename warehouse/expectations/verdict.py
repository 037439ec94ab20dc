"""What a check found: a verdict and its breaches, in plain words.

Belongs here: the types that the edges return and everybody shows. How they are kept stands in `state.py`. Nothing
here loads Great Expectations.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isnan


class Edge(StrEnum):
    """Where data enters or leaves what dbt owns."""

    INCOMING = "incoming"
    PREDICTIONS = "predictions"
    PUBLISHED = "published"


class Severity(StrEnum):
    """Whether what was found keeps figures back."""

    BREACH = "breach"
    WARNING = "warning"


@dataclass(frozen=True)
class Breach:
    """One expectation that does not hold.

    Attributes:
        edge: where it was seen.
        relation: `schema.table`.
        column: the column that was looked at.
        expectation: its name in Great Expectations, such as `expect_column_values_to_be_null`.
        observed: what was seen instead: how many rows, and a few of them by key. Never a personal value.
        says: what it is, why it matters and how to resolve it, in plain words.
        what: the first of these alone, for where there is little room.
    """

    edge: Edge
    relation: str
    column: str
    expectation: str
    observed: str
    says: str
    what: str = ""


@dataclass(frozen=True)
class Verdict:
    """What one check of one edge came to.

    Attributes:
        edge: which edge was checked.
        passed: whether figures may be published; warnings do not stand in the way.
        breaches: what keeps them back.
        warnings: what somebody should look at.
        checked_at: when the check ended.
        duration_seconds: how long it took.
        extract_id: the newest extract that was looked at; None where an edge knows none.
    """

    edge: Edge
    passed: bool
    breaches: tuple[Breach, ...]
    checked_at: datetime
    duration_seconds: float
    warnings: tuple[Breach, ...] = ()
    extract_id: int | None = None


def plain(value: object) -> str:
    """A key or a value as a person writes it: 7 and not 7.0, empty and not nan."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return "empty"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.4g}"
    return str(value)
