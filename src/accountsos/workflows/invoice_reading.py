"""What the books make of an invoice: its category, its VAT, its tax points, and what is missing to post it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import msgspec

from accountsos.categoriser.suggestion import BankLine, Suggestion
from accountsos.documents.checks import vat_number_check
from accountsos.documents.facts import DocumentFacts, ReadOutcome, VatAtRate
from accountsos.ledger.chart import Category
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.invoices import UNSAID_TERMS, InvoiceFacts, invoice_entry, prepaid_parts
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.ledger.vat_treatment import LineFacts, default_code, treated
from accountsos.store.companies import Company, years_of
from accountsos.store.documents import Document, DocumentLink, links_of_document, reading_kept
from accountsos.store.engine import Reader
from accountsos.store.invoices import PURCHASE, SALE, Invoice, last_category_of
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_codes import VAT_CODES
from accountsos.uk_rules.vat_rates import VatRate, liability_of_rate, vat_in_gross, vat_rate
from accountsos.workflows.categorise_line import categoriser_for
from accountsos.workflows.post_line import HOME_CURRENCY, reading_of

INVOICE_TYPES = ("invoice", "credit_note")
PERSON, LINE, SUGGESTED = "person", "line", "suggested"
_CODES = {
    (True, VatRate.STANDARD): "S20",
    (True, VatRate.REDUCED): "S5",
    (True, VatRate.HOSPITALITY): "SH",
    (False, VatRate.STANDARD): "P20",
    (False, VatRate.REDUCED): "P5",
    (False, VatRate.HOSPITALITY): "PH",
}
_BLOCKED = {"P20": "PB20", "P5": "PB5"}
_CHARGED = frozenset({"P20", "P5", "PH", "PHALF20", "PB20", "PB5"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a reading of an invoice stands on."""

    db: Reader
    profile: Company
    names: Names


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
    scheme: VatScheme | None = None
    """In force at its tax point."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A bank line that stands beside the document."""

    link: DocumentLink
    row: BankTransaction
    parts: tuple[CategorisationLine, ...]


def is_invoice(document: Document) -> bool:
    """Whether the document is of a kind that posts its own entry, and was read well enough to say of whom and when."""
    return (
        document.type in INVOICE_TYPES
        and document.status == "processed"
        and bool(document.gross)
        and document.issued_on is not None
    )


def signed_total(document: Document) -> int:
    """The total as the bank would sign it: money out for a purchase, in for a sale; a credit note the other way."""
    money_in = (document.direction == "sale") != (document.type == "credit_note" and (document.gross or 0) > 0)
    return abs(document.gross or 0) * (1 if money_in else -1)


def payments_of(ground: Ground, document: Document) -> list[Payment]:
    """The bank lines beside the document that are in the books' bank accounts now, oldest first."""
    db, company = ground.db, ground.profile.number
    found = []
    for link in links_of_document(db, company, document.number):
        row = transaction_of(db, company, link.transaction_no)
        if link.live and row is not None:
            found.append(Payment(link, row, reading_of(db, company, row, ground.names)))
    return found


def invoice_read(ground: Ground, document: Document, kept: Invoice | None) -> InvoiceRead:
    """The invoice as the books should hold it, given its payments and what people said."""
    assert document.issued_on is not None, "only a dated document is an invoice"
    payments = payments_of(ground, document)
    amount = _home_amount(ground, document, payments)
    category_id, source = _category(ground, document, kept, payments)
    due_on = document.due_on or document.issued_on + UNSAID_TERMS
    side = SALE if document.direction == "sale" else PURCHASE
    missing = _missing(document, amount, category_id, paid=bool(payments)) or _too_early(ground, document.issued_on)
    read = InvoiceRead(side, amount or 0, document.issued_on, due_on, category_id, source, missing)
    if missing is not None or category_id is None or amount is None:
        return read
    facts = InvoiceFacts(
        document.number, document.issued_on, amount, side == SALE, document.contact_no, _narration(document)
    )
    names = ground.names
    scheme = names.vat.on(document.issued_on) if names.vat else None
    parts = _whole_reading(payments, amount) or _parts(ground, document, category_id, amount)
    foreign = _from_abroad(document, facts_of(ground.db, ground.profile.number, document))
    entry = invoice_entry(
        facts,
        _treated(names, parts, facts, _early(scheme, facts, payments), foreign=foreign),
        entity_type=ground.profile.entity_type,
    )
    return replace(read, facts=facts, entry=entry, scheme=scheme)


def _home_amount(ground: Ground, document: Document, payments: Sequence[Payment]) -> int | None:
    """In pounds: of another currency what the bank took for it, once it is paid in full."""
    total = signed_total(document)
    if (document.currency or HOME_CURRENCY) == HOME_CURRENCY:
        return total
    if not payments or sum(p.link.amount for p in payments) != total:
        return None
    if any(not _in_pounds(ground.names, p.row) for p in payments):
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


def _too_early(ground: Ground, issued_on: date) -> str | None:
    """A bill from before the books began belongs to nobody's year here; most often its date was misread."""
    first = min((year.start for year in years_of(ground.db, ground.profile.number)), default=issued_on)
    if issued_on >= first:
        return None
    return f"it is dated {issued_on}, before the first financial year ({first}): correct the date, or add that year"


def _category(
    ground: Ground, document: Document, kept: Invoice | None, payments: Sequence[Payment]
) -> tuple[str | None, str | None]:
    names, chosen = ground.names, said_of_filing(document, "category_id")
    if chosen is not None:
        return chosen, PERSON
    for payment in payments:
        chosen = names.category_id[payment.row.category_no]
        if is_usable(names.chart[chosen]):
            return chosen, LINE
    side = SALE if document.direction == "sale" else PURCHASE
    known = kept is not None and kept.side == side and kept.category_source != PERSON
    if known and kept is not None and kept.category_no is not None:
        return names.category_id[kept.category_no], kept.category_source
    if document.contact_no is not None:
        company, contact = ground.profile.number, document.contact_no
        last = last_category_of(ground.db, company, contact, side, but=document.number)
        if last is not None:
            return names.category_id[last], SUGGESTED
    suggested = suggested_category(ground, document)
    if suggested is not None:
        return suggested.category_id, SUGGESTED
    return ("cat_sales", SUGGESTED) if document.direction == "sale" else (None, None)


def is_usable(category: Category) -> bool:
    """Whether goods or services can be filed there: income, costs and fixed assets."""
    return not category.archived and (category.in_profit_and_loss or category.frs105_line == "BS.B")


def suggested_category(ground: Ground, document: Document) -> Suggestion | None:
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
    suggestion = categoriser_for(ground.db, ground.profile).suggest(line)
    category = ground.names.chart.get(suggestion.category_id)
    if category is None or not is_usable(category):
        return None
    return suggestion if (category.type == "income") == (document.direction == "sale") else None


def _whole_reading(payments: Sequence[Payment], amount: int) -> tuple[CategorisationLine, ...] | None:
    """The split or the VAT that a person gave the one line that pays it all: it says more than the paper."""
    if len(payments) != 1 or payments[0].row.amount != amount or not payments[0].row.parts:
        return None
    return payments[0].parts


def _parts(ground: Ground, document: Document, category_id: str, amount: int) -> tuple[CategorisationLine, ...]:
    """One part per rate of VAT that the document shows; where it proves none, what the books may assume."""
    assert document.issued_on is not None
    names, contact = ground.names, document.contact_no
    plain = CategorisationLine(category_id, amount, contact=contact)
    scheme = names.vat.on(document.issued_on) if names.vat else None
    if scheme is None:
        return (plain,)
    facts = facts_of(ground.db, ground.profile.number, document)
    said = said_of_filing(document, "vat_code")
    if said is not None:
        return (_with_said_code(plain, said, _vat_in_pounds(document, facts, amount)),)
    if contact in names.vat.overseas_contacts or _from_abroad(document, facts):
        return (plain,)
    sale = document.direction == "sale"
    usual = default_code(names.chart[category_id], amount, document.issued_on, overseas=False)
    vat = _vat_in_pounds(document, facts, amount)
    if vat is None:
        # A bill that shows no VAT claims none; a sale that shows none is read as including it.
        return (plain,) if sale or usual not in _CHARGED else (replace(plain, vat_code="P0"),)
    if vat == 0:
        none_charged = {"S20": "S0", "S5": "S0", "SH": "S0"}.get(usual) if sale else "P0"
        return (replace(plain, vat_code=none_charged if sale or usual in _CHARGED else None),)
    if not sale and not proves_input_vat(document, facts):
        return (replace(plain, vat_code="PB20", vat_amount=vat, vat_given=True),)
    rates = _by_rate(document, facts, usual, vat)
    if rates is None:
        return (replace(plain, vat_amount=vat, vat_given=True, vat_proven=True),)
    sign = 1 if amount > 0 else -1
    return tuple(
        replace(plain, amount=sign * (net + tax), vat_code=code, vat_amount=sign * tax, vat_given=True, vat_proven=True)
        for code, net, tax in rates
    )


def _with_said_code(part: CategorisationLine, code: str, shown: int | None) -> CategorisationLine:
    """The VAT as the document shows it where a person says what it is; else as the code finds it in the money."""
    law = VAT_CODES[code]
    if not shown or law.self_assessed or law.kind is VatKind.NONE or law.liability in (VatRate.ZERO, VatRate.EXEMPT):
        return replace(part, vat_code=code)
    return replace(part, vat_code=code, vat_amount=shown, vat_given=True, vat_proven=True)


def said_of_filing(document: Document, name: str) -> str | None:
    """The `category_id` or `vat_code` that a person gave the invoice."""
    value = json.loads(document.corrections or "{}").get(name)
    return None if value is None else str(value)


def _from_abroad(document: Document, facts: DocumentFacts | None) -> bool:
    """Whether the other party is not in the United Kingdom: what it charges is no British VAT."""
    if (document.currency or HOME_CURRENCY) != HOME_CURRENCY:
        told = facts.vat_in_tax_currency if facts is not None else None
        return told is None or told.value.currency != HOME_CURRENCY
    if facts is None:
        return False
    party = facts.customer if document.direction == "sale" else facts.supplier
    number = (party.vat_number.value if party.vat_number is not None else "").upper()
    return (party.country or "GB") != "GB" and not number.startswith("GB")


def facts_of(db: Reader, company: int, document: Document) -> DocumentFacts | None:
    """What was read of it, before corrections."""
    kept = reading_kept(db, company, document.number)
    return None if kept is None else msgspec.json.decode(kept, type=ReadOutcome).facts


def _vat_in_pounds(document: Document, facts: DocumentFacts | None, amount: int) -> int | None:
    """The VAT that it shows, signed as its amount; None where it shows none or an impossible one."""
    assert document.issued_on is not None
    vat = document.vat
    if vat is None:
        return None
    if (document.currency or HOME_CURRENCY) != HOME_CURRENCY:
        told = facts.vat_in_tax_currency.value if facts is not None and facts.vat_in_tax_currency is not None else None
        if told is None or told.currency != HOME_CURRENCY:
            return None if vat else 0
        vat = told.pence
    if abs(vat) > most_vat_in(abs(amount), document.issued_on):
        return None
    return abs(vat) * (1 if amount > 0 else -1)


def most_vat_in(gross: int, day: date) -> int:
    """The most VAT that an amount can hold on a day, a penny of rounding allowed."""
    return vat_in_gross(gross, vat_rate(VatRate.STANDARD, day)) + 1


def proves_input_vat(document: Document, facts: DocumentFacts | None) -> bool:
    """Input tax needs an invoice with the supplier's VAT number (SI 1995/2518 regs 14(1)(e) and 29(2)(a))."""
    if document.direction == "sale":
        return True
    if facts is None or facts.tax_name != "VAT" or facts.supplier.vat_number is None:
        return False
    number = facts.supplier.vat_number.value.upper().replace(" ", "")
    return number.removeprefix("GB").isdigit() and vat_number_check(number).holds is not False


def _by_rate(
    document: Document, facts: DocumentFacts | None, usual: str, vat: int
) -> list[tuple[str, int, int]] | None:
    """Code, net and VAT per rate, where the document shows more than one and they come to its totals."""
    if facts is None or len(facts.vat_by_rate) < 2 or document.gross is None or document.issued_on is None:
        return None
    sale = document.direction == "sale"
    found = []
    for part in facts.vat_by_rate:
        if part.rate is None or part.net is None or part.vat is None:
            return None
        code = _code_at_rate(part, document.issued_on, sale=sale)
        if code is None:
            return None
        if not sale:
            code = _BLOCKED.get(code, code) if usual.startswith("PB") else code
            code = "PHALF20" if usual == "PHALF20" and code == "P20" else code
        found.append((code, abs(part.net), abs(part.vat)))
    whole = sum(net + tax for _, net, tax in found)
    if whole != abs(document.gross) or sum(tax for *_, tax in found) != abs(vat):
        return None
    return found


def _code_at_rate(part: VatAtRate, day: date, *, sale: bool) -> str | None:
    assert part.rate is not None
    if part.rate == 0:
        exempt = part.category == "E"
        return ("SE" if exempt else "S0") if sale else ("PE" if exempt else "P0")
    liability = liability_of_rate(part.rate / Decimal(100), day)
    return None if liability is None else _CODES.get((sale, liability))


def _early(scheme: VatScheme | None, facts: InvoiceFacts, payments: Sequence[Payment]) -> list[tuple[date, int]]:
    """Money for a sale that came before the invoice: it has a tax point of its own."""
    if scheme is None or scheme.by_payment or not facts.is_sale:
        return []
    return [(p.link.booked_on, p.link.amount) for p in payments if p.link.booked_on < facts.issued_on]


def _treated(
    names: Names,
    parts: tuple[CategorisationLine, ...],
    facts: InvoiceFacts,
    early: Sequence[tuple[date, int]],
    *,
    foreign: bool,
) -> tuple[CategorisationLine, ...]:
    """The parts with their VAT, each at its tax point."""
    if not names.vat:
        return parts
    cut = prepaid_parts(parts, early, facts.amount) if early else [(None, parts)]
    found: list[CategorisationLine] = []
    for day, portion in cut:
        found += treated(names.vat, names.chart, portion, LineFacts(day or facts.issued_on, foreign=foreign))
    return tuple(found)


def _narration(document: Document) -> str:
    kind = "Credit note" if document.type == "credit_note" else "Invoice"
    return " ".join(filter(None, (kind, document.doc_number, "-", document.supplier)))[:200]
