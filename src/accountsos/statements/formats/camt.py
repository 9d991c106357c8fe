"""CAMT.053 (and .052): any version by local names, entry by entry; no entities, no network, no DOCTYPE."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from accountsos.dates import date_from_iso
from accountsos.money import Pence
from accountsos.statements.amounts import amount_reader
from accountsos.statements.line import LineError, StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.reading import Reader, Reading, account_and_sort_code
from accountsos.statements.source import Source
from accountsos.statements.tables import folded

_STATEMENTS = frozenset({"Stmt", "Rpt"})
_BOOKED, _PENDING = frozenset({"BOOK"}), frozenset({"PDNG"})
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,5})?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)


def recognises(head: str) -> bool:
    """Whether it is an XML message of this family."""
    return "<" in head and re.search(r"camt\.05[234]|<(?:\w+:)?BkToCstmr", head[:4000]) is not None


class CamtReader(Reader):
    """Reads one Ntry after the other and forgets it."""

    name = "camt053"
    title = "CAMT.053"

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each entry of the chosen account."""
        pass_ = _Pass(reading)
        events = etree.iterparse(
            source.binary(),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for event, element in events:
                if event == "start":
                    pass_.start(element)
                    continue
                line = pass_.end(element)
                if line is not None:
                    yield line
        except etree.XMLSyntaxError as mistake:
            raise UnreadableStatement(
                f"This XML file is damaged at line {mistake.lineno}: {mistake.msg}. Download it from the bank again.",
                (LineError(mistake.lineno or 1, str(mistake.msg)),),
            ) from mistake
        pass_.finish()


class _Pass:
    """Follows the statements of the file."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._account = ""
        self._currency = ""
        self._is_checked = self._has_statement = False
        self._references: Counter[str] = Counter()

    def start(self, element: Any) -> None:
        """Refuse what is no statement, as soon as it shows."""
        if not self._is_checked:
            self._is_checked = True
            if element.getroottree().docinfo.doctype:
                raise UnreadableStatement(
                    "The file declares a DOCTYPE, which no bank's statement does. It was not read.",
                    (LineError(1, "a DOCTYPE declaration"),),
                )
        name = _local(element)
        if name == "Ntfctn":
            raise UnreadableStatement(
                "This is a CAMT.054 notification of single payments, which the statement shows again. Download the "
                "CAMT.053 statement instead.",
                (LineError(element.sourceline or 1, "a notification (Ntfctn), no statement (Stmt)"),),
            )
        if name in _STATEMENTS:
            self._has_statement = True
            self._account = self._currency = ""
            self._references.clear()
            if name == "Rpt":
                self._reading.facts.warn("This is an interim report (CAMT.052): entries may still change.")

    def end(self, element: Any) -> StatementLine | None:
        """The line of an entry that is complete; balances and the account are noted."""
        name, parent = _local(element), element.getparent()
        if parent is None or _local(parent) not in _STATEMENTS:
            return None
        if name == "Acct":
            self._take_account(element)
        elif name == "Bal":
            self._take_balance(element)
        elif name == "Ntry":
            line = self._entry(element)
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
            return line
        return None

    def finish(self) -> None:
        """A file without any statement is refused."""
        if not self._has_statement:
            raise UnreadableStatement("This XML file holds no bank statement (Stmt). Download the CAMT.053 statement.")

    def _take_account(self, element: Any) -> None:
        self._account = _text(element, "Id", "IBAN") or _text(element, "Id", "Othr", "Id") or ""
        self._currency = (_text(element, "Ccy") or "").upper()
        self._reading.facts.accounts.setdefault(self._account, 0)
        if self._reading.takes(self._account):
            number, sort_code = _uk_account(self._account)
            self._reading.facts.account_number, self._reading.facts.sort_code = number, sort_code
            self._reading.facts.currency = self._currency or self._reading.currency

    def _take_balance(self, element: Any) -> None:
        kind = _text(element, "Tp", "CdOrPrtry", "Cd")
        if kind not in {"OPBD", "PRCD", "CLBD"} or not self._reading.takes(self._account):
            return
        try:
            stated = StatedBalance(_day(_child(element, "Dt")), self._amount(element))
        except ValueError as mistake:
            self._reading.mistake(element.sourceline or 1, f"Bal {kind}: {mistake}")
            return
        facts = self._reading.facts
        if kind == "CLBD":
            facts.closing = stated
        elif facts.opening is None:
            facts.opening = stated

    def _entry(self, element: Any) -> StatementLine | None:
        line = element.sourceline or 1
        status = (_text(element, "Sts", "Cd") or _text(element, "Sts", "Prtry") or _text(element, "Sts") or "").upper()
        if not self._reading.account_seen(self._account):
            return None
        if status not in _BOOKED | _PENDING:
            if not status:
                self._reading.mistake(line, "Ntry: it has no status (Sts), so nobody can tell booked from pending")
            else:
                self._reading.facts.left_out[status] += 1
            return None
        try:
            booking = _child(element, "BookgDt")
            booked_on = _day(booking if booking is not None else _child(element, "ValDt"))
            amount = self._amount(element)
        except ValueError as mistake:
            self._reading.mistake(line, f"Ntry: {mistake}")
            return None
        details = _details(element)
        payee = _counterparty(details, is_out=amount < 0)
        original = self._original(details, amount)
        return StatementLine(
            line,
            booked_on,
            amount,
            _currency_of(element),
            _description(element, details, payee),
            self._bank_id(element),
            None,
            _text(element, "BkTxCd", "Prtry", "Cd") or _text(element, "BkTxCd", "Domn", "Fmly", "SubFmlyCd"),
            payee,
            _reference(details),
            status in _PENDING,
            None,
            *original,
        )

    def _bank_id(self, element: Any) -> str | None:
        """AcctSvcrRef, and which of several entries with it this is."""
        reference = _text(element, "AcctSvcrRef")
        if not reference:
            return None
        index = self._references[reference]
        self._references[reference] += 1
        return f"{reference}#{index}" if index else reference

    def _amount(self, element: Any) -> Pence:
        """The amount with its sign; CdtDbtInd already says the direction of a reversal."""
        side = _text(element, "CdtDbtInd")
        if side not in {"CRDT", "DBIT"}:
            raise ValueError(f"CdtDbtInd is {side!r}, neither CRDT nor DBIT")
        text, currency = _text(element, "Amt") or "", _currency_of(element)
        if not _AMOUNT.fullmatch(text) or not _CODE.fullmatch(currency):
            raise ValueError(f"Amt {text!r} in currency {currency!r} is not an amount such as 1234.56 in GBP")
        if not self._currency:
            self._reading.facts.currency = currency
        amount = amount_reader(currency)(text.lstrip("0") or "0")
        return -amount if side == "DBIT" else amount

    @staticmethod
    def _original(details: Any, amount: Pence) -> tuple[Pence | None, str | None, str | None]:
        found = _child(details, "AmtDtls", "InstdAmt")
        text = _text(found, "Amt") if found is not None else None
        currency = _currency_of(found) if found is not None else ""
        rate = _text(found, "CcyXchg", "XchgRate") if found is not None else None
        if not text or rate is None or not _AMOUNT.fullmatch(text) or not _CODE.fullmatch(currency):
            return None, None, None
        original = amount_reader(currency)(text)
        return (-original if amount < 0 else original), currency, rate


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Any, *path: str) -> Any:
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if _local(child) == name), None)
    return element


def _text(element: Any, *path: str) -> str | None:
    found = _child(element, *path)
    return folded(found.text or "") or None if found is not None else None


def _currency_of(element: Any) -> str:
    amount = _child(element, "Amt")
    return str(amount.get("Ccy") or "") if amount is not None else ""


def _day(element: Any) -> date:
    text = _text(element, "Dt") or (_text(element, "DtTm") or "")[:10]
    if not text:
        raise ValueError("the date is missing")
    return date_from_iso(text[:10] if re.fullmatch(r"[0-9-]{10}(Z|[+-][0-9:]{5})", text) else text)


def _details(element: Any) -> Any:
    """The only payment of an entry; an entry of several payments has no single counterparty."""
    payments = [
        payment for block in element if _local(block) == "NtryDtls" for payment in block if _local(payment) == "TxDtls"
    ]
    return payments[0] if len(payments) == 1 else None


def _counterparty(details: Any, *, is_out: bool) -> str | None:
    side = "Cdtr" if is_out else "Dbtr"
    return _text(details, "RltdPties", side, "Nm") or _text(details, "RltdPties", side, "Pty", "Nm")


def _reference(details: Any) -> str | None:
    reference = _text(details, "Refs", "EndToEndId") or _text(details, "RmtInf", "Strd", "CdtrRefInf", "Ref")
    return None if reference in {None, "NOTPROVIDED", "NONREF"} else reference


def _description(element: Any, details: Any, payee: str | None) -> str:
    remittance = _child(details, "RmtInf")
    told = [folded(part.text or "") for part in remittance if _local(part) == "Ustrd"] if remittance is not None else []
    purpose = " ".join(told) or _text(details, "AddtlTxInf") or _text(element, "AddtlNtryInf") or ""
    parts = [part for part in (payee, purpose) if part]
    return " / ".join(parts) or _text(element, "NtryRef") or _text(element, "BkTxCd", "Prtry", "Cd") or "entry"


def _uk_account(account: str) -> tuple[str | None, str | None]:
    """Account number and sort code; a UK IBAN ends in both."""
    compact = account.replace(" ", "")
    if re.fullmatch(r"GB[0-9]{2}[A-Z]{4}[0-9]{14}", compact):
        return compact[14:], compact[8:14]
    return account_and_sort_code(account)
