"""The ways to settle an invoice without a bank line: what each asks for, and the command that follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountsos import ids
from accountsos.dashboard.figures import money, short_day
from accountsos.dashboard.forms import Field, Form, Hidden, Option
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Money, WorkingDay, day_typed
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices.list_invoices import LIST, InvoicePage, InvoiceQuestion
from accountsos.workflows.invoices.open_invoice import SettleInvoice

CHOICES = 50
NOBODY = "con_none"
"""No contact has that id: there is nothing to choose from."""
JOURNAL = "journal"
AMOUNT, REASON, OTHER, CATEGORY, DUE = "amount", "reason", "other", "category", "due"


@dataclass(frozen=True, slots=True)
class Way:
    """One way, in words, and what it asks for beside the day."""

    kind: str
    label: str
    hint: str
    asks: tuple[str, ...]
    other: str = ""
    """What the other thing is that it names."""


WAYS = (
    Way("credit_note", "Set a credit note against it", "One of the same contact", (AMOUNT, OTHER), "Credit note"),
    Way("director", "Paid with somebody’s own money", "The business owes it to them from then on", (AMOUNT, REASON)),
    Way("discount", "A discount was taken off", "Its price and its VAT become less", (AMOUNT, REASON)),
    Way("fee", "A fee, or a small difference", "What a bank or a platform kept", (AMOUNT, CATEGORY, REASON)),
    Way("write_off", "Give it up", "A bad debt, or a bill that nobody claims", (AMOUNT, REASON)),
    Way("contra", "Set it off against the other side", "They owe you, and you owe them", (AMOUNT, OTHER), "Which one"),
    Way("deposit", "Take off a deposit", "An earlier invoice asked for a part", (AMOUNT, OTHER), "Its invoice"),
    Way("retention", "Keep a part back", "It is due on a later day", (AMOUNT, DUE, REASON)),
    Way("overpayment", "More was paid than is owed", "A credit of the contact’s", (AMOUNT, OTHER), "Payment"),
    Way("cis", "A deduction under CIS", "The construction industry scheme", (AMOUNT, REASON)),
    Way("journal", "Paid by an entry by hand", "One that names the contact", (AMOUNT, OTHER), "Entry"),
    Way("vat_adjustment", "Bring its VAT up to date", "Unpaid for six months, or paid after that", (REASON,)),
)
BY_KIND = {way.kind: way for way in WAYS}
NAMED = {
    "credit_note": "credit_note_id",
    "contra": "invoice_id",
    "deposit": "invoice_id",
    "overpayment": "transaction_id",
    "journal": "journal_id",
}
"""Which field of the command holds the other thing."""
SETTLED = Form(
    (
        Hidden(name="kind", most=20),
        WorkingDay(name="day", label="Day", hint="Like 9 Oct or today"),
        Money(name=AMOUNT, label="Amount", hint="Empty: all that is open", optional=True, marked=False),
        Field(name=OTHER, label="Which one", most=40, optional=True),
        Field(name=CATEGORY, label="Category", most=70, optional=True),
        WorkingDay(name=DUE, label="Due on", optional=True, marked=False),
        Field(name=REASON, label="Why", most=300, optional=True, marked=False),
    )
)


def fields_of(way: Way) -> list[Field]:
    """What it asks for, in order; the other thing and the category are lists to choose from."""
    typed = [field for field in SETTLED.fields if field.name in ("day", *way.asks) and field.name != CATEGORY]
    if way.kind == JOURNAL:
        return [replace(field, label=way.other) if field.name == OTHER else field for field in typed]
    return [field for field in typed if field.name != OTHER]


async def others_of(request: Request, way: Way, state: DocumentState) -> list[Option]:
    """What the other thing may be."""
    if OTHER not in way.asks or way.kind == JOURNAL:
        return []
    if way.kind == "overpayment":
        return [
            Option(
                ids.public_id("txn_", request.company, link.transaction_no),
                f"{short_day(link.booked_on, year=True)}, {link.description}, {money(link.line_amount)}",
            )
            for link in state.links
        ]
    side = state.invoice.side if state.invoice is not None else state.document.direction
    if way.kind == "contra":
        side = "purchase" if side == "sale" else "sale"
    contact = None if state.contact is None else ids.public_id("con_", request.company, state.contact.number)
    state_asked = None if way.kind == "deposit" else "open"
    asked = InvoiceQuestion(request.today, CHOICES, direction=side, state=state_asked, contact=contact or NOBODY)
    wanted = "credit_note" if way.kind == "credit_note" else "invoice"

    def shape(page: InvoicePage) -> list[Option]:
        papers = [each.state.document for each in page.rows]
        return [
            Option(
                ids.public_id("doc_", request.company, paper.number),
                f"{paper.doc_number or 'without a number'}, {money(paper.gross or 0, pounds=True)}",
            )
            for paper in papers
            if paper.type == wanted and paper.number != state.document.number
        ]

    return await request.ask(LIST, asked, shape)


def command_of(request: Request, document_id: str) -> SettleInvoice | None:
    """What the form asks for; None where it is no way that there is."""
    given = request.state.values
    way = BY_KIND.get(given["kind"])
    day = day_typed(given["day"], request.today)
    if way is None or day is None:
        return None
    command = SettleInvoice(
        document_id,
        way.kind,
        day,
        given[AMOUNT] if AMOUNT in way.asks else None,
        reason=given[REASON] or "",
        category_id=given[CATEGORY] if CATEGORY in way.asks else None,
        due_on=day_typed(given[DUE], request.today) if DUE in way.asks and given[DUE] else None,
    )
    if way.kind in NAMED and given[OTHER]:
        command = replace(command, **{NAMED[way.kind]: given[OTHER]})
    return command
