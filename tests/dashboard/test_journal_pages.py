"""Journals: from each template and by lines, reversed, taken back, by whoever may."""

from __future__ import annotations

import re
from datetime import date

import pytest

from accountsos.dashboard.journal_forms import LABELS, WORDS, fields_of
from accountsos.ledger.journal_templates import TEMPLATES
from accountsos.workflows.access import manage_people
from accountsos.workflows.access.manage_people import ChangeRole
from accountsos.workflows.journals.post_journal import LIST, JournalQuestion
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import Answer, Visitor, World
from tests.workflows.vat.keeping import VatKeeper

_ROW = re.compile(r'<tr><th scope="row"><a[^>]*>([^<]*)</a></th><td class="num">(.*?)</td><td class="num">(.*?)<')
LINES = {
    "do": "post",
    "day": "31 Oct 2026",
    "narration": "Parking <b>",
    "category-0": "cat_travel",
    "debit-0": "5",
    "category-1": "cat_directors_loan",
    "credit-1": "£5.00",
}
ACCRUAL = {"do": "post", "template": "accrual", "day": "31 Oct 2026", "amount": "900", "category": "cat_accountancy"}
VALUES = {
    "payroll": {"staff_pay": "2000", "income_tax": "200", "employee_ni": "100", "net_pay": "1,700.00"},
    "depreciation": {"amount": "120.50", "asset": "plant"},
    "stock": {"opening_stock": "0", "closing_stock": "350"},
    "accrual": {"amount": "900", "category": "cat_accountancy"},
    "prepayment": {"amount": "300", "category": "cat_rent"},
    "dividend": {"amount": "1000", "credit_to": "payable"},
    "corporation_tax": {"amount": "1900", "effect": "charge"},
    "mileage": {"amount": "45", "credit_to": "capital_introduced"},
    "fuel_scale": {"co2": "140", "charge": "200", "used_from": "1 Oct 2026"},
}


def at(world: World, more: str = "") -> str:
    return f"/{world.ours.id}/accountant/journals{more}"


def posted(visitor: Visitor, world: World, form: dict[str, str]) -> str:
    """The address of a journal that was just posted."""
    answer = visitor.post(at(world, "/new"), form)
    assert answer.status == 303, " ".join(Tree(answer.text).words)
    return answer.header("location").partition("?")[0]


def rows(answer: Answer) -> list[list[str]]:
    """The cells of every row of debits and credits."""
    found = _ROW.findall(answer.text)
    return [list(row) for row in found]


def kept(world: World) -> int:
    """How many there are; one was there before, and taken back."""
    return int(world.ours.keeper.ask(LIST, JournalQuestion(5)).total)


def refused(visitor: Visitor, world: World, form: dict[str, str], status: int = 422) -> str:
    answer = visitor.post(at(world, "/new"), form)
    assert answer.status == status
    return " ".join(Tree(answer.text).words)


def test_a_journal_is_posted_by_its_lines_and_stands_in_the_list(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    page = visitor.get(posted(visitor, world, LINES) + "?done=posted")
    assert [(row[1], row[2]) for row in rows(page)] == [("5.00", ""), ("", "5.00")]
    assert "Parking &lt;b&gt;" in page.text
    assert "It is posted." in page.text
    listed = visitor.get(at(world)).text
    assert "Parking &lt;b&gt;" in listed
    assert kept(world) == 2


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_has_a_form_that_posts(sqlite_world: World, key: str) -> None:
    visitor = sqlite_world.visitor("owner")
    VatKeeper(sqlite_world.ours.keeper).scheme("standard", date(2026, 7, 1), vat_number="980780684")
    page = visitor.get(at(sqlite_world, f"/new?template={key}"))
    assert page.status == 200
    for field in fields_of(TEMPLATES[key]):
        assert f'name="{field.name}"' in page.text
    address = posted(visitor, sqlite_world, {"do": "post", "template": key, "day": "31 Oct 2026", **VALUES[key]})
    assert rows(visitor.get(address))


def test_every_field_of_every_template_has_words_of_a_person() -> None:
    asked = {field.name for template in TEMPLATES.values() for field in template.fields}
    assert asked == set(LABELS)
    told = {word for template in TEMPLATES.values() for field in template.fields for word in field.accepted}
    assert set(WORDS) <= told


def test_an_accrual_is_taken_back_by_itself_and_both_stand_on_its_page(world: World) -> None:
    visitor = world.visitor("owner")
    page = visitor.get(posted(visitor, world, ACCRUAL))
    shown = rows(page)
    assert shown[2:] == [[account, credit, debit] for account, debit, credit in shown[:2]]
    assert sorted(row[1] for row in shown[:2]) == ["", "900.00"]
    assert "The other way round on 1 November 2026" in page.text
    assert "taken back on 1 Nov" in visitor.get(at(world)).text


def test_lines_may_be_reversed_on_a_later_day_only(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    assert "a later day than its own" in refused(visitor, sqlite_world, {**LINES, "reverse": "31 Oct 2026"})
    page = visitor.get(posted(visitor, sqlite_world, {**LINES, "reverse": "2 Nov 2026"}))
    assert "The other way round on 2 November 2026" in page.text


def test_a_journal_is_taken_back_once(world: World) -> None:
    visitor = world.visitor("owner")
    address = posted(visitor, world, LINES)
    page = visitor.get(address).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once")}
    assert visitor.send(address, {**form, "do": "undo"}).header("location") == f"{address}?done=undone"
    after = visitor.get(f"{address}?done=undone").text
    assert "It is taken back, by its reversal." in after
    assert 'value="undo"' not in after
    again = visitor.post(address, {"do": "undo"}, page=at(world, "/new"))
    assert (again.status, "was already" in again.text) == (409, True)
    assert visitor.get(at(world)).text.count(">undone</span>") == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"credit-1": "4.99"}, "must come to the same"),
        ({"category-1": "", "credit-1": ""}, "must come to the same"),
        ({"category-1": ""}, "Line 2: choose a category"),
        ({"debit-0": "five"}, "Line 1: enter amounts"),
        ({"debit-0": "-5"}, "Line 1: enter amounts"),
        ({"credit-0": "5"}, "Line 1: enter a debit or a credit"),
        ({"narration": ""}, "Say what it is"),
        ({"day": "31 Nov 2026"}, "enter a day like"),
        ({"day": "31 Oct 2036"}, "it has not come yet"),
        ({"category-1": "cat_bank"}, "A bank account moves by its own lines only"),
    ],
)
def test_what_is_wrong_with_lines_is_said_and_what_was_typed_stays(
    sqlite_world: World, change: dict[str, str], said: str
) -> None:
    visitor = sqlite_world.visitor("owner")
    answer = visitor.post(at(sqlite_world, "/new"), {**LINES, **change})
    assert answer.status == 422
    assert said in " ".join(Tree(answer.text).words)
    for name in ("debit-0", "narration"):
        value = {**LINES, **change}[name].replace("<", "&lt;").replace(">", "&gt;")
        assert f'value="{value}"' in answer.text
    assert kept(sqlite_world) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": ""}, "Enter amount"),
        ({"amount": "0"}, "leave nothing to post"),
        ({"category": ""}, "Choose a category"),
        ({"contact": "Nobody at all"}, "There is no contact of that name"),
        ({"auto_reverse_on": "1 Oct 2026"}, "later"),
        ({"template": "no_such"}, "Say what it is"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(sqlite_world: World, change: dict[str, str], said: str) -> None:
    assert said in refused(sqlite_world.visitor("owner"), sqlite_world, {**ACCRUAL, **change})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"co2": "200"}, "Take it from HMRC’s table of road fuel scale charges"),
        ({"day": "31 May 2026"}, "There is no scale charge on that day: the business is not registered for VAT then"),
        ({"used_to": "1 Oct 2026"}, "within the VAT period"),
        ({"used_from": "30 Jun 2026"}, "A day of the VAT period"),
        ({"co2": "a few"}, "enter a whole number"),
        ({"co2": ""}, "Enter CO2 of the car"),
    ],
)
def test_what_is_wrong_with_a_scale_charge_is_said_of_it(
    sqlite_world: World, change: dict[str, str], said: str
) -> None:
    VatKeeper(sqlite_world.ours.keeper).scheme("standard", date(2026, 7, 1), vat_number="980780684")
    form = {"do": "post", "template": "fuel_scale", "day": "30 Sep 2026", "co2": "140", **change}
    assert said in refused(sqlite_world.visitor("owner"), sqlite_world, form)


def test_a_day_that_has_not_come_is_confirmed(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    assert "tick below that it is meant" in refused(visitor, sqlite_world, {**LINES, "day": "31 Oct 2036"})
    assert posted(visitor, sqlite_world, {**LINES, "day": "31 Oct 2036", "meant": "yes"})


def test_more_lines_keep_what_was_typed_and_post_nothing(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    more = visitor.post(at(sqlite_world, "/new"), {**LINES, "do": "more"})
    assert more.status == 200
    assert 'value="£5.00"' in more.text
    assert 'id="category-5"' in more.text
    assert kept(sqlite_world) == 1


def test_an_accountant_posts_where_the_owner_ticked_it_and_else_reads(world: World) -> None:
    address = posted(world.visitor("owner"), world, LINES)
    visitor = world.visitor("accountant")
    assert visitor.get(at(world)).status == 200
    assert "From a template" not in visitor.get(at(world)).text
    assert 'value="undo"' not in visitor.get(address).text
    assert visitor.get(at(world, "/new")).status == 403
    role = ChangeRole(world.ours.people["accountant"], "accountant", may_close=True)
    world.ours.keeper.do(manage_people.CHANGE_ROLE, role)
    ticked = world.visitor("accountant")
    mine = posted(ticked, world, ACCRUAL)
    assert ticked.post(mine, {"do": "undo"}).status == 303
    assert ticked.get(f"/{world.ours.id}/transactions/new").status == 403
