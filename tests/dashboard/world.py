"""Two companies and their people, and a visitor who speaks to the dashboard as a browser does."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from argon2 import PasswordHasher

from accountsos import ids
from accountsos.api.operations.registry import REPORTS
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.context import DashboardContext
from accountsos.dashboard.security import new_secret
from accountsos.ledger.journals import JournalLine
from accountsos.store.engine.attempts import Attempts
from accountsos.store.engine.heartbeats import Heartbeats
from accountsos.workflows.access import invite, log_in, manage_keys, manage_people
from accountsos.workflows.access.invite import link_secret
from accountsos.workflows.access.session_ring import SessionRing
from accountsos.workflows.assets import keep_register
from accountsos.workflows.assets.keep_register import RegisterAsset
from accountsos.workflows.bank import check_statement, commit_import, manage_rules
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.companies import chart
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.invoices import enter_invoice
from accountsos.workflows.invoices.enter_invoice import EnterInvoice
from accountsos.workflows.journals import post_journal
from accountsos.workflows.webhooks import deliver_events, manage_webhooks
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened
from tests.workflows.documents.papers import Clerk, page

PASSWORD = "three plain words"
DIGEST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""What checking a password costs stands in its digest: this one costs next to nothing, for hundreds of tests log in."""
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"SHOP {SCRIPT} \"' onload=alert(2) {{{{7*7}}}}"
"""Bank text of somebody who would like to run something in our page."""
WAITING = f"31/10/2026,STAMPS,-18.40\n30/10/2026,ACME LTD INVOICE 2,650.00\n29/10/2026,{SCRIPT},-3.21\n".encode()
"""A statement that nobody has added so far."""
RECEIPT = page((HOSTILE,), ("Receipt",), ("9 October 2026",), ("Stamps", "7.77"), ("Total", "£7.77"))
ROLES = ("owner", "bookkeeper", "accountant", "reader")
HIDDEN_FIELD = re.compile(r'name="(csrf|once|version)" value="([^"]*)"')


@dataclass
class Company:
    """A company, its people and ids of what is in it."""

    keeper: Bookkeeper
    people: dict[str, str]
    """User ids by role."""
    lines: list[str] = field(default_factory=list)
    key: str = ""
    file: str = ""
    """A statement that waits to be added."""
    statement: str = ""
    """One that was added and taken back."""
    rule: str = ""
    entry: str = ""
    """The entry of the first line."""
    document: str = ""
    """A receipt that waits to be read."""
    contact: str = ""
    invoice: str = ""
    category: str = ""
    """One of the company's own."""
    journal: str = ""
    """A journal that was taken back, so that no figure is another for it."""
    token: str = ""
    """What stands in the link of an invitation."""
    asset: str = ""
    webhook: str = ""
    """With a test that waits to be sent."""

    @property
    def id(self) -> str:
        return ids.company_id(self.keeper.company)

    def fill(self, path: str) -> str:
        """A page's path with this company's ids in its holes."""
        ids_of = {"company": self.id, "transaction": self.lines[0], "key": self.key}
        ids_of |= {"file": self.file, "import": self.statement, "rule": self.rule, "entry": self.entry}
        ids_of |= {"document": self.document, "picture": "page-1.png", "contact": self.contact, "invoice": self.invoice}
        ids_of |= {"period": "2026-Q3", "report": "fixed-assets", "asset": self.asset, "journal": self.journal}
        ids_of |= {"member": self.people["reader"], "token": self.token, "category": self.category}
        ids_of |= {"webhook": self.webhook}
        ids_of |= {"event": ids.public_id("evt_", self.keeper.company, 3)}
        for hole, number in ids_of.items():
            path = path.replace("{" + hole + "}", number)
        return path


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        """Its value; several joined."""
        return ", ".join(value for key, value in self.headers if key == name)


@dataclass
class World:
    """The dashboard on open books."""

    opened: Opened
    app: Dashboard
    ours: Company
    theirs: Company

    def visitor(self, role: str = "", company: Company | None = None, **more: Any) -> Visitor:
        """Somebody logged in with that role; without one, somebody who is not."""
        visitor = Visitor(self.app, **more)
        if role:
            user = (company or self.ours).people[role]
            secret = new_secret()
            self.opened.books.keep(log_in.OPEN, log_in.OpenSession(user, secret, "Firefox on Linux")).result()
            visitor.cookies["accountsos-local"] = secret
        return visitor


def world_of(opened: Opened) -> World:
    """Both companies founded, each with lines and one person of each role."""
    ours, theirs = (_company(opened, name) for name in ("Harbour Lane Ltd", "Mill Street Ltd"))
    return World(opened, Dashboard(context_of(opened)), ours, theirs)


def world_again(opened: Opened, first: World) -> World:
    """The same over a copy of the books in which the first was made."""
    opened.clock.now = first.opened.clock.now
    ours, theirs = (_kept_in(opened, company) for company in (first.ours, first.theirs))
    return World(opened, Dashboard(context_of(opened)), ours, theirs)


def _kept_in(opened: Opened, company: Company) -> Company:
    keeper = Bookkeeper(opened.books, company.keeper.company, dict(company.keeper.accounts))
    return replace(company, keeper=keeper, people=dict(company.people), lines=list(company.lines))


def context_of(opened: Opened, **more: Any) -> DashboardContext:
    books, counter = opened.books, opened.store.counter
    given: dict[str, Any] = {
        "books": books,
        "reports": REPORTS,
        "sessions": SessionRing(books, opened.clock),
        "attempts": Attempts(counter),
        "heartbeats": Heartbeats(counter),
        "clock": opened.clock,
    }
    return DashboardContext(**given | more)


def company_of(opened: Opened, keeper: Bookkeeper, name: str) -> Company:
    """A company with one person of each role, and nothing else in it."""
    people = {}
    for role in ROLES:
        command = manage_people.AddPerson(f"{role}@{name.split(maxsplit=1)[0].lower()}.example", role.title(), role)
        member = keeper.do(manage_people.ADD, command)
        opened.books.keep(log_in.SET_PASSWORD, log_in.SetPassword(member.user_id, DIGEST)).result()
        people[role] = member.user_id
    company = Company(keeper, people)
    lines = (JournalLine("cat_travel", debit=500), JournalLine("cat_directors_loan", credit=500))
    posted = keeper.do(post_journal.POST, post_journal.PostJournal(date(2026, 10, 5), f"Parking {SCRIPT}", lines))
    company.journal = ids.public_id("je_", keeper.company, posted.journal.entry_no)
    keeper.do(post_journal.UNDO, company.journal)
    company.category = keeper.do(chart.ADD_CATEGORY, chart.NewCategory(f"Fares {name}", "cat_travel")).category_id
    company.token = link_secret(keeper.company)
    keeper.do(
        invite.INVITE, invite.Invite(f"asked@{name.split(maxsplit=1)[0].lower()}.example", "reader", company.token)
    )
    return company


def _company(opened: Opened, name: str) -> Company:
    company = company_of(opened, found(opened.books, name), name)
    keeper = company.keeper
    company.file = ids.random_base62(24)
    waiting = check_statement.StageStatement(keeper.company, company.file, WAITING, "october.csv")
    opened.books.keep(check_statement.STAGE, waiting).result()
    once = ImportStatement(b"01/08/2026,TAKEN BACK,-1.23\n", "ba_main", date(2026, 11, 22))
    company.statement = check_statement.imported_id(keeper.do(commit_import.COMMIT, once))
    keeper.do(commit_import.UNDO, company.statement)
    url = f"https://example.com/{keeper.company}"
    endpoint = keeper.do(manage_webhooks.ADD, manage_webhooks.NewEndpoint(url, (), SCRIPT)).endpoint
    company.webhook = manage_webhooks.endpoint_id_of(endpoint)
    keeper.do(deliver_events.ASK, deliver_events.AskedDelivery(company.webhook))
    company.key = keeper.do(manage_keys.MAKE, manage_keys.MakeKey(("read",), SCRIPT)).key.key_id
    rule = keeper.do(manage_rules.ADD_RULE, WantedRule("cat_travel", description_contains=SCRIPT))
    company.rule = ids.public_id("rule_", keeper.company, rule.number)
    contact = keeper.do(manage_contacts.ADD, manage_contacts.NewContact(f"Quill {SCRIPT}")).contact
    company.contact = ids.public_id("con_", keeper.company, contact.number)
    line = GivenLine("cat_office", 1_200, SCRIPT)
    bill = EnterInvoice("purchase", date(2026, 10, 2), (line,), "gross", contact_id=company.contact, number=SCRIPT)
    entered = keeper.do(enter_invoice.ENTER, bill).state.document
    company.invoice = ids.public_id("doc_", keeper.company, entered.number)
    said = {"kind": "plant", "description": f"Lathe {SCRIPT}", "category_id": "cat_fa_plant", "cost": 90_000}
    bought = {"bought_on": date(2026, 4, 10), "method": "straight_line", "years": 3}
    asset = keeper.do(keep_register.REGISTER, RegisterAsset(date(2026, 11, 22), said | bought)).known.asset
    company.asset = ids.public_id("ast_", keeper.company, asset.number)
    clerk = Clerk(keeper)
    company.document = clerk.id_of(clerk.upload(RECEIPT, f"{SCRIPT}.pdf"))
    for day, amount, text in (
        (date(2026, 10, 3), 120_000, "ACME LTD INVOICE 1"),
        (date(2026, 10, 9), -4_599, "AWS EMEA"),
        (date(2026, 10, 12), -10_774, "GARNET CORNER INN"),
        (date(2026, 10, 20), -777, HOSTILE),
    ):
        state = keeper.enter(day, amount, text)
        company.lines.insert(0, ids.public_id("txn_", keeper.company, state.row.number))
        company.entry = company.entry or ids.public_id("je_", keeper.company, state.row.entry_no or 0)
    return company


class Visitor:
    """Asks as a browser does: keeps its cookies, says where it comes from, sends a form with what the page held."""

    def __init__(self, app: Dashboard, *, host: str = "127.0.0.1:8000", peer: str = "127.0.0.1") -> None:
        self.app, self.host, self.peer = app, host, peer
        self.cookies: dict[str, str] = {}
        self.more: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, b"", headers)

    def post(self, path: str, form: Mapping[str, str], *, page: str = "", **headers: str) -> Answer:
        """Open the page, then send its form; `page` where the form stands on another one."""
        shown = self.get(page or path)
        hidden = dict(HIDDEN_FIELD.findall(shown.text))
        return self.send(path, {**hidden, **form}, **headers)

    def upload(self, path: str, content: bytes, name: str = "october.csv", **more: str) -> Answer:
        """Open the page, then send a file as its form does."""
        hidden = {**dict(HIDDEN_FIELD.findall(self.get(path).text)), "do": "choose", **more}
        parts = [(f'name="{field}"', value.encode()) for field, value in hidden.items()]
        parts.append((f'name="file"; filename="{name}"\r\ncontent-type: text/csv', content))
        return self._send_parts(path, parts)

    def _send_parts(self, path: str, parts: Sequence[tuple[str, bytes]]) -> Answer:
        body = b"".join(
            b"--edge\r\ncontent-disposition: form-data; " + head.encode() + b"\r\n\r\n" + value + b"\r\n"
            for head, value in parts
        )
        sent = {"content-type": "multipart/form-data; boundary=edge", "sec-fetch-site": "same-origin"}
        return self._send("POST", path, body + b"--edge--\r\n", sent)

    def upload_all(self, path: str, files: Sequence[tuple[str, bytes]], **more: str) -> Answer:
        """Open the page, then send several files as its form does."""
        hidden = {**dict(HIDDEN_FIELD.findall(self.get(path).text)), **more}
        parts = [(f'name="{field}"', value.encode()) for field, value in hidden.items()]
        parts += [(f'name="file"; filename="{name}"\r\ncontent-type: x/y', content) for name, content in files]
        return self._send_parts(path, parts)

    def send_pairs(self, path: str, form: Sequence[tuple[str, str]]) -> Answer:
        """Send exactly these fields, some of them several times."""
        sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        return self._send("POST", path, urlencode(form).encode(), sent)

    def send(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        """Send exactly these fields."""
        sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", **headers}
        return self._send("POST", path, urlencode(form).encode(), sent)

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"host": self.host, **({"cookie": cookie} if cookie else {}), **self.more}
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        if body:
            given["content-length"] = str(len(body))
        answer = ask(self.app, method, path, body, headers={k: v for k, v in given.items() if v}, peer=self.peer)
        for name, value in answer.headers:
            if name == "set-cookie":
                pair = value.partition(";")[0]
                key, _, secret = pair.partition("=")
                if secret:
                    self.cookies[key] = secret
                else:
                    self.cookies.pop(key, None)
        return answer


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop for all requests, as a server has: what a request began goes on after it."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, daemon=True).start()
    return loop


def ask(app: Dashboard, method: str, path: str, body: bytes, *, headers: Mapping[str, str], peer: str) -> Answer:
    """One request to the application."""
    where, _, query = path.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": where,
        "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        "client": (peer, 40000),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run_coroutine_threadsafe(app(scope, receive, send), _loop()).result()
    answered = [(k.decode(), v.decode()) for k, v in sent[0]["headers"]]
    content = b"".join(message.get("body", b"") for message in sent[1:])
    if ("content-encoding", "gzip") in answered:
        content = gzip.decompress(content)
    return Answer(sent[0]["status"], answered, content)
