"""A statement as the bank prints it, from a table of what a company pays and is paid.

A table (`*.tsv`) says of each thing: the category, how it is paid, how often, how much, who stands there and with which
reference. `a|b` is either; `#4` four digits, `@6` six letters and digits, {mon} {wk} {day} the date's.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from io import StringIO
from random import Random

from accountsos.money import Pence, pence_from_text, text_from_pence

FIRST, LAST = date(2026, 1, 5), date(2026, 8, 30)
LINES = 450
"""Of each company, the first."""
_IN = frozenset({"in", "bgc", "cashin", "int", "potin", "tfrin", "cardin"})
_DIGITS, _SIGNS = "0123456789", "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_PLACEHOLDER = re.compile(r"([#@])(\d+)")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a bank prints of one line: how it is paid, who stands there, the reference, the amount."""

    on: date
    kind: str
    who: str
    reference: str
    amount: Pence


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A company, its statement and what is true of each line of it, oldest first."""

    name: str
    trade: str
    entity: str
    bank: str
    group: str
    people: tuple[str, ...]
    statement: bytes
    truth: tuple[str, ...]


@cache
def companies() -> tuple[HandWritten, ...]:
    """All of them, by group and name of their tables."""
    tables = [table for table in files(__package__).iterdir() if table.name.endswith(".tsv")]
    found = [_company(table.name, table.read_text(encoding="utf-8")) for table in tables]
    return tuple(sorted(found, key=lambda company: (company.group, company.name)))


def _company(table: str, text: str) -> HandWritten:
    head: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) == 2:
            head[cells[0]] = cells[1]
        else:
            rows.append([*cells, ""][:6])
    rng = Random(table)  # nothing secret: the same lines each time
    lines = sorted(
        ((line, f"cat_{row[0]}") for row in rows for line in _lines(row, rng)), key=lambda line: (line[0].on, line[1])
    )[:LINES]
    statement = _BANKS[head["bank"]]([line for line, _ in lines], head)
    people = tuple(head.get("people", "").split(",")) if head.get("people") else ()
    return HandWritten(
        head["name"],
        head["trade"],
        head["entity"],
        head["bank"],
        head["set"],
        people,
        statement,
        tuple(truth for _, truth in lines),
    )


def _lines(row: list[str], rng: Random) -> Iterator[Printed]:
    _, kind, often, amounts, who, reference = row
    names, references = who.split("|"), reference.split("|")
    low, _, high = amounts.partition("-")
    for on in _days(often, rng):
        at = rng.randrange(len(names))
        said = references[at] if len(names) == len(references) and kind == "card" else rng.choice(references)
        size = pence_from_text(low) if not high else rng.randint(pence_from_text(low), pence_from_text(high))
        yield Printed(on, kind, _filled(names[at], on, rng), _filled(said, on, rng), size if kind in _IN else -size)


def _days(often: str, rng: Random) -> list[date]:
    if often == "w":
        start = FIRST + timedelta(days=rng.randrange(5))
        return [start + timedelta(weeks=week) for week in range((LAST - start).days // 7 + 1)]
    if often in ("m", "q"):
        day = rng.randint(1, 28)
        days = [date(2026, month, day) for month in range(1, 9)]
        return [on for on in (days[1::3] if often == "q" else days) if on >= FIRST]
    return [FIRST + timedelta(days=rng.randrange((LAST - FIRST).days)) for _ in range(int(often))]


def _filled(text: str, on: date, rng: Random) -> str:
    said = text.replace("{mon}", f"{on:%b}").replace("{wk}", f"{on:%V}").replace("{day}", f"{on:%d}")

    def drawn(found: re.Match[str]) -> str:
        return "".join(rng.choice(_DIGITS if found[1] == "#" else _SIGNS) for _ in range(int(found[2])))

    return _PLACEHOLDER.sub(drawn, said)


def _csv(rows: list[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _split(amount: Pence) -> tuple[str, str]:
    """Paid out and paid in."""
    return (text_from_pence(-amount), "") if amount < 0 else ("", text_from_pence(amount))


def _balances(lines: list[Printed]) -> Iterator[tuple[Printed, str]]:
    balance = 10_000_00
    for line in lines:
        balance += line.amount
        yield line, text_from_pence(balance)


def _lloyds(lines: list[Printed], head: Mapping[str, str]) -> bytes:
    codes = {
        "card": "DEB",
        "cardin": "DEB",
        "dd": "DD",
        "so": "SO",
        "out": "FPO",
        "in": "FPI",
        "bgc": "BGC",
        "tfr": "TFR",
        "tfrin": "TFR",
        "fee": "PAY",
        "cash": "CPT",
        "cashin": "DEP",
        "int": "INT",
    }
    rows = []
    for line, balance in _balances(lines):
        name, said = line.who.upper()[:18], line.reference.upper()[:18]
        if line.kind in ("card", "cardin"):
            text = f"{name} CD 4471"
        elif head.get("form") == "long" and line.kind in ("in", "out"):
            text = f"{name} 40000000123{line.on:%d%m%y}6 {said} 309983 10 {line.on:%d%b%y} 10:{line.on:%d}".upper()
        else:
            text = f"{name} {said}".strip()
        rows.append(
            [f"{line.on:%d/%m/%Y}", codes[line.kind], "'30-99-83", "41122334", text, *_split(line.amount), balance]
        )
    heading = (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,"
        "Balance"
    )
    return _csv([heading.split(","), *rows[::-1]])


def _natwest(lines: list[Printed], head: Mapping[str, str]) -> bytes:
    codes = {
        "card": "POS",
        "cardin": "POS",
        "dd": "D/D",
        "so": "S/O",
        "out": "OTR",
        "in": "BAC",
        "bgc": "BAC",
        "tfr": "DPC",
        "fee": "CHG",
        "cashin": "CDM",
        "cash": "ATM",
        "int": "INT",
    }
    rows = []
    for line, balance in _balances(lines):
        name, said = line.who.upper()[:18], line.reference.upper()[:18]
        parts = [name, said] if said else [name]
        if line.kind in ("card", "cardin"):
            parts = [f"4471 {line.on:%d%b%y} C".upper(), name, f"{head['town']} GB"]
        elif line.kind == "out":
            parts += ["VIA MOBILE - PYMT", f"FP {line.on:%d/%m/%y} 10", f"311033{line.on:%d%m%y}000N"]
        elif line.kind == "in":
            parts += [f"FP {line.on:%d/%m/%y} 1033", f"0000{line.on:%d%m%y}"]
        elif line.kind == "tfr":
            parts = [f"TO {name}", "VIA MOBILE - XFER"]
        amount = text_from_pence(line.amount)
        rows.append(
            [f"{line.on:%d %b %Y}", codes[line.kind], " , ".join(parts), amount, balance, "CURRENT", "601234-12345678"]
        )
    return _csv(["Date,Type,Description,Value,Balance,Account Name,Account Number".split(","), *rows[::-1]])


def _barclays(lines: list[Printed], _: Mapping[str, str]) -> bytes:
    codes = {
        "card": "BCC",
        "cardin": "BCC",
        "dd": "DDR",
        "so": "STO",
        "out": "BBP",
        "in": "BGC",
        "bgc": "BGC",
        "tfr": "FT",
        "fee": "",
        "int": "",
    }
    rows = []
    for line in lines:
        said = f"ON {line.on:%d %b}" if line.kind in ("card", "cardin") else line.reference
        memo = f"{line.who[:18]:<18}\t {said[:18]:<18}     {codes[line.kind]}".upper().rstrip()
        kind = "PAYMENT" if line.amount < 0 else "FUNDS TRANSFER"
        rows.append(["\t ", f"{line.on:%d/%m/%Y}", "20-45-77 90112233", text_from_pence(line.amount), kind, memo])
    return _csv(["Number,Date,Account,Amount,Subcategory,Memo".split(","), *rows[::-1]])


def _hsbc(lines: list[Printed], _: Mapping[str, str]) -> bytes:
    codes = {
        "card": ")))",
        "cardin": "CR",
        "dd": "DD",
        "so": "SO",
        "out": "BP",
        "in": "CR",
        "bgc": "CR",
        "tfr": "TFR",
        "fee": "DR",
        "cash": "ATM",
        "int": "CR",
    }
    rows = []
    for line in lines:
        text = f"{line.who[:18]} {line.reference[:18]}".upper().strip()
        code = "VIS" if line.kind == "card" and line.on.day % 3 == 0 else codes[line.kind]
        rows.append([f"{line.on:%d/%m/%Y}", f"{code:<5}{text}", text_from_pence(line.amount)])
    return _csv(rows[::-1])


def _starling(lines: list[Printed], _: Mapping[str, str]) -> bytes:
    codes = {
        "card": "ONLINE PAYMENT",
        "cardin": "CARD REFUND",
        "dd": "DIRECT DEBIT",
        "so": "STANDING ORDER",
        "out": "FASTER PAYMENT",
        "in": "FASTER PAYMENT",
        "bgc": "DIRECT CREDIT",
        "tfr": "INTERNAL TRANSFER",
        "fee": "FEE",
        "int": "INTEREST",
    }
    rows = []
    for line, balance in _balances(lines):
        said = line.reference or (line.who.upper() if line.kind == "card" else "")
        code = "CONTACTLESS" if line.kind == "card" and line.amount > -20_00 else codes[line.kind]
        rows.append([f"{line.on:%d/%m/%Y}", line.who, said, code, text_from_pence(line.amount), balance])
    return _csv(["Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)".split(","), *rows])


def _monzo(lines: list[Printed], _: Mapping[str, str]) -> bytes:
    codes = {
        "card": "Card payment",
        "cardin": "Card payment",
        "dd": "Direct Debit",
        "so": "Faster payment",
        "out": "Faster payment",
        "in": "Faster payment",
        "bgc": "Bacs (Direct Credit)",
        "pot": "Pot transfer",
        "potin": "Pot transfer",
    }
    rows = []
    for at, (line, balance) in enumerate(_balances(lines)):
        amount, said = text_from_pence(line.amount), line.reference or line.who.upper()
        rows.append(
            [
                f"tx_0000C{at:016}",
                f"{line.on:%d/%m/%Y}",
                "10:00:00",
                codes[line.kind],
                line.who,
                "",
                "",
                amount,
                "GBP",
                amount,
                "GBP",
                "" if line.kind == "card" else line.reference,
                "",
                "",
                said,
                "",
                balance,
                "GBP",
            ]
        )
    heading = (
        "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,"
        "Notes and #tags,Address,"
        "Receipt,Description,Category split,Balance,Balance currency"
    )
    return _csv([heading.split(","), *rows])


def _nationwide(lines: list[Printed], _: Mapping[str, str]) -> bytes:
    codes = {
        "card": "Visa purchase",
        "dd": "Direct debit",
        "so": "Standing order",
        "out": "Payment to",
        "in": "Transfer from",
        "bgc": "Bank credit",
        "tfr": "Transfer to",
        "cash": "ATM Withdrawal",
        "cashin": "Cash deposit",
        "int": "Interest added",
    }
    rows = []
    for line, balance in _balances(lines):
        code = "Contactless Payment" if line.kind == "card" and line.on.day % 2 else codes[line.kind]
        text = line.who[:24] if line.kind == "card" else f"{line.who[:18]} {line.reference[:18]}".strip()
        out, into = (f"£{text}" if text else "" for text in _split(line.amount))
        rows.append([f"{line.on:%d %b %Y}", code, text, out, into, f"£{balance}"])
    head = [
        ["Account Name:", "Business ****54321"],
        ["Account Balance:", rows[-1][5]],
        ["Available Balance: ", rows[-1][5]],
        [],
    ]
    return (
        _csv([*head, ["Date", "Transaction type", "Description", "Paid out", "Paid in", "Balance"], *rows])
        .decode()
        .encode("cp1252")
    )


def _cooperative(lines: list[Printed], _: Mapping[str, str]) -> bytes:
    codes = {
        "card": "DEBIT",
        "dd": "DD",
        "so": "SO",
        "out": "FASTER PAYMENT",
        "in": "CREDIT",
        "bgc": "CREDIT",
        "tfr": "TFR",
        "fee": "CHARGE",
        "int": "INTEREST",
    }
    rows = []
    for line, balance in _balances(lines):
        out, into = _split(line.amount)
        text = f"{line.who[:22]} {line.reference[:18]}".upper().strip()
        rows.append([f"{line.on:%Y-%m-%d}", text, codes[line.kind], into, out, balance])
    return _csv(["Date,Description,Type,Money In,Money Out,Balance".split(","), *rows[::-1]])


_BANKS: Mapping[str, Callable[[list[Printed], Mapping[str, str]], bytes]] = {
    "lloyds": _lloyds,
    "natwest": _natwest,
    "barclays": _barclays,
    "hsbc": _hsbc,
    "starling": _starling,
    "monzo": _monzo,
    "nationwide": _nationwide,
    "coop": _cooperative,
}
