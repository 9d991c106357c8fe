"""Fields of replies that hold one of a few words: which words."""

from __future__ import annotations

from collections.abc import Mapping

from accountsos.access.rights import SCOPES
from accountsos.ledger.chart import ACCOUNT_TYPES, TREATMENT_WORDS, VAT_DEFAULTS
from accountsos.uk_rules.obligation import ObligationType, Status
from accountsos.workflows.documents.list_documents import JOB_STATES, STATUSES, TYPES

Words = tuple[str, ...]

_SIDES: Words = ("purchase", "sale")
_BASES: Words = ("accruals", "cash")
_METHODS: Words = ("none", "straight_line", "reducing_balance")
_ACCOUNT_KINDS: Words = ("current", "savings", "card", "cash", "processor", "loan", "director")
_DEADLINE_TYPES: Words = tuple(str(kind) for kind in ObligationType)

CLOSED: Mapping[str, Words] = {
    "AssetOut.kind": ("plant", "computer", "van", "car", "building", "intangible", "other"),
    "AssetOut.source": ("transaction", "document", "journal", "opening", "hand"),
    "AssetDisposalOut.source": ("transaction", "document", "journal", "hand", "scrapped"),
    "AssetTaxOut.pool": ("main", "special"),
    "BalanceSheetOut.basis": _BASES,
    "BankAccountOut.kind": _ACCOUNT_KINDS,
    "CategoryOut.type": ACCOUNT_TYPES,
    "CategoryOut.vat_default": VAT_DEFAULTS,
    **{f"CategoryOut.{name}": words for name, words in TREATMENT_WORDS.items() if name != "role"},
    "CompanyOut.basis": _BASES,
    "CompanyOut.entity_type": ("ltd", "sole_trader"),
    "ContactOut.type": ("client", "supplier"),
    "DeadlineOut.status": tuple(str(status) for status in Status),
    "DeadlineOut.type": _DEADLINE_TYPES,
    "DocumentOut.direction": _SIDES,
    "DocumentOut.status": STATUSES,
    "DocumentOut.type": TYPES,
    "InvoiceLineOut.cis": ("labour", "materials"),
    "InvoiceOut.direction": _SIDES,
    "InvoiceOut.type": ("invoice", "credit_note"),
    "JobOut.state": JOB_STATES,
    "KeyOut.scopes": SCOPES,
    "ProfitLossOut.basis": _BASES,
    "SettingsOut.nation": ("england_and_wales", "scotland", "northern_ireland"),
    "TripOut.vehicle": ("car", "van", "motorcycle", "bicycle"),
    "VatReportOut.direction": ("pay", "repay", "nil"),
    "VatReportOut.status": ("open", "due", "filed"),
}


def words_of(declared: type, field: str) -> Words | None:
    """The words of a struct's field; also of one that another struct has inherited."""
    return next((CLOSED[f"{o.__name__}.{field}"] for o in declared.__mro__ if f"{o.__name__}.{field}" in CLOSED), None)
