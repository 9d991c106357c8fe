"""What the director of the demo does beside the bank: looks through the lines, runs payroll, charges the tax."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import UNSET

from accountsos import ids
from accountsos.access.actor import DEMO
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import TransactionChange, accounts_touched, file_line
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.dates import Period
from accountsos.generator.lines import TrueLine
from accountsos.generator.receipts import receipt_for
from accountsos.ledger.category_ids import (
    CT_PAYABLE,
    DIRECTORS_SALARY,
    PAYE,
    PENSION,
    PENSION_PAYABLE,
    WAGES,
    WAGES_PAYABLE,
)
from accountsos.ledger.journal_template import FieldValue
from accountsos.money import Pence
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.uk_rules.periods import add_months_month_end
from accountsos.workflows.assets import keep_register
from accountsos.workflows.assets.keep_register import RegisterAsset
from accountsos.workflows.documents import upload_document
from accountsos.workflows.documents.upload_document import UploadDocument
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostJournal
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.estimate_corporation_tax import estimate_of_year
from accountsos.workflows.unit_of_work import Books, ReadWorkflow, WriteWorkflow

REVERSE_CHARGE = "RC20"
PAYS_WHAT_PAYROLL_OWES = {WAGES: WAGES_PAYABLE, DIRECTORS_SALARY: WAGES_PAYABLE, PENSION: PENSION_PAYABLE}


def reviewed(number: int, transaction: int, true: TrueLine) -> TransactionChange:
    """How the director files a line: pay and pensions pay what payroll owes."""
    return TransactionChange(
        transaction_id=ids.public_id("txn_", number, transaction),
        category_id=PAYS_WHAT_PAYROLL_OWES.get(true.category_id, true.category_id),
        vat_code=REVERSE_CHARGE if true.vat_code == "reverse_charge" else UNSET,
    )


def _prepare(db: Reader, company: int, changes: Sequence[TransactionChange]) -> Sequence[TransactionChange]:
    """Nothing to refuse: the demo's lines are its own."""
    return changes


def _apply(db: Writer, company: int, changes: Sequence[TransactionChange], cause: Cause) -> int:
    """File them all in one go, as one by one would, and look once at what they pay."""
    books, touched = books_of(db, company), set[str]()
    for change in changes:
        filed = file_line(books, cause, change)
        filed.note(cause)
        touched |= accounts_touched(books, filed)
    for line in what_is_owed_changed(books, cause, touched):
        line.note(cause)
    return len(changes)


REVIEW = WriteWorkflow("demo.review", _prepare, _apply, short=False)


@dataclass(frozen=True, slots=True)
class PayRun:
    """A month's pay as the bank shows it: net pay by who had it, and what goes to HMRC and the pension for it."""

    day: date
    directors: Pence
    staff: Pence
    paye: Pence
    pension: Pence

    def values(self) -> Mapping[str, FieldValue]:
        """The payslips behind it: directors stay below every threshold; an employer bears 3/8 of pensions."""
        of_employer, employer_ni = self.pension * 3 // 8, self.paye * 2 // 5
        withheld, own_pension = self.paye - employer_ni, self.pension - of_employer
        income_tax = withheld * 3 // 5
        net = self.directors + self.staff
        return {
            "directors_pay": self.directors,
            "staff_pay": self.staff + withheld + own_pension,
            "income_tax": income_tax,
            "employee_ni": withheld - income_tax,
            "employee_pension": own_pension,
            "employer_ni": employer_ni,
            "employer_pension": of_employer,
            "net_pay": net,
        }


def pay_runs(lines: Sequence[TrueLine]) -> Iterator[PayRun]:
    """One for each month with pay in it. Tax and pension are paid in the month after; of the last one, as before."""
    sums: dict[tuple[int, int], Counter[str]] = {}
    days: dict[tuple[int, int], date] = {}
    for line in lines:
        month = (line.booked_on.year, line.booked_on.month)
        sums.setdefault(month, Counter())[line.category_id] -= line.amount
        if line.category_id in (WAGES, DIRECTORS_SALARY):
            days[month] = line.booked_on
    paye = pension = 0
    for month in sorted(days):
        following = (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)
        if following in sums:
            paye, pension = sums[following][PAYE], sums[following][PENSION]
        yield PayRun(days[month], sums[month][DIRECTORS_SALARY], sums[month][WAGES], paye, pension)


def run_payroll(books: Books, number: int, lines: Sequence[TrueLine]) -> None:
    """A journal for each month."""
    for run in pay_runs(lines):
        journal = PostJournal(run.day, template="payroll", values=run.values())
        books.write(post_journal.POST, number, journal, DEMO)


def charge_tax(books: Books, number: int, years: Sequence[Period], lines: Sequence[TrueLine], today: date) -> None:
    """Corporation tax of each finished year: what was paid for it nine months later, else as it is estimated."""
    paid = [(add_months_month_end(n.booked_on, -9), -n.amount) for n in lines if n.category_id == CT_PAYABLE]
    for year in years:
        if year.end >= today:
            return
        amount = sum(amount for day, amount in paid if day in year)
        if not amount:
            amount = books.read(_ESTIMATE, number, (year, today))
        if amount > 0:
            journal = PostJournal(year.end, template="corporation_tax", values={"amount": amount, "effect": "charge"})
            books.write(post_journal.POST, number, journal, DEMO)


def _estimate(db: Reader, company: int, asked: tuple[Period, date]) -> Pence:
    return estimate_of_year(BooksAsKnown(db, company), *asked).charge.tax


_ESTIMATE = ReadWorkflow("demo.estimate", _estimate)


RECEIPTS = 6
_RECEIPTED = ("cat_office", "cat_it_hardware", "cat_staff_welfare")


def upload_receipts(books: Books, number: int, lines: Sequence[TrueLine]) -> None:
    """A handful, of the newest card payments with VAT; the server reads them once it runs."""
    paid = [n for n in lines if n.category_id in _RECEIPTED and n.vat_code == "standard" and n.amount < 0 and n.contact]
    for line in paid[-RECEIPTS:]:
        receipt = receipt_for(line)
        upload = UploadDocument(receipt.pdf(), f"{receipt.number}.pdf", books.objects, "receipt")
        books.write(upload_document.UPLOAD, number, upload, DEMO)


COMPUTERS = "cat_fa_computers"


def register_assets(books: Books, number: int, bought: Sequence[tuple[int, TrueLine]], today: date) -> None:
    """What the bank lines bought comes into the register."""
    for transaction, line in bought:
        said = {
            "kind": "computer",
            "description": f"Computer from {line.contact}",
            "category_id": COMPUTERS,
            "transaction_id": ids.public_id("txn_", number, transaction),
        }
        books.write(keep_register.REGISTER, number, RegisterAsset(today, said), DEMO)
