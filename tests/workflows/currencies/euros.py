"""Files of accounts in other currencies, and what their lines come to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.support.bookkeeper import Bookkeeper, simple_file

WISE = (Path(__file__).parents[2] / "samples" / "statements" / "wise.csv").read_bytes()
WISE_HEAD = (
    '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From",'
    '"Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Total fees",'
    '"Exchange To Amount"\n'
)


def euro_file(rows: Iterable[tuple[date, int, str]], opening: int = 0, currency: str = "EUR") -> bytes:
    """A statement in Starling's form of an account in that currency, amounts in its hundredths."""
    return simple_file(rows, opening).replace(b"(GBP)", f"({currency})".encode())


def wise_file(*rows: str) -> bytes:
    """A statement in Wise's form, newest row first."""
    return (WISE_HEAD + "\n".join(rows) + "\n").encode()


def amounts(keeper: Bookkeeper, account: str) -> list[tuple[int, int, str, str]]:
    """Of each line, oldest first: own amount, pence, rate to six decimals, source."""
    found = []
    for number in keeper.numbers(bank_account=account):
        state = keeper.state(number)
        assert state.foreign is not None
        foreign = state.foreign
        found.append((foreign.amount, state.row.amount, f"{float(foreign.rate):.6f}", foreign.source))
    return found
