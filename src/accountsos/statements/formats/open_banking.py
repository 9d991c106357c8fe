"""UK Open Banking JSON, v3.1 and v4.0: the answer of an account's `transactions` resource."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from accountsos.dates import date_from_iso
from accountsos.money import Pence
from accountsos.statements.amounts import amount_reader
from accountsos.statements.line import LineError, StatementLine, UnreadableStatement
from accountsos.statements.reading import Reader, Reading
from accountsos.statements.source import Source
from accountsos.statements.tables import folded

_BOOKED, _PENDING = frozenset({"booked", "book"}), frozenset({"pending", "pdng"})
_AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,5})?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.{0,40})?", re.ASCII)


class _Amount(msgspec.Struct):
    Amount: str
    Currency: str


class _Balance(msgspec.Struct):
    Amount: _Amount
    CreditDebitIndicator: str


class _Merchant(msgspec.Struct):
    MerchantName: str | None = None
    MerchantCategoryCode: str | None = None


class _Party(msgspec.Struct):
    Name: str | None = None


class _Code(msgspec.Struct):
    Code: str | None = None


class _Exchange(msgspec.Struct):
    ExchangeRate: msgspec.Raw = msgspec.Raw(b"")
    """As printed: a number, which must not pass through a float, or a text."""
    InstructedAmount: _Amount | None = None


class _Transaction(msgspec.Struct):
    Amount: _Amount
    CreditDebitIndicator: str
    Status: str
    AccountId: str | None = None
    TransactionId: str | None = None
    TransactionReference: str | None = None
    BookingDateTime: str | None = None
    ValueDateTime: str | None = None
    TransactionInformation: str | None = None
    MerchantDetails: _Merchant | None = None
    CreditorAccount: _Party | None = None
    DebtorAccount: _Party | None = None
    ProprietaryBankTransactionCode: _Code | None = None
    CurrencyExchange: _Exchange | None = None
    Balance: _Balance | None = None


class _Data(msgspec.Struct):
    Transaction: list[msgspec.Raw]


class _Document(msgspec.Struct):
    Data: _Data


def recognises(head: str) -> bool:
    """Whether it is JSON at all; other JSON is then refused by name."""
    return head.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and '"' in head


class OpenBankingReader(Reader):
    """Decodes one transaction at a time; the place of a mistake is the transaction's number in the list."""

    name = "open_banking"
    title = "Open Banking"

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each booked or pending transaction of the chosen account."""
        raw = source.whole()
        try:
            listed = msgspec.json.decode(raw, type=_Document).Data.Transaction
        except (msgspec.DecodeError, RecursionError) as mistake:
            raise UnreadableStatement(
                f"This JSON file is no UK Open Banking answer with Data.Transaction ({mistake}). Download the "
                f"statement as CSV or OFX instead.",
                (LineError(1, str(mistake)),),
            ) from mistake
        decoder = msgspec.json.Decoder(_Transaction)
        for number, item in enumerate(listed, 1):
            try:
                line = _line(number, decoder.decode(item), reading)
            except (msgspec.DecodeError, RecursionError, ValueError) as mistake:
                reading.mistake(number, f"transaction {number}: {mistake}")
                continue
            if line is not None:
                yield line


def _line(number: int, found: _Transaction, reading: Reading) -> StatementLine | None:
    if not reading.account_seen(found.AccountId or "(not named)"):
        return None
    status = found.Status.casefold()
    if status not in _BOOKED | _PENDING:
        reading.facts.left_out[found.Status] += 1
        return None
    currency = found.Amount.Currency
    amount = _signed(found.Amount, found.CreditDebitIndicator)
    reading.facts.currency = currency
    merchant = found.MerchantDetails or _Merchant()
    party = found.CreditorAccount if amount < 0 else found.DebtorAccount
    payee = folded(merchant.MerchantName or (party.Name if party else None) or "") or None
    kind = found.ProprietaryBankTransactionCode.Code if found.ProprietaryBankTransactionCode else None
    balance = _signed(found.Balance.Amount, found.Balance.CreditDebitIndicator) if found.Balance else None
    return StatementLine(
        number,
        _day(found.BookingDateTime or found.ValueDateTime),
        amount,
        currency,
        folded(found.TransactionInformation or "") or payee or kind or "transaction",
        (found.TransactionId or "").strip() or None,
        None if status in _PENDING else balance,
        kind,
        payee,
        folded(found.TransactionReference or "") or None,
        status in _PENDING,
        merchant.MerchantCategoryCode,
        *_original(found.CurrencyExchange, currency, amount),
    )


def _signed(amount: _Amount, side: str) -> Pence:
    if side.casefold() not in {"credit", "debit"}:
        raise ValueError(f"CreditDebitIndicator {side!r} is neither Credit nor Debit")
    pence = _unsigned(amount)
    return pence if side.casefold() == "credit" else -pence


def _unsigned(amount: _Amount) -> Pence:
    if not _AMOUNT.fullmatch(amount.Amount) or not _CODE.fullmatch(amount.Currency):
        raise ValueError(f"{amount.Amount!r} {amount.Currency!r} is not an amount such as 1234.56 GBP")
    return amount_reader(amount.Currency)(amount.Amount)


def _original(exchange: _Exchange | None, currency: str, amount: Pence) -> tuple[Pence | None, str | None, str | None]:
    if exchange is None or exchange.InstructedAmount is None or exchange.InstructedAmount.Currency == currency:
        return None, None, None
    original = _unsigned(exchange.InstructedAmount)
    rate = bytes(exchange.ExchangeRate).decode().strip('"').replace("null", "")
    return (-original if amount < 0 else original), exchange.InstructedAmount.Currency, rate or None


def _day(text: str | None) -> date:
    """The day as the bank printed it, whatever the time zone."""
    if not text:
        raise ValueError("BookingDateTime is missing")
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"BookingDateTime {text[:40]!r} is not a moment such as 2026-08-25T00:00:00+00:00")
    return date_from_iso(found[1])
