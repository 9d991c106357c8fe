"""Draws what is owed and paid, filed and superseded in a company's books, by a seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from accountsos import ids
from accountsos.bookkeeping.book_invoice import bring_to_books
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.what_is_owed import OWED_ACCOUNTS, open_items
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import Refused
from accountsos.jobs.worker import Worker
from accountsos.ledger.journals import JournalLine
from accountsos.ledger.open_items import OpenItem
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.reports.double_counts import DIVIDEND_NOT_COVERED
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.journal import posted_entry
from accountsos.store.manual_journals import opening_journal
from accountsos.workflows.bank.amend_transaction import AMEND, AmendTransaction
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from accountsos.workflows.companies import manage_company, manage_years
from accountsos.workflows.companies.manage_years import YearChange
from accountsos.workflows.invoices import change_invoice
from accountsos.workflows.invoices.change_invoice import ChangeInvoice
from accountsos.workflows.journals import post_journal, restate_opening_balances
from accountsos.workflows.journals.post_journal import PostJournal, PostOpeningBalances
from accountsos.workflows.tax.list_checks import LIST, ChecksQuestion
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow
from accountsos.workflows.vat import rewrite_vat_history, set_vat_scheme
from accountsos.workflows.vat.rewrite_vat_history import VatHistory
from accountsos.workflows.vat.set_vat_scheme import SetVatScheme
from tests.bookkeeping.dealer import START, Dealer
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import ages, lines_of
from tests.workflows.vat.keeping import VatKeeper

PAYABLE = ("cat_wages_payable", "cat_pension_payable", "cat_paye", "cat_dividends_payable", "cat_ct_payable")
QUARTERS = ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
YEAR_STARTS = (date(2023, 4, 1), date(2025, 4, 1), date(2026, 4, 1))
_PAYS_A_DEBT = re.compile("SALARY|PENSION|HMRC|DIVIDEND|STATIONERS")
Undo = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Debt:
    """Something owed, how its payment looks at the bank, and the journal behind it where it is posted."""

    template: str
    values: dict[str, Any]
    pays: tuple[tuple[int, str], ...]


class _Enough(Refused):
    """Looked at, and nothing kept."""

    def __init__(self) -> None:
        super().__init__("looked at")


class Trader(Dealer):
    """A dealer who also pays wages, dividends and tax, files returns, and puts right what was said wrong."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.owed_journals: list[str] = []
        self.by_hand: list[str] = []
        self.filed: list[str] = []
        self.opening = False
        self.said_anew: Counter[str] = Counter()

    @property
    def keeper(self) -> Any:
        return self.clerk.keeper

    def acts(self) -> list[Callable[[], None]]:
        owed = [self.owe_and_pay, self.owe_and_pay, self.take_debt_back, self.open_with_debtors]
        facts = [self.supersede, self.supersede, self.enter_by_hand, self.file_or_open]
        settles = [self.settle_otherwise, self.settle_otherwise, self.set_off, self.give_up, self.work]
        return [*super().acts(), *owed, *owed, *facts, *settles]

    def work(self) -> None:
        """What waits is done: papers are read and put beside the lines that pay them."""
        worker = Worker(self.keeper.books)
        while worker.run_once():
            pass

    def refile(self) -> None:
        """A person decides a line. What pays debts stays undecided, so that this teaches nothing about those."""
        keeper = self.keeper
        numbers = [n for n in keeper.numbers() if not _PAYS_A_DEBT.search(keeper.state(n).row.description)]
        if numbers:
            keeper.change(
                self.draw.choice(numbers), category_id=self.draw.choice(["cat_software", "cat_sales", "cat_travel"])
            )

    def arrive(self) -> None:
        self.work()
        super().arrive()

    def debt(self) -> Debt:
        """One that is drawn, as the template of its journal says it."""
        kind = self.draw.choice(["payroll", "dividend", "corporation_tax"])
        pence = self.draw.randrange(50_000, 400_000)
        if kind == "payroll":
            tax, pension, employer = pence // 9, pence // 20, pence // 33
            net = pence - tax - pension
            values = {"staff_pay": pence, "income_tax": tax, "employee_pension": pension, "employer_pension": employer}
            pays = ((-net, "J PATEL SALARY"), (-(pension + employer), "NEST PENSION"), (-tax, "HMRC PAYE NI"))
            return Debt(kind, {**values, "net_pay": net}, pays)
        text = "ALEX MORGAN DIVIDEND" if kind == "dividend" else "HMRC CORPORATION TAX"
        return Debt(kind, {"amount": pence}, ((-pence, text),))

    def owe_and_pay(self) -> None:
        """Journal and payments in either order, the payments some days later or not at all."""
        debt, day = self.debt(), self.day()
        steps: list[Callable[[], object]] = [lambda: self._declare(debt, day)]
        for amount, text in debt.pays:
            if self.draw.random() < 0.8:
                paid_on = day + timedelta(days=self.draw.randrange(25))
                steps.append(lambda a=amount, t=text, d=paid_on: self.keeper.enter(d, a, t))  # type: ignore[misc]  # bound now
        self.draw.shuffle(steps)
        for step in steps:
            step()

    def _declare(self, debt: Debt, day: date) -> None:
        posted = self.keeper.do(post_journal.POST, PostJournal(day, template=debt.template, values=debt.values))
        self.owed_journals.append(ids.public_id("je_", self.keeper.company, posted.journal.entry_no))

    def take_debt_back(self) -> None:
        if self.owed_journals and not self.filed:
            number = self.draw.randrange(len(self.owed_journals))
            self.keeper.do(post_journal.UNDO, self.owed_journals[number])
            self.owed_journals.pop(number)

    def open_with_debtors(self) -> None:
        """The books begin with what a customer owes and what is owed to a supplier; one of them pays, or not."""
        self.keeper.do(restate_opening_balances.STATE, self._balances(self.draw.randrange(100, 300_000)))
        self.opening = True
        if self.draw.random() < 0.7:
            self.keeper.enter(self.day(), 180_000, "HARBOUR STATIONERS LTD")

    def _balances(self, pence: int) -> PostOpeningBalances:
        contact = self._party()
        lines = (
            JournalLine("cat_debtors", debit=180_000, contact=contact),
            JournalLine("cat_creditors", credit=pence, contact=contact),
        )
        return PostOpeningBalances(START, lines, post_difference=True)

    def _party(self) -> int:
        for state in self.papers:
            invoice = self.clerk.show(state).invoice
            if invoice is not None and invoice.contact_no is not None:
                return int(invoice.contact_no)
        raise Refused("nobody is known yet")

    def enter_by_hand(self) -> None:
        category = self.draw.choice([None, "cat_office", "cat_travel", "cat_sales"])
        amount = self.draw.randrange(-40_000, 40_000) or 1
        state = self.keeper.enter(self.day(), amount, f"Hand {len(self.by_hand)}", category=category)
        self.by_hand += lines_of(self.clerk, state.row.number)

    def file_or_open(self) -> None:
        """The next return is filed with what is found acknowledged, or the last one opened again."""
        vat = VatKeeper(self.keeper)
        if self.filed and self.draw.random() < 0.5:
            vat.unfile(self.filed[-1])
            self.filed.pop()
            return
        period = QUARTERS[len(self.filed)]
        found = self.keeper.ask(LIST, ChecksQuestion(TODAY)).findings
        findings = tuple(one.finding_id for one in found if one.kind != DIVIDEND_NOT_COVERED)
        report = vat.file(period, acknowledge=findings)
        self.filed.append(period)
        if report.boxes.net_vat and self.draw.random() < 0.7:
            paid = -report.boxes.net_vat
            self.keeper.enter(report.period.end + timedelta(days=37), paid, "HMRC VAT")

    def supersede(self) -> None:
        """A fact is said anew and the old one again: every report is what it was."""
        of_lines = [self._amended, self._amended, self._hand_line_out, self._voided]
        said = self.draw.choice(
            [*of_lines, self._vat_said_anew, self._year_moved, self._opened_anew, self._incorporated]
        )
        before = everything(self)
        try:
            back = said()
        except Refused:
            back = None
        if back is not None:
            self.said_anew[said.__name__] += 1
            self.in_order()
            try:
                back()
            except Refused as refused:
                raise AssertionError(f"{said.__name__} cannot be taken back: {refused}") from refused
        after = everything(self)
        assert after == before, (said.__name__, difference(before, after))

    def _amended(self) -> Undo | None:
        if not self.by_hand:
            return None
        line = self.draw.choice(self.by_hand)
        right: dict[str, Any] = {
            "booked_on": self.day() if self.draw.random() < 0.5 else None,
            "amount": self.draw.randrange(1, 40_000) if self.draw.random() < 0.5 else None,
            "description": "Said anew" if self.draw.random() < 0.5 else None,
        }
        done = self.keeper.do(AMEND, AmendTransaction(line, **right))
        return None if done.replaces is None else lambda: self.keeper.do(RESTORE, line)

    def _hand_line_out(self) -> Undo | None:
        if not self.by_hand:
            return None
        line = self.draw.choice(self.by_hand)
        self.keeper.do(REMOVE, line)
        return lambda: self.keeper.do(RESTORE, line)

    def _vat_said_anew(self) -> Undo:
        regime = self.keeper.ask(set_vat_scheme.SHOW, None).regime
        was = VatHistory(tuple(_said(scheme) for scheme in regime.schemes))
        start = self.draw.choice([date(2024, 4, 1), date(2025, 7, 1), date(2026, 1, 1)])
        scheme = self.draw.choice(["standard", "cash"])
        anew = VatHistory(() if self.draw.random() < 0.3 else (SetVatScheme(start, scheme, stagger="1"),))
        self.keeper.do(rewrite_vat_history.REWRITE, anew)
        return lambda: self.keeper.do(rewrite_vat_history.REWRITE, was)

    def _year_moved(self) -> Undo | None:
        years = [year.period for year in self.keeper.ask(manage_years.LIST, TODAY)]
        year = self.draw.choice(years)
        ends_on = year.end - timedelta(days=self.draw.choice([31, 92]))
        self.keeper.do(manage_years.CHANGE, YearChange(year.start, ends_on))
        return lambda: self.keeper.do(manage_years.CHANGE, YearChange(year.start, year.end))

    def _opened_anew(self) -> Undo | None:
        if not self.opening:
            return None
        was = self.keeper.ask(ReadWorkflow("test.opening", _opening), None)
        if self.draw.random() < 0.4:
            self.keeper.do(restate_opening_balances.WITHDRAW, None)
        else:
            self.keeper.do(restate_opening_balances.STATE, self._balances(self.draw.randrange(100, 300_000)))
        return lambda: self.keeper.do(restate_opening_balances.STATE, was)

    def _incorporated(self) -> Undo:
        state = self.keeper.ask(manage_company.SHOW, None)
        was = {"incorporated_on": state.company.incorporated_on, "name": state.company.name}
        self.keeper.do(manage_company.CHANGE, {"incorporated_on": date(2022, 12, 1), "name": "Teasel & Sons Ltd"})
        return lambda: self.keeper.do(manage_company.CHANGE, was)

    def _voided(self) -> Undo | None:
        typed = [state for state in self.papers if state.document.is_typed]
        if not typed:
            return None
        document_id = self.clerk.id_of(self.draw.choice(typed))
        done = self.keeper.do(change_invoice.CHANGE, ChangeInvoice(document_id, void=True))
        assert done is not None
        return lambda: self.keeper.do(change_invoice.CHANGE, ChangeInvoice(document_id, void=False))

    def items(self) -> tuple[OpenItem, ...]:
        return tuple(self.keeper.ask(ReadWorkflow("test.owed", _items), None))

    def _filed_as_payments(self) -> tuple[Counter[str], Counter[str]]:
        """By account what lines do there that pay what is owed, and what others do; money in is positive."""
        settled, otherwise = Counter[str](), Counter[str]()
        for number in self.keeper.numbers():
            state = self.keeper.state(number)
            kind = settled if state.row.source == "owed" else otherwise
            kind[state.names.category_id[state.row.category_no]] += state.row.amount
        return settled, otherwise

    def _would_file(self) -> list[tuple[object, ...]]:
        """What a look at everything that is owed would change; nothing of it is kept."""
        found: list[tuple[object, ...]] = []

        def look(db: Writer, company: int, _: None, cause: Cause) -> None:
            books = books_of(db, company)
            papers = [state.document.number for state in self.papers]
            for line in what_is_owed_changed(books, cause, OWED_ACCOUNTS, papers):
                assert line.before is not None
                assert line.after is not None
                if line.before["category_id"] != line.after["category_id"]:
                    found.append((line.row.booked_on, line.row.amount, line.before, line.after))
            raise _Enough

        try:
            self.keeper.do(WriteWorkflow("test.look", lambda db, company, plan: plan, look), None)
        except _Enough:
            pass
        return found

    def _would_post(self) -> list[int]:
        """The papers of which something in the books is not as it follows from what stands now."""
        stale: list[int] = []

        def look(db: Writer, company: int, number: int, cause: Cause) -> None:
            before = cause.last_entry
            bring_to_books(books_of(db, company), cause, number)
            if cause.last_entry != before:
                stale.append(number)
            raise _Enough

        for state in self.papers:
            try:
                self.keeper.do(WriteWorkflow("test.look", lambda db, company, plan: plan, look), state.document.number)
            except _Enough:
                pass
        return stale

    def in_order(self) -> None:
        """What holds after each step."""
        balances = self.keeper.balances(date(2030, 1, 1))
        settled, otherwise = self._filed_as_payments()
        for name in PAYABLE:
            # What a line did that was read otherwise (HMRC's own, with nothing owed) is no payment of a debt.
            assert balances.get(name, 0) + otherwise[name] <= 0 or not settled[name], f"{name} is paid twice"
        opened = 180_000 if self.opening else 0
        assert settled["cat_debtors"] <= opened, "an opening debtor paid twice"
        assert self._would_file() == [], "a second look files lines elsewhere"
        assert self._would_post() == [], "a second look posts papers anew"
        for name in ("aged-creditors", "aged-debtors"):
            columns, other, control = ages(self.clerk, name, TODAY)
            assert sum(columns) + other == control, name
        assert "control_differs" not in codes_of(self.keeper, QUARTERS[len(self.filed)])


def codes_of(keeper: Any, period: str) -> set[str]:
    """What the return warns of; nothing where there is none."""
    try:
        return VatKeeper(keeper).codes(period)
    except Refused:
        return set()


def _said(scheme: VatScheme) -> SetVatScheme:
    """A scheme as it would be typed."""
    return SetVatScheme(
        scheme.in_force_from,
        scheme.scheme,
        stagger=scheme.stagger,
        vat_number=scheme.vat_number,
        sector=scheme.sector,
    )


def _items(db: Reader, company: int, _: None) -> tuple[OpenItem, ...]:
    return tuple(item for account in open_items(books_of(db, company)).accounts for item in account.items)


def _opening(db: Reader, company: int, _: None) -> PostOpeningBalances:
    journal = opening_journal(db, company)
    assert journal is not None
    entry = posted_entry(db, company, books_of(db, company).names, journal.entry_no).entry
    lines = tuple(
        JournalLine(p.category_id, debit=max(p.amount, 0), credit=max(-p.amount, 0), contact=p.contact)
        for p in entry.postings
        if p.category_id != "cat_opening_balances"
    )
    return PostOpeningBalances(journal.entry_date, lines, post_difference=True)


def everything(trader: Trader) -> dict[str, object]:
    """Every report of the books, and how each line is filed."""
    keeper, vat = trader.keeper, VatKeeper(trader.keeper)
    told: dict[str, object] = {}
    for year in (date(2025, 3, 31), date(2026, 3, 31), TODAY, date(2030, 1, 1)):
        told[f"balances {year}"] = keeper.balances(year)
        sheet = keeper.balance_sheet(year)
        # What is owed may have been posted anew and lead to another entry: it is still the same finding.
        told[f"sheet {year}"] = replace(sheet, findings=tuple(replace(one, entries=()) for one in sheet.findings))
    for period in QUARTERS:
        try:
            told[f"VAT {period}"] = vat.boxes(period)
        except Refused:
            told[f"VAT {period}"] = None
    for name in ("aged-creditors", "aged-debtors"):
        told[name] = ages(trader.clerk, name, TODAY)
    told["owed"] = {(i.kind, i.amount, i.since, i.category, i.document) for i in trader.items()}
    found = keeper.ask(LIST, ChecksQuestion(TODAY)).findings
    told["checks"] = sorted((one.kind, one.amount) for one in found)
    rows = [keeper.state(number).row for number in keeper.numbers()]
    told["lines"] = {r.number: (r.booked_on, r.amount, r.description, r.category_no) for r in rows}
    told["invoices"] = {
        s.document.number: (i.state, i.amount, i.open_amount, i.settled_on)
        for s in trader.papers
        if (i := trader.clerk.show(s).invoice) is not None
    }
    return told


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, object]:
    """What differs, the narrowest first: a line says more than a balance sheet."""
    told: dict[str, object] = {}
    for name in ("lines", "invoices", "owed", "checks", *before):
        one, other = before[name], after[name]
        if one != other and name not in told:
            both = isinstance(one, dict) and isinstance(other, dict)
            keys = sorted(one.keys() | other.keys(), key=str) if both else []
            told[name] = {k: (one.get(k), other.get(k)) for k in keys if one.get(k) != other.get(k)} if both else name
    return told
