"""Books for the bench: generated companies recorded with their true categories, and their truth beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from accountsos import ids
from accountsos.access.actor import Actor
from accountsos.access.rights import ADMIN
from accountsos.categoriser.suggestion import Suggestion
from accountsos.contacts.payee import payee_key
from accountsos.generator import GeneratedCompany
from accountsos.generator.lines import TrueLine
from accountsos.reconciliation.known_lines import Finding
from accountsos.statements.line import StatementLine
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.sql import Reader, Sql
from accountsos.workflows.access import manage_keys
from accountsos.workflows.bank import bank_accounts, commit_import
from accountsos.workflows.bank.import_plan import ImportPlan
from accountsos.workflows.bank.make_rows import MadeRows
from accountsos.workflows.bank.prepared_line import PreparedLine
from accountsos.workflows.companies import found_company
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from accountsos.workflows.upkeep import repair_books
from accountsos.workflows.vat import file_vat_return, set_vat_scheme

TODAY = date(2026, 11, 22)
ACTOR = Actor("bench", ADMIN)
CHUNK = 5_000
ASKED_EVERY, ASKED_AT = 20, 0.6
"""Of one line in so many the program is not sure: these are questions, as in the books of people."""
LAST_FILED = date(2026, 6, 30)
"""Of a company registered for VAT: the quarter after it is over and due, but not filed."""

REVIEWED = Sql("UPDATE bank_transaction SET reviewed = 1 WHERE company_id = :company")


@dataclass(frozen=True, slots=True)
class BenchCompany:
    """A recorded company and what is true of it."""

    number: int
    truth: GeneratedCompany
    accounts: dict[str, str]
    """The generator's account refs and the ids they got."""
    secret: str


def open_books(folder: Path) -> Books:
    """Books in a folder of their own."""
    opened = open_store(Place(folder))
    return Books(opened.engine, lambda: datetime.now(UTC), opened.objects)


def record_company(books: Books, generated: GeneratedCompany, *, vat: bool = False) -> BenchCompany:
    """Record a generated company straight from its truth: every line under its true category."""
    number = books.read(found_company.NUMBER, 0, ids.random_base62(16)).number
    books.write(found_company.FOUND, number, founding(generated), ACTOR)
    if vat:
        scheme = set_vat_scheme.SetVatScheme(generated.start, "standard", stagger="1")
        books.write(set_vat_scheme.SET, number, scheme, ACTOR)
    accounts = {}
    for account in generated.accounts:
        new = bank_accounts.NewAccount(account.name, account.kind)
        accounts[account.ref] = (
            "ba_main"
            if account.ref == "ba_main"
            else books.write(bank_accounts.ADD_ACCOUNT, number, new, ACTOR).bank_account_id
        )
    states = books.read(bank_accounts.LIST_ACCOUNTS, number, TODAY)
    known = {state.account.bank_account_id: state.account for state in states}
    for ref, bank_account_id in accounts.items():
        plan = ImportPlan(known[bank_account_id], digest=ref.encode().ljust(32, b"-"), seq=0, format="bench")
        lines = (line for line in generated.lines() if line.account == ref)
        books.write(WriteWorkflow("bench.load", _fill, commit_import.apply_fresh), number, (plan, lines), ACTOR)
    if vat:
        _keep_up(books, number)
    made = books.write(manage_keys.MAKE, number, manage_keys.MakeKey(("admin",), "bench"), ACTOR)
    return BenchCompany(number, generated, accounts, made.secret)


def founding(generated: GeneratedCompany) -> found_company.FoundCompany:
    """The generated company's profile as it is entered."""
    profile = generated.profile
    return found_company.FoundCompany(
        name=profile.name,
        today=TODAY,
        entity_type=profile.entity_type,
        incorporated_on=profile.incorporated_on,
        trade=profile.trade,
        people=tuple(p.name for p in profile.people if p.role in ("director", "owner")),
        year_end=profile.year_end,
    )


def _keep_up(books: Books, number: int) -> None:
    """Every line reviewed; every return that was due on the day filed, but for the quarter that is asked for."""
    books.engine.submit(lambda db: db.run(REVIEWED, company=number)).result()
    books.write(repair_books.REPAIR, number, None, ACTOR)  # what is kept of reviewed lines follows
    while True:
        filed = books.write(file_vat_return.FILE, number, file_vat_return.FileVatReturn(TODAY), ACTOR)
        if filed.period.end >= LAST_FILED:
            return


def _fill(db: Reader, company: int, load: tuple[ImportPlan, Iterator[TrueLine]]) -> ImportPlan:
    plan, lines = load
    plan.rows = MadeRows(db, company, plan.account, TODAY)
    first = last = None
    while chunk := list(islice(lines, CHUNK)):
        prepared = [_prepared(line, plan.lines + n) for n, line in enumerate(chunk, 1)]
        plan.rows.add(prepared)
        plan.lines += len(chunk)
        first, last = first or chunk[0].booked_on, chunk[-1].booked_on
    plan.new = plan.lines
    plan.days = (first, last) if first and last else None
    return plan


def _prepared(line: TrueLine, row: int) -> PreparedLine:
    read = StatementLine(row, line.booked_on, line.amount, "GBP", line.description)
    name = line.contact
    sure = ASKED_AT if row % ASKED_EVERY == 0 else 0.95
    suggestion = Suggestion(line.category_id, sure, "knowledge", "", name, payee_key(name) if name else "")
    return PreparedLine(read, Finding.NEW, None, (), suggestion)
