"""Passwords: hashed slowly but within bounds, and refused where others guess them first."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from resourcemap.model.account import AccountError, fold_name

SHORTEST, LONGEST = 12, 256
FEWEST_DIFFERENT = 5
# OWASP's smallest for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# Each takes 19 MiB and a core: many sign-ins at once wait for each other instead of filling the memory.
# In threads of their own, as each thread that ever hashed keeps those 19 MiB for its next try.
_AT_ONCE = ThreadPoolExecutor(2, thread_name_prefix="password")


def read_password(text: str, *, name: str = "") -> str:
    """
    Take a new password, if it is one that others would not guess soon.

    Length counts, not odd signs: any 12 letters or more, spaces too.

    Raises
    ------
    AccountError
        When it is too short or too long, or people use it everywhere.
    """
    if not SHORTEST <= len(text) <= LONGEST:
        raise AccountError("password_length", least=SHORTEST, most=LONGEST)
    folded = text.casefold().strip()
    own = fold_name(name)
    if (
        folded in common_passwords()
        or _unit(folded) in common_passwords()
        or len(set(folded)) < FEWEST_DIFFERENT
        or (own and own in folded and len(folded) - len(own) < SHORTEST // 2)
    ):
        raise AccountError("password_common")
    return text


@cache
def common_passwords() -> frozenset[str]:
    """List the 30,000 passwords found most often in leaks: the frequency list of zxcvbn (MIT)."""
    # Read only when somebody chooses a password: the list takes a moment and some memory.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def hash_password(text: str) -> str:
    """Hash a password with Argon2id and a salt of its own."""
    return _AT_ONCE.submit(_HASHER.hash, text).result()


def is_password(text: str, password_hash: str | None) -> bool:
    """
    Compare a password with a hash; None takes as long and never matches.

    So that nobody learns from the time which names there are.
    """
    try:
        tried = _AT_ONCE.submit(_HASHER.verify, password_hash or _nobodys_hash(), text[:LONGEST])
        return tried.result() and password_hash is not None
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


# Made now, so that the first try for an unknown name takes no longer than any other.
_nobodys_hash()


def _unit(text: str) -> str:
    """Give what a text repeats: "password" of "passwordpassword", else the text itself."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text == text[:size] * (len(text) // size):
            return text[:size]
    return text
