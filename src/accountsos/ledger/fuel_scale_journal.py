"""The journal of a scale charge: VAT due on fuel of the business that was used privately."""

from __future__ import annotations

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import VAT_CONTROL, VEHICLE_RUNNING
from accountsos.ledger.journal_template import Filled, Template, TemplateField
from accountsos.ledger.journals import Journal, JournalLine
from accountsos.ledger.vat_scheme import FLAT_RATE
from accountsos.money import Pence
from accountsos.uk_rules.fuel_scale import scale_band, scale_charge, scale_row
from accountsos.uk_rules.parameters import UNVERIFIED

_SUPPLY = "S20"


def _fuel_scale(filled: Filled) -> Journal:
    """Dr running costs what the fuel counts as supplied for / Cr the same its value (box 6), VAT control (box 1)."""
    period = _period(filled)
    used = _use(filled, period)
    band = scale_band(filled.count("co2"))
    table, doubt = _table(filled, band, period)
    charge = scale_charge(table, period, used)
    lines = [
        JournalLine(VEHICLE_RUNNING, debit=charge.gross),
        JournalLine(VEHICLE_RUNNING, credit=charge.net, vat_code=_SUPPLY),
        JournalLine(VAT_CONTROL, credit=charge.vat, vat_code=_SUPPLY),
    ]
    said = f"Fuel for private use, car of {band} g/km, {used.start} to {used.end}{doubt}"
    return Journal(filled.day, said, tuple(line for line in lines if line.amount))


def _period(filled: Filled) -> Period:
    scheme, period = filled.vat.on(filled.day), filled.vat.period_of(filled.day)
    if scheme is None or period is None:
        raise BadRequest(
            f"the company was not registered for VAT on {filled.day}; there is no scale charge",
            param="date",
            see="list_vat_schemes",
        )
    if scheme.scheme == FLAT_RATE:
        raise BadRequest(
            "the flat rate scheme claims no VAT on fuel, so there is no scale charge (VATA 1994 s56)",
            param="date",
            see="list_vat_schemes",
        )
    return period


def _use(filled: Filled, period: Period) -> Period:
    first, last = filled.date_or("used_from", period.start), filled.date_or("used_to", period.end)
    if first > last:
        raise BadRequest(f"used_to is {last}; accepted: used_from, {first}, or later", param="used_to")
    return Period(first, last)


def _table(filled: Filled, band: int, period: Period) -> tuple[Pence, str]:
    """The charge for the whole period, as given or from the table, and what is to be said of it."""
    if "charge" in filled.values:
        return filled.amount("charge"), ""
    row = scale_row(band, period)
    if row is None:
        raise BadRequest(
            f"no scale charge is known here for a car of {band} g/km and the VAT period {period.start} to "
            f"{period.end}; take it from HMRC's table (road fuel scale charges) and give it as charge",
            param="charge",
        )
    return int(row.value * 100), "" if row.verified else f" ({UNVERIFIED})"


FUEL_SCALE = Template(
    "fuel_scale",
    "Fuel scale charge",
    "VAT due on fuel that the business bought and somebody used privately, for one car and the VAT period of the date.",
    (
        TemplateField(
            "co2",
            "count",
            "grams of CO2 a kilometre; a car without a figure: 140 up to 1,400 cc, 175 up to 2,000 cc, else 225",
            required=True,
        ),
        TemplateField("used_from", "date", "the first day of the period on which the car was used; else its start"),
        TemplateField("used_to", "date", "the last such day; else the end of the period"),
        TemplateField("charge", "amount", "HMRC's charge for the whole period with VAT, where it is not known here"),
    ),
    _fuel_scale,
)
