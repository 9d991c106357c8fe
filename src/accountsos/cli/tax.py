"""Commands of tax: what is stated of a year, and the values fixed by law."""

from __future__ import annotations

from pathlib import Path

from accountsos.cli.command import OFFSET, Command, Day, Number, OneOf, Switch, WholeNumber, Words, field_of, option
from accountsos.cli.show import Listing, Several, columns

TOPICS = tuple(sorted(path.stem for path in (Path(__file__).parents[1] / "uk_rules" / "parameters").glob("*.toml")))
"""One file each; their names are all that help has to know."""
STATED = {
    "losses_brought_forward": "Trading losses of earlier years.",
    "losses_claimed": "How much of them is used in this year.",
    "main_pool_brought_forward": "Written-down value of the main pool of plant.",
    "special_pool_brought_forward": "Written-down value of the special rate pool.",
    "main_pool_disposals": "Proceeds of plant of the main pool.",
    "special_pool_disposals": "Proceeds of plant of the special rate pool.",
}
_FACTS = Listing(
    "corporation_tax_facts",
    columns("year_from: year_starts_on", "to: year_ends_on", *(f"{name}>" for name in STATED)),
    empty="Nothing is stated.",
)
_ARRANGED = Listing(
    "loan_arrangements", columns("repaid_on", "contact: contact_id", "new_loans>"), empty="Nothing is stated."
)

COMMANDS = (
    Command(
        words=("company", "tax-facts"),
        summary="Losses and pools brought forward that are stated.",
        asks="tax.tax_reports:show_corporation_tax_facts",
        show=_FACTS,
        examples=("",),
    ),
    Command(
        words=("company", "state-tax-facts"),
        summary="State losses and pools of a year (a sole trader: pools). What is left out is not stated any more.",
        asks="tax.tax_reports:state_corporation_tax_facts",
        parameters=(
            field_of("year_starts_on", "Of which financial year.", Day(), required=True),
            *(field_of(name, about, Number()) for name, about in STATED.items()),
        ),
        show=_FACTS,
        examples=("--year-starts-on 2025-04-01 --losses-brought-forward 4000.00 --losses-claimed 4000.00",),
    ),
    Command(
        words=("company", "loan-arrangements"),
        summary="Loans to directors that were arranged when others were repaid, as somebody stated them.",
        asks="tax.stated:list_loan_arrangements",
        show=_ARRANGED,
        examples=("",),
    ),
    Command(
        words=("company", "state-loan-arrangement"),
        summary="State what loans were arranged when a director repaid one; 0 takes it back.",
        asks="tax.stated:state_loan_arrangement",
        parameters=(
            field_of("repaid_on", "The day of the repayment.", Day(), required=True),
            field_of("new_loans", "The new loans that were arranged by then.", Number(), required=True),
            field_of("contact_id", "The director's contact (con_…).", Words("CON"), typed="contact"),
        ),
        show=_ARRANGED,
        examples=("--repaid-on 2026-03-02 --new-loans 16000.00",),
    ),
    Command(
        words=("rules",),
        summary="Every rate, limit and date of UK law used here, with its source, and what is not covered.",
        asks="tax.rules:list_rules",
        parameters=(
            option("unverified", "Only what two sources do not agree on: check it before filing.", Switch()),
            option("topic", "Only of this topic.", OneOf(TOPICS)),
            option("on", "Only what applies on that day.", Day()),
            option("limit", "How many at most.", WholeNumber(1, 200), default=200),
            OFFSET,
        ),
        show=Several(
            (
                Listing("rules", columns("value_of: name", "from: in_force_from", "is: value>", "verified", "source")),
                Listing("not_covered", columns("topic", "not_covered,_or_covered_unverified: text")),
            )
        ),
        of_company=False,
        with_data=False,
        examples=("--unverified --topic vat", "--on 2026-04-06"),
    ),
)
