"""Statutory forms made from the management view: FRS 105 formats and the boxes of SA103F. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period
from accountsos.ledger.chart import Chart
from accountsos.money import Pence
from accountsos.reports.balance_sheet import BalanceSheet as Sheet
from accountsos.reports.blocks import Block
from accountsos.reports.trader_allowances import CashPlant
from accountsos.reports.trial_balance import Movements, balance_of
from accountsos.reports.warnings import ReportWarning
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules import frs105

_PROFIT_FIELDS = {
    "PL.A": "turnover",
    "PL.B": "other_income",
    "PL.C": "raw_materials",
    "PL.D": "staff_costs",
    "PL.E": "depreciation",
    "PL.F": "other_charges",
    "PL.G": "tax",
}
_PROFIT_NAMES = {
    "A": "Turnover",
    "B": "Other income",
    "C": "Cost of raw materials and consumables",
    "D": "Staff costs",
    "E": "Depreciation and other amounts written off assets",
    "F": "Other charges",
    "G": "Tax",
    "H": "Profit or loss",
}
_SHEET_NAMES = {
    "A": "Called up share capital not paid",
    "B": "Fixed assets",
    "C": "Current assets",
    "D": "Prepayments and accrued income",
    "E": "Creditors: amounts falling due within one year",
    "F": "Net current assets (liabilities)",
    "G": "Total assets less current liabilities",
    "H": "Creditors: amounts falling due after more than one year",
    "I": "Provisions for liabilities",
    "J": "Accruals and deferred income",
    "K": "Capital and reserves",
}
NO_PLANT = CashPlant()
SA103_OTHER_INCOME, SA103_OTHER_EXPENSES = 16, 30
"""Any other business income; other business expenses."""
SA103_COMPARED_THROUGH = date(2025, 4, 5)
"""The last tax year whose form the box numbers were held against."""
SA103_DISALLOWABLE = 15
"""The disallowable part of an expense stands 15 boxes further on."""


@dataclass(frozen=True, slots=True)
class StatutoryAccounts:
    """Both formats of a micro-entity, letter by letter, in pence and unrounded."""

    period: Period
    profit_and_loss: tuple[WorkingLine, ...]
    balance_sheet: tuple[WorkingLine, ...]
    warnings: tuple[ReportWarning, ...]


def frs105_profit_and_loss(chart: Chart, movements: Movements) -> frs105.ProfitAndLoss:
    """Items A to H."""
    items: dict[str, Pence] = {}
    for m in movements:
        category = chart[m.category_id]
        field = _PROFIT_FIELDS.get(category.frs105_line)
        if field is not None:
            income = field in ("turnover", "other_income")
            items[field] = items.get(field, 0) + (-m.amount if income else m.amount)
        elif category.in_profit_and_loss:
            fallback = "other_income" if category.type == "income" else "other_charges"
            items[fallback] = items.get(fallback, 0) + (-m.amount if category.type == "income" else m.amount)
    return frs105.ProfitAndLoss(**items)


def frs105_balance_sheet(chart: Chart, sheet: Sheet) -> frs105.BalanceSheet:
    """Items A to K; every account on the side on which it stands that day."""

    def of(block: Block, line: str) -> Pence:
        found = (each for each in block.lines if each.category_id is not None)
        return sum(each.amount for each in found if chart[str(each.category_id)].frs105_line == line)

    within, after, current = (
        sheet.creditors_due_within_one_year,
        sheet.creditors_due_after_one_year,
        sheet.current_assets,
    )
    not_paid, prepaid = of(current, "BS.A"), of(current, "BS.D")
    accruals, provisions = of(within, "BS.J"), of(after, "BS.I")
    return frs105.BalanceSheet(
        share_capital_not_paid=not_paid,
        fixed_assets=sheet.fixed_assets.total,
        current_assets=current.total - not_paid - prepaid,
        prepayments=prepaid,
        creditors_within_one_year=within.total - accruals,
        creditors_after_one_year=after.total - provisions,
        provisions=provisions,
        accruals=accruals,
    )


def statutory_accounts(chart: Chart, movements: Movements, sheet: Sheet, period: Period) -> StatutoryAccounts:
    """The year's accounts in the formats of FRS 105."""
    profit = frs105_profit_and_loss(chart, movements).by_letter()
    position = frs105_balance_sheet(chart, sheet).by_letter()
    return StatutoryAccounts(
        period,
        tuple(WorkingLine(f"{letter} {_PROFIT_NAMES[letter]}", amount) for letter, amount in profit.items()),
        tuple(WorkingLine(f"{letter} {_SHEET_NAMES[letter]}", amount) for letter, amount in position.items()),
        sheet.warnings,
    )


def box_warnings(year_end: date) -> tuple[ReportWarning, ...]:
    """That nobody has held the boxes against the form of that year.

    15, 17 to 21, 24, 26, 28 and 46 to 48 are named by two publishers of software each; those between follow from the
    order of the form, and the disallowable parts stand fifteen on.
    """
    if year_end <= SA103_COMPARED_THROUGH:
        return ()
    text = (
        "Box numbers are those of the form SA103F of 2024-25, as two publishers name them: unverified for a later "
        "year, check them against its form before filing"
    )
    return (ReportWarning("unverified_boxes", text),)


def sa103_boxes(chart: Chart, movements: Movements, plant: CashPlant = NO_PLANT) -> tuple[WorkingLine, ...]:
    """The boxes of the full self-employment pages that profit and loss accounts lead to, and net profit.

    On the cash basis `plant` is an expense like any other, and what it is sold for a receipt (ITTOIA 2005 s33A, s96A).
    """
    boxes: dict[int, Pence] = {SA103_OTHER_INCOME: plant.received, SA103_OTHER_EXPENSES: plant.spent}
    disallowed: dict[int, Pence] = {}
    for category in chart.categories.values():
        text = category.sa103f_box
        if not category.in_profit_and_loss or text is None or not text.isdecimal():
            continue
        amount = balance_of(movements, category.category_id)
        box = int(text)
        boxes[box] = boxes.get(box, 0) + (-amount if category.type == "income" else amount)
        if category.type == "expense" and category.ct_allowable == "no":
            other = box + SA103_DISALLOWABLE
            disallowed[other] = disallowed.get(other, 0) + amount
    income = sum(amount for box, amount in boxes.items() if box in (15, SA103_OTHER_INCOME))
    costs = sum(amount for box, amount in boxes.items() if box not in (15, SA103_OTHER_INCOME))
    lines = [WorkingLine(f"Box {box}", amount) for box, amount in sorted(boxes.items()) if amount]
    lines.append(WorkingLine("Box 31: total expenses", costs))
    net = income - costs
    lines.append(WorkingLine("Box 47: net profit" if net >= 0 else "Box 48: net loss", abs(net)))
    lines += [WorkingLine(f"Box {box}: disallowable", amount) for box, amount in sorted(disallowed.items()) if amount]
    lines.append(WorkingLine("Net profit with disallowable expenses added back", net + sum(disallowed.values())))
    return tuple(lines)
