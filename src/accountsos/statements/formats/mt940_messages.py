"""The messages of an MT940 file: split here by line, the library reads a field's inside, dates are checked again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TextIO

from mt940 import Options
from mt940.models import Transactions
from mt940.processors import transaction_details_post_processor
from mt940.tags import Statement as StatementTag
from mt940.tags import TransactionDetails

from accountsos.money import Pence
from accountsos.statements.amounts import amount_reader
from accountsos.statements.line import StatedBalance, StatementLine
from accountsos.statements.reading import Reading, account_and_sort_code
from accountsos.statements.tables import folded

_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):(.*)", re.ASCII | re.DOTALL)
_BALANCE = re.compile(r"(R?[CD])([0-9]{2})([0-9]{2})([0-9]{2})([A-Z]{3})([0-9]{0,20},?[0-9]{0,3})", re.ASCII)
_FLOOR = re.compile(r"([A-Z]{3})[DC ]?[0-9,]{0,16}", re.ASCII)
_LONGEST_FIELD = 4_000
_OPTIONS = Transactions(options=Options(applicant_iban=True, gvc_leading_text=True))
_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})


class Field(NamedTuple):
    """One tag with its text, lines joined by a line feed."""

    line: int
    tag: str
    text: str


@dataclass(slots=True)
class _Statement:
    """The heading of the message that is being read."""

    account: str = ""
    currency: str = ""
    has_entries: bool = False


@dataclass(slots=True)
class _Entry:
    """A :61: whose details may still follow."""

    line: int
    text: str
    details: list[str] = field(default_factory=list)


class Messages:
    """Follows the messages of the file."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._statement = _Statement()
        self._entry: _Entry | None = None
        self._tag = StatementTag()
        self._details_tag = TransactionDetails()
        self._is_interim = False

    def take(self, found: Field) -> StatementLine | None:
        """The line that is complete now that this field begins, if any."""
        tag = found.tag
        if tag in {"86", "NS"}:
            if self._entry is not None:
                self._entry.details.append(found.text)
            return None
        line = self._complete()
        if tag == "20":
            self._statement = _Statement()
        elif tag == "25":
            self._account(found)
        elif tag[:2] == "60":
            self._opening(found)
        elif tag[:2] == "62":
            self._closing(found)
        elif tag == "34F" and (floor := _FLOOR.match(found.text)):
            self._statement.currency, self._is_interim = floor[1], True
        elif tag == "61":
            self._statement.has_entries = True
            self._entry = _Entry(found.line, found.text)
        return line

    def finish(self) -> StatementLine | None:
        """The last line, and what the whole file says."""
        line = self._complete()
        facts = self._reading.facts
        if self._is_interim:
            facts.warn("This is an interim report (MT942): entries may still change until the day's statement.")
        return line

    def _account(self, found: Field) -> None:
        if self._statement.has_entries or self._statement.account:
            self._reading.mistake(found.line, "a second account (:25:) inside one statement")
            return
        account = folded(found.text)
        self._statement.account = account
        self._reading.facts.accounts.setdefault(account, 0)
        if self._reading.takes(account):
            number, sort_code = account_and_sort_code(account.rpartition("/")[2] or account)
            self._reading.facts.account_number, self._reading.facts.sort_code = number, sort_code

    def _opening(self, found: Field) -> None:
        stated = self._balance(found)
        if stated is not None and self._reading.facts.opening is None and self._is_taken():
            self._reading.facts.opening = stated

    def _closing(self, found: Field) -> None:
        stated = self._balance(found)
        if stated is not None and self._is_taken():
            self._reading.facts.closing = stated

    def _is_taken(self) -> bool:
        return not self._statement.account or self._reading.takes(self._statement.account)

    def _balance(self, found: Field) -> StatedBalance | None:
        text = found.text.strip().split("\n")[0].strip()
        parts = _BALANCE.fullmatch(text)
        if parts is None:
            self._reading.mistake(found.line, f":{found.tag}: {text[:40]!r} is not a balance such as C260825GBP1234,56")
            return None
        side, currency = parts[1], parts[5]
        self._statement.currency = currency
        self._reading.facts.currency = currency
        try:
            on = self._day(parts[2], int(parts[3]), int(parts[4]))
            amount = _pence(parts[6], currency)
        except ValueError as mistake:
            self._reading.mistake(found.line, f":{found.tag}: {mistake}")
            return None
        return StatedBalance(on, -amount if side.endswith("D") else amount)

    def _complete(self) -> StatementLine | None:
        entry, self._entry = self._entry, None
        if entry is None:
            return None
        if self._statement.account and not self._reading.account_seen(self._statement.account):
            return None
        found = self._tag.re.match(entry.text)
        if found is None or not found["amount"].isascii() or not entry.text[:10].isascii():
            self._reading.mistake(entry.line, f":61: {entry.text[:50]!r} is not an entry such as 2608250825D12,34NTRF")
            return None
        currency = self._statement.currency or self._reading.currency
        self._reading.facts.currency = currency
        try:
            booked_on = self._booked_on(found)
            amount = _pence(found["amount"], currency)
        except ValueError as mistake:
            self._reading.mistake(entry.line, f":61: {mistake}")
            return None
        # RD and RC take back an earlier debit or credit.
        is_out = found["status"].upper() in {"D", "RC"}
        details = self._details("\n".join(entry.details))
        return StatementLine(
            entry.line,
            booked_on,
            -amount if is_out else amount,
            currency,
            details.description or folded(found["extra_details"] or "") or folded(found["id"] or "") or "entry",
            None,
            None,
            details.kind or folded(found["id"] or "") or None,
            details.payee,
            _reference(found["bank_reference"]) or _reference(found["customer_reference"]),
        )

    def _booked_on(self, found: re.Match[str]) -> date:
        """The entry date; without one the value date, which must exist in any case."""
        value_date = self._day(found["year"], int(found["month"]), int(found["day"]))
        month, day = (found["entry_month"] or "").strip(), (found["entry_day"] or "").strip()
        if not month or not day:
            return value_date
        # It has no year of its own: it is the one that puts it nearest to the value date.
        near = [
            candidate
            for year in (value_date.year - 1, value_date.year, value_date.year + 1)
            if (candidate := _existing(year, int(month), int(day))) is not None
        ]
        if not near:
            raise ValueError(f"{month}-{day} (month-day) is not a day of the calendar")
        return min(near, key=lambda candidate: abs((candidate - value_date).days))

    def _day(self, year: str, month: int, day: int) -> date:
        century = self._reading.today.year // 100 * 100
        full_year = century + int(year)
        if full_year > self._reading.today.year + 1:
            full_year -= 100
        found = _existing(full_year, month, day)
        if found is None:
            raise ValueError(f"{year}{month:02d}{day:02d} is not a day of the calendar (year, month, day)")
        return found

    def _details(self, text: str) -> _Details:
        """The payee and purpose of a :86:, where it has the German structure; else its text as it is."""
        if not text.strip():
            return _Details("", None, None)
        facts = {"transaction_details": text}
        read = transaction_details_post_processor(_OPTIONS, self._details_tag, dict(facts), dict(facts))
        if "transaction_details" in read:
            return _Details(folded(text), None, None)
        payee = folded(read.get("applicant_name") or "") or None
        purpose = folded(read.get("purpose") or "") or folded(read.get("additional_purpose") or "")
        parts = [part for part in (payee, purpose) if part]
        return _Details(" / ".join(parts) or folded(text), payee, folded(read.get("posting_text") or "") or None)


class _Details(NamedTuple):
    """What a :86: tells."""

    description: str
    payee: str | None
    kind: str | None


def fields_of(stream: TextIO, reading: Reading) -> Iterator[Field]:
    """Each tag with its continuation lines; a `-` alone ends a message."""
    current: Field | None = None
    broken = ""
    for number, raw in enumerate(stream, 1):
        text = broken + raw.rstrip("\n")
        broken = ""
        if text.strip() == ":":
            broken = ":"
            continue
        tag = _TAG.match(text.lstrip())
        if tag is not None:
            if current is not None:
                yield current
            current = Field(number, tag[1], tag[2])
        elif text.strip() in {"-", "-}"} or text.startswith("{"):
            if current is not None:
                yield current
            current = None
        elif current is not None:
            if len(current.text) + len(text) > _LONGEST_FIELD:
                reading.mistake(number, f":{current.tag}: is longer than {_LONGEST_FIELD:,} characters")
                continue
            current = current._replace(text=f"{current.text}\n{text}")
    if current is not None:
        yield current


def _pence(text: str, currency: str) -> Pence:
    """An amount with a decimal comma and no sign, as in `1234,5`; leading zeros do not count."""
    whole, _, part = text.partition(",")
    return amount_reader(currency)(f"{whole.lstrip('0') or '0'}.{part or '0'}")


def _reference(text: str | None) -> str | None:
    reference = folded(text or "")
    return None if reference.upper() in _NO_REFERENCE else reference


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
