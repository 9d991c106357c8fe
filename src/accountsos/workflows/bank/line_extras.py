"""What a list shows beside its lines where it is asked for: VAT, net, papers, reasons, versions, outside ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from accountsos.bookkeeping.categorise_line import reasons_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.exchange import ForeignAmount
from accountsos.ledger.vat_postings import vat_inside
from accountsos.store.changed_things import TRANSACTION
from accountsos.store.engine.sql import Reader
from accountsos.store.external import NOT_CALLED, External
from accountsos.store.external_references import externals_among
from accountsos.store.foreign_lines import foreign_among
from accountsos.store.line_extras import papers_beside, standing_entries, transactions_among, vat_postings
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction

INCLUDED = ("vat", "net", "documents", "category_reason", "version", "external_id", "metadata", "foreign")
_BY_ROW = frozenset({"vat", "net", "category_reason"})


@dataclass(frozen=True, slots=True)
class LineExtras:
    """By the line's number; a line that is not named has nothing of the kind."""

    include: frozenset[str]
    vat: Mapping[int, tuple[frozenset[str], int]] = field(default_factory=dict)
    """The VAT codes it bears, and the VAT inside its amount as posted."""
    documents: Mapping[int, Sequence[int]] = field(default_factory=dict)
    reasons: Mapping[int, str | None] = field(default_factory=dict)
    called: Mapping[int, External] = field(default_factory=dict)

    foreign: Mapping[int, ForeignAmount] = field(default_factory=dict)
    """What lines of accounts in other currencies moved there."""

    def called_of(self, number: int) -> External:
        """What another system calls that line."""
        return self.called.get(number, NOT_CALLED)


def extras_of(db: Reader, company: int, names: Names, numbers: Sequence[int], include: frozenset[str]) -> LineExtras:
    """For these lines, in a few statements however many they are."""
    rows = transactions_among(db, company, numbers) if _BY_ROW & include else {}
    return LineExtras(
        include,
        vat=_vat(db, company, names, rows.values()) if {"vat", "net"} & include else {},
        documents=papers_beside(db, company, numbers) if "documents" in include else {},
        reasons=reasons_of(db, company_or_refuse(db, company), rows.values(), names)
        if "category_reason" in include
        else {},
        called=externals_among(db, company, TRANSACTION, numbers) if {"external_id", "metadata"} & include else {},
        foreign=_foreign(db, company, names, numbers) if "foreign" in include else {},
    )


def _foreign(db: Reader, company: int, names: Names, numbers: Sequence[int]) -> dict[int, ForeignAmount]:
    if not any(account.is_foreign for account in names.accounts.values()):
        return {}
    rows = transactions_among(db, company, numbers).values()
    return foreign_among(db, company, [(row.number, names.account_of[row.account_no]) for row in rows])


def _vat(
    db: Reader, company: int, names: Names, rows: Collection[BankTransaction]
) -> dict[int, tuple[frozenset[str], int]]:
    standing = standing_entries(db, company, [row.entry_no for row in rows if row.entry_no is not None])
    posted = vat_postings(db, company, [entry for several in standing.values() for entry in several])
    found: dict[int, tuple[frozenset[str], int]] = {}
    for row in rows:
        entries = standing.get(row.entry_no or 0, ())
        postings = [posting for entry in entries for posting in posted.get(entry, ())]
        if postings:
            category_id = names.category_id
            found[row.number] = vat_inside((code, category_id[number], amount) for code, number, amount in postings)
    return found
