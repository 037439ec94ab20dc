"""Attributes of a person that never enter a model: the one list. They only compare groups (`evaluation.fairness`).

Not here: attributes that may serve, and leaky ones; each model says how it takes them.
"""

import re

# Beginnings of words, so that `disability` and `disabled` are one. Who a person is, or where they come from; never what
# they did. Deprivation and postcode stand for income and region.
_BEGINNINGS = (
    "gender",
    "disab",
    "handicap",
    "relig",
    "caste",
    "ethnic",
    "nationalit",
    "income",
    "salar",
    "depriv",
    "region",
    "postcode",
    "pincode",
    "marital",
    "pregnan",
    "orientation",
    "politic",
    "birth",
)
# Whole words that others begin with: `age` is one, `agent` is none.
_WORDS = frozenset({"sex", "age", "ages", "dob", "race", "faith", "imd", "zip", "tribe", "minority", "health"})


def is_sensitive(name: str) -> bool:
    """Whether a column of this name tells who a person is: `age_band`, `Gender`, `IMD band`, `dateOfBirth`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    words = [word for word in re.split(r"[^a-z]+", apart) if word]
    return any(word in _WORDS or word.startswith(_BEGINNINGS) for word in words)
