"""State exchange rates from HMRC's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountsos.cli.installation import ACTOR, Installation, company_number
from accountsos.cli.output import print_json
from accountsos.cli.printing import say
from accountsos.statements.hmrc_rates import text_of_file
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.currencies import stated_rates
from accountsos.workflows.currencies.state_exchange_rates import STATE, StateRates


def state_rates(installation: Installation, given: Mapping[str, Any]) -> None:
    """Read the file and state its rates."""
    company = company_number(given["company"])
    here = installation.at(given["data"])
    with here.books_of(company) as books:
        done = books.write(STATE, company, StateRates(hmrc_file=text_of_file(given["file"].read_bytes())), ACTOR)
    if given["as_json"]:
        print_json(encode_json(stated_rates(done)))
        return
    for month, rates in done.items():
        say(f"{month:%Y-%m}: {len(rates)} rates")
