"""OFX and QFX, SGML and XML: bank and card statements, and the cash lines of investment accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.money import PENCE_MAX, Pence, minor_units
from accountsos.statements.formats.ofx_tags import Tag, tags
from accountsos.statements.line import LineError, StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.reading import Reader, Reading, account_and_sort_code
from accountsos.statements.source import Source

_STATEMENTS = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_ACCOUNTS = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"})
_LINES = frozenset({"STMTTRN", "STMTTRNP"})
_AGGREGATES = (
    _STATEMENTS
    | _ACCOUNTS
    | _LINES
    | frozenset(
        "OFX SONRS STATUS STMTTRNRS CCSTMTTRNRS INVSTMTTRNRS BANKTRANLIST BANKTRANLISTP INVTRANLIST INVBANKTRAN "
        "LEDGERBAL AVAILBAL PAYEE CURRENCY ORIGCURRENCY BANKACCTTO CCACCTTO BALLIST BAL INVBAL ACCTINFO "
        "SIGNUPMSGSRSV1".split()
    )
)
_TRADES = frozenset(
    "BUYDEBT BUYMF BUYOPT BUYOTHER BUYSTOCK CLOSUREOPT INCOME INVEXPENSE JRNLFUND JRNLSEC MARGININTEREST REINVEST "
    "RETOFCAP SELLDEBT SELLMF SELLOPT SELLOTHER SELLSTOCK SPLIT TRANSFER".split()
)
_OTHER_LEVELS = frozenset({"PAYEE", "CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO"})
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[0-9T:.,+\-\[\]A-Za-z/ ]{0,40})", re.ASCII)
_AMOUNT = re.compile(r"([+-]?)0*([0-9]{1,14})?(?:[.,]([0-9]{0,8}))?", re.ASCII)
_UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
"""One comma before three digits: grouped thousands, or a decimal comma with more decimals than the currency has."""
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", re.ASCII)


def recognises(head: str) -> bool:
    """Whether the file starts as OFX does."""
    start = head[:4000].upper()
    return "<OFX>" in start or "OFXHEADER" in start


class OfxReader(Reader):
    """Reads STMTTRN by STMTTRN."""

    name = "ofx"
    title = "OFX"

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each line of the chosen account."""
        pass_ = _Pass(reading)
        for tag in tags(source.text(newline=None), reading):
            line = pass_.take(tag)
            if line is not None:
                yield line
        pass_.finish()


@dataclass(slots=True)
class _Account:
    """The statement of one account inside the file."""

    line: int
    kind: str
    currency: str = ""
    bank_id: str = ""
    account_id: str = ""


@dataclass(slots=True)
class _Cells:
    """The values of an aggregate that is being read, each with its line."""

    line: int
    name: str
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class _Pass:
    """Follows the open aggregates and builds lines, balances and the account from them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._facts = reading.facts
        self._open: list[str] = []
        self._account: _Account | None = None
        self._cells: _Cells | None = None
        self._status: _Cells | None = None
        self._accounts: list[_Account] = []
        self._line_currencies: set[str] = set()
        self._trades = self._cash_lines = 0
        self._is_closed = self._is_listing = False

    def take(self, tag: Tag) -> StatementLine | None:
        """The line that this tag completes, if any."""
        if tag.closing:
            return self._close(tag)
        if tag.name in _AGGREGATES and not tag.value:
            self._open_aggregate(tag)
            return None
        self._leaf(tag)
        return None

    def _open_aggregate(self, tag: Tag) -> None:
        if len(self._open) > 60:
            raise UnreadableStatement("The file's tags are nested too deeply to be a statement.")
        if self._cells is not None and tag.name in _LINES | _STATEMENTS:
            self._reading.mistake(self._cells.line, f"{self._cells.name} is opened here and never closed")
            self._cells = None
            self._open = [name for name in self._open if name not in _LINES | {"LEDGERBAL"} | _OTHER_LEVELS]
        self._open.append(tag.name)
        if tag.name in _STATEMENTS:
            self._account = _Account(tag.line, tag.name)
            self._accounts.append(self._account)
        elif tag.name in _LINES or tag.name == "LEDGERBAL":
            self._cells = _Cells(tag.line, tag.name)
        elif tag.name == "STATUS":
            self._status = _Cells(tag.line, tag.name)
        elif tag.name == "SIGNUPMSGSRSV1":
            self._is_listing = True

    def _leaf(self, tag: Tag) -> None:
        inside = self._open[-1] if self._open else ""
        account = self._account
        if inside == "STATUS" and self._status is not None:
            self._status.values[tag.name] = tag.value
        elif self._cells is not None:
            name = f"{inside}.{tag.name}" if inside in _OTHER_LEVELS else tag.name
            if name not in self._cells.values:
                self._cells.values[name], self._cells.lines[name] = tag.value, tag.line
        elif account is not None:
            if tag.name == "CURDEF":
                account.currency = tag.value.upper()
            elif inside in _ACCOUNTS and tag.name == "ACCTID":
                account.account_id = tag.value
            elif inside in _ACCOUNTS and tag.name == "BANKID":
                account.bank_id = tag.value
            elif account.kind == "INVSTMTRS" and inside == "INVTRANLIST" and tag.name in _TRADES:
                self._trades += 1

    def _close(self, tag: Tag) -> StatementLine | None:
        name = tag.name
        if name == "OFX":
            self._is_closed = True
        if name not in self._open:
            return None
        while self._open and self._open.pop() != name:
            pass
        if name == "STATUS":
            self._check_status(tag.line)
        elif name in _ACCOUNTS and self._account is not None:
            self._facts.accounts.setdefault(self._label(self._account), 0)
        elif name == "LEDGERBAL" and self._cells is not None:
            self._take_balance(self._cells)
            self._cells = None
        elif name in _LINES and self._cells is not None:
            cells, self._cells = self._cells, None
            return self._line(cells)
        return None

    def _check_status(self, line: int) -> None:
        status, self._status = self._status, None
        if status is None or status.values.get("SEVERITY", "").upper() != "ERROR":
            return
        message = status.values.get("MESSAGE") or "no reason given"
        code = status.values.get("CODE", "")
        raise UnreadableStatement(
            f"The bank put an error into this file instead of a statement: {message} (code {code}). Log in to the "
            f"bank and download it again.",
            (LineError(status.line, f"the bank's message: {message} (code {code})"),),
        )

    @staticmethod
    def _label(account: _Account) -> str:
        return account.account_id or f"(without a number, line {account.line})"

    def _is_taken(self) -> bool:
        account = self._account
        return account is None or self._reading.takes(self._label(account))

    def _currency(self) -> str:
        return (self._account.currency if self._account else "") or self._reading.currency

    def _line(self, cells: _Cells) -> StatementLine | None:
        account = self._account
        self._cash_lines += 1
        if account is not None and not self._reading.account_seen(self._label(account)):
            return None
        values = cells.values
        currency = values.get("CURRENCY.CURSYM", "").upper() or self._currency()
        booked_on = self._day(cells, "DTPOSTED")
        amount = self._amount(cells, "TRNAMT", currency)
        if booked_on is None or amount is None:
            return None
        self._line_currencies.add(currency)
        name = values.get("NAME") or values.get("PAYEE.NAME") or None
        return StatementLine(
            cells.line,
            booked_on,
            amount,
            currency,
            _description(name or "", values.get("MEMO", ""), values.get("TRNTYPE", "")),
            values.get("FITID") or None,
            None,
            values.get("TRNTYPE") or None,
            name,
            values.get("CHECKNUM") or values.get("REFNUM") or None,
            cells.name == "STMTTRNP",
            values.get("SIC") or None,
            None,
            values.get("ORIGCURRENCY.CURSYM") or None,
            values.get("ORIGCURRENCY.CURRATE") or None,
        )

    def _take_balance(self, cells: _Cells) -> None:
        """The bank's balance at the end; an empty one is none."""
        if not cells.values.get("BALAMT") or not cells.values.get("DTASOF") or not self._is_taken():
            return
        on, amount = self._day(cells, "DTASOF"), self._amount(cells, "BALAMT", self._currency())
        if on is not None and amount is not None:
            self._facts.closing = StatedBalance(on, amount)

    def _day(self, cells: _Cells, name: str) -> date | None:
        text = cells.values.get(name, "")
        line = cells.lines.get(name, cells.line)
        found = _DAY.fullmatch(text)
        try:
            if found is None:
                raise ValueError
            day = date(int(found[1]), int(found[2]), int(found[3]))
            if not FIRST_DAY <= day <= LAST_DAY:
                raise ValueError
        except ValueError:
            shown = repr(text[:40]) if text else "an empty value"
            self._reading.mistake(line, f"{name}: {shown} is not a date such as 20260825")
            return None
        return day

    def _amount(self, cells: _Cells, name: str, currency: str) -> Pence | None:
        text = cells.values.get(name, "")
        line = cells.lines.get(name, cells.line)
        if _UNCLEAR.fullmatch(text):
            self._reading.mistake(
                line, f"{name}: {text!r} is unclear: it may be thousands ({text.replace(',', '')}.00) or decimals"
            )
            return None
        plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
        found = _AMOUNT.fullmatch(plain)
        if found is None or not any(character.isdigit() for character in plain):
            shown = repr(text[:40]) if text else "an empty value"
            self._reading.mistake(line, f"{name}: {shown} is not an amount such as -1234.56")
            return None
        decimals, part = minor_units(currency), (found[3] or "").rstrip("0")
        if len(part) > decimals:
            self._reading.mistake(line, f"{name}: {text!r} has more decimals than {currency} has ({decimals})")
            return None
        amount = int((found[2] or "0") + part.ljust(decimals, "0"))
        if amount > PENCE_MAX:
            self._reading.mistake(line, f"{name}: {text!r} is larger than any amount that can be booked")
            return None
        return -amount if found[1] == "-" else amount

    def finish(self) -> None:
        """What the whole file says, once its end is reached."""
        facts = self._facts
        if self._cells is not None:
            self._reading.mistake(self._cells.line, f"{self._cells.name} is opened here and never closed")
        elif not self._is_closed:
            self._reading.mistake(1, "the file ends early: </OFX> is missing, so the download was cut off")
        self._refuse_what_is_no_statement()
        chosen = [account for account in self._accounts if self._reading.takes(self._label(account))]
        if len(chosen) == 1:
            only = chosen[0]
            facts.account_number, facts.sort_code = account_and_sort_code(only.account_id, only.bank_id)
            facts.currency = only.currency or self._reading.currency
            if not only.currency and len(self._line_currencies) == 1:
                (facts.currency,) = self._line_currencies
        foreign = self._line_currencies - {facts.currency}
        if foreign:
            facts.warn(
                f"Some lines are in {', '.join(sorted(foreign))}, not in {facts.currency}, the account's currency."
            )
        if self._trades:
            facts.warn(
                f"This is an investment account: only its {self._cash_lines:,} cash lines were read, not its "
                f"{self._trades:,} purchases, sales and other movements of securities."
            )

    def _refuse_what_is_no_statement(self) -> None:
        if not self._accounts:
            what = "a list of accounts" if self._is_listing else "no account statement"
            raise UnreadableStatement(
                f"This OFX file holds {what}, so there are no lines to import. Download the account's transactions.",
                (LineError(1, f"{what}, without BANKTRANLIST"),),
            )
        if all(account.kind == "INVSTMTRS" for account in self._accounts) and not self._cash_lines:
            named = ", ".join(self._label(account) for account in self._accounts)
            raise UnreadableStatement(
                f"This OFX file is of the investment account {named} and has no cash lines, only holdings and "
                f"{self._trades:,} trades, which are not booked from a bank statement.",
                (LineError(self._accounts[0].line, "an investment statement without INVBANKTRAN"),),
            )


def _description(name: str, memo: str, kind: str) -> str:
    """Name and memo; where the name is only the memo's beginning, cut by the bank, the memo says it all."""
    if not name or memo.casefold().startswith(name.casefold()):
        return memo or name or kind
    return f"{name} / {memo}" if memo and memo.casefold() not in name.casefold() else name
