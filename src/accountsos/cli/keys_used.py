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
    here, company = installation.at(given["data"]), company_number(given["company"])
    with here.opened_for(company) as opened:
        found, used = opened.books.read(manage_keys.LIST, company, None), opened.keys_last_used()
    rows = [
        [
            key.key_id,
            key.name,
            rfc3339(datetime.fromtimestamp(used[key.key_id], UTC))[:16] if key.key_id in used else "never",
        ]
        for key in found
    ]
    print_table([("id", "<"), ("name", "<"), ("last used (UTC)", "<")], rows)
