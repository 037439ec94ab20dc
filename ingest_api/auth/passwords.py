"""Password hashing: argon2id, with the same work whether or not the user exists."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 256

# OWASP's second recommendation (19 MiB, two passes): about 20 ms, so that 16 log-ins at once need 300 MiB, not 1 GiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class WeakPasswordError(ValueError):
    """The password is too short or too long; the message says what is wanted."""


def hash_password(password: str) -> str:
    """The argon2id hash to store.

    Raises:
        WeakPasswordError: fewer than 8 or more than 256 characters.
    """
    if not MINIMUM_LENGTH <= len(password) <= MAXIMUM_LENGTH:
        raise WeakPasswordError(f"a password has {MINIMUM_LENGTH} to {MAXIMUM_LENGTH} characters")
    return _hasher.hash(password)


@lru_cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` is right; without a stored hash the same work is done and the answer is no."""
    try:
        _hasher.verify(password_hash or _nobody(), password[:MAXIMUM_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
