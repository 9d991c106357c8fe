"""Find what may stand in the books twice, as they are now: each with its pounds, its VAT boxes and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.deposit_lines import lines_of_paper, says_deposit, takes_off
from accountsos.bookkeeping.find_unregistered_assets import unregistered_assets
from accountsos.bookkeeping.invoice_vat import facts_of
from accountsos.bookkeeping.lines_of_parties import by_party
from accountsos.bookkeeping.what_is_owed import (
    ACCRUAL,
    OPENING_CREDITOR,
    OPENING_DEBTOR,
    day_in_words,
    open_items,
)
from accountsos.categoriser.owed import LEAD, OwedAccount
from accountsos.ledger.category_ids import CORPORATION_TAX, CT_PAYABLE, VAT_CONTROL
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.open_items import OpenItem
from accountsos.money import HOME_CURRENCY, pounds
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument, due_first
from accountsos.reports.double_counts import (
    BILL_TWICE,
    DEPOSIT_IN_FULL,
    INVOICE_BESIDE_PAYMENT,
    OPENING_BESIDE_PAYMENT,
    PAYABLE_BESIDE_COST,
    PAYMENT_OF_INVOICE,
    DoubleCount,
    Due,
    Paid,
    laid_beside,
    pairings,
    told_window,
)
from accountsos.reports.vat_return import return_of
from accountsos.store.documents import Document, existing_document
from accountsos.store.double_counts import (
    StandingLine,
    invoices_alike,
    lines_beside_invoices,
    lines_of_category,
    lines_of_contact,
    smaller_before,
)
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import SALE, Invoice, deposits_taken, invoice_of
from accountsos.store.journal import live_entries
from accountsos.store.open_items import OpenInvoiceRow, open_invoices
from accountsos.store.remembered import remembered

A_YEAR = timedelta(days=366)
_COMPANIES_AT_HAND = 64


def double_counts(books: CompanyBooks[Reader]) -> tuple[DoubleCount, ...]:
    """Every finding, the largest first."""
    looking = _Looking(books)
    found = [
        *looking.beside_invoices(),
        *looking.beside_what_is_owed(),
        *looking.papers_twice(),
        *unregistered_assets(books),
    ]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.finding_id)))


def double_counts_kept(books: CompanyBooks[Reader]) -> tuple[DoubleCount, ...]:
    """The same for a report: worked out once for each state of the books. Never in a write, which may be taken back."""
    return remembered(books.db, "double_counts", books.company, lambda: double_counts(books), most=_COMPANIES_AT_HAND)


@dataclass(frozen=True, slots=True)
class _Stakes:
    """What an entry puts into the profit and loss account and into VAT boxes."""

    profit: int
    boxes: dict[int, int]
    period: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said of a finding."""

    kind: str
    amount: int
    message: str
    action: str
    transactions: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    item: OpenItem | None = None
    """What is owed, where an entry of its own says so."""


class _Looking:
    """One look at the books."""

    def __init__(self, books: CompanyBooks[Reader]) -> None:
        self._books = books
        self._accrues = books.profile.basis != "cash"

    def beside_invoices(self) -> Iterator[DoubleCount]:
        """Open invoices and lines of their parties."""
        books = self._books
        rows = [row for row in open_invoices(books.db, books.company) if row.state == "posted"] if self._accrues else []
        if not rows:
            return
        invoices = [_paid_document(row) for row in rows]
        windows = [told_window(invoice) for invoice in invoices]
        days = (min(first for first, _ in windows), max(last for _, last in windows))
        lines = [line for line in lines_beside_invoices(books.db, books.company, days) if self._counts(line)]
        by_number, by_document = {line.number: line for line in lines}, {row.document: row for row in rows}
        for party in by_party(invoices, [self._candidate(line) for line in lines]):
            for pairing in pairings(*party):
                line, row = by_number[pairing.line.number], by_document[pairing.invoice.key]
                yield self._beside_invoice(row, line, exact=pairing.exact)

    def _beside_invoice(self, row: OpenInvoiceRow, line: StandingLine, *, exact: bool) -> DoubleCount:
        what = "receipt" if line.amount > 0 else "payment"
        paper = _called(row.side, row.amount, row.number)
        party = f"from {row.party}" if line.amount > 0 else f"to {row.party}"
        lead = f"{_pounds(line.amount)} {party} on {_day(line)} stands as {self._name(line)} of its own"
        of = "is exactly what is open of" if exact else f"{_pounds(row.open_amount)} is open of"
        return self._of_line(
            line,
            _Told(
                kind=PAYMENT_OF_INVOICE if exact else INVOICE_BESIDE_PAYMENT,
                amount=min(abs(line.amount), abs(row.open_amount)),
                message=f"{lead}, and {of} {paper} of {day_in_words(row.issued_on)}",
                action=f"Put {paper} beside the {what}; or say of the {what} what else it is",
                documents=(row.document,),
            ),
        )

    def beside_what_is_owed(self) -> Iterator[DoubleCount]:
        """Payables, opening debtors and creditors, and lines that stand as the same cost or turnover."""
        for account in open_items(self._books).accounts:
            items = [item for item in account.items if item.document is None]
            if not items:
                continue
            if items[0].kind in (OPENING_DEBTOR, OPENING_CREDITOR):
                yield from self._beside_opening(items)
            else:
                yield from self._beside_payable(account, items)

    def _beside_opening(self, items: Sequence[OpenItem]) -> Iterator[DoubleCount]:
        books, party = self._books, items[0].party
        assert party is not None, "debtors and creditors are kept by party"
        since = min(item.since for item in items)
        lines = {line.number: line for line in lines_of_contact(books.db, books.company, party.contact, since)}
        paid = [Paid(n, line.booked_on, line.amount) for n, line in lines.items() if self._counts(line)]
        for due, payment, taken in laid_beside(_dues(items), paid):
            item, line = items[due.key], lines[payment.number]
            yield self._of_line(
                line,
                _Told(
                    kind=OPENING_BESIDE_PAYMENT,
                    amount=taken,
                    message=f"{_pounds(line.amount)} of {party.name} on {_day(line)} stands as {self._name(line)}, "
                    f"while {item.called} is open: {_pounds(item.amount)}",
                    action=f"File the line under {books.names.chart[item.category].name} with the contact "
                    f"{party.name}, or say that it is something else",
                    item=item,
                ),
            )

    def _beside_payable(self, account: OwedAccount, items: Sequence[OpenItem]) -> Iterator[DoubleCount]:
        books = self._books
        kin = account.kin | ({CORPORATION_TAX} if items[0].category == CT_PAYABLE else set())
        since = min(item.since for item in items) - LEAD
        lines: dict[int, StandingLine] = {}
        for category in sorted(kin):
            number = books.names.category_no.get(category)
            for line in lines_of_category(books.db, books.company, number, since) if number is not None else ():
                lines[line.number] = line
        paid = [Paid(n, line.booked_on, line.amount) for n, line in lines.items()]
        for due, payment, taken in laid_beside(_dues(items), paid, exact_only=items[0].kind == ACCRUAL):
            item, line = items[due.key], lines[payment.number]
            yield self._of_line(
                line,
                _Told(
                    kind=PAYABLE_BESIDE_COST,
                    amount=taken,
                    message=f"{_pounds(line.amount)} paid on {_day(line)} stands as {self._name(line)}, while "
                    f"{item.called} is open: {_pounds(item.amount)}",
                    action=f"File the payment under {books.names.chart[item.category].name}, or take the journal back",
                    item=item,
                ),
            )

    def papers_twice(self) -> Iterator[DoubleCount]:
        """The same bill twice; a deposit that the final invoice has not taken off."""
        books = self._books
        if not self._accrues:
            return
        for first, second in invoices_alike(books.db, books.company):
            yield from self._twice(first, second)
        unpaid = open_invoices(books.db, books.company)
        if unpaid:
            since = min(row.issued_on for row in unpaid) - A_YEAR
            for deposit, final in smaller_before(books.db, books.company, since):
                yield from self._deposit(deposit, final)

    def _twice(self, first: int, second: int) -> Iterator[DoubleCount]:
        (_, one), (paper, two) = self._paper(first), self._paper(second)
        called = _called(two.side, two.amount, paper.doc_number)
        yield self._of_paper(
            two,
            _Told(
                kind=BILL_TWICE,
                amount=abs(two.amount),
                message=f"{called} of {paper.supplier or 'one party'} over {_pounds(two.amount)} stands twice: dated "
                f"{day_in_words(one.issued_on)} and {day_in_words(two.issued_on)}",
                action="Delete one of the two papers, or set its type to other",
                documents=(first, second),
            ),
        )

    def _deposit(self, deposit: int, final: int) -> Iterator[DoubleCount]:
        """A deposit is known by its words, or by the final invoice that says how much was paid before."""
        (paper, one), (whole, two) = self._paper(deposit), self._paper(final)
        facts = facts_of(self._books, whole)
        if abs(two.amount) != abs(whole.gross or 0) or takes_off(lines_of_paper(whole, facts), one.amount):
            return
        prepaid = facts is not None and facts.prepaid is not None and abs(facts.prepaid.value) == abs(one.amount)
        if not prepaid and not says_deposit(lines_of_paper(paper, facts_of(self._books, paper))):
            return
        if deposits_taken(self._books.db, self._books.company, deposit):
            return  # by a settlement of whichever invoice: asked last, for it reads every deposit that was taken
        smaller = _called(one.side, one.amount, paper.doc_number)
        larger = _called(two.side, two.amount, whole.doc_number)
        yield self._of_paper(
            one,
            _Told(
                kind=DEPOSIT_IN_FULL,
                amount=abs(one.amount),
                message=f"the deposit {smaller} ({_pounds(one.amount)}) and {larger} ({_pounds(two.amount)}) of "
                f"{whole.supplier or 'one party'} both stand in full",
                action=f"Correct {larger} to what is left after the deposit, or set the deposit against it",
                documents=(deposit, final),
            ),
        )

    def _paper(self, number: int) -> tuple[Document, Invoice]:
        db, company = self._books.db, self._books.company
        document, invoice = existing_document(db, company, number), invoice_of(db, company, number)
        assert invoice is not None, "the number is a standing invoice's"
        return document, invoice

    def _counts(self, line: StandingLine) -> bool:
        """Whether it stands as turnover, cost or a fixed asset of its own, in pounds."""
        names = self._books.names
        currency = line.currency or names.account_of[line.account_no].currency
        return currency == HOME_CURRENCY and names.chart[names.category_id[line.category_no]].of_goods_or_services

    def _candidate(self, line: StandingLine) -> CandidateLine:
        return CandidateLine(
            line.number,
            line.booked_on,
            line.amount,
            HOME_CURRENCY,
            " ".join(filter(None, (line.payee, line.description, line.reference))),
            contact=line.contact_no,
            printed=(line.description, line.payee, line.reference),
        )

    def _name(self, line: StandingLine) -> str:
        return self._books.names.chart[self._books.names.category_id[line.category_no]].name

    def _of_line(self, line: StandingLine, told: _Told) -> DoubleCount:
        """What is at stake is what the line itself put into profit and VAT."""
        return self._of_entry(line.entry_no, line.booked_on, replace(told, transactions=(line.number,)))

    def _of_paper(self, invoice: Invoice, told: _Told) -> DoubleCount:
        """What is at stake is what the paper's own entry put there."""
        return self._of_entry(invoice.entry_no, invoice.issued_on, told)

    def _of_entry(self, entry_no: int | None, day: date, told: _Told) -> DoubleCount:
        live = live_entries(self._books.db, self._books.company, self._books.names, entry_no)
        stakes = self._stakes([posted.entry for posted in live])
        owed = told.item if told.item is not None and told.item.entry else None
        return DoubleCount(
            told.kind,
            day,
            told.amount,
            told.message,
            told.action,
            transactions=told.transactions,
            documents=told.documents,
            entries=() if owed is None else tuple(filter(None, (owed.entry,))),
            named_by=() if owed is None else (owed.named_by,),
            profit=stakes.profit,
            boxes=stakes.boxes,
            vat_period=stakes.period,
        )

    def _stakes(self, entries: Iterable[JournalEntry]) -> _Stakes:
        chart = self._books.names.chart
        postings = [p for entry in entries for p in entry.postings]
        profit = abs(sum(p.amount for p in postings if chart[p.category_id].in_profit_and_loss))
        period = max((p.vat_period for p in postings if p.vat_period is not None), default=None)
        if period is None:
            return _Stakes(profit, {}, None)
        figures = return_of(_sums([p for p in postings if p.vat_period == period]), period)
        return _Stakes(profit, {n: v for n, v in figures.boxes.by_number().items() if v and n not in (3, 5)}, period)


def _sums(postings: Iterable[Posting]) -> dict[tuple[str, bool], int]:
    sums: dict[tuple[str, bool], int] = defaultdict(int)
    for p in postings:
        if p.vat_code is not None:
            sums[p.vat_code, p.category_id == VAT_CONTROL] += p.amount
    return dict(sums)


def _paid_document(row: OpenInvoiceRow) -> PaidDocument:
    document = PaidDocument(
        row.amount,
        HOME_CURRENCY,
        row.issued_on,
        row.due_on,
        supplier=row.party,
        contact=row.contact,
        number=row.number,
        already_paid=row.amount - row.open_amount,
        key=row.document,
        rejected=row.refused,
    )
    return due_first(document, row.held, row.held_until)


def _dues(items: Sequence[OpenItem]) -> list[Due]:
    return [Due(n, item.since, item.amount) for n, item in enumerate(items)]


def _called(side: str, amount: int, number: str | None) -> str:
    what = "credit note" if (amount > 0) != (side == SALE) else "invoice" if side == SALE else "bill"
    return f"{what} {number}" if number else f"the {what}"


def _day(line: StandingLine) -> str:
    return day_in_words(line.booked_on)


def _pounds(pence: int) -> str:
    return pounds(abs(pence))
