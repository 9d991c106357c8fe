"""The figures of the gardener, worked out by hand before the story was first run. Pounds as text."""

from __future__ import annotations

Figures = dict[str, str]

# --- 2024-25, no VAT. Received: 6,000 + 8,000 + 7,500 + 8,001 + 12,000 + 9,000 + 4,300 (5 April) = 54,801. What came on
# 6 April, and the invoice of 28 March that was paid on 20 April, are next year's; so is the bill of 31 March.
# Insurance 612 and home 12 x 18.00 stand in box 21; telephone 480 at 60 %; 1,200 miles at 45p; four charges of 15.
# Interest of 12.40 is no trade's. Costs 4,210.55 + 540 + 828 + 288 + 60 = 5,926.55, and
# van 9,600 and mower 1,450 whole: 16,976.55.
PAGES_2024: Figures = {
    "Box 15": "54801.00",
    "Box 17": "4210.55",
    "Box 20": "540.00",
    "Box 21": "828.00",
    "Box 23": "288.00",
    "Box 26": "60.00",
    "Box 30": "11050.00",
    "Box 31: total expenses": "16976.55",
    "Box 47: net profit": "37824.45",
}
# Van 9,600 and mower 1,450 are deducted whole (ITTOIA 2005 s33A): 37,824.45. Less 12,570: 25,254.45 at 20 % = 5,050.89
# and at 6 % = 1,515.27 (Class 4). In all 6,566.16, half of it on account twice.
TAX_2024: Figures = {
    "Less: plant and equipment, not cars": "-11050.00",
    "Taxable profits": "37824.45",
    "Income tax and Class 4": "6566.16",
    "By 31 Jan 2026, towards 2025-26": "3283.08",
    "By 31 Jul 2026, towards 2025-26": "3283.08",
}

# --- The threshold of 90,000 in any twelve months. To August 2025: 8,001 + 12,000 + 9,000 + 4,300 + 2,200 + 3,000
# + 22,000 + 24,000 = 84,501. To September: 97,500 (with 21,000, without the 8,001): tell HMRC by 30 October, registered
# from 1 November.
TWELVE_MONTHS_TO_AUGUST, TWELVE_MONTHS_TO_SEPTEMBER = "84501.00", "97500.00"

# --- The first return, November and December 2025. 1: 12,000 / 6. The 2,400 of 5 November paid for October's work: no
# VAT, and in no box. 4: plants 240, telephone 80 at 60 % 48, the mower at registration 241.67 (1,450 / 6).
# 7: 1,200 + 240 + 1,208.33 + insurance 700 + charge 15 = 3,363.33.
BOXES_FIRST: Figures = {"1": "2000.00", "3": "2000.00", "4": "529.67", "5": "1470.33", "6": "10000.00", "7": "3363.00"}
# 9,600 / 6; a charge of 15.
BOXES_SECOND: Figures = {"1": "1600.00", "3": "1600.00", "5": "1600.00", "6": "8000.00", "7": "15.00"}

# --- 2025-26. Without VAT 2,200 + 3,000 + 22,000 + 24,000 + 21,000 + 25,000 + 2,400 = 99,600; net of VAT 10,000 + 8,000
# + 4,000 (4 April): 121,600. The mower's VAT was deducted as cost the year before: income of 241.67.
# Plants 360 + 3,300 + 1,200; 500 miles; insurance 700 and home 216; telephone 288 less 48.
PAGES_2025: Figures = {
    "Box 15": "121600.00",
    "Box 16": "241.67",
    "Box 17": "4860.00",
    "Box 20": "225.00",
    "Box 21": "916.00",
    "Box 23": "240.00",
    "Box 26": "60.00",
    "Box 31: total expenses": "6301.00",
    "Box 47: net profit": "115540.67",
}
# Allowance 12,570 less half of 15,540.67: 4,799.665, rounded up to 4,800. 37,700 at 20 % = 7,540.00; the other
# 73,040.67 at 40 % = 29,216.27. Class 4: 37,700 at 6 % = 2,262.00, 65,270.67 at 2 % = 1,305.41. In all 40,323.68, half
# of it 20,161.84.
TAX_2025: Figures = {
    "Taxable profits": "115540.67",
    "Less: personal allowance": "-4800.00",
    "Income tax and Class 4": "40323.68",
    "By 31 Jan 2027, towards 2026-27": "20161.84",
    "By 31 Jul 2027, towards 2026-27": "20161.84",
}
# The balance of 2025-26: 40,323.68 less 2 x 3,283.08.
DUE = {
    "2026-01-31 Self assessment balancing payment, 2024-25": "6566.16",
    "2026-01-31 Payment on account 1 for 2025-26": "3283.08",
    "2026-07-31 Payment on account 2 for 2025-26": "3283.08",
    "2027-01-31 Self assessment balancing payment, 2025-26": "33757.52",
    "2027-01-31 Payment on account 1 for 2026-27": "20161.84",
}

# --- Making Tax Digital, 2026-27, each update from the start. Standard, to 5 July: 5,000 + 3,000; plants 1,000; 100
# miles at 55p; charge 15. The 2,000 of 6 July are the next one's. Calendar, from 1 April to 30 June: 4,000 (4 April)
# + 5,000; miles of 5 April's claim 225 + 55; home of 5 April 216.
UPDATES: dict[str, Figures] = {
    "Standard quarter: 6 Apr 2026 to 5 Jul 2026, due 7 Aug 2026": {
        "Box 15": "8000.00",
        "Box 17": "1000.00",
        "Box 20": "55.00",
        "Box 26": "15.00",
        "Box 31: total expenses": "1070.00",
        "Box 47: net profit": "6930.00",
    },
    "Standard quarter: 6 Apr 2026 to 5 Oct 2026, due 7 Nov 2026": {
        "Box 15": "10000.00",
        "Box 17": "1000.00",
        "Box 20": "55.00",
        "Box 26": "15.00",
        "Box 31: total expenses": "1070.00",
        "Box 47: net profit": "8930.00",
    },
    "Calendar quarter: 1 Apr 2026 to 30 Jun 2026, due 7 Aug 2026": {
        "Box 15": "9000.00",
        "Box 17": "1000.00",
        "Box 20": "280.00",
        "Box 21": "216.00",
        "Box 26": "15.00",
        "Box 31: total expenses": "1511.00",
        "Box 47: net profit": "7489.00",
    },
}

# --- The balance sheet on 5 April 2026. Bank: 54,813.40 in less 22,412.55 = 32,400.85; then 126,000.00 in less
# 27,810.33. VAT of 4 April 800, of the quarter to March 1,600. Drawn: 20,000 and 40 % of the telephone, 192.
# Brought in: miles 225 and home 216. Capital 43,450.85 a year before; profit 115,540.67.
SHEET_2026: Figures = {
    "fa_plant": "1450.00",
    "vans": "9600.00",
    "ba_main": "130590.52",
    "vat": "800.00",
    "vat_filed": "1600.00",
    "capital_account": "43450.85",
    "capital_introduced": "441.00",
    "profit_of_year": "115540.67",
    "drawings": "-20192.00",
    "net assets": "139240.52",
}
