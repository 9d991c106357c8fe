"""Tax reports line by line, worked by hand. Years end on 31 March 2026; today is 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.years import year_containing
from accountsos.reports.directors_loan import LoanMove, directors_account
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostJournal
from accountsos.workflows.tax import declare_dividend, list_checks, tax_reports
from accountsos.workflows.tax.declare_dividend import PostedJournal
from accountsos.workflows.tax.list_checks import CheckQuestion, ChecksQuestion
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
IN_YEAR = date(2025, 6, 2)


def report(keeper: Bookkeeper, kind: str) -> TaxReport:
    return keeper.ask(tax_reports.TAX, TaxQuestion(kind, TODAY, YEAR.end))


def lines(shown: TaxReport, section: int = 0) -> dict[str, int]:
    return {line.label: line.amount for line in shown.sections[section].lines}


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """Sales £100,000, software £1,000, entertaining £2,000, depreciation £500 by journal, a computer for £3,000."""
    keeper = found(books)
    keeper.enter(IN_YEAR, 10_000_000, category="cat_sales")
    keeper.enter(IN_YEAR, -100_000, category="cat_software")
    keeper.enter(IN_YEAR, -200_000, category="cat_entertaining")
    keeper.enter(IN_YEAR, -300_000, category="cat_fa_computers")
    keeper.journal(YEAR.end, {"cat_depreciation": 50_000, "cat_dep_computers": -50_000})
    return keeper


def test_corporation_tax_goes_from_the_profit_to_the_tax_line_by_line(keeper: Bookkeeper) -> None:
    """96,500 + 2,000 + 500 - 3,000 = 96,000: 25 % is 24,000, less 3/200 x (250,000 - 96,000) = 2,310: 21,690."""
    shown = report(keeper, "corporation_tax")
    found_lines = lines(shown)
    assert found_lines["Profit before tax, as in the profit and loss"] == 9_650_000
    assert found_lines["Add back: Business Entertaining (not allowable)"] == 200_000
    assert found_lines["Add back: Depreciation (not allowable)"] == 50_000
    assert found_lines["Less: annual investment allowance, Computer & Office Equipment"] == -300_000
    assert found_lines["Taxable total profits"] == 9_600_000
    assert found_lines["Marginal relief: financial year 2025"] == -231_000
    assert shown.total == 2_169_000
    assert list(lines(shown, 1)) == ["To 31 Mar 2026: pay by 1 Jan 2027, CT600 by 31 Mar 2027"]


def test_the_formats_of_frs_105_agree_with_the_management_view(keeper: Bookkeeper) -> None:
    shown = report(keeper, "statutory_accounts")
    profit, sheet = lines(shown), lines(shown, 1)
    assert profit["A Turnover"] == 10_000_000
    assert profit["E Depreciation and other amounts written off assets"] == 50_000
    assert profit["F Other charges"] == 300_000
    assert profit["H Profit or loss"] == shown.total == 9_650_000
    assert sheet["B Fixed assets"] == 250_000
    assert sheet["C Current assets"] == 9_400_000
    assert sheet["K Capital and reserves"] == 9_650_000


def test_dividends_come_out_of_what_is_left_after_the_tax_to_come(keeper: Bookkeeper) -> None:
    """96,500 profit less 21,690 tax to come less 80,000 paid: 5,190 too much."""
    keeper.enter(IN_YEAR, -8_000_000, category="cat_dividends")
    shown = report(keeper, "dividends")
    assert shown.total == 9_650_000 - 2_169_000 - 8_000_000 == -519_000
    assert [w.code for w in shown.warnings] == ["dividends_exceed_reserves"]


def test_a_directors_loan_unpaid_when_tax_falls_due_bears_section_455(books: Books) -> None:
    """£12,000 drawn on 2 June 2025, £2,000 repaid in October: £10,000 at 33.75 %, due 1 January 2027; a benefit."""
    keeper = found(books)
    keeper.enter(IN_YEAR, -1_200_000, category="cat_directors_loan")
    keeper.enter(date(2025, 10, 1), 200_000, category="cat_directors_loan")
    shown = report(keeper, "directors_loan")
    assert shown.total == 337_500
    labels = " ".join(line.label for section in shown.sections for line in section.lines)
    assert "due 1 Jan 2027" in labels
    assert "beneficial_loan" in {w.code for w in shown.warnings}


def test_the_tax_on_a_directors_loan_is_no_tax_without_a_charge(books: Books) -> None:
    """8,000 lent in February 2025 and not repaid: 2,700.00 under section 455; only the 100.00 more are told."""
    keeper = found(books)
    keeper.enter(date(2025, 2, 3), -800_000, category="cat_directors_loan")
    keeper.enter(date(2025, 12, 22), -270_000, category="cat_ct_payable")

    def told() -> dict[str, int | None]:
        return {w.code: w.amount for w in keeper.balance_sheet(date(2026, 3, 31)).warnings}

    assert "tax_charge_missing" not in told()
    keeper.enter(date(2026, 1, 5), -10_000, category="cat_ct_payable")
    assert told()["tax_charge_missing"] == 10_000


def test_two_directors_loans_of_opposite_sign_do_not_cover_each_other(books: Books) -> None:
    keeper = found(books)
    contacts = [
        keeper.do(manage_contacts.ADD, manage_contacts.NewContact(name)).contact.number
        for name in ("Anna Roe", "Ben Short")
    ]
    lent = keeper.enter(IN_YEAR, -600_000, category="cat_directors_loan").row.number
    owed = keeper.enter(IN_YEAR, 600_000, category="cat_directors_loan").row.number
    for number, contact in ((lent, contacts[0]), (owed, contacts[1])):
        keeper.change(number, contact_id=ids.public_id("con_", keeper.company, contact))
    shown = report(keeper, "directors_loan")
    assert {s.title for s in shown.sections} == {"Anna Roe", "Ben Short"}
    assert shown.total == 202_500


def test_what_the_company_owed_the_director_first_is_no_loan() -> None:
    """£500 lent by the director, then £800 drawn: £300 is lent to him, at 33.75 % 101.25."""
    moved = [LoanMove(date(2025, 5, 1), -50_000), LoanMove(date(2025, 6, 1), 80_000)]
    account = directors_account(None, moved, YEAR, lambda day: year_containing([YEAR], day))
    (each,) = account.charges
    assert (account.closing, account.highest, each.charge.chargeable, each.charge.tax) == (
        30_000,
        30_000,
        30_000,
        10_125,
    )


def test_a_sole_traders_boxes(books: Books) -> None:
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2025, 4, 6))
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    keeper.enter(IN_YEAR, -60_000, category="cat_software")
    keeper.enter(IN_YEAR, -40_000, category="cat_entertaining")
    shown = report(keeper, "self_employment")
    boxes = lines(shown)
    assert (boxes["Box 15"], boxes["Box 23"], boxes["Box 24"], boxes["Box 39: disallowable"]) == (
        1_000_000,
        60_000,
        40_000,
        40_000,
    )
    assert (boxes["Box 31: total expenses"], boxes["Box 47: net profit"], shown.total) == (100_000, 900_000, 940_000)


def test_a_report_of_the_other_kind_of_business_is_refused(keeper: Bookkeeper, books: Books) -> None:
    with pytest.raises(BadRequest, match="limited company"):
        report(keeper, "self_employment")
    with pytest.raises(BadRequest, match="sole trader"):
        report(found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5)), "corporation_tax")


def test_a_dividend_is_held_against_the_reserves_of_its_own_day(books: Books) -> None:
    """100,000 of profit bears 22,750.00 of tax. On 10 May 10,000 were earned, which bear 2,275.00: 7,725 of 20,000.

    12,275.00 are too much, though the year covers them; the 30,000.00 of December are there.
    """
    keeper = found(books)
    for day, amount, category in (
        (date(2025, 5, 5), 1_000_000, "cat_sales"),
        (date(2025, 5, 10), -2_000_000, "cat_dividends"),
        (date(2025, 11, 3), 9_000_000, "cat_sales"),
        (date(2025, 12, 1), -3_000_000, "cat_dividends"),
    ):
        keeper.enter(day, amount, category=category)
    shown = report(keeper, "dividends")
    assert shown.total == 10_000_000 - 2_275_000 - 5_000_000
    assert [(w.code, w.amount) for w in shown.warnings] == [("dividend_exceeds_reserves", 1_227_500)]
    assert "The dividend of 2025-05-10, £20,000.00, is £12,275.00 more" in shown.warnings[0].message


def test_a_journal_that_declares_too_much_says_so_and_stands_among_the_checks(books: Books) -> None:
    """9,000.00 earned by 3 June 2025 bear 1,710.00 of tax (19 %): 7,290.00. Of 8,000.00 declared 710.00 are too much;
    of the 500.00 after it nothing is there. A dividend of 7,290.00 alone is covered.
    """
    keeper = found(books)
    keeper.enter(date(2025, 6, 3), 900_000, category="cat_sales")

    def declared(day: date, amount: int) -> PostedJournal:
        command = PostJournal(day, template="dividend", values={"amount": amount})
        return keeper.do(declare_dividend.POST, command)

    covered = declared(date(2025, 6, 10), 729_000)
    assert covered.warnings == ()
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, covered.state.journal.entry_no))
    posted = declared(date(2025, 6, 10), 800_000)
    assert [(w.code, w.amount) for w in posted.warnings] == [("dividend_exceeds_reserves", 71_000)]
    later = declared(date(2025, 7, 1), 50_000)
    assert [w.amount for w in later.warnings] == [50_000]
    findings = keeper.ask(list_checks.LIST, ChecksQuestion(TODAY, "dividend_not_covered")).findings
    assert [(one.day, one.amount, one.entries) for one in findings] == [
        (date(2025, 6, 10), 71_000, (posted.state.journal.entry_no,)),
        (date(2025, 7, 1), 50_000, (later.state.journal.entry_no,)),
    ]
    shown = keeper.ask(list_checks.SHOW, CheckQuestion(findings[0].finding_id, TODAY)).findings
    assert shown == findings[:1]
    keeper.enter(date(2025, 6, 9), 1_000_000, category="cat_sales")
    assert keeper.ask(list_checks.LIST, ChecksQuestion(TODAY)).findings == ()


def test_a_dividend_paid_without_being_declared_is_found_by_its_line(books: Books) -> None:
    keeper = found(books)
    paid = keeper.enter(date(2025, 6, 3), -100_00, category="cat_dividends").row.number
    (one,) = keeper.ask(list_checks.LIST, ChecksQuestion(TODAY)).findings
    assert (one.kind, one.amount, one.transactions, one.entries) == ("dividend_not_covered", 100_00, (paid,), ())


def test_dividends_that_later_losses_used_up_were_lawful_on_their_day(books: Books) -> None:
    """10,000.00 earned and 5,000.00 paid out of them; a loss of 30,000.00 comes after."""
    keeper = found(books)
    keeper.enter(date(2025, 5, 5), 1_000_000, category="cat_sales")
    keeper.enter(date(2025, 5, 10), -500_000, category="cat_dividends")
    keeper.enter(date(2025, 11, 3), -3_000_000, category="cat_general")
    (warning,) = report(keeper, "dividends").warnings
    assert (warning.code, warning.amount) == ("dividends_exceed_reserves", -2_500_000)
    assert "each was covered on its day" in warning.message
    assert keeper.ask(list_checks.LIST, ChecksQuestion(TODAY)).findings == ()


def test_a_dividend_out_of_earlier_years_is_covered(books: Books) -> None:
    """81,000.00 of the year before are left after 19,000.00 of tax charged; 80,000.00 in the first month are there."""
    keeper = found(books)
    keeper.enter(date(2024, 6, 3), 10_000_000, category="cat_sales")
    keeper.journal(date(2025, 3, 31), {"cat_corporation_tax": 1_900_000, "cat_ct_payable": -1_900_000})
    keeper.enter(date(2025, 4, 10), -8_000_000, category="cat_dividends")
    assert [w.code for w in report(keeper, "dividends").warnings] == []
    keeper.enter(date(2025, 4, 11), -200_000, category="cat_dividends")
    keeper.enter(date(2025, 9, 1), 500_000, category="cat_sales")
    assert [w.amount for w in report(keeper, "dividends").warnings] == [100_000]
