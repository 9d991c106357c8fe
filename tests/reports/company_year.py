"""A small company's first two years, worked on paper. Pence; the figures are proved in test_company_year.py.

Year to 31 March 2025: shares £100, sales £20,000, rent £8,000, tax charge £2,280, dividend £3,000.
  Profit 20,000 - 8,000 - 2,280 = 9,720; kept 9,720 - 3,000 = 6,720; bank 100 + 20,000 - 8,000 - 3,000 = 9,100.
Year to 31 March 2026: as posted below.
  Main account 9,100 + 66,000 - 18,500 - 1,000 - 12,000 - 800 - 360 - 9,600 + 500 - 210 + 10,000 - 1,500 - 5,000
  - 2,280 - 5,000 - 30,000 = -650; savings 30,000 + 45.60.
  VAT 12,000 - 3,000 - 240 - 360 - 5,000 = 3,400 owed.
"""

from __future__ import annotations

from tests.reports.books import Books, credit, debit, main

CUSTOMER, SUPPLIER = 1, 2


def company_books() -> Books:
    books = Books()
    first_year(books)
    trading(books)
    staff_and_overheads(books)
    money_and_tax(books)
    return books


def first_year(books: Books) -> None:
    books.post("2024-04-10", main(100_00), credit("cat_share_capital", 100_00))
    books.post("2024-09-30", main(20_000_00), credit("cat_sales", 20_000_00))
    books.post("2024-12-31", main(-8_000_00), debit("cat_rent", 8_000_00))
    books.post("2025-03-31", debit("cat_corporation_tax", 2_280_00), credit("cat_ct_payable", 2_280_00))
    books.post("2025-03-31", main(-3_000_00), debit("cat_dividends", 3_000_00))


def trading(books: Books) -> None:
    books.post(
        "2025-07-31",
        debit("cat_debtors", 72_000_00, contact=CUSTOMER),
        credit("cat_sales", 60_000_00),
        credit("cat_vat", 12_000_00),
    )
    books.post("2025-09-30", main(66_000_00), credit("cat_debtors", 66_000_00, contact=CUSTOMER))
    books.post(
        "2025-08-15",
        debit("cat_purchases", 15_000_00),
        debit("cat_vat", 3_000_00),
        credit("cat_creditors", 18_000_00, contact=SUPPLIER),
    )
    books.post("2025-09-15", main(-18_500_00), debit("cat_creditors", 18_500_00, contact=SUPPLIER))
    books.post("2026-03-31", debit("cat_stock", 2_000_00), credit("cat_stock_movement", 2_000_00))
    books.post("2025-10-01", main(500_00), credit("cat_grants", 500_00))


def staff_and_overheads(books: Books) -> None:
    books.post(
        "2025-11-01",
        debit("cat_software", 1_200_00),
        debit("cat_vat", 240_00),
        credit("cat_directors_loan", 1_440_00, "ba_director"),
    )
    books.post(
        "2025-05-20",
        debit("cat_fa_computers", 1_800_00),
        debit("cat_vat", 360_00),
        credit("cat_credit_cards", 2_160_00, "ba_card"),
    )
    books.post("2025-06-20", main(-1_000_00), debit("cat_credit_cards", 1_000_00, "ba_card"))
    books.post("2026-03-31", debit("cat_depreciation", 600_00), credit("cat_dep_computers", 600_00))
    books.post(
        "2026-03-28",
        debit("cat_directors_salary", 12_000_00),
        debit("cat_employer_ni", 1_050_00),
        debit("cat_pension", 360_00),
        credit("cat_wages_payable", 12_000_00),
        credit("cat_paye", 1_050_00),
        credit("cat_pension_payable", 360_00),
    )
    books.post("2026-03-29", main(-12_000_00), debit("cat_wages_payable", 12_000_00))
    books.post("2026-03-30", main(-800_00), debit("cat_paye", 800_00))
    books.post("2026-03-30", main(-360_00), debit("cat_pension_payable", 360_00))
    books.post("2025-04-01", main(-9_600_00), debit("cat_rent", 9_600_00))
    books.post("2026-03-31", debit("cat_prepayments", 800_00), credit("cat_rent", 800_00))
    books.post("2026-03-31", debit("cat_accountancy", 900_00), credit("cat_accruals", 900_00))


def money_and_tax(books: Books) -> None:
    books.post("2025-06-01", main(10_000_00), credit("cat_loans", 10_000_00))
    books.post("2025-12-01", main(-1_710_00), debit("cat_loans", 1_500_00), debit("cat_interest_paid", 210_00))
    books.post("2025-12-31", debit("cat_bank", 45_60, "ba_savings"), credit("cat_interest_income", 45_60))
    books.post("2025-11-07", main(-5_000_00), debit("cat_vat", 5_000_00))
    books.post("2026-01-01", main(-2_280_00), debit("cat_ct_payable", 2_280_00))
    books.post("2026-03-31", debit("cat_corporation_tax", 4_260_86), credit("cat_ct_payable", 4_260_86))
    books.post("2026-02-01", main(-5_000_00), debit("cat_dividends", 5_000_00))
    books.post("2025-10-05", main(-30_000_00), debit("cat_transfer", 30_000_00))
    books.post("2025-10-06", debit("cat_bank", 30_000_00, "ba_savings"), credit("cat_transfer", 30_000_00))
