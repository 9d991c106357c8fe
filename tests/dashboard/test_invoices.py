"""Invoices and bills by page: typed in, changed, paid by lines, settled in other ways, and each taken back."""

from __future__ import annotations

import re
from datetime import date

import pytest

from accountsos import ids
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices.list_invoices import LIST, SHOW, InvoiceQuestion
from tests.dashboard.world import SCRIPT, Answer, Visitor, World
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.papers import Clerk, einvoice


def act(visitor: Visitor, address: str, do: str, **fields: str) -> Answer:
    return visitor.post(address, {"do": do, **fields})


def typed(**more: str) -> dict[str, str]:
    """A bill of two lines, 120.00 and 45.00."""
    return {
        "direction": "purchase",
        "type": "invoice",
        "contact": "Wharf Hardware Ltd",
        "number": "W-77",
        "day": "5 Oct 2026",
        "due": "4 Nov 2026",
        "amounts": "gross",
        "text-0": "Paint",
        "category-0": "cat_office",
        "amount-0": "120.00",
        "text-1": "Brushes",
        "category-1": "cat_repairs",
        "amount-1": "£45",
        **more,
    }


def new(world: World) -> str:
    return f"/{world.ours.id}/invoices/new"


def entered(world: World, visitor: Visitor, **more: str) -> str:
    done = act(visitor, new(world), "enter", **typed(**more))
    assert done.status == 303
    return done.header("location")


def state(world: World, address: str) -> DocumentState:
    return world.ours.keeper.ask(SHOW, address.rpartition("/")[2]).state


def open_of(world: World, address: str) -> int:
    invoice = state(world, address).invoice
    assert invoice is not None
    return abs(invoice.open_amount)


def test_a_bill_of_several_lines_is_typed_in_listed_and_shown(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    address = entered(world, visitor)
    document = state(world, address).document
    assert (document.gross, document.doc_number, str(document.due_on)) == (16_500, "W-77", "2026-11-04")
    page = visitor.get(address).text
    assert "Bill W-77 of 5 October 2026" in page
    assert "Brushes" in page
    listed = visitor.get(f"/{world.ours.id}/invoices").text
    assert address in listed
    assert "£177.00" in listed, "what suppliers are owed: 165.00 and the 12.00 that was there"
    assert "Late up to 30 days" in listed
    assert address not in visitor.get(f"/{world.ours.id}/invoices?side=sale").text
    assert address in visitor.get(f"/{world.ours.id}/invoices?state=overdue&search=w-77").text
    assert "Nothing matches" in visitor.get(f"/{world.ours.id}/invoices?search=zzzz").text


def test_totals_are_worked_out_by_the_books_and_nothing_is_kept(world: World) -> None:
    visitor, before = world.visitor("bookkeeper"), world.ours.keeper.ask(LIST, InvoiceQuestion(TODAY, 1)).total
    told = act(visitor, new(world), "work-out", **typed())
    assert told.status == 200
    assert "It would come to £165.00" in told.text
    assert 'value="Brushes"' in told.text
    assert world.ours.keeper.ask(LIST, InvoiceQuestion(TODAY, 1)).total == before
    assert 'id="amount-3"' in act(visitor, new(world), "more", **typed(**{"category-2": ""})).text


def test_what_is_wrong_with_a_line_or_the_whole_is_said_at_its_place(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    wrong = act(visitor, new(world), "enter", **typed(**{"category-1": "", "amount-0": "much"}))
    assert wrong.status == 422
    assert "Line 2: choose a category" in wrong.text
    assert "Line 1: enter an amount, like 45.99" in wrong.text
    assert 'href="#amount-0"' in wrong.text
    total = act(visitor, new(world), "enter", **typed(total="170.00"))
    assert "The lines do not come to the total on it." in total.text
    late = act(visitor, new(world), "enter", **typed(day="1 Dec 2026", due=""))
    assert "The books do not take that day" in late.text
    entered(world, visitor)
    again = act(visitor, new(world), "enter", **typed())
    assert again.status == 409
    assert "Is it another one? Tick below." in again.text
    assert 'name="again"' in again.text
    entered(world, visitor, again="yes")


def test_two_bank_lines_pay_it_and_one_is_taken_away_again(world: World) -> None:
    keeper, visitor = world.ours.keeper, world.visitor("bookkeeper")
    numbers = [
        keeper.enter(date(2026, 10, day), -amount, "CARD 4421").row.number for day, amount in ((7, 9_000), (8, 7_500))
    ]
    lines = [ids.public_id("txn_", keeper.company, number) for number in numbers]
    address = entered(world, visitor)
    for line in lines:
        if open_of(world, address):
            act(visitor, address, "beside", line=line)
    assert open_of(world, address) == 0
    assert "What settled it" in visitor.get(address).text
    act(visitor, address, "away", line=lines[0])
    assert open_of(world, address) == 9_000
    assert keeper.faults() == []


@pytest.mark.parametrize(
    ("how", "fields", "left"),
    [
        ("write_off", {"reason": "Never claimed"}, 0),
        ("director", {}, 0),
        ("discount", {"amount": "5.00"}, 16_000),
        ("fee", {"amount": "1.50", "category": "cat_bank_charges"}, 16_350),
        ("retention", {"amount": "20.00", "due": "1 Mar 2027"}, 16_500),
    ],
)
def test_each_way_settles_it_and_is_taken_back(
    how: str, fields: dict[str, str], left: int, sqlite_world: World
) -> None:
    world = sqlite_world
    visitor = world.visitor("bookkeeper")
    address = entered(world, visitor)
    asked = visitor.get(f"{address}?how={how}").text
    assert "Settle it</button>" in asked
    done = act(visitor, address, "settle", kind=how, day="20 Oct 2026", **fields)
    assert done.status == 303
    assert open_of(world, address) == left
    settlement = re.findall(r'name="settlement" value="([^"]+)"', visitor.get(address).text)[0]
    act(visitor, address, "undo", settlement=settlement)
    assert open_of(world, address) == 16_500
    assert world.ours.keeper.faults() == []


def test_a_credit_note_is_set_against_the_bill_that_it_takes_back_a_part_of(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    address = entered(world, visitor)
    note = {"category-1": "", "text-1": "", "amount-1": "", "amount-0": "20.00"}
    credit = entered(world, visitor, type="credit_note", number="W-78", due="", **note)
    number = credit.rpartition("/")[2]
    asked = visitor.get(f"{address}?how=credit_note").text
    assert re.search(rf'<option value="{number}">W-78, £20.00', asked)
    act(visitor, address, "settle", kind="credit_note", day="20 Oct 2026", other=number)
    assert open_of(world, address) == 14_500
    assert open_of(world, credit) == 0
    missing = act(visitor, new(world), "enter", **typed(type="credit_note", number="W-79", credits="nothing", **note))
    assert "There is no one invoice of that number" in missing.text
    assert world.ours.keeper.faults() == []


def test_what_a_way_needs_is_asked_for_in_our_words(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    address = entered(world, visitor)
    for how, fields, sentence in (
        ("write_off", {}, "Say why."),
        ("discount", {"amount": "999.00"}, "Enter an amount up to what is open"),
        ("credit_note", {}, "Choose a credit note of the same contact."),
        ("retention", {"amount": "5.00"}, "Say on which later day"),
        ("director", {"day": "1 Sep 2026"}, "from the invoice&#39;s own day to today"),
        ("bribe", {}, "Choose how it is settled"),
    ):
        told = act(visitor, address, "settle", **{"kind": how, "day": "20 Oct 2026", **fields})
        assert told.status in (409, 422)
        assert sentence in told.text, how


def test_a_typed_one_is_changed_made_void_and_brought_back(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    address = entered(world, visitor)
    form = visitor.get(f"{address}/edit").text
    assert 'value="Brushes"' in form
    done = act(visitor, f"{address}/edit", "change", **typed(**{"amount-1": "50.00", "number": "W-80"}))
    assert done.header("location") == address
    document = state(world, address).document
    assert (document.gross, document.doc_number) == (17_000, "W-80")
    nobody = act(visitor, f"{address}/edit", "change", **typed(contact="Nobody at all"))
    assert "There is no contact of that name." in nobody.text
    act(visitor, address, "void")
    assert state(world, address).document.status == "void"
    assert "Bring it back" in visitor.get(address).text
    act(visitor, address, "bring-back")
    assert open_of(world, address) == 17_000
    assert world.ours.keeper.faults() == []


def test_a_read_one_is_given_lines_that_come_to_its_total(world: World) -> None:
    clerk, visitor = Clerk(world.ours.keeper), world.visitor("bookkeeper")
    document = clerk.id_of(clerk.uploaded_and_read(einvoice(number="LINES-1")))
    address = f"/{world.ours.id}/invoices/{document}"
    assert f"/documents/{document}" in visitor.get(address).text
    lines = {"amounts": "gross", "category-0": "cat_office", "amount-0": "100.00"}
    wrong = act(visitor, f"{address}/edit", "lines", **lines)
    assert "The lines do not come to what the invoice must." in wrong.text
    more = {**lines, "category-1": "cat_repairs", "amount-1": "20.00"}
    assert act(visitor, f"{address}/edit", "lines", **more).header("location") == address
    assert len(state(world, address).document.corrections.lines) == 2


def test_another_companys_line_or_note_is_not_there(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    address = entered(world, visitor)
    assert act(visitor, address, "beside", line=world.theirs.lines[0]).status == 404
    assert act(visitor, address, "undo", settlement="stl_000000").status == 404
    theirs = act(visitor, address, "settle", kind="credit_note", day="20 Oct 2026", other=world.theirs.invoice)
    assert theirs.status == 404
    assert SCRIPT not in visitor.get(f"/{world.ours.id}/invoices/{world.ours.invoice}").text
