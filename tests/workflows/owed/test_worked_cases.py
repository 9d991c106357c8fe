"""What is owed and its payment are counted once, whichever comes first: figures worked by hand, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accountsos.workflows.bank import refile_transactions, undo_change
from tests.workflows.owed.desk import Desk, Row

Step = Callable[[Desk], object]
BOTH_ORDERS = pytest.mark.parametrize("paid_first", [False, True], ids=["owed first", "paid first"])

# Payroll of a month: gross 2,000.00, tax and NI 222.00, employee pension 118.00, net 1,660.00; the employer adds 44.00.
PAYROLL = {
    "staff_pay": 2000,
    "income_tax": 122,
    "employee_ni": 100,
    "employee_pension": 118,
    "employer_pension": 44,
    "net_pay": 1660,
}
MONTHS = ("2026-04-30", "2026-05-31", "2026-06-30")
SALARIES: tuple[Row, ...] = tuple((f"2026-0{n}-28", -166_000, "J PATEL SALARY") for n in (4, 5, 6))
PENSIONS: tuple[Row, ...] = tuple((f"2026-0{n}-14", -16_200, "NEST PENSION") for n in (5, 6, 7))


def in_order(desk: Desk, owed: Step, paid: Step, *, paid_first: bool) -> None:
    for step in (paid, owed) if paid_first else (owed, paid):
        step(desk)


@BOTH_ORDERS
def test_three_payrolls_and_their_payments_are_one_cost(desk: Desk, paid_first: bool) -> None:
    """Wages 3 x 2,000.00; pension 3 x 44.00 = 132.00; PAYE 3 x 222.00 = 666.00 is owed still."""

    def owed(desk: Desk) -> None:
        for day in MONTHS:
            desk.template(day, "payroll", **PAYROLL)

    in_order(desk, owed, lambda d: d.bank(*SALARIES, *PENSIONS), paid_first=paid_first)
    assert desk.balances() == {"cat_wages": 600_000, "cat_pension": 13_200, "cat_paye": -66_600}
    assert [(category, reason) for _, _, category, reason in desk.lines()] == [
        ("cat_wages_payable", "pays the net wages of 30 April 2026"),
        ("cat_pension_payable", "pays the pension of 30 April 2026"),
        ("cat_wages_payable", "pays the net wages of 31 May 2026"),
        ("cat_pension_payable", "pays the pension of 31 May 2026"),
        ("cat_wages_payable", "pays the net wages of 30 June 2026"),
        ("cat_pension_payable", "pays the pension of 30 June 2026"),
    ]


@BOTH_ORDERS
def test_two_people_paid_alike_every_month_are_told_apart_by_the_day(desk: Desk, paid_first: bool) -> None:
    """Net 1,660.00 a month, 900.00 to one and 760.00 to the other: of the pairs the one about that day is meant."""

    def owed(desk: Desk) -> None:
        for day in MONTHS:
            desk.template(day, "payroll", **PAYROLL)

    rows = [
        (f"2026-0{n}-28", pence, text)
        for n in (4, 5, 6)
        for pence, text in ((-90_000, "TOM ASHBY"), (-76_000, "JANE PATEL SALARY"))
    ]
    in_order(desk, owed, lambda d: d.bank(*rows), paid_first=paid_first)
    assert desk.balances() == {
        "cat_wages": 600_000,
        "cat_pension": 13_200,
        "cat_paye": -66_600,
        "cat_pension_payable": -48_600,
    }
    months = ("30 April", "31 May", "30 June")
    assert [reason for _, _, _, reason in desk.lines()] == [
        f"pays the net wages of {month} 2026 together with another line" for month in months for _ in range(2)
    ]


@BOTH_ORDERS
def test_a_dividend_declared_and_paid_is_one_dividend(desk: Desk, paid_first: bool) -> None:
    in_order(
        desk,
        lambda d: d.template("2026-03-05", "dividend", amount=5000),
        lambda d: d.bank(("2026-03-12", -500_000, "ALEX MORGAN DIVIDEND")),
        paid_first=paid_first,
    )
    assert desk.balances() == {"cat_dividends": 500_000}
    assert desk.lines() == [
        ("2026-03-12", -5000, "cat_dividends_payable", "pays the dividend declared on 5 March 2026")
    ]


@BOTH_ORDERS
def test_what_a_customer_owed_at_the_start_is_no_sale_when_it_comes(desk: Desk, paid_first: bool) -> None:
    """Box 1 and box 6 stay empty: the sale was declared before the books began."""
    desk.vat()
    who = desk.contact("Garnet Interiors Ltd")
    lines = [
        {"category_id": "cat_debtors", "contact_id": who, "debit": 1800},
        {"category_id": "cat_retained", "credit": 1800},
    ]
    body = {"conversion_date": "2026-04-01", "lines": lines}
    in_order(
        desk,
        lambda d: d.api.post("/api/opening-balances", body),
        lambda d: d.bank(("2026-04-20", 180_000, "GARNET INTERIORS LTD")),
        paid_first=paid_first,
    )
    assert desk.balances() == {"cat_retained": -180_000}
    assert desk.boxes("2026-Q2") == {}
    assert desk.lines() == [
        ("2026-04-20", 1800, "cat_debtors", "pays what Garnet Interiors Ltd owes since 31 March 2026")
    ]


@BOTH_ORDERS
def test_an_invoice_less_its_credit_note_is_one_sale(desk: Desk, paid_first: bool) -> None:
    """6,000.00 less 600.00: net 5,000.00 - 500.00 = 4,500.00, VAT 1,000.00 - 100.00 = 900.00; the bank has 5,400.00."""
    desk.vat()

    def owed(desk: Desk) -> None:
        desk.sale("INV-7001", "5000.00", "1000.00", "6000.00", to="Garnet Interiors Ltd", day="2026-05-04")
        desk.sale("CN-7002", "500.00", "100.00", "600.00", to="Garnet Interiors Ltd", day="2026-05-11", note=True)

    in_order(desk, owed, lambda d: d.bank(("2026-05-29", 540_000, "GARNET INTERIORS LTD")), paid_first=paid_first)
    assert desk.boxes("2026-Q2") == {1: 900, 3: 900, 5: 900, 6: 4500}
    assert desk.balances() == {"cat_sales": -450_000, "cat_vat": -90_000}


@BOTH_ORDERS
def test_a_part_payment_is_no_second_sale(desk: Desk, paid_first: bool) -> None:
    """17,040.00 with 2,840.00 of VAT; 8,000.00 comes in: it is asked about, and then 9,040.00 is open."""
    desk.vat()
    in_order(
        desk,
        lambda d: d.sale("INV-7003", "14200.00", "2840.00", "17040.00", to="Garnet Interiors Ltd", day="2026-05-04"),
        lambda d: d.bank(("2026-05-29", 800_000, "GARNET INTERIORS LTD")),
        paid_first=paid_first,
    )
    assert desk.boxes("2026-Q2") == {1: 2840, 3: 2840, 5: 2840, 6: 14200}
    ((_, _, category, reason),) = desk.lines()
    assert category == "cat_uncategorised"
    assert reason == "may be a part of invoice INV-7003 of 4 May 2026, of which 17040.00 is open"
    (document,) = desk.api.get("/api/documents")["documents"]
    (line,) = desk.api.get("/api/transactions")["transactions"]
    desk.api.patch(f"/api/documents/{document['id']}", {"transaction_ids": [line["id"]]})
    assert desk.balances() == {"cat_sales": -1_420_000, "cat_vat": -284_000, "cat_debtors": 904_000}
    assert desk.boxes("2026-Q2") == {1: 2840, 3: 2840, 5: 2840, 6: 14200}


@BOTH_ORDERS
def test_an_invoice_paid_less_a_fee_is_no_second_sale(desk: Desk, paid_first: bool) -> None:
    """1,200.00 with 200.00 of VAT; 1,195.00 comes in: nobody counts it until somebody says what the 5.00 are."""
    desk.vat()
    in_order(
        desk,
        lambda d: d.sale("INV-7004", "1000.00", "200.00", "1200.00", to="Garnet Interiors Ltd", day="2026-05-04"),
        lambda d: d.bank(("2026-05-29", 119_500, "GARNET INTERIORS LTD")),
        paid_first=paid_first,
    )
    assert desk.boxes("2026-Q2") == {1: 200, 3: 200, 5: 200, 6: 1000}
    assert desk.lines()[0][2] == "cat_uncategorised"


@BOTH_ORDERS
def test_a_supplier_owed_at_the_start_is_no_second_cost(desk: Desk, paid_first: bool) -> None:
    who = desk.contact("Harbour Stationers Ltd")
    lines = [
        {"category_id": "cat_creditors", "contact_id": who, "credit": 360},
        {"category_id": "cat_retained", "debit": 360},
    ]
    body = {"conversion_date": "2026-04-01", "lines": lines}
    in_order(
        desk,
        lambda d: d.api.post("/api/opening-balances", body),
        lambda d: d.bank(("2026-04-20", -36_000, "HARBOUR STATIONERS LTD")),
        paid_first=paid_first,
    )
    assert desk.balances() == {"cat_retained": 36_000}


@BOTH_ORDERS
def test_wages_paid_in_two_are_settled_where_they_add_up(desk: Desk, paid_first: bool) -> None:
    """1,660.00 as 900.00 and 760.00: neither is 1,660.00, both together are."""
    in_order(
        desk,
        lambda d: d.template("2026-04-30", "payroll", **PAYROLL),
        lambda d: d.bank(("2026-04-28", -90_000, "J PATEL SALARY"), ("2026-04-29", -76_000, "M SHAH SALARY")),
        paid_first=paid_first,
    )
    owed = {"cat_paye": -22_200, "cat_pension_payable": -16_200}
    assert desk.balances() == {"cat_wages": 200_000, "cat_pension": 4_400, **owed}
    assert {reason for *_, reason in desk.lines()} == {"pays the net wages of 30 April 2026 together with another line"}


@BOTH_ORDERS
def test_a_months_deductions_from_subcontractors_are_paid_in_one_sum(desk: Desk, paid_first: bool) -> None:
    """400.00, 300.00 and 200.00 to 5 February, 300.00 after: round amounts, but 900.00 are the oldest without a gap."""

    def owed(desk: Desk) -> None:
        for day, amount in (("2026-01-30", 400), ("2026-02-03", 300), ("2026-02-05", 200), ("2026-02-06", 300)):
            desk.journal(day, subcontractors=amount, cis_payable=-amount)

    in_order(desk, owed, lambda d: d.bank(("2026-02-20", -90_000, "HMRC CIS 475PB00123456")), paid_first=paid_first)
    assert desk.balances() == {"cat_subcontractors": 120_000, "cat_cis_payable": -30_000}


def test_what_was_known_before_the_journal_stays_known(desk: Desk) -> None:
    """The dividend line stood as a dividend until the declaration came: the books of that moment still say so."""
    desk.bank(("2026-03-12", -500_000, "ALEX MORGAN DIVIDEND"))
    then = desk.world.clock.now
    desk.world.clock.pass_(60)
    journal = desk.template("2026-03-05", "dividend", amount=5000)
    assert desk.balances(known_at=then) == {"cat_dividends": 500_000}
    desk.world.clock.pass_(60)
    declared = desk.world.clock.now
    desk.world.clock.now += timedelta(minutes=1)
    desk.undo(journal)
    assert desk.balances() == {"cat_dividends": 500_000}
    assert desk.lines()[0][2] == "cat_dividends", "what paid nothing any more is what it was"
    assert desk.balances(known_at=declared) == {"cat_dividends": 500_000}


def test_a_line_that_a_person_decided_is_left_alone(desk: Desk) -> None:
    line = desk.enter("2026-03-12", -5000, "ALEX MORGAN DIVIDEND", category_id="cat_dividends")
    desk.template("2026-03-05", "dividend", amount=5000)
    assert desk.api.get(f"/api/transactions/{line['id']}")["transaction"]["category"]["id"] == "cat_dividends"
    assert desk.balances() == {"cat_dividends": 1_000_000, "cat_dividends_payable": -500_000}


def test_filing_anew_leaves_what_pays_a_debt(desk: Desk) -> None:
    """All that the categoriser knows would file a salary under wages again: 2,000.00 are a cost already."""
    desk.template("2026-04-30", "payroll", **PAYROLL)
    desk.bank(("2026-04-28", -166_000, "J PATEL SALARY"))
    desk.keeper.do(refile_transactions.REFILE, refile_transactions.Refile())
    assert desk.balances()["cat_wages"] == 200_000
    assert desk.lines()[0][2] == "cat_wages_payable"


def two_salaries(desk: Desk) -> str:
    """Two equal payments while one is owed: the older pays it. The older one's id."""
    desk.template("2026-04-30", "payroll", **PAYROLL)
    older = desk.enter("2026-04-28", -1660, "J PATEL SALARY")
    desk.enter("2026-04-29", -1660, "M SHAH SALARY")
    assert [category for *_, category, _ in desk.lines()] == ["cat_wages_payable", "cat_wages"]
    return str(older["id"])


def test_a_payment_taken_out_and_brought_back_is_not_paid_a_second_time(desk: Desk) -> None:
    older = two_salaries(desk)
    before = desk.lines(), desk.balances()
    assert desk.api.ask("DELETE", f"/api/transactions/{older}").status == 204
    assert [category for *_, category, _ in desk.lines()] == ["cat_wages_payable"]
    desk.api.post(f"/api/transactions/{older}/restore", None, status=200)
    assert (desk.lines(), desk.balances()) == before


def test_a_payment_filed_elsewhere_and_back_again_is_not_paid_a_second_time(desk: Desk) -> None:
    older = two_salaries(desk)
    before = desk.lines(), desk.balances()
    desk.api.patch(f"/api/transactions/{older}", {"category_id": "cat_travel"})
    assert [category for *_, category, _ in desk.lines()] == ["cat_travel", "cat_wages_payable"]
    desk.keeper.do(undo_change.UNDO, undo_change.UndoChange(transaction_id=older))
    assert (desk.lines(), desk.balances()) == before


def test_of_two_payments_of_one_debt_the_earlier_one_pays_it_whichever_was_entered_first(desk: Desk) -> None:
    """A dividend of 5,000.00 declared on 5 March; the later transfer stands as a dividend of its own."""
    desk.template("2026-03-05", "dividend", amount=5000)
    desk.bank(("2026-03-20", -500_000, "ALEX MORGAN DIVIDEND"))
    desk.bank(("2026-03-12", -500_000, "ALEX MORGAN DIVIDEND"))
    assert [(day, category) for day, _, category, _ in desk.lines()] == [
        ("2026-03-12", "cat_dividends_payable"),
        ("2026-03-20", "cat_dividends"),
    ]


def test_a_debtor_who_is_owed_a_credit_note_too_still_pays_his_debt(desk: Desk) -> None:
    """Opening debtor 1,800.00 entered after his payment; a credit note of 600.00 to him stands beside it."""
    contact = desk.contact("Harbour Stationers Ltd")
    line = {"category_id": "cat_sales", "amount": 600}
    note = {"direction": "sale", "type": "credit_note", "date": "2026-03-02", "contact_id": contact, "amounts": "net"}
    desk.api.post("/api/invoices", {**note, "lines": [line]})
    desk.bank(("2026-04-10", 180_000, "HARBOUR STATIONERS LTD"))
    opening = [
        {"category_id": "cat_debtors", "contact_id": contact, "debit": 1800},
        {"category_id": "cat_share_capital", "credit": 1800},
    ]
    desk.api.post("/api/opening-balances", {"conversion_date": "2026-03-01", "lines": opening})
    assert [category for _, _, category, _ in desk.lines()] == ["cat_debtors"]
