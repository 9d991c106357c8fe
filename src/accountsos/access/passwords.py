"""Passwords: what is accepted, and the argon2id digest that is kept in their place."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher()


def password_mistake(password: str, email: str = "") -> str | None:
    """What is wrong with a new password, None where nothing is."""
    if len(password) < SHORTEST:
        return f"The password must have {SHORTEST} characters or more"
    if len(password) > LONGEST:
        return f"The password must have {LONGEST} characters or fewer"
    if len(set(password)) < 4:
        return "The password repeats too few characters; three words are good"
    if email and password.casefold() in (email.casefold(), email.partition("@")[0].casefold()):
        return "The password must not be the e-mail address"
    return None


def password_digest(password: str) -> str:
    """What is stored. It takes a tenth of a second and 64 MiB on purpose: keep it off the event loop."""
    return _HASHER.hash(_one_form(password))


def password_fits(digest: str | None, password: str) -> bool:
    """Whether it is the password of that digest. Without a digest the answer is no, after the same time."""
    try:
        fits = _HASHER.verify(digest or _of_nobody(), _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return fits and digest is not None


@cache
def _of_nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _one_form(password: str) -> str:
    """The same letters typed on another machine are the same password."""
    return unicodedata.normalize("NFKC", password)[: 4 * LONGEST]
