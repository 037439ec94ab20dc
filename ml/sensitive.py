"""Attributes of a person that never enter a model: the one list. They only compare groups (`evaluation.fairness`).

Not here: attributes that may serve, and leaky ones; each model says how it takes them.
"""

import re
from collections.abc import Iterable

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
_WORDS = frozenset(
    {
        *("sex", "age", "ages", "dob", "race", "faith", "imd", "zip", "tribe", "minority", "health", "obc", "bpl"),
        *("male", "female", "salutation", "quota", "reservation", "wage", "wages", "tongue", "native", "domicile"),
        *("city", "country", "state", "district", "village", "town", "address", "locality", "location", "province"),
        *("father", "mother", "parent", "parents", "guardian", "spouse", "husband", "wife", "children"),
    }
)
# Names that mean it only when they stand alone: "Category" on an Indian form, but not "Course category".
_ALONE = frozenset({"category", "community", "title", "language"})
# Values that give a trait away whatever the column is called.
_VALUES = (
    frozenset({"m", "f", "male", "female", "man", "woman", "mr", "mrs", "ms", "miss", "transgender"}),
    frozenset({"hindu", "muslim", "christian", "sikh", "buddhist", "jain", "parsi", "jewish", "atheist"}),
    frozenset({"sc", "st", "obc", "gen", "general", "ews", "nt", "vj", "sbc"}),
)


def is_sensitive(name: str) -> bool:
    """Whether a column of this name tells who a person is: `age_band`, `Gender`, `IMD band`, `dateOfBirth`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    words = [word for word in re.split(r"[^a-z]+", apart) if word]
    if len(words) == 1 and words[0] in _ALONE:
        return True
    return any(word in _WORDS or word.startswith(_BEGINNINGS) for word in words)


def are_sensitive(values: Iterable[str]) -> bool:
    """Whether the different values of a column tell who a person is: most of them, and two at least, are such words."""
    told = {value.strip().lower().rstrip(".") for value in values}
    return any(len(told & known) >= 2 and 2 * len(told & known) > len(told) for known in _VALUES)
