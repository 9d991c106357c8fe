"""The table of a report's CSV, without the rows before it that tell what it is of."""

from __future__ import annotations


def table_lines(content: bytes | str) -> list[str]:
    """Its lines, the heading first."""
    text = content if isinstance(content, str) else content.decode()
    return [line for line in text.splitlines() if not line.startswith("#")]
