"""Which bank lines may have paid a document, alone or together with others; and link what surely did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.put_paper_beside_line import LinkChosen, link
from accountsos.contacts.payee import payee_key
from accountsos.documents.facts import signed_as_bank, takes_back
from accountsos.money import HOME_CURRENCY
from accountsos.reconciliation.match_documents import Match, about_in_pounds, ranked
from accountsos.reconciliation.match_groups import Proposal
from accountsos.reconciliation.match_open import proposed, surely_paid
from accountsos.reconciliation.payment_evidence import (
    CandidateLine,
    PaidDocument,
    due_first,
    instalment_window,
    payment_window,
)
from accountsos.store.document_corrections import corrections_from
from accountsos.store.documents import Document, existing_document, links_of_document
from accountsos.store.engine.sql import Reader, Row, Writer, day_from, day_number, optional_day
from accountsos.store.evidence import lines_near, lines_of_party, open_documents, payment_line, payment_said
from accountsos.store.head import Cause
from accountsos.store.invoices import kept_back
from accountsos.store.names import Names, names_of

LOOKED_AT = 3000
"""So many open documents are held side by side at most, the newest ones."""
_RIVALS = 40
"""So many documents of one amount are weighed against one; where there are more, only a number tells them apart."""
_AMOUNT_LEEWAY = 8
"""A line may be up to this many times smaller or larger than the document: part payments, fees, other currencies."""


@dataclass(frozen=True, slots=True)
class Found:
    """What may have paid a document: single lines as before, and everything with combinations, best first."""

    matches: tuple[Match, ...] = ()
    ready: Match | None = None
    proposals: tuple[Proposal, ...] = ()
    documents: Mapping[int, PaidDocument] = field(default_factory=dict)
    lines: Mapping[int, CandidateLine] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Around:
    """A document, the open ones that may stand beside it, and the lines that may be about it."""

    document: PaidDocument
    others: list[PaidDocument]
    lines: list[CandidateLine]


def find_payments(db: Reader, company: int, document: Document) -> Found:
    """What may have paid the document; nothing where it does not say enough, or is paid."""
    around = _around(db, company, document)
    if around is None:
        return Found()
    matches = ranked(around.document, around.lines)
    sure = _sure(around, processed=document.status == "processed")
    alone = next((one.lines[0] for one in sure if len(one.shares) == 1), None)
    ready = next((m for m in matches if m.line.number == alone), None)
    made = {one.shares for one in sure}
    shown = proposed(around.document, around.others, around.lines)
    shown = [replace(one, sure=one.shares in made) for one in shown]
    shown.sort(key=lambda one: not one.sure)
    known = {d.key: d for d in (*around.others, around.document)}
    return Found(tuple(matches), ready, tuple(shown), known, {line.number: line for line in around.lines})


def may_be_paid(db: Reader, company: int, documents: Sequence[Document]) -> list[bool]:
    """Of each of these documents, whether `find_payments` proposes anything."""
    every = all_open(db, company) if documents else []
    near = (_around(db, company, document, every) for document in documents)
    return [one is not None and bool(proposed(one.document, one.others, one.lines)) for one in near]


def link_surely(books: CompanyBooks[Writer], cause: Cause, document: Document) -> list[FiledLine]:
    """Put a document just read or corrected beside what surely paid it, its companions too; the lines this files."""
    around = _around(books.db, books.company, document)
    if around is None or document.status != "processed":
        return []
    return [line for one in _sure(around, processed=True) for line in make(books, cause, one)]


def make(books: CompanyBooks[Writer], cause: Cause, one: Proposal) -> list[FiledLine]:
    """Link every document of a proposal to its lines; the lines that this files."""
    filed: list[FiledLine] = []
    for key in one.documents:
        document = existing_document(books.db, books.company, key)
        chosen = [
            LinkChosen(share.line, share.amount, one.score, "matched", one.reason)
            for share in one.shares
            if share.document == key
        ]
        filed += link(books, cause, document, chosen)
    return filed


def shares_proposed(db: Reader, company: int, document: Document, lines: Iterable[int]) -> dict[int, int]:
    """How much of the document a line pays together with others, by the best proposal of it that adds up.

    Empty without one: then, and where a fee or a rate explains a difference, a line pays no more than it has.
    """
    wanted = frozenset(lines)
    found = find_payments(db, company, document)
    for one in found.proposals:
        mine = {share.line: share.amount for share in one.shares if share.document == document.number}
        if mine.keys() == wanted and len(one.documents) > 1:
            sums = {line: sum(share.amount for share in one.shares if share.line == line) for line in mine}
            if all(total == found.lines[line].open for line, total in sums.items()):
                return mine
    return {}


def room_of(db: Reader, company: int, transaction: int) -> int:
    """What of a line no invoice takes yet."""
    row = payment_line(db, company, transaction)
    return 0 if row is None else candidate(row, names_of(db, company)).open


def refused(document: Document) -> frozenset[int]:
    """The lines that a person took away from the document."""
    return frozenset(document.corrections.not_paid_by)


def with_refusals(document: Document, before: Sequence[int], now: Sequence[int]) -> Document:
    """The document that remembers which lines a person took away, and forgets it of those given back."""
    old = refused(document)
    new = (old | set(before)) - set(now)
    if new == old:
        return document
    said = document.corrections.with_values({"not_paid_by": tuple(sorted(new))})
    return replace(document, corrections=said)


def all_open(db: Reader, company: int) -> list[PaidDocument]:
    """Every processed document that is not paid in full, up to `LOOKED_AT`."""
    return [paid_document(row) for row in open_documents(db, company, limit=LOOKED_AT)]


def paid_document(row: Row) -> PaidDocument:
    """What a row of the store says of a document's payment."""
    number, type_, direction, supplier, contact, doc_number, issued, due, currency, gross, corrections, paid, kept = row
    document = PaidDocument(
        amount=signed_as_bank(gross, type_=type_, is_sale=direction == "sale"),
        currency=currency or "GBP",
        issued_on=day_from(issued),
        due_on=optional_day(due),
        is_receipt=type_ == "receipt",
        supplier=supplier,
        contact=contact,
        number=doc_number,
        already_paid=paid,
        key=number,
        rejected=frozenset(corrections_from(corrections).not_paid_by),
        is_credit=takes_back(type_, gross),
    )
    return due_first(document, *kept_back(kept))


def candidate(row: Row, names: Names) -> CandidateLine:
    """A bank line as a row of the store shows it."""
    number, day, amount, currency, account, description, payee, reference, contact, original, taken, used = row
    abroad, abroad_currency = _original(original)
    return CandidateLine(
        number=number,
        booked_on=day_from(day),
        amount=amount,
        currency=currency or names.account_of[account].currency,
        text=" ".join(filter(None, (payee, description, reference))),
        contact=contact,
        original_amount=abroad,
        original_currency=abroad_currency,
        has_documents=bool(taken),
        printed=(description, payee, reference),
        used=used,
    )


def _around(
    db: Reader, company: int, document: Document, every: Sequence[PaidDocument] | None = None
) -> _Around | None:
    row = payment_said(db, company, document.number)
    wanted = None if row is None else paid_document(row)
    if wanted is None or wanted.open == 0:
        return None
    names = names_of(db, company)
    rows = lines_near(db, company, _days(payment_window(wanted)), _amounts(wanted), about_in_pounds(wanted))
    word = next(iter(payee_key(wanted.supplier or "").split()), "")
    days = _days(instalment_window(wanted))
    rows += lines_of_party(db, company, days, contact=wanted.contact, word=word)
    linked = {found.transaction_no for found in links_of_document(db, company, document.number)}
    near = [candidate(row, names) for row in rows]
    lines = {line.number: line for line in near if line.number not in linked}
    others = [d for d in (all_open(db, company) if every is None else every) if d.key != wanted.key]
    return _Around(wanted, others, list(lines.values()))


def _sure(around: _Around, *, processed: bool) -> list[Proposal]:
    """What surely paid the document, given everything that may stand against it."""
    if not processed:
        return []
    document = around.document
    equals = [d for d in around.others if d.open == document.open]
    equals.sort(key=lambda d: (abs((d.expected_on - document.expected_on).days), d.key))
    family = [d for d in around.others if d.party == document.party and d.open != document.open]
    beside = [document, *equals[:_RIVALS], *family]
    return [one for one in surely_paid(beside, around.lines) if document.key in one.documents]


def _days(window: tuple[date, date]) -> tuple[int, int]:
    return day_number(window[0]), day_number(window[1])


def _amounts(wanted: PaidDocument) -> tuple[int, int]:
    """Between which amounts a line may lie; in another currency the sign alone counts."""
    limit = 10**15 if wanted.currency != HOME_CURRENCY else abs(wanted.open) * _AMOUNT_LEEWAY
    return (0, limit) if wanted.open > 0 else (-limit, 0)


def _original(printed: str | None) -> tuple[int | None, str | None]:
    """Amount and currency of a line abroad."""
    words = (printed or "").split(" ")
    if len(words) < 2 or not words[0].lstrip("-").isdigit():
        return None, None
    return int(words[0]), words[1]
