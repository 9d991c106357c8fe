"""What of VAT is chosen from a list: codes, and the sectors of the flat rate scheme."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from accountsos.uk_rules.flat_rate import sector_percentage, sectors
from accountsos.uk_rules.vat_boxes import TREATMENTS
from accountsos.uk_rules.vat_codes import VAT_CODES, VatCode
from accountsos.uk_rules.vat_rates import VatRate, vat_rate
from accountsos.wire.fields import MilesOut, number_out

_WITHOUT_RATE = (VatRate.EXEMPT, VatRate.OUTSIDE_SCOPE)
_PERCENT = Decimal(100)
_INPUT_BOX = 4


class VatCodeOut(msgspec.Struct, frozen=True):
    """How the VAT of a line is treated."""

    code: str
    """What is sent as `vat_code`."""
    title: str
    side: Literal["sale", "purchase", "either"]
    """Of which lines it may be said."""
    kind: str
    """What happened, in the words of VAT Notice 700/12; several codes may be of one kind."""
    rate: MilesOut | None
    """In per cent on the day asked; null where it is exempt or outside the scope."""
    self_assessed: bool
    """Whether the supplier charges no VAT and the business adds it itself."""
    boxes: list[int]
    """The boxes of the return that it counts in, VAT and net."""


class VatCodeList(msgspec.Struct, frozen=True):
    """Every code."""

    vat_codes: list[VatCodeOut]


class SectorOut(msgspec.Struct, frozen=True):
    """A sector of the flat rate scheme."""

    sector: str
    """What is sent as `sector`."""
    title: str
    rate: MilesOut
    """The flat rate in per cent on the day asked, before the first year's discount."""


class SectorList(msgspec.Struct, frozen=True):
    """Every sector."""

    sectors: list[SectorOut]


def vat_code_list(day: date) -> VatCodeList:
    """The codes with the rates of that day."""
    return VatCodeList([_code(law, day) for law in VAT_CODES.values()])


def sector_list(day: date) -> SectorList:
    """The sectors with their percentages on that day."""
    return SectorList(
        [
            SectorOut(sector, title, number_out(sector_percentage(sector, day) * _PERCENT))
            for sector, title in sectors().items()
        ]
    )


def _code(law: VatCode, day: date) -> VatCodeOut:
    side: Literal["sale", "purchase", "either"] = "either" if law.sales is None else "sale" if law.sales else "purchase"
    rate = None if law.liability in _WITHOUT_RATE else number_out(vat_rate(law.liability, day) * _PERCENT)
    treatment = TREATMENTS[law.kind]
    boxes = {*treatment.vat_due, *treatment.net, *([_INPUT_BOX] if treatment.vat_input else [])}
    return VatCodeOut(law.code, law.name, side, str(law.kind), rate, law.self_assessed, sorted(boxes))
