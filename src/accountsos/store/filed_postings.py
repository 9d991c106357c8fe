"""A posting as it is stored, with what of its entry leads on from it."""

from __future__ import annotations

import msgspec

from accountsos.ledger.entry import SOURCE_KINDS


class FiledPosting(msgspec.Struct, frozen=True, gc=False):
    """Numbers stand for ids, days are day numbers."""

    company_id: int
    entry_no: int
    line_no: int
    category_no: int
    entry_date: int
    amount: int
    account_no: int | None
    contact_no: int | None
    vat_code: str | None
    vat_period: int | None
    tax_point: int | None
    source: int
    source_no: int
    recorded_seq: int

    @property
    def source_kind(self) -> str:
        """Which kind of thing the entry speaks for."""
        return SOURCE_KINDS[self.source - 1]


FILED_POSTING = ", ".join(
    ("e." if name in ("source", "source_no", "recorded_seq") else "p.") + name
    for name in FiledPosting.__struct_fields__
)
"""Its columns, of `posting p` and `journal_entry e`."""
