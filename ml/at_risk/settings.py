"""Choices of the institute and of the method. Not here: where they come from (`pipelines/lib/wings`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AtRiskSettings:
    """Choices of the institute and of the method.

    Attributes:
        medium_from: Probability from which the band is `medium`.
        high_from: Probability from which the band is `high`.
        minimum_outcomes: Fewer known outcomes than this: the rule.
        minimum_per_class: Fewer drop-outs or completions than this: the rule.
        boosting_from: From so many known outcomes boosting is tried too.
        stage_width_weeks: How far apart in weeks since start enrolments still teach each other.
        prior_variance: Of a standardised coefficient; the same prior that tames 50 outcomes hardly touches 5,000.
        maximum_rows: Teaching rows beyond this are sampled by enrolment.
    """

    medium_from: float
    high_from: float
    minimum_outcomes: int = 50
    minimum_per_class: int = 10
    boosting_from: int = 400
    stage_width_weeks: float = 4.0
    prior_variance: float = 0.1
    maximum_rows: int = 100_000
