"""State exchange rates from HMRC's file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accountsos.cli.installation import ACTOR, Installation, company_number
from accountsos.cli.output import print_json
from accountsos.cli.printing import say
from accountsos.errors import BadRequest
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.currencies import rate_list
from accountsos.workflows.currencies.state_exchange_rates import STATE, StateRates

_MOST = 500_000


def state_rates(installation: Installation, given: Mapping[str, Any]) -> None:
    """Read the file and state its rates."""
    company = company_number(given["company"])
    here = installation.at(given["data"])
    with here.books_of(company) as books:
        done = books.write(STATE, company, StateRates(hmrc_file=_text(given["file"])), ACTOR)
    if given["as_json"]:
        print_json(encode_json(rate_list(done)))
        return
    for month, rates in done.items():
        say(f"{month:%Y-%m}: {len(rates)} rates")


def _text(file: Path) -> str:
    content = file.read_bytes()
    if len(content) > _MOST:
        raise BadRequest(f"{file} is larger than any month's rates", param="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
