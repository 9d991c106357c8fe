"""What help says: the work of a month, a quarter and a year in order, and each accounting word in a plain sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the demo as it looks; `make picture` takes it anew."""

    page: str
    """The page's name, and the picture's."""
    shows: str
    """What is to be seen, for who does not see it."""
    heading: str
    """How the page begins; a page that is headed otherwise needs another picture."""


PICTURE_WIDTH, PICTURE_HEIGHT = 1000, 625
"""Just wide enough for the menu at its side."""
PICTURE_SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the guide: what to do, in order."""

    key: str
    head: str
    steps: tuple[str, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands on pages, and what it means."""

    key: str
    word: str
    means: str


GUIDE = (
    Chapter(
        "begin",
        "Begin",
        (
            "Download a statement from your bank as CSV, OFX or QIF, from the day on which the business began or your "
            "last accounts ended.",
            "Statements, Add a statement: choose the file, look at what would be added, and add it. A file that was "
            "added before adds nothing twice.",
            "If your books were kept elsewhere before, enter the last trial balance under Reports, Opening balances.",
            "If you are registered for VAT, say since when and by which scheme under Settings.",
        ),
        Picture(
            "new-statement",
            "Where a statement is dropped, and below it those that were added before.",
            "Add a statement",
        ),
    ),
    Chapter(
        "month",
        "Each month",
        (
            "Add the new statements of every bank account and card.",
            "Review: answer the questions one by one, then look over what filed itself and accept it by category.",
            "Inbox: drop, paste or photograph receipts and bills. Each is read and put beside its payment.",
            "Home tells what is still open: questions, receipts that are missing, invoices that are late.",
        ),
        Picture(
            "review",
            "One line of the bank with the question where it belongs, and three answers to choose from.",
            "Review",
        ),
    ),
    Chapter(
        "quarter",
        "Each quarter: VAT",
        (
            "VAT, the return of the quarter: read its three lines, then what is to put right first.",
            "Press a box to see every posting behind it, down to the receipt.",
            "File the figures with HMRC, then mark the return as filed here. Later changes go into the next.",
        ),
        Picture(
            "vat-return",
            "A VAT return: its sum in three lines, what is to put right first, and the nine boxes.",
            "VAT return",
        ),
    ),
    Chapter(
        "year",
        "Once a year",
        (
            "Register what you keep for years under Reports, Fixed assets, and post the depreciation of the year.",
            "Read the profit and loss and the balance sheet; each figure opens what stands behind it.",
            "Give your accountant a log-in of their own under Settings, People, or send every report as PDF.",
            "Once the accounts are final, close the year under Reports, Years. It can be opened again with a reason.",
        ),
        Picture(
            "profit-and-loss",
            "Profit and loss: a sentence, a chart by month, and each figure as a link to what stands behind it.",
            "Profit and loss",
        ),
    ),
    Chapter(
        "wrong",
        "If something is wrong",
        (
            "Nothing is ever deleted: what you change is posted anew, and the audit log keeps what stood before.",
            "Most changes can be taken back at once by Undo, or the key u.",
            "A statement that should not be here is taken out as a whole on its own page.",
        ),
        Picture(
            "audit",
            "The audit log: when, what, who and about which line or paper.",
            "Audit log",
        ),
    ),
)


WORDS: tuple[tuple[str, tuple[Word, ...]], ...] = (
    (
        "Money in and out",
        (
            Word("category", "Category", "What a line was for: sales, rent, travel. Accountants call it an account."),
            Word("transfer", "Transfer", "Money moved between two accounts of the business: neither earned nor spent."),
            Word("split", "Split", "One payment for several things, each with its own category and amount."),
            Word(
                "reconcile",
                "Reconcile",
                "To compare the books with the bank's own balance until both agree to the penny.",
            ),
            Word("debtor", "Debtor", "A customer who owes you. Aged debtors shows since when."),
            Word("creditor", "Creditor", "Somebody whom you owe: a supplier, HMRC, an employee."),
            Word("credit-note", "Credit note", "A paper that takes an invoice back, wholly or in part."),
            Word("write-off", "Write-off", "To give up money that a customer will not pay. Its VAT may come back."),
        ),
    ),
    (
        "Reports",
        (
            Word(
                "profit-and-loss",
                "Profit and loss",
                "What you earned less what it cost, over a time. The rest is profit.",
            ),
            Word(
                "balance-sheet",
                "Balance sheet",
                "What the business has and owes on one day, and what is left for its owners.",
            ),
            Word(
                "trial-balance",
                "Trial balance",
                "Every account with its balance on one list: debits and credits are equal.",
            ),
            Word("ledger", "Ledger", "All that was posted to one account, in order."),
            Word(
                "debit-credit",
                "Debit and credit",
                "The two sides of every entry. Costs and what you have are debits; income and debts are credits.",
            ),
            Word("asset", "Asset", "Something the business has: money, a van, what customers owe."),
            Word("liability", "Liability", "Something the business owes."),
            Word(
                "equity",
                "Capital and reserves",
                "What is left for the owners: what they put in, and profits not yet paid out.",
            ),
        ),
    ),
    (
        "Made by hand",
        (
            Word(
                "journal",
                "Journal",
                "An entry made by hand, for what no bank line tells: wages, depreciation, a correction.",
            ),
            Word(
                "accrual",
                "Accrual",
                "A cost of this year whose bill comes later: counted now, taken back when the bill is there.",
            ),
            Word(
                "prepayment", "Prepayment", "Paid now for later, as rent in advance: it becomes a cost month by month."
            ),
            Word(
                "fixed-asset",
                "Fixed asset",
                "Something bought to be used for years, such as a laptop. It is no cost on the day it is bought.",
            ),
            Word(
                "depreciation", "Depreciation", "The part of a fixed asset's price that counts as a cost of one year."
            ),
            Word(
                "capital-allowance",
                "Capital allowance",
                "What tax law lets you take off profit for fixed assets, in place of depreciation.",
            ),
            Word("opening-balance", "Opening balance", "What stood in an account before the books began here."),
            Word("close", "Close a year", "To lock it, so that what was sent to Companies House stays as it was."),
        ),
    ),
    (
        "You and the business",
        (
            Word(
                "directors-loan",
                "Director's loan",
                "What a director took out of the company, or put in, and has not settled. Owed for long, it is taxed.",
            ),
            Word(
                "dividend", "Dividend", "Profit paid to shareholders. It is lawful only out of profits that there are."
            ),
            Word("drawings", "Drawings", "What a sole trader takes for themselves. It is no cost of the business."),
            Word(
                "capital-introduced",
                "Capital introduced",
                "A sole trader's own money, put into the business or spent for it.",
            ),
            Word(
                "mileage", "Mileage", "Trips for work in your own car: paid by the mile, up to HMRC's rate without tax."
            ),
        ),
    ),
    (
        "VAT and tax",
        (
            Word(
                "output-vat",
                "VAT you charged",
                "VAT on what you sold, also called output tax. You collect it for HMRC: box 1.",
            ),
            Word(
                "input-vat", "VAT you reclaim", "VAT on what you bought for the business, also called input tax: box 4."
            ),
            Word(
                "reverse-charge",
                "Reverse charge",
                "You account for the supplier's VAT yourself, in boxes 1 and 4, as for services from abroad.",
            ),
            Word(
                "flat-rate",
                "Flat rate scheme",
                "You pay HMRC a share of what you take with VAT, and mostly reclaim none.",
            ),
            Word(
                "cash-accounting", "Cash accounting", "VAT counts when money moves, and not when an invoice is written."
            ),
            Word(
                "cash-basis",
                "Cash basis",
                "Profit is what came in less what went out. Otherwise invoices count on their day: accruals.",
            ),
            Word(
                "cis",
                "CIS",
                "Construction Industry Scheme: a contractor holds tax back from subcontractors for HMRC.",
            ),
            Word(
                "paye", "PAYE", "Income tax and National Insurance that an employer takes off wages and pays to HMRC."
            ),
            Word(
                "corporation-tax",
                "Corporation tax",
                "A company's tax on its profit, due nine months and a day after its accounting period.",
            ),
            Word(
                "self-assessment",
                "Self Assessment",
                "The yearly tax return of a person, with what a sole trader earned.",
            ),
            Word(
                "disallowed",
                "Not allowed for tax",
                "A cost in your accounts that is added back to profit for tax, such as entertaining.",
            ),
        ),
    ),
)
