"""The VAT codes that postings and bank lines carry: each says its kind, its rate and how VAT is found in the money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.money import Pence, share
from accountsos.uk_rules.vat_boxes import TREATMENTS, VatKind
from accountsos.uk_rules.vat_rates import VatRate, split_gross, vat_on_net, vat_rate

HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class VatCode:
    """One code. `sales` says on which side of the business it is used: True, False, or None for either."""

    code: str
    name: str
    kind: VatKind
    liability: VatRate
    sales: bool | None = None
    reclaim: Decimal = Decimal(1)

    @property
    def self_assessed(self) -> bool:
        """The supplier charged no VAT: the money is the net, and the business adds the VAT itself."""
        return TREATMENTS[self.kind].self_assessed

    @property
    def vat_by_hand(self) -> bool:
        """The money is VAT alone (import certificate, reliefs, corrections); nothing can be extracted from it."""
        return self.kind in _VAT_ALONE

    @property
    def exempt(self) -> bool:
        """An exempt sale: without partial exemption a return with one is not complete."""
        return self.sales is True and self.liability is VatRate.EXEMPT


_VAT_ALONE = frozenset(
    {
        VatKind.BAD_DEBT_RELIEF,
        VatKind.BAD_DEBT_RECOVERED,
        VatKind.UNPAID_INPUT_REPAID,
        VatKind.UNPAID_INPUT_RESTORED,
        VatKind.ERROR_OWED,
        VatKind.ERROR_CLAIMED,
    }
)

_STANDARD, _REDUCED, _ZERO = VatRate.STANDARD, VatRate.REDUCED, VatRate.ZERO
_EXEMPT, _OUTSIDE, _HOSPITALITY = VatRate.EXEMPT, VatRate.OUTSIDE_SCOPE, VatRate.HOSPITALITY

IN_FLAT_RATE = "SF"
"""Said of a fixed asset that a flat rate trader sells and on which no VAT was reclaimed; else the standard rate."""

# The digits in a code name today's rate; the rate used is always the one of the tax point.
VAT_CODES: dict[str, VatCode] = {
    each.code: each
    for each in (
        VatCode("S20", "Sale, standard rate", VatKind.SALE, _STANDARD, sales=True),
        VatCode("S5", "Sale, reduced rate", VatKind.SALE, _REDUCED, sales=True),
        VatCode("SH", "Sale, hospitality rate of 2020 to 2022", VatKind.SALE, _HOSPITALITY, sales=True),
        VatCode(
            IN_FLAT_RATE,
            "Sale within the flat rate, of an asset without VAT reclaimed",
            VatKind.SALE,
            _STANDARD,
            sales=True,
        ),
        VatCode("S0", "Sale, zero-rated", VatKind.SALE, _ZERO, sales=True),
        VatCode("SE", "Sale, exempt", VatKind.SALE, _EXEMPT, sales=True),
        VatCode("EXP", "Export of goods", VatKind.EXPORT, _ZERO, sales=True),
        VatCode("OSS", "Services supplied abroad", VatKind.OVERSEAS_SERVICE_SALE, _OUTSIDE, sales=True),
        VatCode("NID", "Goods from Northern Ireland to the EU", VatKind.NI_DISPATCH, _ZERO, sales=True),
        VatCode("DRS", "Construction reverse charge, supplier", VatKind.DOMESTIC_RC_SALE, _OUTSIDE, sales=True),
        VatCode("P20", "Purchase, standard rate", VatKind.PURCHASE, _STANDARD, sales=False),
        VatCode("P5", "Purchase, reduced rate", VatKind.PURCHASE, _REDUCED, sales=False),
        VatCode("PH", "Purchase, hospitality rate of 2020 to 2022", VatKind.PURCHASE, _HOSPITALITY, sales=False),
        VatCode("P0", "Purchase, zero-rated", VatKind.PURCHASE, _ZERO, sales=False),
        VatCode("PE", "Purchase, exempt", VatKind.PURCHASE, _EXEMPT, sales=False),
        VatCode("PHALF20", "Purchase, half the VAT blocked", VatKind.PURCHASE, _STANDARD, sales=False, reclaim=HALF),
        VatCode("PB20", "Purchase, VAT blocked", VatKind.BLOCKED_PURCHASE, _STANDARD, sales=False),
        VatCode("PB5", "Purchase at the reduced rate, blocked", VatKind.BLOCKED_PURCHASE, _REDUCED, sales=False),
        VatCode("RC20", "Services from abroad", VatKind.REVERSE_CHARGE_SERVICE, _STANDARD, sales=False),
        VatCode("DRC20", "Construction reverse charge", VatKind.DOMESTIC_RC_PURCHASE, _STANDARD, sales=False),
        VatCode("DRC5", "Construction reverse charge, 5%", VatKind.DOMESTIC_RC_PURCHASE, _REDUCED, sales=False),
        VatCode("PVA20", "Import, VAT postponed", VatKind.IMPORT_PVA, _STANDARD, sales=False),
        VatCode("PVA5", "Import, VAT postponed, 5%", VatKind.IMPORT_PVA, _REDUCED, sales=False),
        VatCode("C79", "Import with VAT certificate C79", VatKind.IMPORT_C79, _STANDARD, sales=False),
        VatCode("NIA20", "Goods from the EU to Northern Ireland", VatKind.NI_ACQUISITION, _STANDARD, sales=False),
        VatCode("NIA5", "Goods from the EU to NI, 5%", VatKind.NI_ACQUISITION, _REDUCED, sales=False),
        VatCode("BDR", "Bad debt relief", VatKind.BAD_DEBT_RELIEF, _STANDARD, sales=True),
        VatCode("BDP", "Bad debt paid after relief", VatKind.BAD_DEBT_RECOVERED, _STANDARD, sales=True),
        VatCode("U6R", "Bill unpaid for six months", VatKind.UNPAID_INPUT_REPAID, _STANDARD, sales=False),
        VatCode("U6P", "Such a bill paid at last", VatKind.UNPAID_INPUT_RESTORED, _STANDARD, sales=False),
        VatCode("ERR1", "Net error owed to HMRC", VatKind.ERROR_OWED, _STANDARD),
        VatCode("ERR4", "Net error owed by HMRC", VatKind.ERROR_CLAIMED, _STANDARD),
        VatCode("OS", "Outside the scope of VAT", VatKind.NONE, _OUTSIDE),
        VatCode("NONE", "No VAT, or not known yet", VatKind.NONE, _OUTSIDE),
    )
}


@dataclass(frozen=True, slots=True)
class VatSplit:
    """What a bank amount of one code comes to. `cost` is what stays with the cost or sale: net and blocked VAT."""

    net: Pence
    vat: Pence
    reclaimable: Pence

    @property
    def blocked(self) -> Pence:
        """VAT that cannot be reclaimed and so is part of the cost."""
        return self.vat - self.reclaimable


def vat_code(code: str) -> VatCode:
    """Read a code. Refuses one that the table does not have."""
    try:
        return VAT_CODES[code]
    except KeyError:
        accepted = ", ".join(VAT_CODES)
        raise BadRequest(f"{code!r} is not a VAT code; accepted are {accepted}", param="vat_code") from None


def split_money(code: str, money: Pence, tax_point: date) -> VatSplit:
    """Net and VAT of money paid or received under a code, by the rate of its tax point.

    A plain code finds the VAT inside the money; a self-assessed one adds it to the money, which is the net.
    Money of a code that is VAT alone (C79, reliefs, corrections) is all VAT.
    """
    found = vat_code(code)
    if found.kind is VatKind.NONE:
        return VatSplit(money, 0, 0)
    if found.vat_by_hand or found.kind is VatKind.IMPORT_C79:
        return VatSplit(0, money, money)
    rate = vat_rate(found.liability, tax_point)
    if found.self_assessed:
        vat = vat_on_net(money, rate)
        return VatSplit(money, vat, vat)
    net, vat = split_gross(money, rate)
    if found.kind is VatKind.BLOCKED_PURCHASE:
        return VatSplit(net, vat, 0)
    return VatSplit(net, vat, share(vat, found.reclaim))
