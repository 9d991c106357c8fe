"""A month of small books kept wholly from the shell, without naming the only company; figures worked out by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.cli.shell import Shell

NORTHGATE = ("--contact-name", "Northgate Dental Ltd")


@pytest.fixture
def shell(sqlite_place: Place) -> Shell:
    """Opened on 10 July 2026, when the quarter to June is over."""
    return Shell(sqlite_place, lambda: datetime(2026, 7, 10, 12, tzinfo=UTC))


def said(shell: Shell, line: str, *more: str) -> str:
    """Type a line, its blanks between words; what it prints."""
    printed = shell.type(*line.split(), *more)
    assert printed.status == 0, (line, printed.errors)
    return printed.text


def told(shell: Shell, line: str) -> Any:
    return json.loads(said(shell, f"{line} --json"))


def kept(shell: Shell) -> None:
    """Everything that happened in May."""
    said(shell, "company add --incorporated 2025-10-01", "--name", "Quarry Lane Design Ltd")
    said(shell, "vat register --scheme standard --from 2025-10-01")
    said(shell, "contact add --type client", "--name", "Northgate Dental Ltd")
    shares = ("--description", "SHARE CAPITAL")
    said(shell, "transactions add --date 2026-05-01 --amount 1000 --category cat_share_capital", *shares)
    said(shell, "transactions add --date 2026-05-04 --amount -120.00", "--description", "INKWELL PAPERS")
    lines = "--amounts gross --line cat_office=84.00 --line cat_software=36.00"
    bill = ("--contact-name", "Inkwell Papers")
    said(shell, f"invoices add purchase --date 2026-05-08 --number IP-77 {lines}", *bill)
    said(shell, "invoices add sale --date 2026-05-06 --number 1 --amounts net --line cat_sales=1500.00", *NORTHGATE)
    (sale,) = told(shell, "invoices list --direction sale")["invoices"]
    part = ("--description", "NORTHGATE DENTAL INV 1 PART")
    paid = said(shell, "transactions add --date 2026-05-20 --amount 1000.00", *part).split()[0]
    assert "0.00 of the line is left" in said(shell, f"invoices on-account {paid}")
    said(shell, f"invoices settle {sale['id']} fee --amount 5.00 --date 2026-05-21")
    note = f"invoices add sale --type credit_note --date 2026-05-25 --number C1 --credits {sale['id']}"
    note_id = said(shell, f"{note} --amounts net --line cat_sales=100.00", *NORTHGATE).split()[0]
    settled = said(shell, f"invoices settle {sale['id']} credit-note --credit-note {note_id} --date 2026-05-25")
    assert settled == f"{sale['id']}: 675.00 open\n"
    values = "--value staff_pay=2000 --value income_tax=122 --value employee_ni=100 --value net_pay=1778"
    said(shell, f"journal post --date 2026-05-31 --template payroll {values}")
    wages = ("--description", "T MOSS SALARY MAY")
    assert "cat_wages_payable" in said(shell, "transactions add --date 2026-05-29 --amount -1778.00", *wages)


def test_a_month_of_books_is_kept_from_the_shell(shell: Shell) -> None:
    """Sales 1,500.00 less 100.00; costs 70.00, 30.00, 5.00 and 2,000.00: a loss of 705.00.

    Box 1: 300.00 less 20.00; box 4: 20.00. The bank: 1,000.00 less 120.00, and 1,000.00 less 1,778.00.
    """
    kept(shell)
    profit = told(shell, "report profit-loss --from 2026-05-01 --to 2026-05-31")["report"]
    assert (profit["net_profit"], profit["warnings"]) == (-705, [])
    boxes = {one["box"]: one["amount"] for one in told(shell, "report vat --period 2026-Q2")["report"]["boxes"]}
    assert {n: amount for n, amount in boxes.items() if amount} == {1: 280, 3: 280, 4: 20, 5: 260, 6: 1400, 7: 105}
    balances = said(shell, "report trial-balance --as-of 2026-05-31 --format csv")
    assert "ba_main,102.00,0.00" in balances
    assert "Nothing stands twice" in said(shell, "checks")
    said(shell, "vat file --period 2026-Q2")
    assert said(shell, "verify").endswith("the books agree\n")


def test_with_another_company_beside_it_the_company_must_be_named(shell: Shell) -> None:
    refused = shell.type("journal", "list")
    assert (refused.status, "`accountsos company add` makes one" in refused.errors) == (2, True)
    for name in ("Quarry Lane Design Ltd", "Mill Street Ltd"):
        said(shell, "company add", "--name", name)
    refused = shell.type("journal", "list")
    assert (refused.status, "there are 2 companies here" in refused.errors) == (2, True)


def test_a_word_that_is_no_command_is_answered_with_those_that_are(shell: Shell) -> None:
    refused = shell.type("journal", "add")
    assert refused.status == 2
    assert "No such command 'add'; there are change, list, opening-balances, post," in refused.errors
