"""Books as they were before the feed of changes: the triggers and their table taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%!_told!_%' ESCAPE '!'"
FUNCTIONS = "SELECT proname FROM pg_proc WHERE proname LIKE '%!_told!_%' ESCAPE '!'"


def untold(run: Callable[[str], Any], *, postgres: bool) -> None:
    """`run` executes a statement and hands back its rows."""
    for (name,) in list(run(FUNCTIONS if postgres else TRIGGERS)):
        run(f"DROP FUNCTION {name}() CASCADE" if postgres else f"DROP TRIGGER {name}")
    run("DROP TABLE changed_thing")
