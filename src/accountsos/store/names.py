"""A company's chart and bank accounts, kept in memory under the version of its head row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.vat_scheme import NOT_REGISTERED, VatRegime
from accountsos.money import HOME_CURRENCY
from accountsos.store.contact_defaults import all_defaults
from accountsos.store.deadlines import fact_of
from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Insert, Reader, Sql, Writer
from accountsos.store.head import VERSION, Cause
from accountsos.store.vat_scheme import regime_of

CATEGORIES = Sql(
    """SELECT category_no, category_id, name, type, nominal, details, archived, recorded_seq FROM category
       WHERE company_id = :company AND recorded_seq <= :seq ORDER BY category_no, recorded_seq"""
)
ACCOUNTS = Sql(
    """SELECT account_no, bank_account_id, name, kind, currency, sort_code, account_number, category_no, archived,
       opening_entry FROM bank_account WHERE company_id = :company ORDER BY account_no"""
)
NEW_CATEGORY = Insert("category", "company_id category_no recorded_seq category_id name type nominal details archived")
NEW_ACCOUNT = Insert(
    "bank_account",
    "company_id account_no bank_account_id name kind currency sort_code account_number category_no archived",
)
CHANGE_ACCOUNT = Sql(
    """UPDATE bank_account SET name = :name, sort_code = :sort_code, account_number = :account_number,
       archived = :archived WHERE company_id = :company AND account_no = :account"""
)
SET_OPENING = Sql(
    "UPDATE bank_account SET opening_entry = :entry WHERE company_id = :company AND account_no = :account"
)
REMOVE_ACCOUNT = Sql("DELETE FROM bank_account WHERE company_id = :company AND account_no = :account")
USES = Sql(
    """SELECT EXISTS (SELECT 1 FROM bank_transaction t WHERE t.company_id = :company AND t.account_no = :account
         AND t.status IN (1, 4, 5)),
       EXISTS (SELECT 1 FROM bank_transaction t WHERE t.company_id = :company AND t.account_no = :account)
       OR EXISTS (SELECT 1 FROM statement_import i WHERE i.company_id = :company AND i.account_no = :account)
       OR EXISTS (SELECT 1 FROM posting p WHERE p.company_id = :company AND p.account_no = :account)"""
)
EVER = 2**62
CURVES, SUCCESSORS = "categoriser.curves", "category_successors"
"""Company facts that are at hand with the names: whoever records one lets the names be read anew."""
COMPANIES_AT_HAND = 200
"""Whose names are kept in memory: about 100 kB each."""
DETAILS = ("vat_default", "vat_reclaim", "ct_allowable", "frs105_line", "management_block", "vat_rate", "ct600_box")
TREATMENT = (
    "place_of_supply supply vat_behaviour allowance_class added_back never_refunded both_ways role per_contact only_one"
).split()
DETAIL_NAMES = (*DETAILS, "sa103f_box", "note", *TREATMENT)


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account whose lines come from a bank (or are entered by hand: cash, director)."""

    number: int
    bank_account_id: str
    name: str
    kind: str
    currency: str
    category_id: str
    """The control category in which it stands."""
    sort_code: str | None = None
    account_number: str | None = None
    archived: bool = False
    opening_entry: int | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether its lines are in a currency that the books are not kept in."""
        return self.currency != HOME_CURRENCY


@dataclass(frozen=True)
class Names:
    """Ids to numbers and back: rows hold numbers, people see ids."""

    chart: Chart
    category_no: dict[str, int]
    category_id: dict[int, str]
    accounts: dict[str, BankAccount]
    account_of: dict[int, BankAccount]
    per_contact: frozenset[int]
    version: int
    category_json: dict[int, str]
    """Each category as the API shows it, ready encoded."""
    vat: VatRegime = NOT_REGISTERED
    """The company's VAT through time: every reading of a line needs it, so it is at hand with the chart."""
    usual: Mapping[int, str] = field(default_factory=dict)
    """By contact the category that a person keeps for its lines."""
    successors: Mapping[str, str] = field(default_factory=dict)
    """By archived category the one in which its next lines go, as a person said."""
    curves: Mapping[str, object] = field(default_factory=dict)
    """What the categoriser's answers proved to be worth in this company, and up to where they were counted."""


def names_of(db: Reader, company: int, version: int | None = None) -> Names:
    """The names as they are now, in the head's version; none of it is read again until that moves."""
    if version is None:
        row = db.row(VERSION, company=company)
        version = -1 if row is None else int(row[1])
    kept = _kept_names(db)
    known = kept.get(company)
    if known is not None and known[0].version == version:
        return known[0]
    fresh = load_names(db, company, version)
    kept.put(company, (fresh, None))
    return fresh


def names_as_of(db: Reader, company: int, seq: int | None) -> Names:
    """The names after the company's write of that number; nothing is asked where they were checked after it before."""
    kept = _kept_names(db)
    known = kept.get(company)
    if seq is not None and known is not None and known[1] == seq:
        return known[0]
    names = names_of(db, company)
    if seq is not None:
        kept.put(company, (names, seq))
    return names


def names_at_hand(db: Reader, company: int) -> Names:
    """The names as last read, for a reader that compares their version with what its own statement finds."""
    known = _kept_names(db).get(company)
    return known[0] if known is not None else names_of(db, company)


def _kept_names(db: Reader) -> Recent[int, tuple[Names, int | None]]:
    """By company the names as last read, and the number of the write after which they were last checked."""
    kept: Recent[int, tuple[Names, int | None]] | None = db.cache.get("names")
    if kept is None:
        kept = db.cache.setdefault("names", Recent(COMPANIES_AT_HAND))
    return kept


def load_names(db: Reader, company: int, version: int = -1, *, seq: int = EVER) -> Names:
    """Read the names afresh; with `seq`, the chart as it was known at that number."""
    categories: dict[int, Category] = {}
    for number, category_id, name, type_, nominal, details, archived, _ in db.rows(
        CATEGORIES, company=company, seq=seq
    ):
        categories[number] = Category(category_id, name, type_, nominal, archived=bool(archived), **json.loads(details))
    numbers = {c.category_id: n for n, c in categories.items()}
    ids = {n: c.category_id for n, c in categories.items()}
    accounts = [
        BankAccount(no, id_, name, kind, currency, ids.get(category, ""), sort, number, bool(archived), opening)
        for no, id_, name, kind, currency, sort, number, category, archived, opening in db.rows(
            ACCOUNTS, company=company
        )
    ]
    defaults = all_defaults(db, company)
    return Names(
        chart=Chart.of(categories.values()),
        category_no=numbers,
        category_id=ids,
        accounts={a.bank_account_id: a for a in accounts},
        account_of={a.number: a for a in accounts},
        per_contact=frozenset(n for n, c in categories.items() if c.per_contact),
        version=version,
        category_json={
            n: json.dumps({"id": c.category_id, "name": c.name}, ensure_ascii=False, separators=(",", ":"))
            for n, c in categories.items()
        },
        vat=replace(
            regime_of(db, company, seq=seq),
            contact_codes={n: kept.vat_code for n, kept in defaults.items() if kept.vat_code},
        ),
        usual={n: kept.category_id for n, kept in defaults.items() if kept.category_id},
        successors=fact_of(db, company, SUCCESSORS, seq=seq),
        curves=fact_of(db, company, CURVES, seq=seq),
    )


def add_categories(db: Writer, cause: Cause, categories: Sequence[Category], *, first_number: int) -> None:
    """Add accounts to the chart under consecutive numbers."""
    cause.chart_changed = True
    db.run_many(NEW_CATEGORY, [_category_row(cause, first_number + n, c) for n, c in enumerate(categories)])


def change_category(db: Writer, cause: Cause, number: int, category: Category) -> None:
    """A new version of one account; the old one stays for reports as known before."""
    cause.chart_changed = True
    db.run_many(NEW_CATEGORY, [_category_row(cause, number, category)])


def add_bank_account(db: Writer, cause: Cause, account: BankAccount, category_no: int) -> None:
    """A new bank account."""
    cause.chart_changed = True
    db.run_many(
        NEW_ACCOUNT,
        [
            (
                cause.company,
                account.number,
                account.bank_account_id,
                account.name,
                account.kind,
                account.currency,
                account.sort_code,
                account.account_number,
                category_no,
                int(account.archived),
            )
        ],
    )


def change_bank_account(db: Writer, cause: Cause, account: BankAccount) -> None:
    """New name, numbers or archived state of a bank account."""
    cause.chart_changed = True
    db.run(
        CHANGE_ACCOUNT,
        company=cause.company,
        account=account.number,
        name=account.name,
        sort_code=account.sort_code,
        account_number=account.account_number,
        archived=int(account.archived),
    )


def uses_of_account(db: Reader, company: int, account: BankAccount) -> tuple[bool, bool]:
    """Whether live or pending lines stand on it; whether anything ever did."""
    row = db.row(USES, company=company, account=account.number)
    assert row is not None
    return bool(row[0]), bool(row[1])


def remove_bank_account(db: Writer, cause: Cause, account: BankAccount) -> None:
    """Of an account on which nothing ever stood."""
    cause.chart_changed = True
    db.run(REMOVE_ACCOUNT, company=cause.company, account=account.number)


def set_opening_entry(db: Writer, cause: Cause, account: BankAccount, entry: int | None) -> BankAccount:
    """Remember which entry holds the account's opening balance."""
    cause.chart_changed = True
    db.run(SET_OPENING, company=cause.company, account=account.number, entry=entry)
    return replace(account, opening_entry=entry)


def _category_row(cause: Cause, number: int, c: Category) -> tuple[int | str, ...]:
    details = {name: getattr(c, name) for name in DETAIL_NAMES if getattr(c, name) is not None}
    return (
        cause.company,
        number,
        cause.seq,
        c.category_id,
        c.name,
        c.type,
        c.nominal,
        json.dumps(details, ensure_ascii=False, separators=(",", ":")),
        int(c.archived),
    )
