"""The largest company registered for VAT as its director would know it: with papers, invoices, people, assets, trips.

A copy of what `sets` made, in a folder of its own: what is measured of the others stays what it was.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from tests.dashboard.all_pages import WAITING
from tests.workflows.documents.papers import einvoice, page

from accountsos import ids
from accountsos.access.passwords import password_digest
from accountsos.access.roles import Role
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.ledger.journals import JournalLine
from accountsos.store.maintenance import waiting_jobs
from accountsos.workflows.access import invite, log_in, manage_keys, manage_people
from accountsos.workflows.assets import keep_register
from accountsos.workflows.bank import check_statement, commit_import, list_transactions, manage_rules
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.companies import chart
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.currencies import state_exchange_rates
from accountsos.workflows.deadlines import manage_deadlines
from accountsos.workflows.documents import upload_document
from accountsos.workflows.invoices import enter_invoice
from accountsos.workflows.journals import post_journal
from accountsos.workflows.mileage import record_trip
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from accountsos.workflows.webhooks import manage_webhooks
from benchmarks.bench import Bench, first_page
from benchmarks.books import ACTOR, TODAY, open_books
from benchmarks.processes import product, running
from benchmarks.sets import LARGE, Kept

C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")

HOLES = frozenset(
    "asset category company contact document entry event file import invoice journal key member period report rule "
    "transaction webhook".split()
)
"""What stands open in the addresses of pages, and is named here: a page that asks for more cannot be left out."""
MADE_AS = 3
"""Another number each time what is in them changes: kept books are then made anew."""
CONTACTS, INVOICES, PAPERS, LINES = 60, 150, 60, 200
JOURNALS, ASSETS, TRIPS, RULES, CATEGORIES, OWN_DEADLINES, KEYS, HOOKS, MEMBERS = 60, 40, 80, 60, 8, 8, 8, 3, 6
SECONDS_MOST = 300
FIRST_LINE = date(2026, 11, 1)
"""Of the statement that nobody has looked through so far."""
SHOPS = ("HARROW TOOLS", "PENNINE COFFEE", "KESTREL HOSTING", "NORTHERN RAIL", "QUILL STATIONERS", "OSPREY FUEL")


@dataclass(frozen=True, slots=True)
class Busy:
    """The company, its data directory and one of each of its things."""

    data: Path
    company: Kept
    ids: Mapping[str, str]
    """By the hole of an address that it fills."""


def busy(bench: Bench) -> Busy:
    """Made when it is first asked for; kept where the sets are kept."""
    sets = bench.vat_sets
    data, catalogue = sets.folder / "busy-books", sets.folder / "busy-bench.json"
    company = sets.company(LARGE)
    made_for = {"made_as": MADE_AS, "of": [company.secret, company.lines]}
    if catalogue.exists():
        found = json.loads(catalogue.read_text("utf-8"))
        if found["made_for"] == made_for:
            return Busy(data, company, found["ids"])
    sets.close()
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(sets.data, data)
    named = _Director(open_books(data), company.number).keep()
    _read_papers(data, company)
    catalogue.write_text(json.dumps({"made_for": made_for, "ids": named}), "utf-8")
    return Busy(data, company, named)


@contextmanager
def visited(found: Busy, others: tuple[int, ...] = ()) -> Iterator[tuple[dict[str, str], str]]:
    """What fills the holes of addresses, with a statement that waits; and the secret of somebody who may see it all."""
    books, secret, token = open_books(found.data), ids.random_base62(43), ids.random_base62(24)
    try:
        email = f"{ids.random_base62(8).lower()}@busy.example"
        person = manage_people.AddPerson(email, "Owner", "owner", password_hash=password_digest("three plain words"))
        member = books.write(manage_people.ADD, found.company.number, person, ACTOR)
        for other in others:
            books.write(manage_people.ADD, other, manage_people.AddPerson(email, "Owner", "owner"), ACTOR)
        books.keep(log_in.OPEN, log_in.OpenSession(member.user_id, secret, "bench")).result()
        waiting = check_statement.StageStatement(found.company.number, token, WAITING, "november.csv")
        books.keep(check_statement.STAGE, waiting).result()
    finally:
        books.close()
    yield {**found.ids, "file": token}, secret


class _Director:
    """Enters everything, and remembers one of each."""

    def __init__(self, books: Books, number: int) -> None:
        self.books, self.number = books, number
        self.named: dict[str, str] = {"company": ids.company_id(number), "period": "2026-Q3"}
        self._name("event", "evt_", 3)

    def keep(self) -> dict[str, str]:
        """All of it, in the order in which it builds on each other."""
        for enter in (self._lines, self._people, self._contacts, self._invoices, self._journals, self._assets):
            enter()
        for enter in (self._trips, self._own_words, self._settings, self._papers):
            enter()
        self.books.close()
        return self.named

    def _do(self, workflow: WriteWorkflow[C, P, R], command: C) -> R:
        return self.books.write(workflow, self.number, command, ACTOR)

    def _name(self, hole: str, prefix: str, number: int) -> None:
        self.named[hole] = ids.public_id(prefix, self.number, number)

    def _lines(self) -> None:
        amounts = (f"{'-' if n % 5 else ''}{7 + n}.{n % 90:02d}" for n in range(LINES))
        days = (f"{FIRST_LINE + timedelta(n % 20):%d/%m/%Y}" for n in range(LINES))
        rows = (
            f"{day},{SHOPS[n % 6]} {4_000 + n},{paid}" for n, (day, paid) in enumerate(zip(days, amounts, strict=True))
        )
        file = ImportStatement("\n".join(rows).encode(), "ba_main", TODAY, file_name="november.csv")
        done = self._do(commit_import.COMMIT, file)
        self.named["import"] = check_statement.imported_id(done)
        newest = list_transactions.TransactionQuestion(limit=1)
        row = self.books.read(list_transactions.LIST, self.number, newest).rows[0]
        self._name("transaction", "txn_", row.number)
        shown = self.books.read(list_transactions.SHOW, self.number, self.named["transaction"])
        self._name("entry", "je_", shown.entries[0].number)

    def _people(self) -> None:
        for n in range(MEMBERS):
            role = (Role.BOOKKEEPER, Role.ACCOUNTANT, Role.READER)[n % 3].value
            added = manage_people.AddPerson(f"person{n}@busy.example", f"Person {n}", role)
            self.named["member"] = self._do(manage_people.ADD, added).user_id
        asked = invite.Invite("asked@busy.example", "reader", invite.link_secret(self.number))
        self._do(invite.INVITE, asked)

    def _contacts(self) -> None:
        for n in range(CONTACTS):
            made = self._do(manage_contacts.ADD, manage_contacts.NewContact(f"Firm {n} of Alder Street Ltd"))
            self._name("contact", "con_", made.contact.number)

    def _invoices(self) -> None:
        for n in range(INVOICES):
            day = TODAY - timedelta(3 + 2 * n)
            lines = tuple(
                GivenLine("cat_sales" if n % 2 else "cat_office", 2_000 + 77 * n + m, f"Item {m}") for m in (1, 2)
            )
            contact = f"Firm {n % CONTACTS} of Alder Street Ltd"
            typed = enter_invoice.EnterInvoice(
                ("purchase", "sale")[n % 2], day, lines, "gross", contact_name=contact, number=f"N-{n}"
            )
            self._name("invoice", "doc_", self._do(enter_invoice.ENTER, typed).state.document.number)

    def _journals(self) -> None:
        for n in range(JOURNALS):
            lines = (JournalLine("cat_travel", debit=500 + n), JournalLine("cat_directors_loan", credit=500 + n))
            posted = self._do(
                post_journal.POST, post_journal.PostJournal(TODAY - timedelta(9 * n), f"Fares {n}", lines)
            )
            self._name("journal", "je_", posted.journal.entry_no)

    def _assets(self) -> None:
        for n in range(ASSETS):
            said = {"kind": "plant", "description": f"Machine {n}", "category_id": "cat_fa_plant", "cost": 90_000 + n}
            said |= {"bought_on": TODAY - timedelta(200 + 20 * n), "method": "straight_line", "years": 5}
            kept = self._do(keep_register.REGISTER, keep_register.RegisterAsset(TODAY, said))
            self._name("asset", "ast_", kept.known.asset.number)

    def _trips(self) -> None:
        for n in range(TRIPS):
            day, miles = TODAY - timedelta(1 + 4 * n), Decimal(20 + n)
            trip = record_trip.NewTrip(TODAY, day, ("Ada Lark", "Ben Wren")[n % 2], "car", miles, f"To customer {n}")
            self._do(record_trip.ADD, trip)

    def _own_words(self) -> None:
        for n in range(RULES):
            rule = self._do(manage_rules.ADD_RULE, WantedRule("cat_travel", description_contains=f"FERRY {n}"))
            self._name("rule", "rule_", rule.number)
        for n in range(CATEGORIES):
            made = self._do(chart.ADD_CATEGORY, chart.NewCategory(f"Fares {n}", "cat_travel"))
            self.named["category"] = made.category_id
        for n in range(OWN_DEADLINES):
            own = manage_deadlines.NewDeadline(f"Renew the insurance of van {n}", TODAY + timedelta(30 + 9 * n), TODAY)
            self._do(manage_deadlines.ADD, own)

    def _settings(self) -> None:
        for n in range(KEYS):
            self.named["key"] = self._do(manage_keys.MAKE, manage_keys.MakeKey(("read",), f"Shop {n}")).key.key_id
        for n in range(HOOKS):
            hook = self._do(
                manage_webhooks.ADD, manage_webhooks.NewEndpoint(f"https://example.com/{n}", (), f"Hook {n}")
            )
            self.named["webhook"] = manage_webhooks.endpoint_id_of(hook.endpoint)
            off = manage_webhooks.EndpointChange(self.named["webhook"], {"status": "disabled"}, ())
            self._do(manage_webhooks.CHANGE, off)
        for month in (9, 10, 11):
            rates = (("EUR", f"1.1{month}"), ("USD", f"1.2{month}"))
            self._do(state_exchange_rates.STATE, state_exchange_rates.StateRates(date(2026, month, 1), rates))

    def _papers(self) -> None:
        for n in range(PAPERS):
            day, pence = TODAY - timedelta(1 + 3 * n), 1_300 + 7 * n
            total = f"{pence // 100}.{pence % 100:02d}"
            if n % 3:
                shown, name = (
                    page((f"Firm {n} Ltd",), (f"{day:%d %B %Y}",), ("Goods", total), ("Total", f"£{total}")),
                    f"{n}.pdf",
                )
            else:
                shown, name = einvoice(f"Firm {n} of Alder Street Ltd", number=f"E-{n}", day=day), f"{n}.xml"
            done = self._do(upload_document.UPLOAD, upload_document.UploadDocument(shown, name, self.books.objects))
            self._name("document", "doc_", done.document.number)


def _read_papers(data: Path, company: Kept) -> None:
    """Let the product read them, until nothing waits."""
    with running(product(data), first_page(company)):
        books, until = open_books(data), time.monotonic() + SECONDS_MOST
        try:
            while _left(books):
                assert time.monotonic() < until, "papers are still not read"
                time.sleep(0.2)
        finally:
            books.close()


def _left(books: Books) -> Any:
    later = int((time.time() + 3600) * 1_000_000)
    with suppress(OSError), books.engine.reading() as db:
        return waiting_jobs(db, now=later, limit=1)
    return True
