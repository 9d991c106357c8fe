"""Commands of reports: a table to read, JSON as the API answers it, or CSV for a spreadsheet."""

from __future__ import annotations

from accountsos.cli.command import AS_OF, FROM, KNOWN_AT, PAGE, TO, Command, OneOf, Parameter, Words, option
from accountsos.cli.show import Each, Listing, Report, Show, columns

COMPARE = option("compare", "What to set beside it.", OneOf(("previous_period", "previous_year")))
BY = option("by", "A column for each.", OneOf(("month", "quarter")))
TAX = {
    "corporation_tax": "The corporation tax of a financial year, estimated line by line.",
    "statutory_accounts": "The figures of a financial year by the lines of the statutory accounts.",
    "self_employment": "The self-employment pages of a sole trader's tax return.",
    "directors_loan": "What directors owe the company and are owed, and what follows from it.",
    "dividends": "Dividends of a financial year, and what there is to pay them from.",
}
SOURCES_OF = ("profit_loss", "balance_sheet", "trial_balance", "ledger", "vat")


def _report(
    name: str, asks: str, summary: str, parameters: tuple[Parameter, ...], show: Show, *examples: str,
    **fixed: str,
) -> Command:  # fmt: skip
    return Command(
        words=("report", name), summary=summary, asks=asks, parameters=parameters, show=show, examples=examples,
        fixed=fixed, csv=True,
    )  # fmt: skip


VAT_RETURN = Listing(
    "report.boxes",
    columns("box>", "name", "amount>"),
    title="VAT {report.scheme}, {report.period.from} to {report.period.to}, {report.status}",
    empty="Not registered for VAT",
    then=("{report.direction} {report.net_vat}, due {report.due_date}",),
)
STATEMENTS = (
    _report(
        "profit-loss",
        "reports.statements:profit_loss",
        "Profit and loss of a period; default: the financial year to date.",
        (FROM, TO, COMPARE, BY, KNOWN_AT),
        Report("Profit and loss {from} to {to}, {basis} basis"),
        "--from 2025-04-01 --to 2026-03-31",
        "--by quarter --format csv",
        "--compare previous-year --json",
    ),
    _report(
        "balance-sheet",
        "reports.statements:balance_sheet",
        "Balance sheet on a day.",
        (AS_OF, COMPARE, KNOWN_AT),
        Report("Balance sheet at {as_of}, {basis} basis"),
        "--as-of 2026-03-04",
        "--compare previous-period --known-at 2026-03-01",
    ),
    _report(
        "trial-balance",
        "reports.statements:trial_balance",
        "Every account's balance on a day.",
        (AS_OF, KNOWN_AT),
        Report("Trial balance at {as_of}, {basis} basis"),
        "--as-of 2026-03-04",
    ),
    _report(
        "ledger",
        "reports.tracing:show_ledger",
        "The postings of one account, with the balance after each.",
        (
            option("account", "A category (cat_…) or bank account (ba_…).", Words("ID"), required=True),
            FROM,
            TO,
            KNOWN_AT,
            *PAGE,
        ),
        Report(
            "Ledger of {account}, {from} to {to}\nbrought forward {opening_balance}",
            then=("carried forward {closing_balance}",),
        ),
        "--account cat_software",
        "--account ba_main --from 2025-07-01 --to 2025-07-31 --format csv",
    ),
    _report(
        "sources",
        "reports.tracing:list_sources",
        "The postings behind one figure of a report.",
        (
            option("report", "Which report.", OneOf(SOURCES_OF), required=True),
            option("figure", "Which figure: cat_software, income, box1 …", Words("NAME"), required=True),
            FROM,
            TO,
            option("bank_account", "Only of this account (ba_…).", Words("BA"), typed="account"),
            option("contact", "Only with this contact (con_…).", Words("CON")),
            KNOWN_AT,
            *PAGE,
        ),
        Report("Sources of the figure"),
        "--report profit-loss --figure cat_software",
    ),
    _report(
        "vat",
        "vat:vat_return",
        "A VAT return; default: the one due next.",
        (option("period", "2026-Q1, 2026-03, current, previous …", Words("PERIOD")), KNOWN_AT),
        VAT_RETURN,
        "",
        "--period 2025-Q4",
    ),
)

_AGES = Report(
    "{type} at {as_of}",
    each=Each("parties", "  {name} {number} {open_amount}, due {due_date}, {days_overdue} days overdue", "invoices"),
)
AGED = tuple(
    Command(
        words=words,
        summary=summary,
        asks=f"invoices:{asks}",
        parameters=(AS_OF,),
        show=_AGES,
        csv=True,
        examples=("--as-of 2026-03-04",),
    )
    for asks, name, summary in (
        ("aged_debtors", "debtors", "Who owes what, since when."),
        ("aged_creditors", "creditors", "What the business owes to whom, since when."),
    )
    for words in (("report", f"aged-{name}"), ("invoices", "aged", name))
)

TAX_REPORTS = tuple(
    _report(
        name.replace("_", "-"),
        "tax.tax_reports:tax_report",
        summary,
        (option("as_of", "A day of the year that is meant; default: today.", AS_OF.kind), KNOWN_AT),
        Report("{type}, {from} to {to}"),
        "",
        "--as-of 2026-03-04 --format csv",
        report=name,
    )
    for name, summary in TAX.items()
)

COMMANDS = (*STATEMENTS, *AGED, *TAX_REPORTS)
