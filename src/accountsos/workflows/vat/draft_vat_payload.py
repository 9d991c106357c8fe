"""Give a VAT return in HMRC's form: for whoever submits it, this product sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from accountsos.errors import BadRequest, Conflict
from accountsos.reports.warnings import ReportWarning
from accountsos.store.engine.sql import Reader
from accountsos.uk_rules.vat_payload import payload_draft
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.vat.vat_return import VatQuestion, VatReport, report_vat


@dataclass(frozen=True, slots=True)
class PayloadQuestion:
    """Of which return; HMRC's key of the period where the caller has it."""

    today: date
    period: str | None = None
    """None: the last one that is over."""
    period_key: str | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VatPayload:
    """The return and its body for HMRC."""

    report: VatReport
    body: Mapping[str, object]

    @property
    def warnings(self) -> tuple[ReportWarning, ...]:
        """What to know before it is submitted."""
        return self.report.warnings


def draft(db: Reader, company: int, asked: PayloadQuestion) -> VatPayload:
    """The body of a return that is due or filed; `finalised` is in it only once the return is marked as filed."""
    report = report_vat(db, company, VatQuestion(asked.today, asked.period or "previous", asked.known_at))
    period = report.period
    if not report.registered:
        raise Conflict("this company is not registered for VAT, so there is no return to submit")
    if report.status == "open":
        raise Conflict(
            f"the VAT period {period.start} to {period.end} is not over: HMRC takes its return from the day after"
        )
    if not report.complete and report.filed is None:
        raise Conflict(
            f"the return {period.start} to {period.end} has exempt sales, and partial exemption is not worked out "
            "here: its boxes are not complete, so no payload is made of them"
        )
    try:
        body = payload_draft(report.boxes, asked.period_key, filed=report.filed is not None)
    except BadRequest as faults:
        param = "period_key" if "periodKey" in faults.message else None
        raise BadRequest(f"HMRC would refuse this return: {faults.message}", param=param) from None
    return VatPayload(report, body)


PAYLOAD = ReadWorkflow("vat_return.payload", draft, short=True)
