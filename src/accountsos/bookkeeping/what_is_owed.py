"""Gather what the books say is owed: every open item, once for a write or an import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.post_line import reading_of
from accountsos.categoriser.owed import Owed, OwedAccount
from accountsos.ledger.category_ids import (
    ACCRUALS,
    CIS_PAYABLE,
    CIS_SUFFERED,
    CREDITORS,
    CT_PAYABLE,
    DEBTORS,
    DIRECTORS_LOAN,
    DIRECTORS_SALARY,
    DIVIDENDS,
    DIVIDENDS_PAYABLE,
    EMPLOYER_NI,
    LOANS,
    MILEAGE,
    PAYE,
    PENSION,
    PENSION_PAYABLE,
    VAT_CONTROL,
    VAT_FILED,
    WAGES,
    WAGES_PAYABLE,
)
from accountsos.ledger.open_items import OpenItem, OwedMovement, Party, still_open
from accountsos.store.contacts import contact_of, number_of_key
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import SALE
from accountsos.store.journal import posted_entry
from accountsos.store.open_items import (
    MovedBy,
    OpenInvoiceRow,
    moved_by,
    open_invoices,
    owed_by_hand,
)
from accountsos.store.transactions import BankTransaction
from accountsos.store.worked_out import worked_out


@dataclass(frozen=True, slots=True)
class OwedKind:
    """A kind of debt: on which account it stands, where its payment is filed, and how such a payment looks."""

    kind: str
    account: str
    called: str
    """A sentence's name of it; `{day}` is the day since when, `{who}` the party."""
    kin: frozenset[str] = frozenset()
    files_under: str = ""
    """Where a bank line that pays it is filed, where that is not the account itself."""
    by_party: bool = False
    needs_word: bool = False
    asks_parts: bool = False
    asks_from: int = 0
    """Which percentage of an item a line must come to at least before it may be a part of it."""
    by_bank: bool = False
    """Whether money received makes such a debt: a loan. Elsewhere it is a payment that came back."""
    office: str = ""
    """Who takes the payment of this and of other kinds in one sum, under one reference."""
    set_off: bool = False
    """Whether it is owed to the business, and taken off what that office is paid."""

    @property
    def category(self) -> str:
        """Where a payment of it is filed."""
        return self.files_under or self.account


NET_WAGES, DIVIDEND, ACCRUAL = "net_wages", "dividend", "accrual"
OPENING_DEBTOR, OPENING_CREDITOR, INVOICE, BILL = "opening_debtor", "opening_creditor", "invoice", "bill"
ACCOUNTS_OFFICE = "accounts office"
"""HMRC takes PAYE and CIS under one reference."""
PAYABLES = (
    OwedKind(
        NET_WAGES,
        WAGES_PAYABLE,
        "the net wages of {day}",
        kin=frozenset({WAGES, DIRECTORS_SALARY}),
        asks_parts=True,
    ),
    OwedKind("pension", PENSION_PAYABLE, "the pension of {day}", kin=frozenset({PENSION}), asks_parts=True),
    OwedKind(
        "paye", PAYE, "the PAYE and NI of {day}", kin=frozenset({EMPLOYER_NI}), needs_word=True, office=ACCOUNTS_OFFICE
    ),
    OwedKind(
        "cis",
        CIS_PAYABLE,
        "the CIS deductions of {day}",
        kin=frozenset({PAYE}),
        needs_word=True,
        office=ACCOUNTS_OFFICE,
    ),
    OwedKind("vat", VAT_FILED, "the VAT filed to {day}", files_under=VAT_CONTROL, needs_word=True),
    OwedKind("corporation_tax", CT_PAYABLE, "the corporation tax charged on {day}", needs_word=True),
    OwedKind(
        DIVIDEND, DIVIDENDS_PAYABLE, "the dividend declared on {day}", kin=frozenset({DIVIDENDS}), asks_parts=True
    ),
    OwedKind(ACCRUAL, ACCRUALS, "what was accrued on {day}", needs_word=True),
    OwedKind("loan", LOANS, "the loan of {day}", needs_word=True, by_bank=True),
    OwedKind(
        "directors_claim",
        DIRECTORS_LOAN,
        "what {who} is owed since {day}",
        kin=frozenset({MILEAGE}),
        by_party=True,
        by_bank=True,
    ),
)
"""What the business owes on accounts of its own, with what the other stages take its payment for."""
SUFFERED = OwedKind(
    "cis_suffered", CIS_SUFFERED, "the CIS deducted from us on {day}", office=ACCOUNTS_OFFICE, set_off=True
)
"""What a company takes off its payments of PAYE and CIS; a trader's comes off income tax. Source: FA 2004 s62(3)."""
CONTROLS = (
    OwedKind(OPENING_DEBTOR, DEBTORS, "what {who} owes since {day}", by_party=True, asks_parts=True),
    OwedKind(
        OPENING_CREDITOR, CREDITORS, "what {who} is owed since {day}", by_party=True, asks_parts=True, asks_from=50
    ),
)
"""Debtors and creditors beside the invoices: opening balances and journals."""
OF_OFFICE = frozenset(kind.category for kind in (*PAYABLES, SUFFERED) if kind.office)
"""Accounts that one payment may settle together."""
OWED_ACCOUNTS = frozenset(kind.category for kind in (*PAYABLES, SUFFERED, *CONTROLS)) | {VAT_FILED}
"""Postings to these change what is owed."""


@dataclass(frozen=True, slots=True)
class OpenItems:
    """Everything that is owed, account by account."""

    accounts: tuple[OwedAccount, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.accounts)


NOTHING_OWED = OpenItems()


def open_items(books: CompanyBooks[Reader], *, but: Sequence[BankTransaction] = ()) -> OpenItems:
    """What is owed as the books stand; as they would stand without the lines of `but`."""
    gathered = _Gathered(books, but)
    accounts = [*gathered.payables(), *gathered.controls()]
    return OpenItems(tuple(accounts)) if accounts else NOTHING_OWED


def owed_of(books: CompanyBooks[Reader], items: OpenItems) -> Owed | None:
    """The same as the categoriser asks it; None where nothing is owed."""
    if not items:
        return None
    db, company = books.db, books.company
    return Owed(items.accounts, lru_cache(maxsize=4_096)(lambda key: number_of_key(db, company, key)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands on one account: what of its movements is open, or what was put there by hand beside invoices."""

    movements: Sequence[OwedMovement] = ()
    balances: Mapping[int, int] = field(default_factory=dict)
    """Of debtors and creditors by hand, the balance of each such party."""


_NOTHING = _Standing()


class _Gathered:
    """One look at the books."""

    def __init__(self, books: CompanyBooks[Reader], but: Sequence[BankTransaction]) -> None:
        known = books.names.category_no
        self._books, self._but = books, {row.number: row for row in but}
        self._kinds = {known[kind.account]: kind for kind in self._asked(books) if kind.account in known}
        self._controls = (known[DEBTORS], known[CREDITORS])
        self._names: dict[int, str] = {}
        numbers = (*self._kinds, *self._controls)
        self._standing: Mapping[int, _Standing]
        if but:
            self._standing = self._worked_out(numbers)
        else:
            per_contact = books.names.per_contact.intersection(numbers)
            self._standing = worked_out(books.db, books.company, numbers, per_contact, self._worked_out)

    @staticmethod
    def _asked(books: CompanyBooks[Reader]) -> tuple[OwedKind, ...]:
        """What contractors deducted from a sole trader comes off income tax."""
        return PAYABLES if books.profile.entity_type == "sole_trader" else (*PAYABLES, SUFFERED)

    def payables(self) -> Iterable[OwedAccount]:
        """What stands to the credit of the accounts of `PAYABLES`, and what of CIS is to be set off."""
        for number, kind in self._kinds.items():
            movements = self._standing[number].movements
            if movements:
                yield from self._accounts(kind, movements)

    def _worked_out(self, numbers: Collection[int]) -> dict[int, _Standing]:
        """What stands on these accounts, from all that was ever posted to them."""
        found = dict.fromkeys(numbers, _NOTHING)
        own = [number for number in numbers if number in self._kinds]
        by_account: dict[int, list[MovedBy]] = defaultdict(list)
        for m in moved_by(self._books.db, self._books.company, own):
            if m.source != "transaction" or m.source_no not in self._but:
                by_account[m.category_no].append(m)
        for number, moved in by_account.items():
            per_contact = number in self._books.names.per_contact
            found[number] = _Standing(_open_of(self._kinds[number], moved, per_contact=per_contact))
        if not found.keys().isdisjoint(self._controls):
            found.update(self._by_hand())
        return found

    def _by_hand(self) -> dict[int, _Standing]:
        """What journals and opening balances put on debtors and creditors."""
        moved, balances = owed_by_hand(self._books.db, self._books.company, self._controls)
        return {
            number: _Standing(
                [m for category, m in moved if category == number],
                {contact: amount for (category, contact), amount in balances.items() if category == number},
            )
            for number in self._controls
        }

    def controls(self) -> Iterable[OwedAccount]:
        """What customers owe and suppliers are owed: invoices, and what stands beside them."""
        cash = self._books.profile.basis == "cash"
        invoices = [] if cash else open_invoices(self._books.db, self._books.company)
        by_account: dict[tuple[str, int], list[OpenItem]] = defaultdict(list)
        other = self._beside_invoices(invoices)
        for kind, number in zip(CONTROLS, self._controls, strict=True):
            sign, moved = (1 if kind.account == DEBTORS else -1), self._standing[number].movements
            for contact in sorted(c for no, c in other if no == number and other[no, c] * sign > 0):
                owed = [m for m in moved if m.contact == contact and m.amount * sign > 0]
                settled = sum(m.amount for m in owed) - other[number, contact]
                if settled * sign > 0:
                    owed.append(OwedMovement(-settled, date.max, 0, contact))
                for found in still_open(owed, sign=sign):
                    by_account[kind.account, contact].append(self._item(kind, found))
        for invoice in invoices:
            by_account[DEBTORS if invoice.side == SALE else CREDITORS, invoice.contact].append(_of_paper(invoice))
        for (account, _), items in by_account.items():
            kind = next(k for k in CONTROLS if k.account == account)
            yield _account(kind, items)

    def _beside_invoices(self, invoices: Sequence[OpenInvoiceRow]) -> dict[tuple[int, int], int]:
        """The balances of the parties with something by hand, less their open invoices."""
        other = {
            (number, contact): amount
            for number in self._controls
            for contact, amount in self._standing[number].balances.items()
        }
        self._put_back(other)
        for invoice in invoices:
            key = (self._controls[0 if invoice.side == SALE else 1], invoice.contact)
            if key in other:
                other[key] -= invoice.open_amount
        return other

    def _put_back(self, balances: dict[tuple[int, int], int]) -> None:
        """The balances without the payments of the lines that are left out."""
        names = self._books.names
        for row in self._but.values():
            for part in reading_of(self._books, row):
                category = VAT_FILED if part.category_id == VAT_CONTROL else part.category_id
                number = names.category_no[category]
                key = (number, (part.contact or 0) if number in names.per_contact else 0)
                balances[key] = balances.get(key, 0) + part.amount

    def _accounts(self, kind: OwedKind, found: Sequence[OwedMovement]) -> Iterable[OwedAccount]:
        """One account for each party, and of accruals for each kind of cost."""
        groups: dict[tuple[int | None, frozenset[str]], list[OpenItem]] = defaultdict(list)
        for movement in found:
            item = self._item(kind, movement)
            kin = kind.kin if kind.kind != ACCRUAL else self._costs_of(movement.entry)
            groups[movement.contact, kin].append(item)
        for (_, kin), items in groups.items():
            yield _account(kind, items, kin)

    def _costs_of(self, entry: int) -> frozenset[str]:
        """What the entry made a cost: a bill for it would be filed there again."""
        names = self._books.names
        posted = posted_entry(self._books.db, self._books.company, names, entry).entry
        return frozenset(p.category_id for p in posted.postings if names.chart[p.category_id].in_profit_and_loss)

    def _item(self, kind: OwedKind, movement: OwedMovement) -> OpenItem:
        party = None if movement.contact is None else Party(movement.contact, self._name(movement.contact))
        called = kind.called.format(day=day_in_words(movement.since), who=party.name if party else "a director")
        return OpenItem(
            kind.kind,
            party,
            movement.amount,
            movement.since,
            kind.category,
            movement.entry or None,
            called,
            first=movement.first,
        )

    def _name(self, contact: int) -> str:
        name = self._names.get(contact)
        if name is None:
            known = contact_of(self._books.db, self._books.company, contact)
            name = self._names[contact] = "" if known is None else known.name
        return name


def _open_of(kind: OwedKind, moved: Sequence[MovedBy], *, per_contact: bool) -> list[OwedMovement]:
    """What is open of all that moved an account."""
    if kind is SUFFERED:
        return still_open((m.movement for m in moved), sign=1)
    balances: dict[int | None, int] = defaultdict(int)
    for m in moved:
        balances[m.movement.contact if per_contact else None] += m.movement.amount
    if min(balances.values()) >= 0:
        return []
    movements = [m.movement for m in (moved if kind.by_bank else _without_returns(moved))]
    return [m for group in _grouped(movements, per_contact=per_contact) for m in still_open(group, sign=-1)]


def _grouped(movements: Sequence[OwedMovement], *, per_contact: bool) -> Iterable[Sequence[OwedMovement]]:
    """Of accounts kept per contact each contact's own; else all of them."""
    if not per_contact:
        return [movements]
    groups: dict[int | None, list[OwedMovement]] = defaultdict(list)
    for movement in movements:
        groups[movement.contact].append(movement)
    return groups.values()


def _without_returns(moved: Sequence[MovedBy]) -> list[MovedBy]:
    """A payment that the bank gave back was none: what came back is taken off the latest payments."""
    back = sum(m.movement.amount for m in moved if m.source == "transaction" and m.movement.amount < 0)
    kept: list[MovedBy] = []
    for m in sorted(moved, key=lambda m: m.movement.place, reverse=True):
        amount = m.movement.amount
        if m.source == "transaction":
            taken = min(max(amount, 0), -back)
            amount, back = max(amount, 0) - taken, back + taken
        if amount:
            kept.append(replace(m, movement=replace(m.movement, amount=amount)))
    return kept


def _account(kind: OwedKind, items: Sequence[OpenItem], kin: frozenset[str] | None = None) -> OwedAccount:
    return OwedAccount(
        tuple(sorted(items, key=lambda item: (item.since, item.named_by))),
        kind.kin if kin is None else kin,
        by_party=kind.by_party and items[0].party is not None,
        needs_word=kind.needs_word,
        asks_parts=kind.asks_parts,
        asks_from=kind.asks_from,
        office=kind.office,
        set_off=kind.set_off,
    )


def _of_paper(invoice: OpenInvoiceRow) -> OpenItem:
    """An invoice, bill or credit note of which something is open."""
    sale = invoice.side == SALE
    note = (invoice.amount > 0) != sale
    what = "credit note" if note else "invoice" if sale else "bill"
    number = f" {invoice.number}" if invoice.number else ""
    return OpenItem(
        INVOICE if sale else BILL,
        Party(invoice.contact, invoice.party),
        invoice.open_amount,
        invoice.issued_on,
        DEBTORS if sale else CREDITORS,
        invoice.entry,
        f"{what}{number} of {day_in_words(invoice.issued_on)}",
        invoice.document,
    )


def day_in_words(day: date) -> str:
    """5 March 2026."""
    return f"{day.day} {day:%B %Y}"
