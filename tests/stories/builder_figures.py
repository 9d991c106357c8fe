"""The figures of the builder, worked out by hand before the story was first run. Pounds as text."""

from __future__ import annotations

Figures = dict[str, str]

# --- The return of January to March 2026. Reverse charge on bills of 2,500, 1,000, 1,500 and 3,000: 8,000 at 20 % =
# 1,600 in boxes 1 and 4, 8,000 in 7, none in 6. The roofer is not registered: his bill is in no box. The school is an
# end user: 2,000 and 400 of VAT. Invoices to the contractor: 5,000 + 8,000 in box 6 alone. Timber 1,200 and 240.
BOXES: Figures = {"1": "2000.00", "3": "2000.00", "4": "1840.00", "5": "160.00", "6": "15000.00", "7": "9200.00"}

# --- The monthly returns. To 5 February: joiner 20 % of 2,000 and of 1,000 (paid on the 5th) = 400 + 200, roofer 30 %
# of 1,000 = 300; materials 500 + 300. To 5 March: joiner 20 % of 1,500 (paid on the 6th) = 300; the glazier's 3,000 are
# paid gross, and told. The contractor kept 20 % of 4,000 on 12 February; of 6,000 half on 20 March, half on 10 April.
MONTHS: dict[str, tuple[str, ...]] = {  # gross, materials, deducted, suffered
    "2026-02-05": ("4800.00", "800.00", "900.00", "0.00"),
    "2026-03-05": ("4500.00", "0.00", "300.00", "800.00"),
    "2026-04-05": ("0.00", "0.00", "0.00", "600.00"),
    "2026-05-05": ("0.00", "0.00", "0.00", "600.00"),
}
SUBCONTRACTORS: dict[str, dict[str, tuple[str, ...]]] = {  # gross, materials, deducted
    "2026-02-05": {
        "Harbour Joinery": ("3500.00", "500.00", "600.00"),
        "Mill Roofing": ("1300.00", "300.00", "300.00"),
    },
    "2026-03-05": {
        "Gable Glass Ltd": ("3000.00", "0.00", "0.00"),
        "Harbour Joinery": ("1500.00", "0.00", "300.00"),
    },
}

# --- The year to 31 March 2026. Subcontractors 2,500 + 1,300 + 1,000 + 1,500 + 3,000. Tax 2,500 at 19 % = 475.
PROFIT: Figures = {
    "sales": "15000.00",
    "subcontractors": "9300.00",
    "purchases": "1200.00",
    "wages": "2000.00",
    "net profit": "2500.00",
}
TAX = "475.00"
# Bank: 8,000 - 2,100 - 1,000 - 800 - 1,200 + 4,200 - 900 - 3,000 - 1,778 + 3,400 + 2,400 - 1,440. Owed by the
# contractor 8,000 - 3,400 - 600. Suffered 800 + 600, of which 522 paid PAYE of 222 and the deductions of 300.
SHEET: Figures = {
    "debtors": "4000.00",
    "cis_suffered": "878.00",
    "ba_main": "5782.00",
    "vat": "160.00",
    "directors_loan": "8000.00",
    "profit_of_year": "2500.00",
    "net assets": "2500.00",
}
# --- 30 June 2026. Of 878 suffered in 2025-26 475 paid the corporation tax and 403 came back; 600 of 10 April stay.
# Bank: 5,782 + 3,400 - 160 + 403.
SHEET_LATER: Figures = {
    "cis_suffered": "600.00",
    "ba_main": "9425.00",
    "directors_loan": "8000.00",
    "retained": "2025.00",
    "net assets": "2025.00",
}
