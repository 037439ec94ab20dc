"""Choices of the institute and of the method. Not here: where they come from (`pipelines/lib/wings`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SentimentSettings:
    """Choices of the institute and of the method.

    Attributes:
        unsure_below: Confidence below which the model says that it is unsure.
        minimum_labels: Fewer settled comments than this: the lexicon alone.
        minimum_per_class: Fewer of any sentiment than this: the lexicon alone.
        words_from: From so many settled comments on, single words are tried beside the evidence as well.
        penalty: C of the regression; few labels, strong penalty.
    """

    unsure_below: float = 0.6
    minimum_labels: int = 50
    minimum_per_class: int = 5
    words_from: int = 300
    penalty: float = 0.03
