"""What a rule is: one expectation of Great Expectations about one column, how grave it is, and what to say.

Belongs here: the type and the few kinds of expectations that the edges use. The rules themselves stand in
`incoming_tables/`, `predictions.py` and `published.py`; `runner.py` hands them to Great Expectations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from warehouse.expectations.verdict import Severity


@dataclass(frozen=True)
class Rule:
    """One expectation.

    Attributes:
        expectation: the name of a class of `great_expectations.expectations`.
        column: the column that it looks at.
        bounds: what else the class asks for.
        what: what is wrong when it does not hold, as a sentence without its full stop.
        why: why that matters, a sentence.
        resolve: what to do about it, a sentence.
        severity: whether it keeps figures back.
    """

    expectation: str
    column: str
    what: str
    why: str
    resolve: str
    severity: Severity = Severity.BREACH
    bounds: Mapping[str, Any] = field(default_factory=dict)


def never_null(column: str, *, what: str, why: str, resolve: str, severity: Severity = Severity.BREACH) -> Rule:
    """Every row has a value."""
    return Rule("ExpectColumnValuesToNotBeNull", column, what, why, resolve, severity)


def always_null(column: str, *, what: str, why: str, resolve: str, severity: Severity = Severity.BREACH) -> Rule:
    """No row has a value: the column holds what must not be, such as keys that lead nowhere."""
    return Rule("ExpectColumnValuesToBeNull", column, what, why, resolve, severity)


def within(
    column: str,
    low: float | None,
    high: float | None,
    *,
    what: str,
    why: str,
    resolve: str,
    severity: Severity = Severity.BREACH,
) -> Rule:
    """Every value lies between two bounds, both included; None is no bound. Nulls are not looked at."""
    bounds = {"min_value": low, "max_value": high}
    return Rule("ExpectColumnValuesToBeBetween", column, what, why, resolve, severity, bounds)


def one_of(
    column: str, values: type[StrEnum], *, what: str, why: str, resolve: str, severity: Severity = Severity.BREACH
) -> Rule:
    """Every value is a word of a vocabulary. Nulls are not looked at."""
    bounds = {"value_set": [member.value for member in values]}
    return Rule("ExpectColumnValuesToBeInSet", column, what, why, resolve, severity, bounds)


def unique(column: str, *, what: str, why: str, resolve: str, severity: Severity = Severity.BREACH) -> Rule:
    """No value twice."""
    return Rule("ExpectColumnValuesToBeUnique", column, what, why, resolve, severity)
