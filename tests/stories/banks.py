"""Statements as banks hand them out: files of one account that go on from the last one's balance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

Row = tuple[str, str, str, str]
"""Day, amount with the bank's sign, payee, reference."""


def starling(rows: Iterable[Row], opening: Decimal) -> bytes:
    """Starling's CSV: oldest first, with the balance after each line."""
    balance, text = opening, ["Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)"]
    for day, amount, payee, reference in rows:
        balance += Decimal(amount)
        text.append(f"{_british(day)},{payee},{reference},FASTER PAYMENT,{amount},{balance}")
    return ("\n".join(text) + "\n").encode()


def natwest(rows: Iterable[Row], opening: Decimal) -> bytes:
    """NatWest's CSV: newest first, with the balance after each line."""
    balance, text = opening, []
    for day, amount, payee, reference in rows:
        balance += Decimal(amount)
        when = date.fromisoformat(day)
        text.append(f'{when:%d %b %Y},BAC,"{payee} , {reference}",{amount},{balance},HERON REED,601234-12345678')
    head = "Date,Type,Description,Value,Balance,Account Name,Account Number"
    return ("\n".join([head, *reversed(text)]) + "\n").encode()


def ofx(rows: Iterable[Row], opening: Decimal) -> bytes:
    """OFX with the bank's own ids and the ledger balance."""
    rows = list(rows)
    closing = opening + sum(Decimal(amount) for _, amount, _, _ in rows)
    lines = "".join(
        f"<STMTTRN><TRNTYPE>{'CREDIT' if Decimal(amount) > 0 else 'DEBIT'}<DTPOSTED>{day.replace('-', '')}"
        f"<TRNAMT>{amount}<FITID>{day.replace('-', '')}{n:03d}<NAME>{payee}<MEMO>{reference}</STMTTRN>"
        for n, (day, amount, payee, reference) in enumerate(rows, 1)
    )
    first, last = (rows[n][0].replace("-", "") for n in (0, -1))
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>"
        "<STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>601234<ACCTID>12345678<ACCTTYPE>CHECKING</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>{first}<DTEND>{last}{lines}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{closing}<DTASOF>{last}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode()


def _british(day: str) -> str:
    return "/".join(reversed(day.split("-")))
