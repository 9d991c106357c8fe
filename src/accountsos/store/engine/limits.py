"""How much one key, or one address, may ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests allowed per key and clock window, and bad keys per client address and minute."""

    hour: int = 1000
    minute: int = 100
    bad_keys: int = 60
