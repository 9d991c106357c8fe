"""Commands of checks: what may stand in the books twice, and what must not stand so."""

from __future__ import annotations

from accountsos.cli.command import PAGE, Command, OneOf, argument, option
from accountsos.cli.show import Listing, Whole, columns

KINDS = (
    "payment_of_invoice",
    "invoice_beside_payment",
    "payable_beside_cost",
    "opening_beside_payment",
    "bill_twice",
    "deposit_in_full",
    "asset_not_registered",
    "dividend_not_covered",
)
COMMANDS = (
    Command(
        words=("checks", "list"),
        summary="What may be counted twice, and dividends out of nothing: each with what is at stake and what to do.",
        asks="reports.checks:list_checks",
        parameters=(option("kind", "Only of this kind.", OneOf(KINDS)), *PAGE),
        show=Listing(
            "findings",
            columns("id", "kind", "date", "amount>", "what: message", "next: action"),
            empty="Nothing stands twice, as far as the books tell.",
        ),
        examples=("", "--kind bill_twice"),
    ),
    Command(
        words=("checks", "show"),
        summary="One finding, as the books stand now.",
        asks="reports.checks:show_check",
        parameters=(argument("finding_id", "The finding (fnd_…)."),),
        show=Whole("finding"),
        examples=("fnd_3f0d2a7c91b4e658",),
    ),
)
