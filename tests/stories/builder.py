"""A builder who is contractor and subcontractor at once, under the construction scheme and the reverse charge."""

from __future__ import annotations

from tests.stories.banks import Row
from tests.stories.teller import Teller, line

FOUNDED = (
    "--name",
    "Sparrow Build Ltd",
    "--incorporated",
    "2025-04-01",
    "--year-end",
    "03-31",
    "--trade",
    "builder",
    "--director",
    "Iris Sparrow",
    "--vat-scheme",
    "standard",
    "--vat-from",
    "2025-07-01",
    "--vat-number",
    "980780684",
)
JOINER, ROOFER, GLAZIER = "Harbour Joinery", "Mill Roofing", "Gable Glass Ltd"
CONTRACTOR, SCHOOL, YARD = "Keystone Homes plc", "Orchard School", "Riverside Timber Ltd"
LABOUR, MATERIALS = {"cis": "labour"}, {"cis": "materials"}


def work(labour: float, materials: float = 0, category: str = "subcontractors", **more: str) -> list[dict[str, object]]:
    """The lines of a bill or invoice for building work."""
    lines = [line(category, labour, **LABOUR, **more)]
    return [*lines, line(category, materials, **MATERIALS, **more)] if materials else lines


def parties(t: Teller) -> None:
    """What HMRC said of each: 20 %, 30 % for whom it could not verify, and gross; who is under the reverse charge."""
    t.on("2026-01-07")
    stated: dict[str, dict[str, object]] = {
        JOINER: {"rate": 20, "utr": "1234567890", "verification_number": "V1234567890", "reverse_charge": True},
        ROOFER: {"rate": 30, "utr": "2345678901"},
        GLAZIER: {"rate": 0, "utr": "3456789012", "verification_number": "V3456789012", "reverse_charge": True},
        CONTRACTOR: {"reverse_charge": True},
    }
    for name, facts in stated.items():
        t.put(f"/api/contacts/{t.contact(name)}/cis", {"from": "2026-01-06", **facts})
    payroll = {"since": "2026-01-06", "has_employees": True, "cis_contractor": True}
    t.admin("PATCH", "/api/deadline-settings", {"payroll": payroll})


def winter(t: Teller) -> None:
    """Bills paid on the last and the first day of a tax month; invoices on which the contractor deducts."""
    t.on("2026-02-27")
    t.bill("HJ-101", "2026-01-12", JOINER, *work(2000, 500))
    t.bill("MR-209", "2026-01-20", ROOFER, *work(1000, 300, vat_code="NONE"))
    t.bill("HJ-102", "2026-01-28", JOINER, *work(1000))
    t.bill("HJ-103", "2026-02-02", JOINER, *work(1500))
    t.bill("GG-304", "2026-02-10", GLAZIER, *work(3000))
    t.settle("HJ-101", "cis", "2026-01-30")
    t.settle("MR-209", "cis", "2026-02-03")
    t.settle("HJ-102", "cis", "2026-02-05")
    t.settle("HJ-103", "cis", "2026-02-06")
    t.settle("GG-304", "cis", "2026-02-27")
    t.sale("SB-401", "2026-01-15", CONTRACTOR, *work(4000, 1000, "sales"))
    t.settle("SB-401", "cis", "2026-02-12", amount=800)
    t.sale("SB-402", "2026-02-20", CONTRACTOR, *work(6000, 2000, "sales"))
    t.template("2026-02-26", "payroll", staff_pay=2000, income_tax=122, employee_ni=100, net_pay=1778)
    t.on("2026-02-28")
    t.statement(*WINTER[:9])
    t.file_line("2026-01-08", "8000.00", "directors_loan", contact_id=t.contact("Iris Sparrow"))


def to_the_year_end(t: Teller) -> None:
    """What a contractor kept back pays PAYE and the deductions made; an invoice is paid in two parts."""
    t.on("2026-03-31")
    t.settle("SB-402", "cis", "2026-03-20", amount=600)
    t.sale("SB-403", "2026-03-10", SCHOOL, line("sales", 2000))
    t.bill("RT-501", "2026-03-04", YARD, line("purchases", 1200))
    t.journal(
        "2026-03-05",
        "Deductions suffered set against PAYE and deductions made, month to 5 March",
        ("cis_payable", "300.00", None),
        ("paye", "222.00", None),
        ("cis_suffered", "-522.00", None),
    )
    t.statement(*WINTER[9:])
    t.paid_by("SB-402", ("2026-03-20", "3400.00"))
    t.remember("31 March 2026", **state(t, "2026-03-31"))
    t.remember("PAYE", deadlines=t.deadlines("paye"), checks=t.checks())


def state(t: Teller, day: str) -> dict[str, object]:
    return {
        "boxes": t.boxes("2026-Q1"),
        "profit": t.profit("2025-04-01", day),
        "sheet": t.sheet(day),
        "tax": t.tax("corporation_tax", day),
    }


WINTER: tuple[Row, ...] = (
    ("2026-01-08", "8000.00", "I SPARROW", "LOAN"),
    ("2026-01-30", "-2100.00", "HARBOUR JOINERY", "HJ-101"),
    ("2026-02-03", "-1000.00", "MILL ROOFING", "MR-209"),
    ("2026-02-05", "-800.00", "HARBOUR JOINERY", "HJ-102"),
    ("2026-02-06", "-1200.00", "HARBOUR JOINERY", "HJ-103"),
    ("2026-02-12", "4200.00", "KEYSTONE HOMES PLC", "SB-401"),
    ("2026-02-20", "-900.00", "HMRC CIS", "475PB00123456"),
    ("2026-02-27", "-3000.00", "GABLE GLASS LTD", "GG-304"),
    ("2026-02-27", "-1778.00", "T MOSS", "SALARY FEBRUARY"),
    ("2026-03-20", "3400.00", "KEYSTONE HOMES PLC", "SB-402 PART"),
    ("2026-03-25", "2400.00", "ORCHARD SCHOOL", "SB-403"),
    ("2026-03-30", "-1440.00", "RIVERSIDE TIMBER LTD", "RT-501"),
)


def spring(t: Teller) -> None:
    """Corporation tax is paid by deductions suffered; what is left of them comes back."""
    t.on("2026-04-30")
    t.template("2026-03-31", "corporation_tax", amount=475)
    t.settle("SB-402", "cis", "2026-04-10", amount=600)
    t.on("2026-07-01")
    t.statement(*SPRING)
    t.file_return("2026-Q1")
    t.journal(
        "2026-05-05",
        "Deductions suffered in 2025-26 set against corporation tax",
        ("ct_payable", "475.00", None),
        ("cis_suffered", "-475.00", None),
    )
    t.file_line("2026-06-15", "403.00", "cis_suffered")
    t.remember("1 July 2026", sheet=t.sheet("2026-06-30"), deadlines=t.deadlines("corporation_tax"))


SPRING: tuple[Row, ...] = (
    ("2026-04-10", "3400.00", "KEYSTONE HOMES PLC", "SB-402 REST"),
    ("2026-05-05", "-160.00", "HMRC VAT", "980780684"),
    ("2026-06-15", "403.00", "HMRC", "CIS REPAYMENT 2025-26"),
)
