"""Where the next lines of an archived category go, as a person said when it was archived."""

from __future__ import annotations

from accountsos.store.names import Names


def successors_of(names: Names) -> dict[str, str]:
    """By archived category the one in use that took its place, over others that were archived in between."""
    said = names.successors
    found: dict[str, str] = {}
    for category in said:
        last, seen = category, set[str]()
        while last in said and last not in seen and names.chart[last].archived:
            seen.add(last)
            last = said[last]
        if not names.chart[last].archived:
            found[category] = last
    return found
