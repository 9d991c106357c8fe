"""Whether the long forms run, and how fault tests say what they measured."""

from __future__ import annotations

import json
import os

LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))


def note(test: str, what: str, **figures: object) -> None:
    """Say what was measured; pytest shows it with -s."""
    print(json.dumps({"test": test, "what": what, **figures}))
