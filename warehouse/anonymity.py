"""When anonymous feedback may be told: one number and one rule, for the API, the screens and dbt.

Two thresholds, both of five. Anonymous feedback is *shown* (one by one, or inside a figure) once there are five
anonymous comments about the same faculty member, or, about nobody, of the same campus; a rating without a comment is
nobody to hide behind. And a *figure* with an anonymous answer in it stands on five answers at least. Not here: who may
see which rows (`scope.py`), and the same threshold for dbt (`fewest_anonymous`; a test holds them together).
"""

from typing import Final

from warehouse.vocabulary import Role

FEWEST_ANONYMOUS: Final = 5


def enough(role: Role | None, alias: str, fewest: int = FEWEST_ANONYMOUS) -> str:
    """The condition on a group of answers (`having`) under which its figures may be told, in SQL of both engines.

    Args:
        role: who asks; a faculty member needs the fewest of every group, for she may know who is in her batch.
        alias: of the relation with `is_anonymous`.
        fewest: how many.
    """
    many = f"count(*) >= {fewest}"
    return many if role is Role.FACULTY else f"({many} or count(case when {alias}.is_anonymous then 1 end) = 0)"
