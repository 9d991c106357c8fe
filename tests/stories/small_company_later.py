"""The same company from cash accounting to the flat rate: its second year and what comes after."""

from __future__ import annotations

from tests.stories.banks import Row, natwest, ofx
from tests.stories.small_company import RETURNS, state_of
from tests.stories.teller import Teller, line


def summer_2025(t: Teller) -> None:
    """Cash accounting from 1 June 2025: what was invoiced before stays accounted for, what comes later waits."""
    t.on("2025-06-03")
    t.admin("POST", "/api/vat-schemes", {"scheme": "cash", "from": "2025-06-01", "stagger": "3"})
    t.on("2025-08-31")
    t.sale("HRC-1", "2025-06-12", "Garnet Interiors Ltd", line("sales", 100), type="credit_note")
    t.settle("HR-110", "credit_note", "2025-06-12", credit_note_id=t.invoices["HRC-1"])
    t.settle("HR-107", "write_off", "2025-07-15", reason="insolvent")
    t.sale("HR-111", "2025-07-10", "Marsh and Lark LLP", line("sales", 1500), line("sales_zero", 500))
    t.bill("TP-90", "2025-07-22", "Teal Paper Ltd", line("purchases", 900))
    t.bill("HS-12", "2025-08-04", "Harbour Stationers Ltd", line("office", 400))
    t.bill("HSC-2", "2025-08-11", "Harbour Stationers Ltd", line("office", 100), type="credit_note")
    t.settle("HS-12", "credit_note", "2025-08-11", credit_note_id=t.invoices["HSC-2"])
    t.on("2025-09-01")
    t.statement(*SUMMER_2025, bank=natwest)
    t.paid_by("HR-111", ("2025-08-29", "1150.00"))
    t.on("2025-09-10")
    t.remember(RETURNS[4], boxes=t.boxes(RETURNS[4]), checks=t.checks())
    t.file_return(RETURNS[4])
    t.say("year", "close", "--through", "2025-05-31")


SUMMER_2025: tuple[Row, ...] = (
    ("2025-06-18", "-720.00", "TEAL PAPER LTD", "TP-80"),
    ("2025-06-20", "1880.00", "GARNET INTERIORS", "HR-110 REST"),
    ("2025-07-04", "-480.00", "HMRC VAT", "980780684"),
    ("2025-08-29", "-360.00", "HARBOUR STATIONERS", "HS-12 LESS HSC-2"),
    ("2025-08-29", "1150.00", "MARSH AND LARK LLP", "HR-111 HALF"),
    ("2025-08-29", "-7.50", "ACCOUNT FEE", "AUGUST"),
)


def autumn_2025(t: Teller) -> None:
    """A line of the closed year filed elsewhere and back again; the bill behind last year's accrual."""
    t.on("2025-11-10")
    t.bill("LC-31", "2025-09-15", "Ledger and Company", line("accountancy", 950))
    t.sale("HR-112", "2025-11-10", "Quay Festivals Ltd", line("sales", 4000))
    t.remember("before a line of the closed year is filed elsewhere", **state_of(t, "2025-11-10", "2025-06-01"))
    t.file_line("2024-08-30", "-7.50", "interest_paid")
    t.remember("a line of the closed year filed elsewhere", **state_of(t, "2025-11-10", "2025-06-01"))
    t.file_line("2024-08-30", "-7.50", "bank_charges")
    t.remember("and back again", **state_of(t, "2025-11-10", "2025-06-01"))
    t.on("2025-12-01")
    t.statement(*AUTUMN_2025, bank=natwest)
    t.paid_by("HR-112", ("2025-11-28", "2400.00"))
    t.on("2025-12-15")
    t.remember(RETURNS[5], boxes=t.boxes(RETURNS[5]), checks=t.checks())
    t.file_return(RETURNS[5])


AUTUMN_2025: tuple[Row, ...] = (
    ("2025-09-05", "-1080.00", "TEAL PAPER LTD", "TP-90"),
    ("2025-09-15", "1150.00", "MARSH AND LARK LLP", "HR-111 REST"),
    ("2025-09-30", "-1140.00", "LEDGER AND COMPANY", "LC-31"),
    ("2025-10-09", "330.00", "HMRC VAT", "REPAYMENT"),
    ("2025-11-28", "2400.00", "QUAY FESTIVALS", "HR-112 HALF"),
    ("2025-11-28", "-7.50", "ACCOUNT FEE", "NOVEMBER"),
)


def winter_2026(t: Teller) -> None:
    """The director repays a part in time; corporation tax and the tax on what is still lent are paid together."""
    t.on("2026-02-20")
    t.remember("before the director repays", deadlines=t.deadlines("corporation_tax"))
    t.on("2026-03-02")
    t.statement(*WINTER_2026, bank=natwest)
    t.paid_by("AM-410", ("2025-03-03", "-2700.00"), ("2025-05-20", "-3000.00"), ("2026-02-06", "-300.00"))
    t.file_line("2026-02-25", "1200.00", "directors_loan", contact_id=t.contact("Ann Reed"))
    t.remember(
        RETURNS[6],
        boxes=t.boxes(RETURNS[6]),
        checks=t.checks(),
        deadlines=t.deadlines("corporation_tax"),
        loan=t.tax("directors_loan", "2025-05-31"),
    )
    t.file_return(RETURNS[6])


WINTER_2026: tuple[Row, ...] = (
    ("2026-01-06", "-180.00", "HMRC VAT", "980780684"),
    ("2026-01-09", "2400.00", "QUAY FESTIVALS", "HR-112 REST"),
    ("2026-02-06", "-300.00", "ANVIL MACHINES LTD", "AM-410 RETENTION"),
    ("2026-02-25", "1200.00", "A REED", "LOAN REPAID"),
    ("2026-02-27", "-2709.13", "HMRC CORPORATION TAX", "8394021746A00102A"),
    ("2026-02-27", "-7.50", "ACCOUNT FEE", "FEBRUARY"),
)


def spring_2026(t: Teller) -> None:
    """The last quarter of cash accounting: the VAT of what is unpaid becomes due as the company leaves it."""
    t.on("2026-05-20")
    t.template("2026-03-03", "dividend", amount=2000, contact=t.contact("Ann Reed"))
    t.sale("HR-113", "2026-03-16", "Garnet Interiors Ltd", line("sales", 2400))
    t.bill("TP-99", "2026-05-04", "Teal Paper Ltd", line("purchases", 500))
    t.on("2026-06-01")
    t.statement(*SPRING_2026, bank=natwest)
    t.paid_by("HR-113", ("2026-04-29", "880.00"))
    t.file_line("2026-04-20", "2000.00", "directors_loan", contact_id=t.contact("Ann Reed"))
    t.template("2026-05-31", "depreciation", amount=1000, asset="plant")
    t.template("2026-05-31", "depreciation", amount=800, asset="computers")
    t.remember("on cash accounting still", boxes=t.boxes(RETURNS[7]))
    flat = {"scheme": "flat_rate", "from": "2026-06-01", "stagger": "3", "sector": "printing"}
    t.admin("POST", "/api/vat-schemes", flat)
    t.remember(RETURNS[7], boxes=t.boxes(RETURNS[7]), checks=t.checks(), tax=t.tax("corporation_tax", "2026-05-31"))
    t.template("2026-05-31", "corporation_tax", amount=859.39)
    t.remember("31 May 2026", **state_of(t, "2026-05-31", "2025-06-01"), loan=t.tax("directors_loan", "2026-05-31"))
    t.file_return(RETURNS[7])
    t.on("2026-06-20")
    t.say("year", "close", "--through", "2026-05-31")


SPRING_2026: tuple[Row, ...] = (
    ("2026-03-06", "-2000.00", "A REED", "DIVIDEND"),
    ("2026-04-02", "-400.00", "HMRC VAT", "980780684"),
    ("2026-04-20", "2000.00", "A REED", "LOAN REPAID"),
    ("2026-04-29", "880.00", "GARNET INTERIORS", "HR-113 PART"),
    ("2026-05-29", "3.10", "INTEREST", "GROSS"),
    ("2026-05-29", "-7.50", "ACCOUNT FEE", "MAY"),
)


def summer_2026(t: Teller) -> None:
    """The flat rate: turnover with its VAT at 8.5 %, one capital purchase, a reverse charge."""
    t.on("2026-08-31")
    t.bill("TP-104", "2026-06-05", "Teal Paper Ltd", line("purchases", 400))
    t.sale("HR-114", "2026-07-08", "Marsh and Lark LLP", line("sales", 3000))
    t.sale("HR-115", "2026-08-28", "Mill Street Dental Ltd", line("sales_zero", 200))
    t.bill("AM-502", "2026-07-15", "Anvil Machines Ltd", line("fa_computers", 1800))
    t.on("2026-09-01")
    t.statement(*SUMMER_2026, bank=ofx)
    t.file_line("2026-07-20", "-600.00", "fa_computers")
    t.file_line("2026-08-18", "-60.00", "software", vat_code="RC20")
    t.remember(RETURNS[8], boxes=t.boxes(RETURNS[8]), checks=t.checks())
    t.remember("31 August 2026", **state_of(t, "2026-08-31", "2026-06-01"))
    t.on("2026-09-20")
    t.file_return(RETURNS[8])


SUMMER_2026: tuple[Row, ...] = (
    ("2026-06-12", "-600.00", "TEAL PAPER LTD", "TP-99"),
    ("2026-06-24", "2000.00", "GARNET INTERIORS", "HR-113 REST"),
    ("2026-06-30", "-480.00", "TEAL PAPER LTD", "TP-104"),
    ("2026-07-03", "-380.00", "HMRC VAT", "980780684"),
    ("2026-07-20", "-600.00", "COPYTECH PRINTERS", "DESK PRINTER"),
    ("2026-07-31", "3600.00", "MARSH AND LARK LLP", "HR-114"),
    ("2026-08-17", "-2160.00", "ANVIL MACHINES LTD", "AM-502"),
    ("2026-08-18", "-60.00", "ADOBE SYSTEMS IRELAND", "SUBSCRIPTION"),
    ("2026-08-28", "200.00", "MILL STREET DENTAL", "HR-115"),
    ("2026-08-28", "-7.50", "ACCOUNT FEE", "AUGUST"),
)


def autumn_2026(t: Teller) -> None:
    """What July bought is registered; the desk printer is depreciated by whole months and scrapped in October."""
    t.on("2026-10-20")
    workstation = {"kind": "computer", "description": "Workstation", "category_id": "cat_fa_computers", "new": True}
    t.api.post("/api/assets", {**workstation, "document_id": t.invoices["AM-502"]})
    bought = t.line("2026-07-20", "-600.00")["id"]
    said = {"kind": "computer", "description": "Desk printer", "category_id": "cat_fa_computers", "new": True}
    rule = {"method": "straight_line", "years": 3}
    asset = t.api.post("/api/assets", {**said, **rule, "transaction_id": bought})["asset"]["id"]
    t.remember("before the printer is scrapped", **state_of(t, "2026-10-20", "2026-06-01"))
    t.api.post(f"/api/assets/{asset}/disposal", {"date": "2026-10-15"})
    t.remember("the printer is scrapped", **state_of(t, "2026-10-20", "2026-06-01"))
