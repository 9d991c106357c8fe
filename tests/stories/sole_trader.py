"""A gardener on the cash basis over two tax years and a quarter: below the VAT threshold, above it, registered."""

from __future__ import annotations

from typing import Any

from tests.stories.banks import Row
from tests.stories.teller import Teller, line

FOUNDED = (
    "--name",
    "Rowan Pike Gardens",
    "--entity-type",
    "sole-trader",
    "--trade",
    "gardener",
    "--director",
    "Rowan Pike",
)
RETURNS = ("2025-11-01..2025-12-31", "2026-01-01..2026-03-31", "2026-04-01..2026-06-30")


def trip(t: Teller, day: str, miles: float) -> None:
    """A business trip with the own car."""
    body = {"date": day, "person": "Rowan Pike", "vehicle": "car", "miles": miles, "purpose": "Nursery and back"}
    t.api.post("/api/mileage", body)


def claim(t: Teller, through: str) -> None:
    t.api.post("/api/mileage/claims", {"person": "Rowan Pike", "through": through})


def home(t: Teller, day: str) -> None:
    """60 hours a month at home: 18.00 a month."""
    t.journal(
        day,
        "Use of home, 12 months of 60 hours",
        ("home_office", "216.00", None),
        ("capital_introduced", "-216.00", None),
    )


def tax_year(day: str, t: Teller) -> dict[str, Any]:
    return {
        "pages": t.tax("self_employment", day),
        "tax": t.tax("income_tax", day),
    }


def first_year(t: Teller) -> None:
    """2024-25: no VAT. A van and a mower are paid, the telephone is partly private, a receipt comes on 5 April."""
    t.on("2024-04-10")
    t.contact("Rowan Pike")
    t.api.post("/api/categories", {"name": "Vans", "like": "cat_fa_vehicles", "allowance_class": "plant"})
    t.on("2025-04-01")
    t.sale("RP-31", "2025-03-28", "Larch House Hotel", line("sales", 3000))
    t.bill("FT-9", "2025-03-31", "Ferndale Tools Ltd", line("purchases", 360))
    t.on("2025-04-22")
    t.statement(*YEAR_2024)
    for day, amount in RECEIPTS_2024:
        t.file_line(day, amount, "sales")
    t.file_line("2024-05-12", "-4210.55", "purchases")
    t.file_line("2024-06-03", "-9600.00", "vans")
    t.file_line("2024-06-10", "-1450.00", "fa_plant")
    t.file_line("2024-12-02", "-612.00", "insurance")
    partly_private(t, "2024-12-10", "-480.00")
    t.file_line("2025-01-31", "-6000.00", "drawings")
    trip(t, "2024-09-02", 1200)
    claim(t, "2025-04-05")
    home(t, "2025-04-05")
    t.remember("2024-25", **tax_year("2025-04-05", t))


def partly_private(t: Teller, day: str, amount: str) -> None:
    whole = t.line(day, amount)
    split = [{"category_id": "cat_phone_internet", "amount": float(amount), "business_percent": 60}]
    t.api.patch(f"/api/transactions/{whole['id']}", {"splits": split})


RECEIPTS_2024 = (
    ("2024-05-02", "6000.00"),
    ("2024-06-20", "8000.00"),
    ("2024-08-01", "7500.00"),
    ("2024-09-05", "8001.00"),
    ("2024-11-10", "12000.00"),
    ("2025-01-15", "9000.00"),
    ("2025-04-05", "4300.00"),
    ("2025-04-06", "2200.00"),
)
YEAR_2024: tuple[Row, ...] = (
    ("2024-05-02", "6000.00", "ELM COURT", "GARDEN"),
    ("2024-05-12", "-4210.55", "GREENWAY NURSERY", "PLANTS"),
    ("2024-06-03", "-9600.00", "TRENT VANS", "VAN"),
    ("2024-06-10", "-1450.00", "MOWER WORLD", "MOWER"),
    ("2024-06-20", "8000.00", "BEECH LODGE", "GARDEN"),
    ("2024-06-28", "-15.00", "ACCOUNT FEE", "JUNE"),
    ("2024-08-01", "7500.00", "ELM COURT", "GARDEN"),
    ("2024-09-05", "8001.00", "BEECH LODGE", "GARDEN"),
    ("2024-09-27", "-15.00", "ACCOUNT FEE", "SEPTEMBER"),
    ("2024-10-31", "12.40", "INTEREST", "GROSS"),
    ("2024-11-10", "12000.00", "ELM COURT", "GARDEN"),
    ("2024-12-02", "-612.00", "HEDGEROW INSURANCE", "PUBLIC LIABILITY"),
    ("2024-12-10", "-480.00", "HILLTOP TELECOM", "TELEPHONE"),
    ("2024-12-31", "-15.00", "ACCOUNT FEE", "DECEMBER"),
    ("2025-01-15", "9000.00", "BEECH LODGE", "GARDEN"),
    ("2025-01-31", "-6000.00", "R PIKE", "OWN ACCOUNT"),
    ("2025-03-31", "-15.00", "ACCOUNT FEE", "MARCH"),
    ("2025-04-05", "4300.00", "ELM COURT", "GARDEN"),
    ("2025-04-06", "2200.00", "BEECH LODGE", "GARDEN"),
    ("2025-04-09", "-360.00", "FERNDALE TOOLS LTD", "FT-9"),
    ("2025-04-20", "3000.00", "LARCH HOUSE HOTEL", "RP-31"),
)


def crossing(t: Teller) -> None:
    """The turnover of twelve months passes 90,000 in September 2025: registered from 1 November."""
    t.on("2025-09-05")
    t.statement(*SUMMER_2025)
    t.file_line("2025-06-06", "-3300.00", "purchases")
    for day, amount in (("2025-06-10", "22000.00"), ("2025-08-15", "24000.00")):
        t.file_line(day, amount, "sales")
    t.remember("before the threshold", vat=t.report("vat"))
    t.on("2025-10-05")
    t.statement(*SEPTEMBER_2025)
    t.file_line("2025-09-30", "21000.00", "sales")
    t.remember("over the threshold", vat=t.report("vat"))


SUMMER_2025: tuple[Row, ...] = (
    ("2025-06-06", "-3300.00", "GREENWAY NURSERY", "PLANTS"),
    ("2025-06-10", "22000.00", "ELM COURT", "NEW TERRACE"),
    ("2025-06-30", "-15.00", "ACCOUNT FEE", "JUNE"),
    ("2025-08-15", "24000.00", "LARCH HOUSE HOTEL", "PARK"),
)
SEPTEMBER_2025: tuple[Row, ...] = (
    ("2025-09-30", "21000.00", "LARCH HOUSE HOTEL", "PARK PART 2"),
    ("2025-09-30", "-15.00", "ACCOUNT FEE", "SEPTEMBER"),
)


def registered(t: Teller) -> None:
    """VAT on the cash basis from 1 November; what was done before and is paid after bears none."""
    t.on("2025-11-02")
    t.sale("RP-44", "2025-10-20", "Beech Lodge Trust", line("sales", 2400))
    scheme = {"scheme": "cash", "from": "2025-11-01", "stagger": "1", "vat_number": "980780684"}
    t.admin("POST", "/api/vat-schemes", scheme)
    t.journal(
        "2025-11-01",
        "VAT of the mower at registration",
        ("fa_plant", "1208.33", "P20"),
        ("vat", "241.67", "P20"),
        ("fa_plant", "-1208.33", None),
        ("other_income", "-241.67", None),
    )
    t.on("2026-04-10")
    t.statement(*REGISTERED)
    for day, amount in RECEIPTS_REGISTERED:
        t.file_line(day, amount, "sales")
    t.file_line("2025-11-25", "-1440.00", "purchases")
    t.file_line("2025-12-05", "-700.00", "insurance")
    partly_private(t, "2025-12-10", "-480.00")
    t.file_line("2026-01-31", "-20000.00", "drawings")
    trip(t, "2025-07-02", 500)
    claim(t, "2026-04-05")
    home(t, "2026-04-05")
    t.remember("VAT", first=t.boxes(RETURNS[0]), second=t.boxes(RETURNS[1]), checks=t.checks())
    t.file_return(RETURNS[0])
    t.file_return(RETURNS[1])
    t.remember("2025-26", **tax_year("2026-04-05", t), deadlines=t.deadlines("self_assessment"))


RECEIPTS_REGISTERED = (
    ("2025-10-31", "25000.00"),
    ("2025-11-20", "12000.00"),
    ("2026-01-15", "9600.00"),
    ("2026-04-04", "4800.00"),
)
REGISTERED: tuple[Row, ...] = (
    ("2025-10-31", "25000.00", "ELM COURT", "LAKE"),
    ("2025-11-05", "2400.00", "BEECH LODGE TRUST", "RP-44"),
    ("2025-11-20", "12000.00", "ELM COURT", "LAKE REST"),
    ("2025-11-25", "-1440.00", "GREENWAY NURSERY", "PLANTS"),
    ("2025-12-05", "-700.00", "HEDGEROW INSURANCE", "PUBLIC LIABILITY"),
    ("2025-12-10", "-480.00", "HILLTOP TELECOM", "TELEPHONE"),
    ("2025-12-31", "-15.00", "ACCOUNT FEE", "DECEMBER"),
    ("2026-01-15", "9600.00", "LARCH HOUSE HOTEL", "WINTER"),
    ("2026-01-31", "-20000.00", "R PIKE", "OWN ACCOUNT"),
    ("2026-02-05", "-1470.33", "HMRC VAT", "980780684"),
    ("2026-03-31", "-15.00", "ACCOUNT FEE", "MARCH"),
    ("2026-04-04", "4800.00", "ELM COURT", "SPRING"),
)


def first_quarter_of_making_tax_digital(t: Teller) -> None:
    """Over 50,000 in 2024-25: quarterly updates from 6 April 2026; receipts on the last and the first day of one."""
    t.on("2026-07-20")
    t.statement(*SUMMER_2026)
    for day, amount in (("2026-04-10", "6000.00"), ("2026-07-05", "3600.00"), ("2026-07-06", "2400.00")):
        t.file_line(day, amount, "sales")
    t.file_line("2026-05-20", "-1200.00", "purchases")
    trip(t, "2026-05-12", 100)
    claim(t, "2026-05-31")
    t.remember("2026-27", updates=t.report("tax?report=mtd_updates&as_of=2026-07-20"), mtd=t.deadlines("mtd_itsa"))


SUMMER_2026: tuple[Row, ...] = (
    ("2026-04-10", "6000.00", "ELM COURT", "SPRING REST"),
    ("2026-05-05", "-1600.00", "HMRC VAT", "980780684"),
    ("2026-05-20", "-1200.00", "GREENWAY NURSERY", "PLANTS"),
    ("2026-06-30", "-15.00", "ACCOUNT FEE", "JUNE"),
    ("2026-07-05", "3600.00", "BEECH LODGE TRUST", "HEDGE"),
    ("2026-07-06", "2400.00", "LARCH HOUSE HOTEL", "LAWN"),
)
