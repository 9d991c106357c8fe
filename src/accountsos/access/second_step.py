"""The second step at log-in: codes by time (RFC 6238) and codes for a lost device."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS, DIGITS = 30, 6
KEY_BYTES = 20
"""As long as the digest of SHA-1, which RFC 4226 recommends."""
RECOVERY_CODES, RECOVERY_LETTERS = 10, 12
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that looks like another."""
ISSUER = "AccountsOS"


def new_key() -> str:
    """A key as authenticator apps take it: base32 without padding."""
    return base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def is_key(text: str) -> bool:
    """Whether it is a key as `new_key` makes them."""
    try:
        return len(base64.b32decode(text)) == KEY_BYTES
    except ValueError:
        return False


def step_of(now: datetime) -> int:
    """The number of the thirty seconds at that moment."""
    return int(now.timestamp()) // STEP_SECONDS


def code_at(key: str, step: int, digits: int = DIGITS) -> str:
    """The code of those thirty seconds. Source: RFC 4226 section 5.3, RFC 6238 section 4.2."""
    digest = hmac.new(base64.b32decode(key), step.to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def fitting_step(key: str, code: str, now: datetime) -> int | None:
    """Whose code it is: that of now, or of the thirty seconds before or after, for clocks that differ a little."""
    plain = "".join(code.split())
    if not (plain.isascii() and plain.isdigit() and len(plain) == DIGITS):
        return None
    here = step_of(now)
    fits = [step for step in (here - 1, here, here + 1) if hmac.compare_digest(code_at(key, step), plain)]
    return fits[0] if fits else None


def in_groups(key: str) -> str:
    """The key in fours, for typing it."""
    return " ".join(key[n : n + 4] for n in range(0, len(key), 4))


def otpauth_link(key: str, email: str) -> str:
    """The address by which an app on the same device takes the key.

    That a code has six digits and changes every 30 seconds is left out: it is what apps take where nothing is said,
    and the square code of the address stays smaller.
    """
    about = urlencode({"secret": key, "issuer": ISSUER})
    return f"otpauth://totp/{quote(f'{ISSUER}:{email}', safe='')}?{about}"


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes, each good once: `abcd-efgh-jkmn`."""
    made = ["".join(secrets.choice(_LETTERS) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    return tuple("-".join(code[n : n + 4] for n in range(0, RECOVERY_LETTERS, 4)) for code in made)


def recovery_digest(user_id: str, code: str) -> bytes:
    """What is kept of a recovery code, however it is typed."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(f"recovery:{user_id}:{plain}".encode()).digest()
