"""What may stand in the books twice, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from accountsos import ids
from accountsos.reports.double_counts import DoubleCount
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.shapes.common import CursorPageOut, Paging

if TYPE_CHECKING:
    from accountsos.workflows.tax.list_checks import Checks


class BoxAtStakeOut(msgspec.Struct, frozen=True):
    """A VAT box in which it stands, and with how much."""

    box: int
    amount: MoneyOut


class FindingOut(msgspec.Struct, frozen=True):
    """Something that may be counted twice."""

    id: str
    """The same as long as the same things are concerned."""
    kind: str
    date: DateOut
    amount: MoneyOut
    """What is at stake, without sign."""
    message: str
    action: str
    """What to do next."""
    boxes: list[BoxAtStakeOut]
    vat_period_end: DateOut | None
    """Of the VAT period of these boxes."""
    transaction_ids: list[str]
    document_ids: list[str]
    entry_ids: list[str]


class CheckOut(FindingOut, frozen=True):
    """A finding, and with which filed VAT return it was acknowledged."""

    acknowledged_with: DateOut | None


class CheckList(msgspec.Struct, frozen=True):
    """A page of findings, the largest first."""

    findings: list[CheckOut]
    pagination: CursorPageOut


def findings_out(company: int, found: Iterable[DoubleCount]) -> list[FindingOut]:
    """The findings that touch a report."""
    return [FindingOut(**_values(company, one)) for one in found]


def check_list(checks: Checks, *, paging: Paging) -> CheckList:
    """A page of them."""
    shown, page = paging.cut(list(checks.findings), lambda one: one.finding_id)
    return CheckList([_check(checks, one) for one in shown], page)


class OneCheck(msgspec.Struct, frozen=True):
    """A finding."""

    finding: CheckOut


def one_check(checks: Checks) -> OneCheck:
    """The only one."""
    (found,) = checks.findings
    return OneCheck(_check(checks, found))


def _check(checks: Checks, one: DoubleCount) -> CheckOut:
    end = checks.acknowledged.get(one.finding_id)
    return CheckOut(**_values(checks.company, one), acknowledged_with=end.isoformat() if end else None)


def _values(company: int, one: DoubleCount) -> dict[str, Any]:
    return {
        "id": one.finding_id,
        "kind": one.kind,
        "date": one.day.isoformat(),
        "amount": money_out(one.amount),
        "message": one.message,
        "action": one.action,
        "boxes": [BoxAtStakeOut(n, money_out(pence)) for n, pence in sorted(one.boxes.items())],
        "vat_period_end": one.vat_period.isoformat() if one.vat_period else None,
        "transaction_ids": [ids.public_id("txn_", company, n) for n in one.transactions],
        "document_ids": [ids.public_id("doc_", company, n) for n in one.documents],
        "entry_ids": [ids.public_id("je_", company, n) for n in one.entries],
    }
