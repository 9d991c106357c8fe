"""When API keys were last used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from accountsos.cli.installation import Installation, company_number
from accountsos.cli.output import print_table
from accountsos.dates import rfc3339
from accountsos.workflows.access import manage_keys


def print_last_used(installation: Installation, given: Mapping[str, Any]) -> None:
    """A line for each key of the company."""
    opened = installation.at(given["data"]).open()
    found = opened.books.read(manage_keys.LIST, company_number(given["company"]), None)
    used = opened.keys_last_used()
    opened.books.close()
    rows = [
        [
            key.key_id,
            key.name,
            rfc3339(datetime.fromtimestamp(used[key.key_id], UTC))[:16] if key.key_id in used else "never",
        ]
        for key in found
    ]
    print_table([("id", "<"), ("name", "<"), ("last used (UTC)", "<")], rows)
