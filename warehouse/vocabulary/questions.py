"""The words of questions that somebody puts to a snapshot."""

from enum import StrEnum


class QueryOutcome(StrEnum):
    """What became of a question in SQL."""

    ANSWERED = "answered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
