"""Whoever keeps a story's books: real commands and requests at real books, and the figures that come back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from accountsos import ids
from accountsos.jobs.worker import Worker
from accountsos.store.engine.opening import Place
from tests.api.operations.world import FORM_TYPE, Client, Clock, Tenant, World, form, open_world
from tests.cli.shell import Shell
from tests.stories.banks import Row, starling
from tests.support.bookkeeper import Bookkeeper

Figures = dict[str, str]
"""What a report says, in pounds as text: no figure of a story is ever a binary float."""
Told = tuple[Iterable[Mapping[str, Any]], Mapping[str, Any]]
"""An invoice's lines, and what else is said of it."""


@dataclass
class Teller:
    """Keeps one company's books; the clock stands on the day that the story has reached."""

    world: World
    shell: Shell
    company: str
    invoices: dict[str, str] = field(default_factory=dict)
    """Ids by the invoice's number."""
    contacts: dict[str, str] = field(default_factory=dict)
    """Ids by the contact's name."""
    accounts: dict[str, str] = field(default_factory=dict)
    """What reports call an account beside the main one, by its id."""
    bank_balance: Decimal = Decimal(0)
    """As the last statement said."""
    seen: dict[str, Any] = field(default_factory=dict)
    """What reports said on the way, by the name of the moment."""
    moments: dict[str, datetime] = field(default_factory=dict)

    @property
    def api(self) -> Client:
        """The door on HTTP."""
        return self.world.ours

    def on(self, day: str) -> datetime:
        """The story has come to that day; the moment just before anything is done on it."""
        now = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
        assert now >= self.world.clock.now, f"a story goes forward: {day}"
        self.world.clock.now = now
        return now

    def moment(self) -> datetime:
        """Now; whatever is done next is later."""
        self.world.clock.pass_(60)
        now = self.world.clock.now
        self.world.clock.pass_(60)
        return now

    def remember(self, name: str, **reports: Any) -> None:
        """Keep what reports say at this moment, under its name."""
        self.seen[name] = reports
        self.moments[name] = self.moment()

    def say(self, *words: str) -> Any:
        """A command at the shell: what it prints as JSON, or None where that is nothing."""
        printed = self.shell.type(*words, "--company", self.company, "--json")
        assert printed.status == 0, printed.errors
        return json.loads(printed.text) if printed.text.strip() else None

    def work(self) -> None:
        """What waits in the queue is done a moment later."""
        self.world.clock.pass_(1)
        Worker(self.world.books).run_once()

    # --- what happens at the bank

    def statement(self, *rows: Row, bank: Callable[[Iterable[Row], Decimal], bytes] = starling) -> str:
        """Import a file that goes on from the last one's balance; the import's id."""
        content = bank(rows, self.bank_balance)
        self.bank_balance += sum(Decimal(amount) for _, amount, _, _ in rows)
        return self.load(content)

    def load(self, content: bytes, account: str = "ba_main", file_name: str = "statement.csv") -> str:
        """Import a file, and let the worker look at what it paid; the import's id."""
        body = form(content, file_name=file_name, bank_account_id=account, mode="commit")
        made = self.api.post("/api/imports", body, headers=[FORM_TYPE])["import"]
        self.work()
        import_id: str = made["id"]
        return import_id

    def line(self, day: str, amount: str) -> dict[str, Any]:
        """The one line of that day and amount."""
        listed = self.get(f"/api/transactions?from={day}&to={day}&limit=200")["transactions"]
        (found,) = [row for row in listed if _text(row["amount"]) == amount]
        whole: dict[str, Any] = self.get(f"/api/transactions/{found['id']}")["transaction"]
        return whole

    def file_line(self, day: str, amount: str, category: str, **more: Any) -> dict[str, Any]:
        """A person says what a line is."""
        line = self.line(day, amount)
        changed: dict[str, Any] = self.api.patch(
            f"/api/transactions/{line['id']}", {"category_id": f"cat_{category}", **more}
        )
        return changed

    # --- invoices

    def contact(self, name: str) -> str:
        """The contact's id; it is made where there is none."""
        if name not in self.contacts:
            found = self.get(f"/api/contacts?search={name.replace(' ', '%20').replace('&', '%26')}")["contacts"]
            same = [one["id"] for one in found if one["name"] == name]
            self.contacts[name] = same[0] if same else self.api.post("/api/contacts", {"name": name})["contact"]["id"]
        return self.contacts[name]

    def sale(self, number: str, day: str, to: str, *lines: Mapping[str, Any], **more: Any) -> str:
        return self._invoice("sale", number, day, to, (lines, more))

    def bill(self, number: str, day: str, of: str, *lines: Mapping[str, Any], **more: Any) -> str:
        return self._invoice("purchase", number, day, of, (lines, more))

    def _invoice(self, direction: str, number: str, day: str, party: str, told: Told) -> str:
        lines, more = told
        body = {
            "direction": direction,
            "number": number,
            "date": day,
            "contact_id": self.contact(party),
            "amounts": "net",
            "lines": list(lines),
            **more,
        }
        self.invoices[number] = self.api.post("/api/invoices", body)["invoice"]["id"]
        self.work()
        return self.invoices[number]

    def invoice(self, number: str) -> dict[str, Any]:
        """The invoice as it stands."""
        found: dict[str, Any] = self.get(f"/api/invoices/{self.invoices[number]}")["invoice"]
        return found

    def still_open(self, number: str) -> str:
        return _text(self.invoice(number)["open_amount"])

    def paid_by(self, number: str, *lines: tuple[str, str]) -> None:
        """A person puts lines (day, amount) beside an invoice."""
        found = [self.line(day, amount)["id"] for day, amount in lines]
        self.api.patch(f"/api/documents/{self.invoices[number]}", {"transaction_ids": found})

    def settle(self, number: str, kind: str, day: str, **more: Any) -> None:
        """What settles an invoice beside the bank."""
        self.api.post(f"/api/documents/{self.invoices[number]}/settlements", {"kind": kind, "date": day, **more})

    # --- journals

    def journal(self, day: str, narration: str, *sides: tuple[str, str, str | None]) -> str:
        """Debits positive, credits negative, each with its VAT code or None; the journal's id."""
        lines = [
            {
                "category_id": f"cat_{category}",
                "credit" if amount.startswith("-") else "debit": float(amount.lstrip("-")),
                **({} if code is None else {"vat_code": code}),
            }
            for category, amount, code in sides
        ]
        made = self.api.post("/api/journals", {"date": day, "narration": narration, "lines": lines})
        journal_id: str = made["journal"]["id"]
        return journal_id

    def template(self, day: str, name: str, **values: Any) -> str:
        made = self.api.post("/api/journals", {"date": day, "template": name, "values": values})
        journal_id: str = made["journal"]["id"]
        return journal_id

    # --- requests

    def put(self, target: str, body: object) -> Any:
        """A fact said anew."""
        return self.admin("PUT", target, body)

    def admin(self, method: str, target: str, body: object = None) -> Any:
        """A request with the key of an administrator."""
        answer = self.api.ask(method, target, body, scope="admin")
        assert answer.status in (200, 201, 204), answer.body
        return answer.json() if answer.body else None

    # --- reports

    def get(self, target: str) -> Any:
        """What the API answers, amounts as decimals."""
        answer = self.api.ask("GET", target)
        assert answer.status == 200, answer.body
        return json.loads(answer.body, parse_float=Decimal)

    def report(self, path: str, known_at: datetime | None = None) -> Any:
        """A report, now or as known then."""
        if known_at is not None:
            path += f"{'&' if '?' in path else '?'}known_at={known_at:%Y-%m-%dT%H:%M:%SZ}"
        return self.get(f"/api/reports/{path}")["report"]

    def profit(self, first: str, last: str, known_at: datetime | None = None) -> Figures:
        """Every line of the profit and loss account by category, and the net profit."""
        found = self.report(f"profit-loss?from={first}&to={last}", known_at)
        blocks = [block for block in found.values() if isinstance(block, dict) and "lines" in block]
        lines = {_short(line["category"]["id"]): _text(line["amount"]) for block in blocks for line in block["lines"]}
        return {**lines, "net profit": _text(found["net_profit"])}

    def sheet(self, day: str, known_at: datetime | None = None) -> Figures:
        """Every line of the balance sheet."""
        found = self.report(f"balance-sheet?as_of={day}", known_at)
        blocks = [block for block in found.values() if isinstance(block, dict) and "lines" in block]
        sums: dict[str, Decimal] = {}
        for line in (line for block in blocks for line in block["lines"]):
            name = self._name_of(line)
            sums[name] = sums.get(name, Decimal(0)) + line["amount"]
        return {**{name: _text(amount) for name, amount in sums.items()}, "net assets": _text(found["net_assets"])}

    def trial_balance(self, day: str, known_at: datetime | None = None) -> Figures:
        """Every account that has a balance, debit positive; the bank account under its own id."""
        found = self.report(f"trial-balance?as_of={day}", known_at)
        assert found["balanced"], found
        sums: dict[str, Decimal] = {}
        for line in found["lines"]:
            name = self._name_of(line)
            sums[name] = sums.get(name, Decimal(0)) + line["debit"] - line["credit"]
        return {name: _text(amount) for name, amount in sums.items()}

    def _name_of(self, line: Mapping[str, Any]) -> str:
        account = line.get("bank_account_id")
        return self.accounts.get(account, account) if account else _short(line["category"]["id"])

    def tax(self, kind: str, day: str, known_at: datetime | None = None) -> dict[str, str]:
        """The lines of a tax report by their label, and its total."""
        found = self.report(f"tax?report={kind}&as_of={day}", known_at)
        lines = {
            line["label"]: _text(line["amount"])
            for section in found["sections"]
            for line in section["lines"]
            if line["amount"] is not None
        }
        return {**lines, "total": _text(found["total"])}

    def boxes(self, period: str, known_at: datetime | None = None) -> Figures:
        """The boxes that are not nothing."""
        found = self.report(f"vat?period={period}", known_at)
        return {str(box["box"]): _text(box["amount"]) for box in found["boxes"] if box["amount"]}

    def aged(self, side: str, day: str) -> tuple[str, str, str]:
        """What invoices owe, what no invoice explains, and the control account."""
        found = self.report(f"aged-{side}?as_of={day}")
        ages = found["ages"]
        return (
            _text(ages["total"] - ages["other"]),
            _text(ages["other"]),
            _text(found["control_balance"]),
        )

    def aged_by_invoice(self, side: str, day: str, known_at: datetime | None = None) -> list[tuple[str, ...]]:
        """What is open of each invoice, and since when it is due."""
        found = self.report(f"aged-{side}?as_of={day}", known_at)
        return [
            (party["name"], invoice["number"], invoice["due_date"], _text(invoice["open_amount"]))
            for party in found["parties"]
            for invoice in party["invoices"]
        ]

    def checks(self) -> list[tuple[str, str]]:
        """Kind and pounds of every finding."""
        found = self.get("/api/checks?limit=200")["findings"]
        return sorted((one["kind"], _text(one["amount"])) for one in found)

    def deadlines(self, kind: str) -> dict[str, tuple[str, str | None]]:
        """Status and amount by due date and title, of what the next 400 days bring and what is behind."""
        found = self.get(f"/api/deadlines?days=400&type={kind}&include_completed=true")["deadlines"]
        return {
            f"{one['due_date']} {one['title']}": (
                one["status"],
                None if one["amount"] is None else _text(one["amount"]),
            )
            for one in found
        }

    def file_return(self, period: str, **more: Any) -> None:
        answer = self.api.ask("POST", "/api/vat-returns/file", {"period": period, **more}, scope="admin")
        assert answer.status == 200, answer.body

    def verified(self) -> list[Any]:
        """What verify finds."""
        found: list[Any] = list(Bookkeeper(self.world.books, self.api.tenant.number).faults())
        return found


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    """A line of an invoice, net unless the invoice says otherwise."""
    return {"category_id": f"cat_{category}", "amount": amount, **more}


def _short(category_id: str) -> str:
    return category_id.removeprefix("cat_")


def _text(amount: Decimal | int | None) -> str:
    return "none" if amount is None else f"{Decimal(amount) + 0:.2f}"


@contextmanager
def began(place: Place, day: str, *words: str) -> Iterator[Teller]:
    """A company that somebody adds at the shell on that day; `words` are what `company add` is told."""
    clock = Clock()
    clock.now = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)
    shell = Shell(place, clock)

    def say(*typed: str) -> Any:
        printed = shell.type(*typed, "--json")
        assert printed.status == 0, printed.errors
        return json.loads(printed.text) if printed.text.strip() else None

    company = say("company", "add", *words)["company"]["id"]
    key = say("key", "add", "--scopes", "read,write,admin", "--company", company)["key"]
    secrets = dict.fromkeys(("read", "write", "admin"), key["secret"])
    number = ids.company_number(company)
    assert number is not None
    tenant = Tenant(number, secrets, {})
    world = open_world(place, [tenant, tenant])
    world.clock.now = clock.now
    shell = Shell(place, world.clock)
    yield Teller(world, shell, company)
    world.books.close()
