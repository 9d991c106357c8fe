"""Which company a command is about where none was named: the only one there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from accountsos import ids
from accountsos.cli.installation import Installation
from accountsos.workflows.upkeep import verify_books


def only_company(installation: Installation, given: Mapping[str, Any]) -> str:
    """Its id; a usage error where there is none or another beside it."""
    here = installation.at(given.get("data"))
    opened = here.open_books(here.settings)
    try:
        numbers = opened.books.read(verify_books.COMPANIES, 0, None)
    finally:
        opened.books.close()
    if len(numbers) == 1:
        return ids.company_id(numbers[0])
    if not numbers:
        raise click.UsageError("there is no company yet; `accountsos company add` makes one.")
    raise click.UsageError(
        f"Missing option '--company': there are {len(numbers)} companies here; `accountsos company list` shows them."
    )
