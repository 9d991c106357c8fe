"""Worked company cases through the rules for corporation tax, Companies House, accounts and directors' loans."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules import companies_house, ct_penalties, directors_loan, frs105, size
from accountsos.uk_rules.companies_house import CompanyType
from accountsos.uk_rules.corporation_tax import CorporationTax, Profits, apportioned, corporation_tax
from accountsos.uk_rules.ct_dates import accounting_periods, ct_returns
from accountsos.uk_rules.periods import add_months_month_end, add_months_same_day, whole_months
from tests.uk_rules.golden_input import Area, Given, Result, as_day, pounds

TODAY = date(2026, 11, 22)
WORDS = {
    word: number
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)}


def ct_estimate(given: Given) -> Result:
    period = _period(given)
    by_year = tuple(
        (year, given.whole(*names))
        for year, names in (
            (_fy(period.start), ("associated_companies_fy1", "associated_fy1")),
            (_fy(period.end), ("associated_companies_fy2", "associated_fy2")),
        )
        if given.has(*names)
    )
    given.raw("associated_detail", default=None)
    # The limits are the same in both years, so the highest number counts for the whole period (CTA 2010 s18E).
    highest = max((number for _, number in by_year), default=0)
    profits = Profits(
        given.money("taxable_total_profits", "profits", "taxable_profits", "profit"),
        given.money("exempt_distributions", "franked_investment_income", "exempt_abgh_distributions", default=0),
        given.whole("associated_companies", "associated", default=highest),
        given.flag(
            "close_investment_holding", "close_investment_holding_company", "cihc", "is_close_investment_holding"
        ),
    )
    found = charge_of_accounts(period, profits)
    tax = pounds(found.tax)
    return {
        "marginal_relief": pounds(found.marginal_relief),
        **dict.fromkeys(("corporation_tax", "tax", "total_tax", "ct"), tax),
        "before_marginal_relief": pounds(sum(year.before_relief for year in found.years)),
        "years": [
            {"fy": year.financial_year, "days": year.days, "tax": pounds(year.tax), "profits": pounds(year.profits)}
            for year in found.years
        ],
    }


def charge_of_accounts(accounts: Period, profits: Profits) -> CorporationTax:
    """The tax on a period of account of any length whose profits are all spread by days."""
    charges = [
        corporation_tax(part, replace(profits, taxable_total=taxable, exempt_distributions=exempt))
        for part, taxable, exempt in zip(
            accounting_periods(accounts),
            apportioned(profits.taxable_total, accounts),
            apportioned(profits.exempt_distributions, accounts),
            strict=True,
        )
    ]
    return CorporationTax(tuple(year for each in charges for year in each.years))


def _fy(day: date) -> int:
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def _period(given: Given) -> Period:
    nested = given.raw("period_of_account", "accounting_period", "period", "ap", default=None)
    if isinstance(nested, dict):
        return Period(as_day(nested["start"]), as_day(nested["end"]))
    return Period(given.day("ap_start", "start", "period_start"), given.day("ap_end", "end", "period_end"))


def ct_deadlines(given: Given) -> Result:
    returns = [
        {
            "start": each.period.start,
            "end": each.period.end,
            "payment_due": each.payment_due,
            "ct600_due": each.ct600_due,
            "filing_due": each.ct600_due,
        }
        for each in ct_returns(_period(given))
    ]
    return {"aps": returns, "payment_due": returns[0]["payment_due"], "ct600_due": returns[-1]["ct600_due"]}


def ct_late_filing(given: Given) -> Result:
    filing_date = given.day("filing_date", "due")
    filed = given.day("filed", "delivered", "as_of", default=TODAY)
    found = ct_penalties.late_filing_penalty(
        filing_date,
        filed,
        failures_before=given.whole("prior_successive_failures", "prior_failures", default=0),
        unpaid_tax=given.money("unpaid_tax", "tax_unpaid", default=given.like("unpaid", "outstanding") or 0),
        period_end=given.day_or_none("ap_end", "period_end"),
    )
    return {
        "fixed_penalty": pounds(found.fixed),
        **dict.fromkeys(("tax_geared_penalty", "tax_geared", "tax_related_penalty"), pounds(found.tax_geared)),
        **dict.fromkeys(("total_penalty", "total", "penalty"), pounds(found.total)),
    }


def accounts_due(given: Given) -> Result:
    company = _company(given)
    end = given.day("arp_end", "period_end", "year_end")
    incorporated = given.day_or_none("incorporated")
    notice = given.day_or_none("shortening_notice", "notice_date", "shortened_on", "arp_shortened_on")
    if incorporated is not None:
        due = companies_house.first_accounts_due(incorporated, end, company)
    else:
        due = companies_house.accounts_due(end, company)
    return {"accounts_due": companies_house.accounts_due_after_shortening(due, notice) if notice else due}


def first_accounts(given: Given) -> Result:
    incorporated = given.day("incorporated")
    default = companies_house.default_reference_date(incorporated)
    end = given.day("arp_end", "period_end", default=default)
    due = companies_house.first_accounts_due(incorporated, end, _company(given))
    return {"default_ard": default, "accounts_due": due}


def _company(given: Given) -> CompanyType:
    text = given.text("company_type", "type", default="private")
    return CompanyType.PUBLIC if text in {"public", "plc"} else CompanyType.PRIVATE


def late_accounts(given: Given) -> Result:
    found = companies_house.late_accounts_penalty(
        given.day("due", "accounts_due"),
        given.day("filed", "delivered", "as_of", default=TODAY),
        _company(given),
        late_year_before=given.flag("previous_year_late", "late_previous_year", "second_successive_year"),
    )
    return {"penalty": pounds(found)}


def confirmation(given: Given) -> Result:
    incorporated = given.day_or_none("incorporated")
    made_up_to = given.like("made_up", "last", "previous", "early", "statement", "confirm", "filed")
    last = None if made_up_to is None else as_day(made_up_to)
    if last is not None:
        found = companies_house.next_confirmation_statement(last)
    else:
        assert incorporated is not None, "neither incorporation nor a statement is given"
        found = companies_house.first_confirmation_statement(incorporated)
    return {
        "review_period_start": found.review_period.start,
        "review_period_end": found.review_period.end,
        "due": found.due,
        "identity_verification": found.identity_verification,
    }


def confirmation_fee(given: Given) -> Result:
    channel = given.text("channel", "method", default="digital")
    digital = channel in {"digital", "online", "software", "web", "webfiling"}
    assert digital or channel in {"paper", "post"}, f"unknown channel {channel}"
    day = given.day("delivered", "filed", "date")
    return {"fee": pounds(companies_house.confirmation_statement_fee(day, digital=digital))}


def section_455(given: Given) -> Result:
    end = given.day("ap_end", "period_end")
    loans = [
        directors_loan.Loan(each.day("date", "on"), each.money("amount")) for each in given.entries("loans", "loan")
    ]
    repaid = [
        directors_loan.Repayment(each.day("date", "on"), each.money("amount"), _income(each))
        for each in given.entries("repayments", "repayment")
    ]
    usual = add_months_month_end(end, -12) + ONE_DAY
    start = given.day("ap_start", default=min([usual, *(loan.made_on for loan in loans)]))
    found = directors_loan.section_455(Period(start, end), loans, repaid)
    late = [each for each in repaid if each.made_on >= found.due]
    later_end = end
    while late and later_end < late[0].made_on:
        later_end = add_months_month_end(later_end, 12)
    relief = directors_loan.relief_due(later_end) if late else None
    return {
        "tax": pounds(found.tax),
        "due": found.due,
        **dict.fromkeys(("chargeable", "outstanding", "ap1_chargeable"), pounds(found.chargeable)),
        **dict.fromkeys(("relief_due", "relief_from", "repayment_due"), relief),
    }


def _income(given: Given) -> bool:
    by = given.text("by", "method", "how", "kind", default="cash")
    return given.flag("taxed_as_income") or by in {"dividend", "bonus", "salary", "remuneration"}


def thirty_day_rule(given: Given) -> Result:
    end = given.day("ap1_end", "ap_end", default=date(2025, 12, 31))
    repayments = given.entries("repayment", "repayments")
    repaid_on = [_when(each.raw("when", "date", "on"), end, None) for each in repayments]
    new = given.entries("new_loan", "new_loans")
    lent_on = [_when(each.raw("when", "date", "on"), end, repaid_on[0] if repaid_on else None) for each in new]
    new_loans = [directors_loan.Loan(day, each.money("amount")) for each, day in zip(new, lent_on, strict=True)]
    arranged = 0
    if given.flag(
        "arrangements", "arrangements_existed", "arrangements_in_place", "arrangements_at_repayment", "arranged"
    ):
        arranged = sum(loan.amount for loan in new_loans)
    repaid = [
        directors_loan.Repayment(
            day, each.money("amount"), _income(each) or _income(given), _arranged(each, arranged, new_loans)
        )
        for each, day in zip(repayments, repaid_on, strict=True)
    ]
    start = add_months_month_end(end, -12) + ONE_DAY
    loan = directors_loan.Loan(start, given.money("ap1_loan_outstanding", "loan_outstanding", "outstanding"))
    found = directors_loan.section_455(Period(start, end), [loan, *new_loans], repaid)
    return {
        **dict.fromkeys(("ap1_chargeable", "chargeable"), pounds(found.chargeable)),
        **dict.fromkeys(("matched", "matched_to_new_loan"), pounds(found.matched_to_new_loans)),
        "tax": pounds(found.tax),
    }


def _arranged(given: Given, for_all: int, new_loans: list[directors_loan.Loan]) -> int:
    return sum(loan.amount for loan in new_loans) if given.flag("arrangements", "arranged") else for_all


def _when(value: object, ap1_end: date, repaid_on: date | None) -> date:
    """A date, or words such as `2 days before AP1 end`, `day 3 of AP2`, `5 months after AP1 end`, `20 days later`."""
    if isinstance(value, date) or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return as_day(value)
    text = " ".join(str(value).lower().replace("the ", "").replace(",", " ").split())
    for word, number in NUMBERS.items():
        text = re.sub(rf"\b{word}\b(?= (day|week|month))", str(number), text)
    if found := re.search(r"day (\d+) (?:of|in) ap2|(\d+)(?:st|nd|rd|th) day of ap2|(\w+) day of ap2", text):
        number = int(found[1] or found[2] or WORDS.get(found[3] or "", 0))
        assert number, f"cannot read {value!r}"
        return ap1_end + timedelta(days=number)
    if found := re.search(r"day (\d+) of ap1|last day of ap1", text):
        return ap1_end if not found[1] else add_months_month_end(ap1_end, -12) + timedelta(days=int(found[1]))
    if found := re.search(r"(\d+) (day|week|month)s? (before|after|into|later|earlier)(.*)", text):
        sign = -1 if found[3] in {"before", "earlier"} else 1
        about_repayment = "repay" in found[4] or (found[3] in {"later", "earlier"} and "ap" not in found[4])
        base = repaid_on if about_repayment and repaid_on is not None else ap1_end
        if "start of ap2" in found[4] or "ap2 start" in found[4]:
            base = ap1_end + ONE_DAY
        count = int(found[1]) * sign
        if found[2] == "month":
            return add_months_same_day(base, count)
        return base + timedelta(days=count * (7 if found[2] == "week" else 1))
    if "start of ap2" in text or "ap2 start" in text:
        return ap1_end + ONE_DAY
    assert "ap1 end" in text or "end of ap1" in text, f"cannot read {value!r}"
    return ap1_end


def company_size(given: Given) -> Result:
    start = given.day("fy_start", "year_start", default=TODAY)
    months = Decimal(12)
    if (end := given.day_or_none("fy_end", "year_end")) is not None:
        months = Decimal(whole_months(Period(start, end)) or 0) or Decimal(Period(start, end).days) * 12 / 365
    months = given.number("months", default=months)
    figures = _figures(given, months)
    excluded = given.flag("excluded", "charity", "public") or given.text("company_type", default="private") == "public"
    result: Result = {}
    for each in size.Size:
        before, qualified = _year_before(given, each, figures, start)
        found = size.qualifies(each, figures, start, year_before=before, qualified_before=qualified, excluded=excluded)
        result[str(each)] = found
        result[f"{each}_conditions_met"] = size.meets_limits(each, figures, start)
    return result


def _figures(given: Given, months: Decimal) -> size.YearFigures:
    return size.YearFigures(
        given.money("turnover"), given.money("balance_sheet_total", "balance_sheet"), given.whole("employees"), months
    )


def _year_before(
    given: Given, each: size.Size, figures: size.YearFigures, start: date
) -> tuple[size.YearFigures | None, bool]:
    """The figures of the year before, if any are known, and whether the company qualified then."""
    earlier = given.like("previous", "prior", "last_year", "before")
    if given.flag("first_year") or earlier is None:
        return None, False
    if isinstance(earlier, dict) and "turnover" in earlier:
        before = Given(earlier)
        last = _figures(before, Decimal(12))
        return last, before.flag("micro", "qualified", default=size.meets_limits(each, last, start))
    # Of a year before that is only said to qualify or not, the figures count as inside or far outside the limits.
    inside = bool(earlier.get("micro", earlier.get("met"))) if isinstance(earlier, dict) else bool(earlier)
    return (size.YearFigures(0, 0, 0) if inside else size.YearFigures(10**15, 10**15, 10**6)), inside


LETTERS_PL = "turnover other_income raw_materials staff_costs depreciation other_charges tax".split()
LETTERS_BS = (
    ("share_capital_not_paid", "A", "called_up_share_capital_not_paid"),
    ("fixed_assets", "B", "B_fixed_assets"),
    ("current_assets", "C", "C_current_assets"),
    ("prepayments", "D", "prepayments_and_accrued_income"),
    ("creditors_within_one_year", "E", "creditors_due_within_one_year"),
    ("creditors_after_one_year", "H", "creditors_due_after_one_year"),
    ("provisions", "I", "provisions_for_liabilities"),
    ("accruals", "J", "accruals_and_deferred_income"),
)


def micro_formats(given: Given) -> Result:
    result: Result = {}
    if given.has(*LETTERS_PL):
        account = frs105.ProfitAndLoss(**{name: given.money(name, default=0) for name in LETTERS_PL})
        letters = {f"PL_{letter}": pounds(amount) for letter, amount in account.by_letter().items()}
        result = {
            **letters,
            "profit_before_tax": pounds(account.profit_before_tax),
            **dict.fromkeys(("H_profit_or_loss", "profit_or_loss", "H"), pounds(account.profit_or_loss)),
        }
    if given.has(*(name for names in LETTERS_BS for name in names)):
        sheet = frs105.BalanceSheet(**{names[0]: given.money(*names, default=0) for names in LETTERS_BS})
        owned = pounds(sheet.net_assets)
        result |= {
            **{letter: pounds(amount) for letter, amount in sheet.by_letter().items()},
            **dict.fromkeys(("F_net_current_assets", "net_current_assets"), pounds(sheet.net_current_assets)),
            **dict.fromkeys(
                ("G_total_assets_less_current_liabilities", "total_assets_less_current_liabilities"),
                pounds(sheet.total_assets_less_current_liabilities),
            ),
            **dict.fromkeys(("net_assets", "K_capital_and_reserves", "capital_and_reserves"), owned),
        }
    return result


AREAS: dict[str, Area] = {
    "ct_estimate": ct_estimate,
    "ct_deadlines": ct_deadlines,
    "ct_late_filing_penalty": ct_late_filing,
    "ch_accounts_due": accounts_due,
    "ch_first_accounts_due": first_accounts,
    "ch_late_penalty": late_accounts,
    "confirmation_statement": confirmation,
    "confirmation_statement_fee": confirmation_fee,
    "s455": section_455,
    "s455_30_day_rule": thirty_day_rule,
    "micro_entity": company_size,
    "small_company": company_size,
    "company_size": company_size,
    "frs105_formats": micro_formats,
}
