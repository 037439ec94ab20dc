"""What the name of an attribute gives away: that it is written later than the inquiry.

Not here: what the values give away (`screening.py`), and sensitive traits (`ml/sensitive.py`).
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of columns that are written over while an inquiry is worked on.
WRITTEN_LATER = _words(
    "last latest recent status stage tag tags outcome result remark remarks comment comments quality "
    "grade rating disposition converted conversion closed closing won lost enrolled enrolment enrollment "
    "admitted admission joined paid payment notable modified updated verdict decision response attempt "
    "attempts activity engagement"
)
# A judgement of the inquiry itself, in two words.
JUDGED = _words("score profile index level class potential probability")


def words(name: str) -> list[str]:
    """A name in its words: `LastActivity`, `last_activity` and `Last Activity` are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.findall(r"[a-z]+", apart.lower())


def is_written_later(name: str) -> bool:
    """Whether the name is one of a column that is written over while an inquiry is worked on."""
    found = set(words(name))
    return bool(WRITTEN_LATER & found) or ("lead" in found and bool(JUDGED & found))
