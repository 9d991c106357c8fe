"""Two companies with books of their own, and a client that speaks to the door as one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from accountsos import ids
from accountsos.access.actor import COMMAND_LINE
from accountsos.api.app import Api, ASGIApp
from accountsos.api.operations.registry import OPERATIONS
from accountsos.api.router import Router
from accountsos.bookkeeping.file_line import transaction_id
from accountsos.store.engine.limits import Limits
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.web.context import ApiContext, Caller
from accountsos.workflows.access.manage_keys import MAKE, KeyRing, MakeKey
from accountsos.workflows.bank.add_transaction import ADD, NewTransaction
from accountsos.workflows.companies.found_company import FOUND, FoundCompany
from accountsos.workflows.companies.how_books_stand import asked_at_once
from accountsos.workflows.unit_of_work import Books
from tests.api.framework.asking import Answer, ask
from tests.api.framework.toys import ToyWindows
from tests.api.operations.documented import assert_documented
from tests.support.bookkeeper import company_number

NOON = datetime(2026, 3, 5, 12, 0, 0, tzinfo=UTC)
TODAY = date(2026, 3, 5)

# Worked by hand: sales 3,000.00; software 45.99 + 54.01 = 100.00; travel 120.50; refund of travel 20.50; one line
# that nothing can categorise.
LINES: tuple[tuple[str, str, int, str | None], ...] = (
    ("2025-05-01", "ACME LTD INVOICE 1", 100_000, "cat_sales"),
    ("2025-06-10", "AWS EMEA", -4_599, "cat_software"),
    ("2025-07-10", "AWS EMEA", -5_401, "cat_software"),
    ("2025-07-10", "TRAINLINE", -12_050, "cat_travel"),
    ("2025-08-02", "TRAINLINE REFUND", 2_050, "cat_travel"),
    ("2025-09-30", "ACME LTD INVOICE 2", 200_000, "cat_sales"),
    ("2026-01-15", "QZX 000 VVV", -777, None),
)


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


@dataclass(frozen=True)
class Tenant:
    """A company and the secrets that open it."""

    number: int
    secrets: Mapping[str, str]
    key_ids: Mapping[str, str]
    furniture: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    """Ids of `LINES`, in order."""


class Keys:
    """The authenticator, as `main` wires it."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def caller_of(self, secret: str) -> Caller | None:
        key = self._ring.key_of(secret)
        if key is None:
            return None
        return Caller(key.key_id, key.company, ids.company_id(key.company), key.scope, key.sandbox)


class Client:
    """Asks as one company, with the weakest key that may."""

    def __init__(self, app: ASGIApp, tenant: Tenant) -> None:
        self.app, self.tenant = app, tenant

    def ask(self, method: str, target: str, body: object = None, **options: Any) -> Answer:
        scope = options.pop("scope", "read" if method == "GET" else "write")
        headers: Sequence[tuple[str, str]] = options.pop("headers", ())
        assert not options, options
        answer = ask(self.app, target, method, key=self.tenant.secrets[scope], headers=headers, json_body=body)
        assert_documented(method, target, answer)
        return answer

    def get(self, target: str, **options: Any) -> Any:
        answer = self.ask("GET", target, **options)
        assert answer.status == 200, answer.body
        return answer.json()

    def post(self, target: str, body: object, *, status: int = 201, **options: Any) -> Any:
        answer = self.ask("POST", target, body, **options)
        assert answer.status == status, answer.body
        return answer.json()

    def refused(self, method: str, target: str, body: object = None, **options: Any) -> dict[str, Any]:
        """The error object of a request that is refused."""
        answer = self.ask(method, target, body, **options)
        assert 400 <= answer.status < 500, answer.body
        assert answer.error["status"] == answer.status
        assert answer.error["message"]
        return answer.error

    def patch(self, target: str, body: object, **options: Any) -> Any:
        answer = self.ask("PATCH", target, body, **options)
        assert answer.status == 200, answer.body
        return answer.json()


BOUNDARY = "7MA4YWxkTrZu0gW"


def form(content: bytes, *, file_name: str = "statement.csv", **fields: str) -> bytes:
    """A multipart body with one file."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n'
    parts = [head.encode() + content + b"\r\n"]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


FORM_TYPE = ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")

STATEMENT = b"""Date,Type,Description,Value,Balance,Account Name,Account Number
02 Feb 2026,DPC,"P SINGH , MOBILE PAYMENT",-75.25,924.75,HARBOUR LANE,601234-12345678
01 Feb 2026,POS,"TESCO STORES 3297",-18.40,1000.00,HARBOUR LANE,601234-12345678
"""
"""Newest first: 1,018.40 before, 924.75 after."""

RECEIPT = b"%PDF-1.4 a receipt"


def furnish(client: Client, word: str) -> dict[str, str]:
    """One thing of every kind in the client's company, by the prefix of its id."""
    account = client.post("/api/bank-accounts", {"name": f"{word} savings", "kind": "savings"})["bank_account"]
    category = client.post("/api/categories", {"name": f"{word} supplies", "like": "cat_travel"})["category"]
    contact = client.post("/api/contacts", {"name": f"{word} Joinery"})["contact"]
    sides = [{"category_id": "cat_travel", "debit": 5}, {"category_id": "cat_directors_loan", "credit": 5}]
    journal = client.post("/api/journals", {"date": "2026-01-31", "narration": "Parking", "lines": sides})["journal"]
    imported = client.post(
        "/api/imports", form(STATEMENT, bank_account_id=account["id"], mode="commit"), headers=[FORM_TYPE]
    )["import"]
    transaction = client.get(f"/api/transactions?bank_account={account['id']}")["transactions"][0]
    key = client.post("/api/keys", {"scopes": ["read"]}, scope="admin")["key"]
    deadline = client.post("/api/deadlines", {"title": f"{word} insurance", "due_date": "2026-09-01"})["deadline"]
    trip = client.post(
        "/api/mileage",
        {"date": "2026-02-10", "person": word, "vehicle": "car", "miles": 12, "purpose": "To the bank"},
    )["trip"]
    rule = client.post("/api/categorisation-rules", {"category_id": "cat_travel", "payee": f"{word} taxis"})["rule"]
    refiling = refiled(client)
    event = client.get("/api/audit")["events"][0]
    kept = {"kind": "plant", "description": word, "category_id": "cat_fa_plant", "cost": 7, "bought_on": "2026-02-01"}
    asset = client.post("/api/assets", kept)["asset"]
    webhook = client.post("/api/webhooks", {"url": "https://example.com/them"}, scope="admin")["webhook"]
    sent = client.post(f"/api/webhooks/{webhook['id']}/test", None, scope="admin")["delivery"]
    change = client.get("/api/changes?limit=1")["changes"][0]
    things = (
        event,
        webhook,
        sent,
        change,
        account,
        category,
        contact,
        journal,
        imported,
        transaction,
        key,
        deadline,
        trip,
        rule,
        refiling,
        asset,
    )
    document = client.post("/api/documents/upload", form(RECEIPT, file_name="r.pdf"), headers=[FORM_TYPE])["document"]
    job = client.get("/api/jobs")["jobs"][0]
    # No bill can be settled before a reader has read one: an id of that company's form stands for it.
    settlement = {"id": document["id"].replace("doc_", "stl_")}
    # What stands in no books twice has no finding: an id of that form stands for it.
    finding = {"id": "fnd_" + "5" * 16}
    return {thing["id"].split("_")[0] + "_": thing["id"] for thing in (*things, document, job, settlement, finding)}


def refiled(client: Client) -> dict[str, Any]:
    """A line that a rule has filed elsewhere: the refiling."""
    new = {"date": "2026-02-11", "description": "VVX 12 KKZ", "amount": -3.5, "bank_account_id": "ba_main"}
    client.post("/api/transactions", new)
    asks = {"category_id": "cat_office", "description_contains": "VVX 12 KKZ", "direction": "out"}
    rules = client.get("/api/categorisation-rules")["rules"]
    known = [rule["id"] for rule in rules if rule["description_contains"] == "VVX 12 KKZ"]
    rule_id = known[0] if known else client.post("/api/categorisation-rules", asks)["rule"]["id"]
    done: dict[str, Any] = client.post(f"/api/categorisation-rules/{rule_id}/apply", {}, status=200)["refiled"]
    return done


@dataclass
class World:
    """An installation with two companies."""

    app: ASGIApp
    books: Books
    clock: Clock
    ours: Client
    theirs: Client
    their_ids: Mapping[str, str]
    """One thing of every kind in their company, by prefix."""
    windows: RateWindows
    transactions: list[str] = field(default_factory=list)
    """Ids of `LINES` in our company, in order."""

    def contact(self, search: str) -> str:
        """The id of our contact with that in its name."""
        found: str = self.ours.get(f"/api/contacts?search={search}")["contacts"][0]["id"]
        return found


def found(books: Books, name: str, *, entity_type: str = "ltd", lines: bool = True) -> Tenant:
    """A company with a key of each scope and the lines above."""
    number = company_number()
    books.write(
        FOUND,
        number,
        FoundCompany(name, TODAY, entity_type, date(2024, 4, 1), people=("Alex Morgan",), year_end=(3, 31)),
        COMMAND_LINE,
    )
    made = {
        scope: books.write(MAKE, number, MakeKey((scope,), scope), COMMAND_LINE) for scope in ("read", "write", "admin")
    }
    entered = []
    for day, description, amount, category in LINES if lines else ():
        new = NewTransaction(date.fromisoformat(day), description, amount, "ba_main", category)
        entered.append(transaction_id(number, books.write(ADD, number, new, COMMAND_LINE).row))
    return Tenant(
        number,
        {scope: key.secret for scope, key in made.items()},
        {scope: key.key.key_id for scope, key in made.items()},
        lines=tuple(entered),
    )


@cache
def _router() -> Router:
    """As `build_app` makes it: made once, for it holds nothing of any books."""
    return Router(OPERATIONS)


def open_world(place: Place, tenants: Sequence[Tenant]) -> World:
    """The door over books that are there."""
    clock = Clock()
    opened = open_store(place)
    windows = RateWindows(opened.counter, Limits())
    books = Books(opened.engine, clock, opened.objects, windows.use_of)
    context = ApiContext(
        authenticator=Keys(KeyRing(opened.engine, clock)),
        rate_windows=ToyWindows(hour=10**9, minute=10**9, bad=10**9),
        clock=clock,
        admission_blocks=not books.reads_inline,
        books_stand=asked_at_once(books),
        books=books,
    )
    app = Api(_router(), context, None)
    ours, theirs = (Client(app, tenant) for tenant in tenants)
    return World(app, books, clock, ours, theirs, tenants[1].furniture, windows, list(tenants[0].lines))


def place_in(folder: Path) -> Place:
    """SQLite in that folder."""
    return Place(folder)
