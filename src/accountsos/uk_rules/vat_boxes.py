"""VAT facts to the nine boxes of a return: one table of treatments, one table of codes, one sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from accountsos.money import Pence, rounded_towards_zero, share

POUND = 100


class VatKind(StrEnum):
    """What happened, in the words of VAT Notice 700/12."""

    SALE = "sale"
    EXPORT = "export"
    OVERSEAS_SERVICE_SALE = "overseas_service_sale"
    NI_DISPATCH = "ni_dispatch"
    DOMESTIC_RC_SALE = "domestic_rc_sale"
    PURCHASE = "purchase"
    BLOCKED_PURCHASE = "blocked_purchase"
    REVERSE_CHARGE_SERVICE = "reverse_charge_service"
    DOMESTIC_RC_PURCHASE = "domestic_rc_purchase"
    IMPORT_PVA = "import_pva"
    IMPORT_C79 = "import_c79"
    NI_ACQUISITION = "ni_acquisition"
    BAD_DEBT_RELIEF = "bad_debt_relief"
    BAD_DEBT_RECOVERED = "bad_debt_recovered"
    UNPAID_INPUT_REPAID = "unpaid_input_repaid"
    UNPAID_INPUT_RESTORED = "unpaid_input_restored"
    ERROR_OWED = "error_owed"
    ERROR_CLAIMED = "error_claimed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Treatment:
    """Which boxes the VAT and the net value go to. `vat_input_sign` turns the sign of what goes to box 4."""

    vat_due: tuple[int, ...] = ()
    vat_input: bool = False
    vat_input_sign: int = 1
    net: tuple[int, ...] = ()
    self_assessed: bool = False
    source: str = ""


NOTICE = "VAT Notice 700/12 s3"
TREATMENTS: dict[VatKind, Treatment] = {
    VatKind.SALE: Treatment(vat_due=(1,), net=(6,), source=NOTICE),
    VatKind.EXPORT: Treatment(net=(6,), source=NOTICE),
    VatKind.OVERSEAS_SERVICE_SALE: Treatment(net=(6,), source=f"{NOTICE}; Notice 741A"),
    VatKind.NI_DISPATCH: Treatment(net=(6, 8), source=NOTICE),
    VatKind.DOMESTIC_RC_SALE: Treatment(net=(6,), source="VATA 1994 s55A; Notice 735"),
    VatKind.PURCHASE: Treatment(vat_input=True, net=(7,), source=NOTICE),
    VatKind.BLOCKED_PURCHASE: Treatment(net=(7,), source="SI 1992/3222; Notice 700 s10"),
    VatKind.REVERSE_CHARGE_SERVICE: Treatment((1,), True, 1, (6, 7), True, "VATA 1994 s8; Notice 741A s5"),
    VatKind.DOMESTIC_RC_PURCHASE: Treatment((1,), True, 1, (7,), True, "VATA 1994 s55A; Notice 735"),
    VatKind.IMPORT_PVA: Treatment((1,), True, 1, (7,), True, "SI 2019/60 reg 29A; HMRC, Complete your VAT Return"),
    VatKind.IMPORT_C79: Treatment(vat_input=True, net=(7,), source="SI 1995/2518 reg 29(2)(b)"),
    VatKind.NI_ACQUISITION: Treatment((2,), True, 1, (7, 9), True, "VATA 1994 sch 9ZA; Notice 725"),
    VatKind.BAD_DEBT_RELIEF: Treatment(vat_input=True, source="VATA 1994 s36; SI 1995/2518 reg 166"),
    VatKind.BAD_DEBT_RECOVERED: Treatment(vat_due=(1,), source="SI 1995/2518 reg 171"),
    VatKind.UNPAID_INPUT_REPAID: Treatment(vat_input=True, vat_input_sign=-1, source="VATA 1994 s26A; reg 172H"),
    VatKind.UNPAID_INPUT_RESTORED: Treatment(vat_input=True, source="SI 1995/2518 reg 172I"),
    VatKind.ERROR_OWED: Treatment(vat_due=(1,), source="SI 1995/2518 reg 34(3); Notice 700/45"),
    VatKind.ERROR_CLAIMED: Treatment(vat_input=True, source="SI 1995/2518 reg 34(3); Notice 700/45"),
    VatKind.NONE: Treatment(source="outside the return"),
}


class Direction(StrEnum):
    """Which way the money of box 5 goes."""

    PAY = "pay"
    REPAY = "repay"
    NIL = "nil"


@dataclass(frozen=True, slots=True)
class VatBoxes:
    """The boxes a person fills, in pence; 3 and 5 follow from them. Sums of boxes are boxes."""

    box1: Pence = 0
    box2: Pence = 0
    box4: Pence = 0
    box6: Pence = 0
    box7: Pence = 0
    box8: Pence = 0
    box9: Pence = 0

    @property
    def box3(self) -> Pence:
        """Total VAT due: exactly box 1 and box 2."""
        return self.box1 + self.box2

    @property
    def net_vat(self) -> Pence:
        """Box 3 less box 4: positive is payable to HMRC, negative reclaimable."""
        return self.box3 - self.box4

    @property
    def box5(self) -> Pence:
        """The difference between box 3 and box 4, never negative."""
        return abs(self.net_vat)

    @property
    def direction(self) -> Direction:
        """Whether box 5 is paid, repaid or nothing."""
        if self.net_vat == 0:
            return Direction.NIL
        return Direction.PAY if self.net_vat > 0 else Direction.REPAY

    def __add__(self, other: VatBoxes) -> VatBoxes:
        return VatBoxes(
            self.box1 + other.box1,
            self.box2 + other.box2,
            self.box4 + other.box4,
            self.box6 + other.box6,
            self.box7 + other.box7,
            self.box8 + other.box8,
            self.box9 + other.box9,
        )

    def in_whole_pounds(self) -> VatBoxes:
        """As filed: boxes 6 to 9 without their pence (VAT Notice 700/12 s3); only on the sum, never line by line."""
        return VatBoxes(
            self.box1,
            self.box2,
            self.box4,
            _whole_pounds(self.box6),
            _whole_pounds(self.box7),
            _whole_pounds(self.box8),
            _whole_pounds(self.box9),
        )

    def by_number(self) -> dict[int, Pence]:
        """All nine, 1 to 9."""
        values = (self.box1, self.box2, self.box3, self.box4, self.box5, self.box6, self.box7, self.box8, self.box9)
        return dict(enumerate(values, start=1))


@dataclass(frozen=True, slots=True)
class VatFact:
    """One thing that happened: its kind, net value and VAT in pence. A refund or credit note has both negative.

    `reclaim` is the part of the VAT that may be reclaimed: 1, or a half for a leased car, or 0.
    """

    kind: VatKind
    net: Pence
    vat: Pence = 0
    reclaim: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not 0 <= self.reclaim <= 1:
            raise ValueError(f"the reclaimable part of VAT is between 0 and 1, not {self.reclaim}")


def boxes_of(fact: VatFact) -> VatBoxes:
    """The boxes of one fact."""
    treatment = TREATMENTS[fact.kind]
    reclaimed = share(fact.vat, fact.reclaim) if treatment.vat_input else 0
    return VatBoxes(
        box1=fact.vat if 1 in treatment.vat_due else 0,
        box2=fact.vat if 2 in treatment.vat_due else 0,
        box4=reclaimed * treatment.vat_input_sign,
        box6=fact.net if 6 in treatment.net else 0,
        box7=fact.net if 7 in treatment.net else 0,
        box8=fact.net if 8 in treatment.net else 0,
        box9=fact.net if 9 in treatment.net else 0,
    )


def boxes_of_all(facts: Iterable[VatFact]) -> VatBoxes:
    """The boxes of many facts, in pence."""
    return total_boxes(boxes_of(fact) for fact in facts)


def total_boxes(each: Iterable[VatBoxes]) -> VatBoxes:
    """The sum of boxes, in pence."""
    total = VatBoxes()
    for boxes in each:
        total = total + boxes
    return total


def _whole_pounds(pence: Pence) -> Pence:
    return rounded_towards_zero(Decimal(pence) / POUND) * POUND
