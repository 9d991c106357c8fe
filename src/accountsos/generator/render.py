"""From true lines to the bytes of a bank's file, with exact running balances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from accountsos.errors import BadRequest
from accountsos.generator import app_banks, classic_banks, ofx
from accountsos.generator.lines import Account, TrueLine
from accountsos.generator.printing import (
    PLAIN,
    Printer,
    StatementOptions,
    StatementRequest,
    words_for,
)
from accountsos.money import Pence

PRINTERS: dict[str, Printer] = {**classic_banks.PRINTERS, **app_banks.PRINTERS, **ofx.PRINTERS}
BANKS = tuple(PRINTERS)
"""What `bank` may be."""


class Blocks(Protocol):
    """Where the lines come from, a month at a time, each with the balance after it."""

    def __call__(
        self, account_ref: str, start: date, end: date, *, newest_first: bool
    ) -> Iterator[list[tuple[TrueLine, Pence]]]:
        """The blocks of the account for those days, in file order."""
        ...


def chunks(request: StatementRequest, blocks: Blocks) -> Iterator[bytes]:
    """The file's bytes, one chunk a month."""
    printer = printer_of(request.bank)
    options = request.options
    newest_first = printer.newest_first if options.newest_first is None else options.newest_first
    encoding = _Encoding(options.encoding or printer.encoding, options.line_ending or printer.line_ending)
    pending = "".join(_pending(request, printer))
    head = printer.head(request)
    yield encoding.first(head + pending if newest_first else head)
    for block in blocks(request.account.ref, request.start, request.end, newest_first=newest_first):
        text = "".join(
            printer.row(request, line, words_for(request, line), balance)
            for line, balance in block
            if is_shown(options, line.number)
        )
        if text:
            yield encoding.more(text)
    tail = ("" if newest_first else pending) + printer.tail(request)
    if tail:
        yield encoding.more(tail)


def render(
    lines: Iterable[TrueLine],
    bank: str,
    account: Account,
    *,
    opening: Pence = 0,
    holder: str = "",
    options: StatementOptions = PLAIN,
) -> bytes:
    """The file that the bank would print of these lines of one account; they must be in date order."""
    balances: list[tuple[TrueLine, Pence]] = []
    balance = opening
    for line in lines:
        balance += line.amount
        balances.append((line, balance))
    if not balances:
        raise BadRequest("a statement without lines has no days; ask the company's statement() for one")
    first, last = balances[0][0].booked_on, balances[-1][0].booked_on

    def blocks(
        account_ref: str, start: date, end: date, *, newest_first: bool
    ) -> Iterator[list[tuple[TrueLine, Pence]]]:
        yield balances[::-1] if newest_first else balances

    return b"".join(chunks(StatementRequest(holder, account, first, last, balance, bank, options), blocks))


def printer_of(bank: str) -> Printer:
    """The printer of that name."""
    printer = PRINTERS.get(bank)
    if printer is None:
        raise BadRequest(f"no printer for {bank!r}; there are {', '.join(BANKS)}", param="bank")
    return printer


def is_shown(options: StatementOptions, number: int) -> bool:
    """Whether the options leave that line in the file."""
    return (
        number not in options.leave_out
        and (options.after_line is None or number > options.after_line)
        and (options.until_line is None or number <= options.until_line)
    )


def _pending(request: StatementRequest, printer: Printer) -> Iterator[str]:
    if printer.pending is None:
        return
    for line in request.pending:
        yield printer.pending(request, line, words_for(request, line))


class _Encoding:
    def __init__(self, name: str, line_ending: str) -> None:
        self._name, self._line_ending = name, line_ending

    def first(self, text: str) -> bytes:
        """With the byte order mark that the encoding may have."""
        return self._ended(text).encode(self._name)

    def more(self, text: str) -> bytes:
        """Without a second mark."""
        name = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(self._name, self._name)
        return self._ended(text).encode(name)

    def _ended(self, text: str) -> str:
        return text if self._line_ending == "\n" else text.replace("\n", self._line_ending)
