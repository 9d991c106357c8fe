"""What the books make of an invoice: its category, its VAT, its tax points, and what is missing to post it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.categorise_line import categoriser_for
from accountsos.bookkeeping.category_successors import successors_of
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.credited_supplies import Credited, credited_by
from accountsos.bookkeeping.invoice_vat import (
    facts_of,
    from_abroad,
    parts_of_paper,
    split_as_paper,
)
from accountsos.bookkeeping.post_line import INVOICE_TYPES, reading_of
from accountsos.categoriser.suggestion import BankLine, Suggestion
from accountsos.documents.facts import signed_as_bank, takes_back
from accountsos.ledger.category_ids import SALES
from accountsos.ledger.chart import Category
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.invoices import UNSAID_TERMS, InvoiceFacts, bears_flat_rate, invoice_entry, prepaid_parts
from accountsos.ledger.vat_scheme import CASH, VatScheme
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.money import HOME_CURRENCY
from accountsos.store.companies import years_of
from accountsos.store.documents import Document, DocumentLink, links_of_document
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import PURCHASE, SALE, Invoice, last_category_of
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, transaction_of

PERSON, LINE, SUGGESTED = "person", "line", "suggested"


@dataclass(frozen=True, slots=True)
class InvoiceRead:
    """An invoice as it should stand: `missing` says why it cannot be posted yet."""

    side: str
    amount: int
    issued_on: date
    due_on: date
    category_id: str | None
    category_source: str | None
    missing: str | None
    facts: InvoiceFacts | None = None
    entry: JournalEntry | None = None
    """As it stands where VAT does not wait for the money."""
    waits: bool = False
    """Whether its VAT follows the money."""
    charged: int = 0
    """Of what bears the flat rate the VAT at its own rate."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A bank line that stands beside the document."""

    link: DocumentLink
    row: BankTransaction
    parts: tuple[CategorisationLine, ...]


@dataclass(frozen=True, slots=True)
class InvoiceTerms:
    """What is owed, before anything is said of where it is filed."""

    document: Document
    """With the direction that its payment tells."""
    side: str
    amount: int | None
    """In pounds; None while nothing tells what it comes to in them."""
    issued_on: date
    due_on: date


def is_invoice(document: Document) -> bool:
    """Whether the document is of a kind that posts its own entry, and was read well enough to say of whom and when."""
    return (
        document.type in INVOICE_TYPES
        and document.status == "processed"
        and bool(document.gross)
        and document.issued_on is not None
    )


def signed_total(document: Document) -> int:
    """The total as the bank would sign it: money out for a purchase, in for a sale; a credit the other way."""
    return signed_as_bank(document.gross or 0, type_=document.type, is_sale=document.direction == "sale")


def told_by_payment(document: Document, amounts: Iterable[int]) -> Document:
    """An invoice that does not say who sent it to whom: its first payment tells, by going out or coming in."""
    first = next((amount for amount in amounts if amount), None)
    if first is None or document.direction is not None or document.type not in INVOICE_TYPES:
        return document
    is_sale = (first > 0) != takes_back(document.type, document.gross or 0)
    return replace(document, direction="sale" if is_sale else "purchase")


def payments_of(books: CompanyBooks[Reader], document: Document) -> list[Payment]:
    """The bank lines beside the document that are in the books' bank accounts now, oldest first."""
    db, company = books.db, books.company
    found = []
    for link in links_of_document(db, company, document.number):
        row = transaction_of(db, company, link.transaction_no)
        if link.live and row is not None:
            found.append(Payment(link, row, reading_of(books, row)))
    return found


def terms_of(books: CompanyBooks[Reader], document: Document, payments: Sequence[Payment]) -> InvoiceTerms:
    """What the document says of itself, or its payments do: whose it is, how much, from when to when."""
    document = told_by_payment(document, [p.row.amount for p in payments])
    assert document.issued_on is not None, "only a dated document is an invoice"
    amount = _home_amount(books, document, payments)
    due_on = document.due_on or document.issued_on + UNSAID_TERMS
    side = SALE if document.direction == "sale" else PURCHASE
    return InvoiceTerms(document, side, amount, document.issued_on, due_on)


def what_is_missing(
    books: CompanyBooks[Reader], terms: InvoiceTerms, category_id: str | None, *, paid: bool
) -> str | None:
    """Why the invoice cannot be posted yet; None where it can."""
    missing = _missing(terms.document, terms.amount, category_id, paid=paid)
    return missing or _too_early(books, terms.issued_on)


def invoice_read(books: CompanyBooks[Reader], document: Document, kept: Invoice | None) -> InvoiceRead:
    """The invoice as the books should hold it, given its payments and what people said."""
    payments = payments_of(books, document)
    terms = terms_of(books, document, payments)
    document, side, amount = terms.document, terms.side, terms.amount
    category_id, source = _category(books, document, kept, payments)
    missing = what_is_missing(books, terms, category_id, paid=bool(payments))
    read = InvoiceRead(side, amount or 0, terms.issued_on, terms.due_on, category_id, source, missing)
    if missing is not None or category_id is None or amount is None:
        return read
    facts = InvoiceFacts(
        document.number, terms.issued_on, amount, side == SALE, document.contact_no, _narration(document)
    )
    names = books.names
    scheme = names.vat.on(terms.issued_on) if names.vat else None
    parts = parts_of_paper(books, document, category_id=category_id, amount=amount)
    whole = _whole_reading(payments, amount)
    if whole is not None and not document.corrections.lines:
        parts = split_as_paper(whole, parts)
    pounds = (document.currency or HOME_CURRENCY) == HOME_CURRENCY
    paid = [(p.link.booked_on, p.link.amount if pounds else p.row.amount) for p in payments]
    cut = [*_early(scheme, facts, paid), *_taken_back(credited_by(books, document, amount), facts)]
    plain = LineFacts(terms.issued_on, foreign=from_abroad(document, facts_of(books, document)))
    treated_parts = _treated(names, parts, facts, cut, plain)
    entry = invoice_entry(facts, treated_parts, entity_type=books.profile.entity_type)
    schemes = [scheme, *(names.vat.on(when.tax_point) for _, when in cut)] if names.vat else []
    return replace(
        read,
        facts=facts,
        entry=entry,
        waits=_waits(schemes, entry, is_sale=facts.is_sale),
        charged=sum(part.vat.charged for part in treated_parts if part.vat is not None),
    )


def _waits(schemes: Sequence[VatScheme | None], entry: JournalEntry, *, is_sale: bool) -> bool:
    """Whether VAT follows the money: by the scheme of its day, and of every supply that a note takes back.

    Under the flat rate only turnover does. Source: SI 1995/2518 reg 57A.
    """
    if not schemes or not all(scheme is not None and scheme.by_payment for scheme in schemes):
        return False
    on_cash = all(scheme is not None and scheme.scheme == CASH for scheme in schemes)
    return on_cash or (is_sale and any(bears_flat_rate(p) for p in entry.postings)) or _from_cash(schemes)


def _from_cash(schemes: Sequence[VatScheme | None]) -> bool:
    """Whether a note takes back what was supplied under cash accounting: its VAT waits as that of its invoice does."""
    return any(scheme is not None and scheme.scheme == CASH for scheme in schemes[1:])


def _home_amount(books: CompanyBooks[Reader], document: Document, payments: Sequence[Payment]) -> int | None:
    """In pounds: of another currency what the bank took for it, once it is paid in full."""
    total = signed_total(document)
    if (document.currency or HOME_CURRENCY) == HOME_CURRENCY:
        return total
    paid_in_full = bool(payments) and sum(p.link.amount for p in payments) == total
    if not paid_in_full or any(not _in_pounds(books.names, p.row) for p in payments):
        return None
    return sum(p.row.amount for p in payments)


def _in_pounds(names: Names, row: BankTransaction) -> bool:
    return (row.currency or names.account_of[row.account_no].currency) == HOME_CURRENCY


def _missing(document: Document, amount: int | None, category_id: str | None, *, paid: bool) -> str | None:
    """What a person has to say; a payment beside the document tells by its sign whose bill it is."""
    if document.direction is None and not paid:
        return "say whether it is a purchase or a sale: set direction"
    if document.contact_no is None:
        return "say whose it is: set supplier or contact_id"
    if amount is None:
        return (
            f"it is in {document.currency}: it is posted once payments beside it show what all of it comes to in pounds"
        )
    if category_id is None:
        return "say what it was for: set category_id, or categorise the payment beside it"
    return None


def _too_early(books: CompanyBooks[Reader], issued_on: date) -> str | None:
    """A bill from before the books began belongs to nobody's year here; most often its date was misread."""
    first = min((year.start for year in years_of(books.db, books.company)), default=issued_on)
    if issued_on >= first:
        return None
    return f"it is dated {issued_on}, before the first financial year ({first}): correct the date, or add that year"


def _category(
    books: CompanyBooks[Reader], document: Document, kept: Invoice | None, payments: Sequence[Payment]
) -> tuple[str | None, str | None]:
    names, chosen = books.names, document.corrections.filed_under
    if chosen is not None:
        return chosen, PERSON
    for payment in payments:
        chosen = names.category_id[payment.row.category_no]
        if _is_usable(names.chart[chosen]):
            return chosen, LINE
    side = SALE if document.direction == "sale" else PURCHASE
    known = kept is not None and kept.side == side and kept.category_source != PERSON
    if known and kept is not None and kept.category_no is not None:
        return names.category_id[kept.category_no], kept.category_source
    if document.contact_no is not None:
        company, contact = books.company, document.contact_no
        last = last_category_of(books.db, company, contact, side, but=document.number)
        known_of_party = None if last is None else names.category_id[last]
        if known_of_party is not None and names.chart[known_of_party].archived:
            known_of_party = successors_of(names).get(known_of_party)
        if known_of_party is not None:
            return known_of_party, SUGGESTED
    suggested = suggested_category(books, document)
    if suggested is not None:
        return suggested.category_id, SUGGESTED
    return (SALES, SUGGESTED) if document.direction == "sale" else (None, None)


def _is_usable(category: Category) -> bool:
    return category.of_goods_or_services and not category.archived


def suggested_category(books: CompanyBooks[Reader], document: Document) -> Suggestion | None:
    """What the categoriser makes of the other party's name; None where that says nothing usable."""
    if document.issued_on is None or document.gross is None:
        return None
    name = document.supplier or ""
    line = BankLine(
        booked_on=document.issued_on,
        amount=signed_total(document),
        currency=document.currency or HOME_CURRENCY,
        description=name,
        payee=name,
    )
    suggestion = categoriser_for(books.db, books.profile).suggest(line)
    category = books.names.chart.get(suggestion.category_id)
    if category is None or not _is_usable(category):
        return None
    return suggestion if (category.type == "income") == (document.direction == "sale") else None


def _whole_reading(payments: Sequence[Payment], amount: int) -> tuple[CategorisationLine, ...] | None:
    """The split or the VAT that a person gave the one line that pays it all: what it says, the paper does not."""
    if len(payments) != 1 or payments[0].row.amount != amount or not payments[0].row.parts:
        return None
    return payments[0].parts


_Cut = tuple[int, LineFacts]
"""An amount of the whole that has a tax point of its own."""


def _taken_back(credited: Iterable[Credited], facts: InvoiceFacts) -> list[_Cut]:
    """A credit note is treated as what it takes back was, and counts in the period of its own day."""
    return [
        (one.amount, LineFacts(one.supplied_on, counts_on=facts.issued_on, capital=one.capital)) for one in credited
    ]


def _early(scheme: VatScheme | None, facts: InvoiceFacts, payments: Iterable[tuple[date, int]]) -> list[_Cut]:
    """Money for a sale that came before the invoice: it has a tax point of its own."""
    if scheme is None or scheme.by_payment or not facts.is_sale or facts.amount < 0:
        return []
    return [(amount, LineFacts(day)) for day, amount in payments if day < facts.issued_on]


def _treated(
    names: Names,
    parts: tuple[CategorisationLine, ...],
    facts: InvoiceFacts,
    cut: Sequence[_Cut],
    plain: LineFacts,
) -> tuple[CategorisationLine, ...]:
    """The parts with their VAT, each at its tax point; `plain` is what holds for what is not cut off."""
    if not names.vat:
        return parts
    if not cut:
        return treated(names.vat, names.chart, parts, plain)
    whens = [(replace(when, foreign=plain.foreign), amount) for amount, when in cut]
    found: list[CategorisationLine] = []
    for when, portion in prepaid_parts(parts, whens, facts.amount):
        found += treated(names.vat, names.chart, portion, when or plain)
    return tuple(found)


def _narration(document: Document) -> str:
    kind = "Credit note" if takes_back(document.type, document.gross or 0) else "Invoice"
    return " ".join(filter(None, (kind, document.doc_number, "-", document.supplier)))[:200]
