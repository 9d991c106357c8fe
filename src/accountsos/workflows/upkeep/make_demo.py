"""Make the demo: a company registered for VAT with three years of books, kept as a director would keep them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accountsos import ids
from accountsos.access.actor import DEMO
from accountsos.access.passwords import password_digest
from accountsos.access.roles import Role
from accountsos.dates import ONE_DAY, Period
from accountsos.errors import NotFound
from accountsos.generator import GeneratedCompany, generate
from accountsos.generator.lines import TrueLine
from accountsos.store.engine.sql import day_number
from accountsos.store.names import Names
from accountsos.store.transaction_list import ListedTransaction
from accountsos.uk_rules.obligation import Status
from accountsos.workflows.access import manage_keys, manage_people
from accountsos.workflows.access.manage_people import AddPerson
from accountsos.workflows.bank import bank_accounts, commit_import, list_transactions
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.companies import found_company, manage_company
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.keep_demo_books import (
    COMPUTERS,
    REVIEW,
    charge_tax,
    register_assets,
    reviewed,
    run_payroll,
    upload_receipts,
)
from accountsos.workflows.vat import file_vat_return, set_vat_scheme

SEED, ARCHETYPE, LINES, MONTHS = 1, "agency", 1_800, 36
REVIEWED_MONTHS = MONTHS - 1
"""The director of the demo has gone through all but the last month; that is as the categoriser left it."""

EMAIL = "demo@example.org"
ACTOR = DEMO
KEY_FILE = "demo-key.txt"


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What to try it with."""

    company_id: str
    name: str
    secret: str
    email: str
    password: str


def make_demo(books: Books, place: Path, *, today: date, tell: Callable[[str], None]) -> DemoMade:
    """The demo company, made on the first call and found again on later ones."""
    known = _known(books, place)
    if known is not None:
        meet_deadlines(books, _number_of(known), today)
        return known
    end = _eve(today.replace(day=1))
    company = generate(SEED, archetype=ARCHETYPE, transactions=LINES, months=MONTHS, end=end, vat_registered=True)
    number = books.read(found_company.NUMBER, 0, ids.random_base62(16)).number
    tell(f"Making {company.profile.name}: {LINES:,} bank lines over {MONTHS // 12} years …")
    reviewed_to = _months_after(company.start, REVIEWED_MONTHS)
    accounts = keep_demo_company(books, number, company, today=today, reviewed_to=reviewed_to)
    days = Period(reviewed_to, company.end)
    _add_statements(books, number, company, accounts=accounts, days=days, today=today)
    charge_pay_and_tax(books, number, company, today)
    upload_receipts(books, number, list(company.lines()))
    meet_deadlines(books, number, today)
    password = "-".join(ids.random_base62(4) for _ in range(4))
    owner = company.profile.people[0].name
    person = AddPerson(EMAIL, owner, Role.OWNER.value, password_hash=password_digest(password))
    books.write(manage_people.ADD, number, person, ACTOR)
    made = books.write(manage_keys.MAKE, number, manage_keys.MakeKey(("admin",), "Demo key"), ACTOR)
    key_file = place / KEY_FILE
    key_file.touch(mode=0o600)
    key_file.write_text(f"{ids.company_id(number)} {made.secret} {password}\n", "ascii")
    return DemoMade(ids.company_id(number), company.profile.name, made.secret, EMAIL, password)


def keep_demo_company(
    books: Books, number: int, company: GeneratedCompany, *, today: date, reviewed_to: date
) -> dict[str, str]:
    """Found it and keep its books as its director does, up to that day; the generator's account refs and their ids."""
    books.write(found_company.FOUND, number, _founding(company, today), ACTOR)
    scheme = set_vat_scheme.SetVatScheme(company.start, "standard", stagger=str(company.profile.vat_stagger))
    books.write(set_vat_scheme.SET, number, scheme, ACTOR)
    accounts = _add_accounts(books, number, company)
    last = _eve(reviewed_to)
    _add_statements(books, number, company, accounts=accounts, days=Period(company.start, last), today=today)
    _review(books, number, list(company.lines(company.start, last)), accounts, today)
    return accounts


def charge_pay_and_tax(books: Books, number: int, company: GeneratedCompany, today: date) -> None:
    """What the bank does not show: payroll of each month, and corporation tax of each year."""
    everything = list(company.lines())
    run_payroll(books, number, everything)
    charge_tax(books, number, books.read(manage_company.SHOW, number, None).years, everything, today)


def _add_statements(
    books: Books,
    number: int,
    company: GeneratedCompany,
    *,
    accounts: Mapping[str, str],
    days: Period,
    today: date,
) -> None:
    """The statement of each account for those days."""
    for ref, bank_account_id in accounts.items():
        content, name = company.statement(ref, days.start, days.end), f"{bank_account_id}-{days.start}-{days.end}.csv"
        file = ImportStatement(content, bank_account_id, today, file_name=name)
        books.write(commit_import.COMMIT, number, file, ACTOR)


def _known(books: Books, place: Path) -> DemoMade | None:
    key_file = place / KEY_FILE
    if not key_file.exists():
        return None
    words = key_file.read_text("ascii").split()
    if len(words) != 3:
        return None
    company_id, secret, password = words
    number = ids.company_number(company_id)
    if number is None:
        return None
    try:
        state = books.read(manage_company.SHOW, number, None)
    except NotFound:
        return None
    return DemoMade(company_id, state.company.name, secret, EMAIL, password)


def _founding(company: GeneratedCompany, today: date) -> found_company.FoundCompany:
    profile = company.profile
    return found_company.FoundCompany(
        name=profile.name,
        today=today,
        entity_type=profile.entity_type,
        incorporated_on=profile.incorporated_on,
        trade=profile.trade,
        people=tuple(p.name for p in profile.people if p.role in ("director", "owner")),
        year_end=profile.year_end,
        sandbox=False,
    )


def _add_accounts(books: Books, number: int, company: GeneratedCompany) -> dict[str, str]:
    """The generator's account refs and the ids they got here."""
    accounts = {}
    for account in company.accounts:
        if account.ref == "ba_main":
            accounts[account.ref] = "ba_main"
            continue
        command = bank_accounts.NewAccount(
            account.name, account.kind, "GBP", account.sort_code or None, account.account_number or None
        )
        accounts[account.ref] = books.write(bank_accounts.ADD_ACCOUNT, number, command, ACTOR).bank_account_id
    return accounts


def _review(books: Books, number: int, lines: Sequence[TrueLine], accounts: dict[str, str], today: date) -> None:
    """Put right what the categoriser got wrong and accept the rest, as a director would month by month."""
    truth: dict[tuple[str, int, int], list[TrueLine]] = {}
    for line in lines:
        key = (accounts[line.account], day_number(line.booked_on), line.amount)
        truth.setdefault(key, []).append(line)
    changes, assets = [], []
    for names, row in _everything(books, number):
        account = names.account_of[row.account_no].bank_account_id
        true = truth[account, row.booked_on, row.amount].pop(0)
        changes.append(reviewed(number, row.number, true))
        if true.category_id == COMPUTERS:
            assets.append((row.number, true))
    books.write(REVIEW, number, changes, ACTOR)
    register_assets(books, number, assets, today)


def _number_of(made: DemoMade) -> int:
    number = ids.company_number(made.company_id)
    assert number is not None, "it was found by it"
    return number


def meet_deadlines(books: Books, number: int, today: date) -> None:
    """File every VAT return that was due by today, and tick off whatever else was: nothing is overdue."""
    for each in _overdue(books, number, today):
        if each.type == "vat" and each.period is not None:
            period = f"{each.period.start}..{each.period.end}"
            books.write(file_vat_return.FILE, number, file_vat_return.FileVatReturn(today, period), ACTOR)
    # Asked again: what is left to pay of a return is known once it is filed.
    for each in _overdue(books, number, today):
        done = manage_deadlines.DeadlineChange(each.deadline_id, today, {"completed_on": each.due_date})
        books.write(manage_deadlines.CHANGE, number, done, ACTOR)


def _overdue(books: Books, number: int, today: date) -> list[list_deadlines.Deadline]:
    found = books.read(list_deadlines.LIST, number, list_deadlines.DeadlineQuestion(today, days=0))
    return [each for each in found if each.status == Status.OVERDUE]


def _everything(books: Books, number: int) -> list[tuple[Names, ListedTransaction]]:
    """Every transaction, oldest first."""
    found: list[tuple[Names, ListedTransaction]] = []
    after: tuple[int, int] | None = None
    while True:
        asked = list_transactions.TransactionQuestion(limit=200, after=after)
        page = books.read(list_transactions.LIST, number, asked)
        if not page.rows:
            return found[::-1]
        found += [(page.names, row) for row in page.rows]
        after = (page.rows[-1].booked_on, page.rows[-1].number)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _eve(day: date) -> date:
    return day - ONE_DAY
