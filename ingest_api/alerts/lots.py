"""The lot of an alert: whether it waits, so that students with and without an alert can be compared.

Belongs here: the draw, pure and repeatable. Who takes part, and when an alert is raised, stands in `raising.py`.
"""

import hashlib
from typing import Final

_STEPS: Final = 2**64


def waits(enrollment_id: int, salt: str, share: float) -> bool:
    """Whether the lot of an enrolment falls on waiting.

    The same for ever for one enrolment and salt, whatever is known of the student: so nobody can draw again, and the
    lots fall alike on all kinds of students. With a larger share those who waited before still wait.
    """
    digest = hashlib.sha256(f"{salt}:{enrollment_id}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * _STEPS
