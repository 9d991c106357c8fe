"""What a person does with invoices at the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Say, Typing
from tests.support.tables import table_lines
from tests.workflows.documents.clerk_of_invoices import bill, correct
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper


@pytest.fixture
def sale(vat: VatKeeper) -> str:
    """120.00 that a customer owes since 2 March 2026, due on 1 April."""
    clerk = Clerk(vat.keeper)
    return clerk.id_of(correct(clerk, clerk.uploaded_and_read(bill()), changes={"direction": "sale"}))


def test_who_owes_what_is_listed_by_age_in_every_form(say: Say, sale: str) -> None:
    table = say("report", "aged-debtors", "--as-of", "2026-04-11")
    assert "HS-1041 120.00, due 2026-04-01, 10 days overdue" in table
    assert table == say("invoices", "aged", "debtors", "--as-of", "2026-04-11")
    csv = say("report", "aged-debtors", "--as-of", "2026-04-11", "--format", "csv")
    (heading, row, total) = table_lines(csv)
    assert heading == "party,not_due,days_1_30,days_31_60,days_61_90,over_90,other,total"
    assert row.endswith(",0.00,120.00,0.00,0.00,0.00,0.00,120.00")
    assert total == "Total,0.00,120.00,0.00,0.00,0.00,0.00,120.00"
    report = json.loads(say("report", "aged-debtors", "--format", "json"))["report"]
    assert report["parties"][0]["invoices"][0]["document_id"] == sale
    assert table_lines(say("report", "aged-creditors", "--format", "csv"))[1:] == ["Total" + ",0.00" * 7]


def test_one_and_several_are_the_same_word(say: Say, sale: str) -> None:
    day = ("--as-of", "2026-04-11")
    assert say("invoice", "aged", "debtors", *day) == say("invoices", "aged", "debtors", *day)
    assert say("contacts") == say("contact", "list")
    assert say("categories") == say("category")


def test_a_debt_is_written_off_and_that_is_taken_back(say: Say, refused: Say, sale: str) -> None:
    assert "--reason: say why" in refused("invoices", "settle", sale, "write-off")
    told = json.loads(say("invoices", "settle", sale, "write-off", "--reason", "insolvent", "--json"))["document"]
    (settlement,) = told["settlements"]
    assert (told["booking"]["open_amount"], settlement["vat"]) == (0.0, 20.0)
    assert "open again" in say("invoices", "undo", settlement["id"])
    assert json.loads(say("invoices", "settlement", settlement["id"], "--json"))["settlement"]["undone"] is True
    assert "already taken back" in refused("invoices", "undo", settlement["id"])


def test_an_amount_that_is_none_is_refused_by_its_option(typing_as_its_company: Typing, sale: str) -> None:
    printed = typing_as_its_company("invoices", "settle", sale, "write-off", "--amount", "12,00")
    assert (printed.status, "--amount" in printed.errors) == (2, True)
