"""What the edges' expectations decide: a breach ends the run and is told to everybody, until all is well again."""

from warehouse.expectations import Verdict, clear_breach, write_breach
from warehouse.settings import Settings


class BreachError(RuntimeError):
    """What came in, was predicted or was about to be published is not what it must be; says what, one a line."""


def uphold(settings: Settings, verdict: Verdict) -> None:
    """Lets a sound verdict pass.

    Raises:
        BreachError: there is a breach. It is noted down for the dashboards, the API and `headway doctor`.
    """
    if not verdict.passed:
        write_breach(settings, verdict)
        raise BreachError("\n".join(breach.says for breach in verdict.breaches))


def all_is_well(settings: Settings) -> None:
    """Everything passed and is published: whatever stood before stands no more."""
    clear_breach(settings)
