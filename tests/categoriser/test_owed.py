"""What is owed is asked before rules and history: what ties a line to it, what asks, what is left alone."""

from __future__ import annotations

from datetime import date

from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.owed import Owed, OwedAccount, PartLine, paid_together
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, Rule, Suggestion
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.open_items import OpenItem, Party
from tests.categoriser.past_choices import PastChoices

DAY = date(2026, 4, 28)
GARNET = Party(7, "Garnet Interiors Ltd")


def item(kind: str, amount: int, category: str, party: Party | None = None, **more: int) -> OpenItem:
    return OpenItem(kind, party, amount, date(2026, 4, 30), category, 1, f"the {kind}", **more)


def wages(*amounts: int) -> OwedAccount:
    items = tuple(item("wages", amount, "cat_wages_payable") for amount in amounts)
    return OwedAccount(items, frozenset({"cat_wages", "cat_directors_salary"}), asks_parts=True)


def dividend(amount: int) -> OwedAccount:
    items = (item("dividend", amount, "cat_dividends_payable"),)
    return OwedAccount(items, frozenset({"cat_dividends"}), asks_parts=True)


def debtor(*amounts: int, document: int | None = None) -> OwedAccount:
    more = {} if document is None else {"document": document}
    items = tuple(item("debt", amount, "cat_debtors", GARNET, **more) for amount in amounts)
    return OwedAccount(items, frozenset(), by_party=True, asks_parts=True)


def reader(*accounts: OwedAccount, rules: tuple[Rule, ...] = ()) -> Categoriser:
    owed = Owed(accounts, {"GARNET INTERIORS": 7}.get)
    profile = CompanyProfile(people=("Alex Morgan",))
    return Categoriser(profile, rules, PastChoices(), standard_chart().categories, owed)


def read(categoriser: Categoriser, amount: int, text: str, day: date = DAY) -> Suggestion:
    return categoriser.suggest(BankLine(day, amount, "GBP", text))


def test_a_rule_for_wages_makes_the_line_a_payment_of_what_is_owed_for_them() -> None:
    rule = Rule("1", "cat_wages", description_contains="PATEL")
    found = read(reader(wages(-166_000), rules=(rule,)), -166_000, "J PATEL")
    assert (found.category_id, found.source, found.reason) == ("cat_wages_payable", "owed", "pays the wages")
    assert 0.95 <= found.confidence < 1, "only a person's own word is certain"


def test_what_one_line_pays_no_other_pays_again() -> None:
    categoriser = reader(wages(-166_000))
    assert read(categoriser, -166_000, "J PATEL SALARY").category_id == "cat_wages_payable"
    assert read(categoriser, -166_000, "J PATEL SALARY").category_id == "cat_wages"


def test_a_rule_that_says_otherwise_is_not_overruled_but_asks() -> None:
    rule = Rule("1", "cat_consultancy", description_contains="PATEL")
    found = read(reader(wages(-166_000), rules=(rule,)), -166_000, "J PATEL")
    assert (found.category_id, found.source) == ("cat_uncategorised", "owed")
    assert [category for category, _ in found.alternatives] == ["cat_wages_payable", "cat_consultancy"]


def test_two_debts_of_one_amount_ask_with_both_in_the_reason() -> None:
    found = read(reader(wages(-50_000), dividend(-50_000)), -50_000, "ALEX MORGAN")
    assert found.category_id == "cat_uncategorised"
    assert "the wages" in found.reason
    assert "the dividend" in found.reason


def test_an_unknown_payee_of_the_same_amount_is_paid_wages_only_if_it_is_a_person() -> None:
    assert read(reader(wages(-1_840)), -1_840, "TESCO STORES 3297").category_id == "cat_uncategorised"
    assert read(reader(wages(-1_840)), -1_840, "SARAH JONES").category_id == "cat_wages_payable"


def test_a_party_is_known_by_its_contact_and_by_its_name() -> None:
    for text in ("GARNET INTERIORS", "FASTER PAYMENTS RECEIPT REF.INV 1 FROM GARNET INTERIORS LTD"):
        found = read(reader(debtor(180_000)), 180_000, text)
        assert (found.category_id, found.contact) == ("cat_debtors", 7), text


def test_money_of_the_other_sign_pays_nothing() -> None:
    assert read(reader(debtor(180_000)), -180_000, "GARNET INTERIORS").source != "owed"


def test_several_debts_of_a_party_are_paid_by_what_they_come_to() -> None:
    found = read(reader(debtor(100_00, 80_50)), 180_50, "GARNET INTERIORS")
    assert (found.category_id, found.reason) == ("cat_debtors", "pays the debt and the debt")


def test_an_invoice_of_exactly_the_amount_is_left_to_the_matching_of_papers() -> None:
    assert read(reader(debtor(180_000, document=5)), 180_000, "GARNET INTERIORS").source != "owed"


def test_a_part_of_an_invoice_asks_and_more_than_it_does_not() -> None:
    assert read(reader(debtor(180_000, document=5)), 80_000, "GARNET INTERIORS").category_id == "cat_uncategorised"
    assert read(reader(debtor(180_000, document=5)), 190_000, "GARNET INTERIORS").source != "owed"


def test_a_line_from_long_before_pays_nothing_that_came_later() -> None:
    assert read(reader(wages(-166_000)), -166_000, "J PATEL SALARY", date(2026, 3, 28)).category_id == "cat_wages"


def test_lines_pay_together_where_they_add_up_in_one_way_only() -> None:
    owed = item("wages", -166_000, "cat_wages_payable")
    lines = [PartLine(n, pence, DAY) for n, pence in ((1, -90_000), (2, -76_000), (3, -10_000))]
    assert paid_together(owed, lines) == (1, 2)
    two_ways = [PartLine(1, -90_000, DAY), PartLine(2, -76_000, DAY), PartLine(3, -76_000, DAY)]
    assert paid_together(owed, two_ways) == ()
