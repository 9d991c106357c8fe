"""The figures of the small company, worked out by hand before its story was first run. Pounds as text.

Everything stands net of VAT unless it says "gross". VAT of a gross amount at 20 % is a sixth of it.
"""

from __future__ import annotations

from dataclasses import dataclass

Figures = dict[str, str]


@dataclass(frozen=True)
class Statement:
    """Profit of a time and the balance sheet at its end, by the name of the moment at which they were made."""

    moment: str
    start: str
    day: str
    profit: Figures
    sheet: Figures


# --- The trial balance at the end of 31 May 2024: 10,450.00 on both sides. First said with 700.00 of creditors.
OPENING_SAID_WRONG: Figures = {
    "ba_main": "6250.00",
    "debtors": "1800.00",
    "fa_computers": "2400.00",
    "dep_computers": "-800.00",
    "creditors": "-700.00",
    "ct_payable": "-950.00",
    "share_capital": "-100.00",
    "retained": "-7900.00",
}
OPENING: Figures = {**OPENING_SAID_WRONG, "creditors": "-600.00", "retained": "-8000.00"}

# --- 20 July 2024, while the registration is said to begin on 1 August: invoice HR-102 of 1 July bears no VAT yet.
# Debtors 1,800 + 4,000 + 1,500 = 7,300; creditors 600 + 1,020 = 1,620; June's payroll of 1,500 and pension of 45.
NOT_YET_REGISTERED: Figures = {
    "ba_main": "6250.00",
    "debtors": "7300.00",
    "fa_computers": "2400.00",
    "dep_computers": "-800.00",
    "creditors": "-1620.00",
    "paye": "-126.55",
    "wages_payable": "-1313.45",
    "pension_payable": "-105.00",
    "ct_payable": "-950.00",
    "share_capital": "-100.00",
    "retained": "-8000.00",
    "sales": "-5200.00",
    "sales_zero": "-300.00",
    "purchases": "1020.00",
    "wages": "1500.00",
    "pension": "45.00",
}

# --- The VAT returns. Box 3 = 1 + 2, box 5 = |3 - 4|, boxes 6 to 9 cut to whole pounds.
BOXES: list[Figures] = [
    # Standard, July and August 2024. 1: HR-102 200, deposit 100. 4: paper in stock at registration 170, licence
    # 59.99 / 6 = 10.00, electrician 50. 6: 1,300 + 500. 7: 850 + 49.99 + 250 + bank's charge 7.50 (exempt) = 1,157.49.
    {"1": "300.00", "3": "300.00", "4": "230.00", "5": "70.00", "6": "1800.00", "7": "1157.00"},
    # 1: HR-104 500 less deposit 100; HR-105 1,200 less 24 of the discount; HR-106 200; Slack 49.20 x 20 % = 9.84;
    # the licence was entertaining: 10.00 too much was claimed in the return before (one figure, into box 1).
    # 4: paper 280 less 40; Slack 9.84. 6: 2,000 + 5,880 + 1,000 + 49.20 = 8,929.20.
    # 7: 1,200 + 49.20 + charges 7.50 + the fee 5 = 1,261.70.
    {"1": "1795.84", "3": "1795.84", "4": "249.84", "5": "1546.00", "6": "8929.00", "7": "1261.00"},
    # 1: HR-107 400, HR-108 100 (the 50 too much are no supply), HR-109 60. 4: paper 140, machine 1,000 (the retention
    # takes nothing off). 6: 2,800. 7: 700 + 5,000 + 7.50. HMRC owes 580.
    {"1": "560.00", "3": "560.00", "4": "1140.00", "5": "580.00", "6": "2800.00", "7": "5707.00"},
    # 1: HR-110. 4: TP-80. 6: 3,000 + interest 4.37 (exempt). 7: 600 + 7.50.
    {"1": "600.00", "3": "600.00", "4": "120.00", "5": "480.00", "6": "3004.00", "7": "607.00"},
    # Cash accounting. 1: half of HR-111, 150; credit note HRC-1 of an invoice accounted for before, -20; HR-110's
    # 1,880 brings nothing again. 4: HS-12 less its note, paid 360: 60; relief on HR-107, 400 (due 9 January, six
    # months over on 9 July). 6: 750 + 250 - 100 = 900. 7: 300 + 7.50.
    {"1": "130.00", "3": "130.00", "4": "460.00", "5": "330.00", "6": "900.00", "7": "307.00"},
    # 1: the rest of HR-111 150, half of HR-112 400. 4: TP-90 180, LC-31 190. 6: 1,000 + 2,000. 7: 900 + 950 + 7.50.
    {"1": "550.00", "3": "550.00", "4": "370.00", "5": "180.00", "6": "3000.00", "7": "1857.00"},
    # 1: the rest of HR-112. The retention's VAT was claimed with the bill. 7: 7.50.
    {"1": "400.00", "3": "400.00", "5": "400.00", "6": "2000.00", "7": "7.00"},
    # Leaving (VAT Notice 731): all that is unpaid is due now. 1: HR-113 480 whole (880 paid: 146.67, the rest 333.33).
    # 4: TP-99 100. 6: 2,400 + interest 3.10. 7: 500 + 7.50.
    {"1": "480.00", "3": "480.00", "4": "100.00", "5": "380.00", "6": "2403.00", "7": "507.00"},
    # Flat rate, printing 8.5 %. 1: 3,600 gross 306.00, 200 zero-rated 17.00, reverse charge 60 x 20 % = 12.00.
    # HR-113's rest is accounted for already. 4: the computer of 2,160 gross (2,000 or more) 360, reverse charge 12;
    # nothing of the desk printer of 600. 6: 3,600 + 200 + 60. 7: 1,800 + 60.
    {"1": "335.00", "3": "335.00", "4": "372.00", "5": "37.00", "6": "3860.00", "7": "1860.00"},
    # 8.5 % of the platform's 480 (432 received, a tenth of the sale kept) 40.80, of HR-117 and HR-118 10.20 and 20.40,
    # of the negative HR-116 -5.10. 6: 480 + 120 + 240 - 60. Bills claim nothing.
    {"1": "66.30", "3": "66.30", "5": "66.30", "6": "780.00"},
]
# 880 / 6 = 146.67 while the company is on cash accounting; 6: 733.33 + 3.10. The bill is unpaid.
BOXES_BEFORE_LEAVING: Figures = {"1": "146.67", "3": "146.67", "5": "146.67", "6": "736.00", "7": "7.00"}
# A line by hand of 45.00, 7.50 of VAT and 37.50 of envelopes, stood in the third return until it was taken out.
BOXES_WITH_ENVELOPES: Figures = {
    **BOXES[2],
    "4": "1147.50",
    "5": "587.50",
    "7": "5745.00",
}

# --- The year to 31 May 2025.
# Sales: 4,000 + 1,000 + 2,500 + 5,880 + 1,000 + 2,000 + 500 + 300 + 3,000 = 20,180. Purchases: 850 + 1,200 + 700 + 600.
# Charges 4 x 7.50 and the fee of 5. Depreciation 1,000 + 800.
# Before tax 20,484.37 - 11,079.19 = 9,405.18. Tax: + entertaining 59.99 + depreciation 1,800 - machine 5,000 (AIA)
# = 6,265.17 at 19 % = 1,190.38.
PROFIT_2025: Figures = {
    "sales": "20180.00",
    "sales_zero": "300.00",
    "interest_income": "-4.37",
    "purchases": "3350.00",
    "wages": "4500.00",
    "pension": "135.00",
    "entertaining": "59.99",
    "software": "49.20",
    "accountancy": "900.00",
    "repairs": "250.00",
    "bank_charges": "35.00",
    "depreciation": "1800.00",
    "corporation_tax": "1190.38",
    "net profit": "8214.80",
}
TAX_2025 = "1190.38"
# Bank: 6,250.00 + June 3,886.55 - July 1,724.99 - August 952.50 - September 5,631.55 + October 2,330.00
# + November 6,754.30 - December 3,000.00 - January 896.00 - February 1,487.50 - March 2,700.00 + April 2,180.00
# - May 3,003.13 = 2,005.18. Debtors: HR-107 2,400, HR-110 2,000. Creditors: retention 300, TP-80 720.
# Director: 6,000 lent less the bill of 300 that she paid. Net assets 100 + 8,000 + 8,214.80 - 3,000 = 13,314.80.
SHEET_2025: Figures = {
    "fa_plant": "5000.00",
    "dep_plant": "-1000.00",
    "fa_computers": "2400.00",
    "dep_computers": "-1600.00",
    "debtors": "4400.00",
    "ba_main": "2005.18",
    "directors_loan": "5700.00",
    "creditors": "1020.00",
    "accruals": "900.00",
    "vat": "480.00",
    "ct_payable": "1190.38",
    "share_capital": "100.00",
    "retained": "8000.00",
    "profit_of_year": "8214.80",
    "dividends": "-3000.00",
    "net assets": "13314.80",
}

# --- The year to 31 May 2026.
# Sales: 1,500 + 4,000 + 2,400 - 100 = 7,800. Purchases 900 + 500. Accountancy 950 less the accrual of 900.
# Before tax 8,303.10 - 5,580.00 = 2,723.10; + depreciation 1,800 = 4,523.10 at 19 % = 859.39.
PROFIT_2026: Figures = {
    "sales": "7800.00",
    "sales_zero": "500.00",
    "interest_income": "-3.10",
    "purchases": "1400.00",
    "office": "300.00",
    "accountancy": "50.00",
    "bank_charges": "30.00",
    "depreciation": "1800.00",
    "bad_debts": "2000.00",
    "corporation_tax": "859.39",
    "net profit": "1863.71",
}
TAX_2026 = "859.39"
# Bank: 2,005.18 + 1,160.00 - 480.00 + 782.50 - 1,070.00 + 330.00 + 2,392.50 + 2,220.00 - 1,816.63 - 2,000.00
# + 2,480.00 - 4.40 = 5,999.15. Tax: 1,190.38 + 859.39 - 2,709.13 paid = 659.36 paid more than charged (the tax on the
# loan, 1,518.75, less what is charged and not due). Director: 5,700 - 1,200 - 2,000.
SHEET_2026: Figures = {
    "fa_plant": "5000.00",
    "dep_plant": "-2000.00",
    "fa_computers": "2400.00",
    "dep_computers": "-2400.00",
    "debtors": "2000.00",
    "ba_main": "5999.15",
    "directors_loan": "2500.00",
    "ct_payable": "659.36",
    "creditors": "600.00",
    "vat": "380.00",
    "share_capital": "100.00",
    "retained": "13214.80",
    "profit_of_year": "1863.71",
    "dividends": "-2000.00",
    "net assets": "13178.51",
}
# Lent and unpaid when due on 1 March 2026: 5,700 - 1,200 = 4,500 at 33.75 % = 1,518.75; with 1,190.38 due that day
# 2,709.13. Before the 1,200 came back: 5,700 at 33.75 % = 1,923.75, in all 3,114.13.
# Repaid after that day: 2,000 at 33.75 % = 675.00, given back from 1 March 2027 (9 months and a day after 31 May 2026).
LOAN_TAX, RELIEF = "1518.75", "-675.00"
DUE_BEFORE_REPAYING, DUE_AFTER = "3114.13", "0.00"

# --- The first quarter of the third year, to 31 August 2026.
# Sales 3,600 - 306; books 200 - 17; paper 480 gross.
PROFIT_SUMMER_2026: Figures = {
    "sales": "3294.00",
    "sales_zero": "183.00",
    "purchases": "480.00",
    "software": "60.00",
    "bank_charges": "7.50",
    "net profit": "2929.50",
}
# Bank: 5,999.15 - 600 + 2,000 - 480 - 380 - 600 + 3,600 - 2,160 - 60 + 200 - 7.50. Computers 2,400 + 1,800 + 600.
SHEET_SUMMER_2026: Figures = {
    "fa_plant": "5000.00",
    "dep_plant": "-2000.00",
    "fa_computers": "4800.00",
    "dep_computers": "-2400.00",
    "ba_main": "7511.65",
    "vat": "37.00",
    "directors_loan": "2500.00",
    "ct_payable": "659.36",
    "share_capital": "100.00",
    "retained": "13078.51",
    "profit_of_year": "2929.50",
    "net assets": "16108.01",
}
# The printer of 20 July, 600.00 with its VAT, over 36 months: July, August and September bear 50.00. Scrapped on
# 15 October: a loss of 550.00. Computers 2,400 + 1,800 and the 2,400 of depreciation are left.
PROFIT_WITH_SCRAPPED_PRINTER: Figures = {
    **PROFIT_SUMMER_2026,
    "depreciation": "50.00",
    "disposal": "550.00",
    "net profit": "2329.50",
}
COMPUTERS_LEFT = ("4200.00", "-2400.00")
# --- To 30 November 2026. Sales 3,294 + 439.20 - 54.90 + 109.80 + 219.60. Purchases 480 + 720 + 480. Office 120 and
# stamps 36. Charges 7.50 + 7.50 and the platform's 48.
PROFIT_AUTUMN_2026: Figures = {
    "sales": "4007.70",
    "sales_zero": "183.00",
    "purchases": "1680.00",
    "office": "156.00",
    "software": "60.00",
    "bank_charges": "63.00",
    "depreciation": "50.00",
    "disposal": "550.00",
    "net profit": "1631.70",
}
# Bank: 7,511.65 + 37 + 432 - 60 + 200 + 160 - 1,200 - 7.50. In the tin 50 - 36. Director: 2,500 less the 50 that she
# put into it and the bill of 120 that she paid.
SHEET_AUTUMN_2026: Figures = {
    "fa_plant": "5000.00",
    "dep_plant": "-2000.00",
    "fa_computers": "4200.00",
    "dep_computers": "-2400.00",
    "ba_main": "7073.15",
    "petty cash": "14.00",
    "vat": "66.30",
    "directors_loan": "2330.00",
    "ct_payable": "659.36",
    "share_capital": "100.00",
    "retained": "13078.51",
    "profit_of_year": "1631.70",
    "net assets": "14810.21",
}
STATEMENTS = (
    Statement("31 May 2025", "2024-06-01", "2025-05-31", PROFIT_2025, SHEET_2025),
    Statement("31 May 2026", "2025-06-01", "2026-05-31", PROFIT_2026, SHEET_2026),
    Statement("30 November 2026", "2026-06-01", "2026-11-30", PROFIT_AUTUMN_2026, SHEET_AUTUMN_2026),
    Statement("31 August 2026", "2026-06-01", "2026-08-31", PROFIT_SUMMER_2026, SHEET_SUMMER_2026),
)
# Debtors and creditors at the ends of the quarters.
AGED = {
    ("debtors", "2025-05-31"): "4400.00",  # HR-107 2,400, HR-110 2,000
    ("creditors", "2025-05-31"): "1020.00",  # AM-410 300, TP-80 720
    ("debtors", "2025-08-31"): "1150.00",  # half of HR-111
    ("creditors", "2025-08-31"): "1380.00",  # AM-410 300, TP-90 1,080
    ("debtors", "2026-05-31"): "2000.00",  # HR-113
    ("creditors", "2026-05-31"): "600.00",  # TP-99
    ("debtors", "2026-08-31"): "0.00",
    ("creditors", "2026-08-31"): "0.00",
    ("debtors", "2026-11-11"): "300.00",  # HR-117 120, HR-118 240, the refund of HR-116 to come
    ("creditors", "2026-11-11"): "1200.00",  # TP-110 and TP-111
    ("debtors", "2026-11-30"): "0.00",
}
