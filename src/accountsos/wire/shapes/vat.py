"""The VAT return and the VAT schemes as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from accountsos.dates import rfc3339
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.reports.figures import VAT
from accountsos.reports.vat_return import BOX_NAMES, FIELDS
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.checks import FindingOut, findings_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.shown import Links, Shown
from accountsos.wire.shapes.reports.statements import WarningOut, warnings_out
from accountsos.workflows.vat.draft_vat_payload import VatPayload
from accountsos.workflows.vat.set_vat_scheme import VatSchemes
from accountsos.workflows.vat.vat_return import VatReport


class VatPeriodOut(msgspec.Struct, frozen=True):
    """A VAT period, both days included."""

    from_: DateOut = msgspec.field(name="from")
    to: DateOut


class VatBoxOut(msgspec.Struct, frozen=True):
    """One box; 6 to 9 in whole pounds."""

    box: int
    field: str
    """HMRC's name of it."""
    name: str
    amount: MoneyOut
    link: str


class AcknowledgedOut(msgspec.Struct, frozen=True):
    """A finding that was open when the return was filed, as it was then."""

    id: str
    kind: str
    amount: MoneyOut
    message: str


class FiledOut(msgspec.Struct, frozen=True):
    """When and by whom the return was marked as filed."""

    at: TimeOut
    by: str
    entries_digest: str
    """SHA-256 over every entry with VAT in the period, as it was then."""
    acknowledged: list[AcknowledgedOut]
    """What somebody took note of when it was filed."""


class VatReportOut(msgspec.Struct, frozen=True):
    """The VAT return of a period, or the registration watch."""

    type: Literal["vat"]
    registered: bool
    scheme: str
    period: VatPeriodOut
    period_name: str
    status: str
    """`open`, `due` or `filed`."""
    boxes: list[VatBoxOut]
    """Nine in order; none for a company that is not registered."""
    net_vat: MoneyOut
    direction: str
    """`pay`, `repay` or `nil`."""
    due_date: DateOut | None
    currency: str
    complete: bool
    """False with exempt sales: partial exemption is not worked out here."""
    filed: FiledOut | None
    warnings: list[WarningOut]
    findings: list[FindingOut]
    """What may be counted twice in its boxes, as the books stand now."""
    known_at: TimeOut | None


class VatReturnReport(msgspec.Struct, frozen=True):
    """A VAT return."""

    report: VatReportOut


class VatSchemeOut(msgspec.Struct, frozen=True):
    """A scheme from a day on."""

    from_: DateOut = msgspec.field(name="from")
    scheme: str
    stagger: str
    registered_on: DateOut
    vat_number: str | None
    sector: str | None
    limited_cost: bool
    cash_turnover: bool
    """Flat rate on the money received instead of on what was invoiced."""
    annual_year_end_month: int
    """The last month of annual accounting's year."""
    instalments: str | None


class VatSchemeList(msgspec.Struct, frozen=True):
    """Every scheme, oldest first."""

    vat_schemes: list[VatSchemeOut]
    lines_reposted: int
    """How many bank lines the change posted anew."""


def vat_report(report: VatReport, shown: Shown) -> VatReturnReport:
    """The return as the contract has it."""
    period = report.period
    return VatReturnReport(
        VatReportOut(
            type="vat",
            registered=report.registered,
            scheme=report.scheme.scheme if report.scheme else "none",
            period=VatPeriodOut(period.start.isoformat(), period.end.isoformat()),
            period_name=report.name,
            status=report.status,
            boxes=_boxes(report, shown) if report.registered else [],
            net_vat=money_out(report.boxes.box5),
            direction=str(report.boxes.direction),
            due_date=report.due_date.isoformat() if report.due_date else None,
            currency=report.currency,
            complete=report.complete,
            filed=_filed(report),
            warnings=warnings_out(report.warnings),
            findings=findings_out(report.company, report.findings),
            known_at=shown.known_at,
        )
    )


def _filed(report: VatReport) -> FiledOut | None:
    filed = report.filed
    if filed is None:
        return None
    noted = [AcknowledgedOut(a.finding_id, a.kind, money_out(a.amount), a.message) for a in filed.acknowledged]
    return FiledOut(rfc3339(filed.filed_at), filed.filed_by, filed.entries_digest.hex(), noted)


def _boxes(report: VatReport, shown: Shown) -> list[VatBoxOut]:
    links = Links(VAT, shown, report.period.start, report.period.end)
    return [
        VatBoxOut(
            number,
            FIELDS[number],
            BOX_NAMES[number],
            money_out(pence),
            links.to(f"box{number}"),
        )
        for number, pence in report.boxes.by_number().items()
    ]


class PayloadOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of HMRC's Submit VAT return, with HMRC's names: pence in the first five amounts, whole pounds after."""

    vatDueSales: MoneyOut  # noqa: N815 - HMRC's names, as they are submitted
    vatDueAcquisitions: MoneyOut  # noqa: N815 - HMRC's name
    totalVatDue: MoneyOut  # noqa: N815 - HMRC's name
    vatReclaimedCurrPeriod: MoneyOut  # noqa: N815 - HMRC's name
    netVatDue: MoneyOut  # noqa: N815 - HMRC's name
    totalValueSalesExVAT: int  # noqa: N815 - HMRC's name
    totalValuePurchasesExVAT: int  # noqa: N815 - HMRC's name
    totalValueGoodsSuppliedExVAT: int  # noqa: N815 - HMRC's name
    totalAcquisitionsExVAT: int  # noqa: N815 - HMRC's name
    periodKey: str | UnsetType = UNSET  # noqa: N815 - HMRC's name
    """As the caller gave it; HMRC's obligations hold it, and people are never shown it."""
    finalised: bool | UnsetType = UNSET
    """True once the return is marked as filed; until then it is not there."""


class VatPayloadOut(msgspec.Struct, frozen=True):
    """A return in HMRC's form."""

    period: VatPeriodOut
    status: str
    """`due` or `filed`."""
    body: PayloadOut
    warnings: list[WarningOut]


class OneVatPayload(msgspec.Struct, frozen=True):
    """A return in HMRC's form."""

    vat_payload: VatPayloadOut


def vat_payload_out(payload: VatPayload) -> OneVatPayload:
    """The payload; amounts are written exactly as HMRC takes them."""
    fields: dict[str, Any] = {}
    for name, value in payload.body.items():
        fields[name] = msgspec.Raw(f"{value:f}".encode()) if isinstance(value, Decimal) else value
    period = payload.report.period
    return OneVatPayload(
        VatPayloadOut(
            VatPeriodOut(period.start.isoformat(), period.end.isoformat()),
            payload.report.status,
            PayloadOut(**fields),
            warnings_out(payload.warnings),
        )
    )


def vat_table(report: VatReport) -> Table:
    """A row for each box."""
    rows: list[list[object]] = [
        [number, FIELDS[number], BOX_NAMES[number], bytes(money_out(pence)).decode()]
        for number, pence in report.boxes.by_number().items()
    ]
    return ["box", "field", "name", "amount"], rows if report.registered else []


def vat_scheme_list(schemes: VatSchemes) -> VatSchemeList:
    """The schemes."""
    return VatSchemeList([_scheme(s) for s in schemes.regime.schemes], schemes.reposted)


def _scheme(scheme: VatScheme) -> VatSchemeOut:
    return VatSchemeOut(
        scheme.in_force_from.isoformat(),
        scheme.scheme,
        str(scheme.stagger),
        scheme.registered_on.isoformat(),
        scheme.vat_number,
        scheme.sector,
        scheme.limited_cost,
        scheme.cash_turnover,
        scheme.annual_year_end_month,
        scheme.instalments,
    )
