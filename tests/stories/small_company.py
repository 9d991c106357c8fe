"""A small company from its founding to its first year end: what happens, told through the doors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.stories.banks import Row, natwest
from tests.stories.teller import Teller, line

FOUNDED = (
    "--name",
    "Heron Reed Print Ltd",
    "--incorporated",
    "2023-05-14",
    "--year-end",
    "05-31",
    "--trade",
    "printer",
    "--director",
    "Ann Reed",
)
PAYROLL = {
    "staff_pay": 1500,
    "income_tax": 90.40,
    "employee_ni": 36.15,
    "employee_pension": 60,
    "employer_ni": 102.12,
    "employment_allowance": 102.12,
    "employer_pension": 45,
    "net_pay": 1313.45,
}
RETURNS = (
    "2024-07-01..2024-08-31",
    "2024-09-01..2024-11-30",
    "2024-12-01..2025-02-28",
    "2025-03-01..2025-05-31",
    "2025-06-01..2025-08-31",
    "2025-09-01..2025-11-30",
    "2025-12-01..2026-02-28",
    "2026-03-01..2026-05-31",
    "2026-06-01..2026-08-31",
    "2026-09-01..2026-11-30",
)


def opening(t: Teller, *, creditors: float, retained: float) -> dict[str, Any]:
    """The trial balance at the end of 31 May 2024."""

    def side(category: str, debit: float = 0, credit: float = 0, contact: str | None = None) -> dict[str, Any]:
        who = {} if contact is None else {"contact_id": t.contact(contact)}
        return {"category_id": f"cat_{category}", **({"debit": debit} if debit else {"credit": credit}), **who}

    return {
        "conversion_date": "2024-06-01",
        "lines": [
            {"category_id": "cat_bank", "bank_account_id": "ba_main", "debit": 6250},
            side("debtors", 1800, contact="Garnet Interiors Ltd"),
            side("fa_computers", 2400),
            side("dep_computers", credit=800),
            side("creditors", credit=creditors, contact="Harbour Stationers Ltd"),
            side("ct_payable", credit=950),
            side("share_capital", credit=100),
            side("retained", credit=retained),
        ],
    }


def payroll(t: Teller, day: str) -> None:
    """One employee, one month."""
    t.template(day, "payroll", **PAYROLL)


def state_of(t: Teller, day: str, start: str) -> dict[str, Any]:
    """The statements and aged lists on a day."""
    return {
        "profit": t.profit(start, day),
        "sheet": t.sheet(day),
        "trial_balance": t.trial_balance(day),
        "aged": [t.aged_by_invoice(side, day) for side in ("debtors", "creditors")],
    }


def founding(t: Teller) -> None:
    """Opening balances, said wrong and then anew; a sale and a bill before the registration."""
    t.on("2024-06-04")
    t.api.post("/api/opening-balances", opening(t, creditors=700, retained=7900))
    t.remember("opening as first stated", trial_balance=t.trial_balance("2024-06-04"))
    t.put("/api/opening-balances", opening(t, creditors=600, retained=8000))
    t.on("2024-06-10")
    t.sale("HR-101", "2024-06-05", "Garnet Interiors Ltd", line("sales", 4000))
    t.bill("TP-55", "2024-06-10", "Teal Paper Ltd", line("purchases", 1020))


def summer_2024(t: Teller) -> None:
    """Registered from 1 July, first said as from 1 August; the first return is of two months."""
    t.on("2024-07-02")
    payroll(t, "2024-06-30")
    scheme = {"scheme": "standard", "from": "2024-08-01", "stagger": "3", "vat_number": "980780684"}
    t.admin("POST", "/api/vat-schemes", scheme)
    both = (line("sales", 1200), line("sales_zero", 300))
    t.sale("HR-102", "2024-07-01", "Mill Street Dental Ltd", *both, amounts="gross")
    t.on("2024-07-20")
    t.remember("registered as first stated", trial_balance=t.trial_balance("2024-07-20"))
    t.admin("PUT", "/api/vat-schemes", {"schemes": [{**scheme, "from": "2024-07-01"}]})
    t.journal(
        "2024-07-01",
        "VAT on paper in stock at registration",
        ("purchases", "850.00", "P20"),
        ("vat", "170.00", "P20"),
        ("purchases", "-1020.00", None),
    )
    t.on("2024-08-31")
    payroll(t, "2024-07-31")
    t.sale("HR-103", "2024-08-20", "Quay Festivals Ltd", line("sales", 500, description="Deposit"))
    t.bill("BS-7", "2024-08-16", "Bright Spark Electrical", line("repairs", 250))
    t.settle("BS-7", "director", "2024-08-18", contact_id=t.contact("Ann Reed"))
    payroll(t, "2024-08-31")
    t.on("2024-09-02")
    t.statement(*SUMMER_2024)
    t.file_line("2024-07-15", "-59.99", "software")
    t.paid_by("HR-102", ("2024-07-30", "900.00"))
    t.on("2024-09-25")
    t.remember(RETURNS[0], boxes=t.boxes(RETURNS[0]), deadlines=t.deadlines("vat"))
    t.file_return(RETURNS[0])


SUMMER_2024: tuple[Row, ...] = (
    ("2024-06-14", "1800.00", "GARNET INTERIORS", "STATEMENT MAY"),
    ("2024-06-20", "-600.00", "HARBOUR STATIONERS", "ACCOUNT 31 MAY"),
    ("2024-06-28", "4000.00", "GARNET INTERIORS", "HR-101"),
    ("2024-06-28", "-1313.45", "P WOOD", "WAGES JUNE"),
    ("2024-07-12", "-1020.00", "TEAL PAPER LTD", "TP-55"),
    ("2024-07-15", "-105.00", "NEST", "PENSION"),
    ("2024-07-15", "-59.99", "INKWELL FONTS UK", "LICENCE"),
    ("2024-07-22", "-126.55", "HMRC PAYE", "JUNE 475PB00123456"),
    ("2024-07-30", "900.00", "MILL STREET DENTAL", "HR-102 PART"),
    ("2024-07-31", "-1313.45", "P WOOD", "WAGES JULY"),
    ("2024-08-15", "-105.00", "NEST", "PENSION"),
    ("2024-08-22", "-126.55", "HMRC PAYE", "JULY 475PB00123456"),
    ("2024-08-27", "600.00", "QUAY FESTIVALS", "HR-103"),
    ("2024-08-30", "-1313.45", "P WOOD", "WAGES AUGUST"),
    ("2024-08-30", "-7.50", "ACCOUNT FEE", "AUGUST"),
)


def autumn_2024(t: Teller) -> None:
    """A final invoice after a deposit, a credit note, a discount, a fee; a line of a filed return filed elsewhere."""
    t.on("2024-10-10")
    t.file_line("2024-07-15", "-59.99", "entertaining")
    t.sale("HR-104", "2024-10-10", "Quay Festivals Ltd", line("sales", 2500))
    t.settle("HR-104", "deposit", "2024-10-10", invoice_id=t.invoices["HR-103"])
    t.on("2024-11-14")
    t.bill("TP-61", "2024-10-12", "Teal Paper Ltd", line("purchases", 1400))
    t.bill("TPC-3", "2024-10-20", "Teal Paper Ltd", line("purchases", 200), type="credit_note")
    t.settle("TP-61", "credit_note", "2024-10-20", credit_note_id=t.invoices["TPC-3"])
    t.sale("HR-105", "2024-11-05", "Marsh and Lark LLP", line("sales", 6000))
    t.settle("HR-105", "discount", "2024-11-14", amount=144)
    t.sale("HR-106", "2024-11-08", "Garnet Interiors Ltd", line("sales", 1000))
    t.on("2024-12-02")
    t.statement(*AUTUMN_2024)
    t.file_line("2024-09-12", "-6000.00", "directors_loan", contact_id=t.contact("Ann Reed"))
    t.paid_by("HR-106", ("2024-11-22", "1195.00"))
    t.settle("HR-106", "fee", "2024-11-22")
    wrong = t.load(natwest((("2024-11-20", "-83.00", "THE RAVEN", "LUNCH"),), Decimal("500.00")))
    t.remember("with somebody else's statement", trial_balance=t.trial_balance("2024-11-30"))
    t.say("imports", "undo", wrong)
    t.on("2024-12-20")
    t.remember(RETURNS[1], boxes=t.boxes(RETURNS[1]), checks=t.checks())
    t.file_return(RETURNS[1])


AUTUMN_2024: tuple[Row, ...] = (
    ("2024-09-03", "600.00", "MILL STREET DENTAL", "HR-102 REST"),
    ("2024-09-12", "-6000.00", "A REED", "LOAN"),
    ("2024-09-16", "-105.00", "NEST", "PENSION"),
    ("2024-09-20", "-126.55", "HMRC PAYE", "AUGUST 475PB00123456"),
    ("2024-10-04", "-70.00", "HMRC VAT", "980780684"),
    ("2024-10-30", "2400.00", "QUAY FESTIVALS", "HR-104"),
    ("2024-11-14", "7056.00", "MARSH AND LARK LLP", "HR-105"),
    ("2024-11-15", "-1440.00", "TEAL PAPER LTD", "TP-61 LESS TPC-3"),
    ("2024-11-18", "-49.20", "SLACK TECHNOLOGIES", "SUBSCRIPTION"),
    ("2024-11-22", "1195.00", "GARNET INTERIORS", "HR-106"),
    ("2024-11-29", "-7.50", "ACCOUNT FEE", "NOVEMBER"),
)


def winter_2025(t: Teller) -> None:
    """A dividend, an overpayment sent back, accounts set off, a machine with a retention; a refund of VAT."""
    t.on("2024-12-21")
    t.template("2024-12-15", "dividend", amount=3000, contact=t.contact("Ann Reed"))
    t.sale("HR-107", "2024-12-10", "Marsh and Lark LLP", line("sales", 2000))
    t.on("2025-02-10")
    t.sale("HR-108", "2025-01-16", "Mill Street Dental Ltd", line("sales", 500))
    t.sale("HR-109", "2025-01-30", "Teal Paper Ltd", line("sales", 300))
    t.bill("TP-70", "2025-02-03", "Teal Paper Ltd", line("purchases", 700))
    t.settle("HR-109", "contra", "2025-02-10", invoice_id=t.invoices["TP-70"])
    t.bill("AM-410", "2025-02-06", "Anvil Machines Ltd", line("fa_plant", 5000))
    t.settle("AM-410", "retention", "2025-02-10", amount=300, due_date="2026-02-06")
    machine = {"kind": "plant", "description": "Press", "category_id": "cat_fa_plant", "new": True}
    t.api.post("/api/assets", {**machine, "document_id": t.invoices["AM-410"]})
    t.on("2025-03-01")
    t.statement(*WINTER_2025)
    t.paid_by("HR-108", ("2025-01-27", "650.00"))
    t.settle("HR-108", "overpayment", "2025-01-27", transaction_id=t.line("2025-01-27", "650.00")["id"])
    t.remember("the refund of the overpayment has come", checks=t.checks(), open=t.still_open("HR-108"))
    by_hand = {"date": "2025-02-25", "description": "Envelopes", "amount": -45, "bank_account_id": "ba_main"}
    envelopes = t.api.post("/api/transactions", {**by_hand, "category_id": "cat_office"})["transaction"]["id"]
    t.remember("with a line by hand", boxes=t.boxes(RETURNS[2]), trial_balance=t.trial_balance("2025-02-28"))
    t.admin("DELETE", f"/api/transactions/{envelopes}")
    t.on("2025-03-20")
    t.remember(RETURNS[2], boxes=t.boxes(RETURNS[2]), checks=t.checks())
    t.file_return(RETURNS[2])


WINTER_2025: tuple[Row, ...] = (
    ("2024-12-20", "-3000.00", "A REED", "DIVIDEND"),
    ("2025-01-06", "-1546.00", "HMRC VAT", "980780684"),
    ("2025-01-27", "650.00", "MILL STREET DENTAL", "HR-108"),
    ("2025-02-07", "-50.00", "MILL STREET DENTAL", "REFUND HR-108"),
    ("2025-02-13", "-950.00", "HMRC CORPORATION TAX", "8394021746A00101A"),
    ("2025-02-28", "-480.00", "TEAL PAPER LTD", "TP-70 LESS HR-109"),
    ("2025-02-28", "-7.50", "ACCOUNT FEE", "FEBRUARY"),
)


def spring_2025(t: Teller) -> None:
    """Part payments over the year end, an accrual, depreciation, corporation tax."""
    t.on("2025-05-20")
    t.sale("HR-110", "2025-03-12", "Garnet Interiors Ltd", line("sales", 3000))
    t.bill("TP-80", "2025-05-20", "Teal Paper Ltd", line("purchases", 600))
    t.on("2025-06-02")
    t.statement(*SPRING_2025)
    t.paid_by("AM-410", ("2025-03-03", "-2700.00"), ("2025-05-20", "-3000.00"))
    t.paid_by("HR-110", ("2025-04-10", "1600.00"))
    t.template("2025-05-31", "accrual", amount=900, category_id="cat_accountancy")
    t.template("2025-05-31", "depreciation", amount=1000, asset="plant")
    t.template("2025-05-31", "depreciation", amount=800, asset="computers")
    t.remember(RETURNS[3], boxes=t.boxes(RETURNS[3]), checks=t.checks(), tax=t.tax("corporation_tax", "2025-05-31"))
    t.template("2025-05-31", "corporation_tax", amount=1190.38)
    t.remember("31 May 2025", **state_of(t, "2025-05-31", "2024-06-01"))
    t.file_return(RETURNS[3])


SPRING_2025: tuple[Row, ...] = (
    ("2025-03-03", "-2700.00", "ANVIL MACHINES LTD", "AM-410 FIRST"),
    ("2025-04-10", "580.00", "HMRC VAT", "REPAYMENT"),
    ("2025-04-10", "1600.00", "GARNET INTERIORS", "HR-110 PART"),
    ("2025-05-20", "-3000.00", "ANVIL MACHINES LTD", "AM-410 SECOND"),
    ("2025-05-30", "4.37", "INTEREST", "GROSS"),
    ("2025-05-30", "-7.50", "ACCOUNT FEE", "MAY"),
)
