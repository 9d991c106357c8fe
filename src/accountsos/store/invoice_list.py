"""The list of invoices, bills and credit notes, read from files or typed in: a page, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.store.changed_things import INVOICE, told_since
from accountsos.store.engine.in_list import ONLY, list_values, only
from accountsos.store.engine.search import folded
from accountsos.store.engine.sql import Reader, Value

_WHERE = f"""FROM document d LEFT JOIN invoice i ON i.company_id = d.company_id AND i.document_no = d.document_no
  WHERE d.company_id = :company AND {told_since(INVOICE, "d.document_no")} AND d.type IN ('invoice', 'credit_note')
  AND (i.document_no IS NOT NULL OR d.status = 'void') AND d.issued_on BETWEEN :first AND :last
  AND (:side = '' OR COALESCE(i.side, d.direction) = :side) AND (:contact = 0 OR d.contact_no = :contact)
  AND (:search = '' OR {folded("d.supplier")} LIKE :search ESCAPE '!' OR {folded("d.number")} LIKE :search ESCAPE '!')
  AND (:state = '' OR :state = 'void' AND d.status = 'void' OR :state = 'waiting' AND i.state = 'waiting'
    OR :state = 'settled' AND i.settled_on IS NOT NULL
    OR :state IN ('open', 'overdue') AND i.state <> 'waiting' AND i.open_amount <> 0
      AND (:state = 'open' OR i.due_on < :today))"""
PAGE = f"""SELECT d.document_no {_WHERE}{ONLY} AND (d.issued_on, d.document_no) < (:day, :number)
  ORDER BY d.issued_on DESC, d.document_no DESC LIMIT :limit OFFSET :offset"""
COUNT = f"SELECT COUNT(*) {_WHERE}{ONLY}"


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """Which invoices; `search` is a pattern of `like_pattern`, days are numbers, nothing is the empty word or 0."""

    today: int
    state: str = ""
    """open | overdue | settled | waiting | void"""
    side: str = ""
    contact: int = 0
    search: str = ""
    first: int = 0
    last: int = 99999999
    since: int = 0
    """Only those told of since that moment; 0: all."""
    numbers: tuple[int, ...] | None = None


def invoice_page(
    db: Reader, company: int, wanted: InvoiceFilter, *, limit: int, offset: int, before: tuple[int, int]
) -> tuple[list[int], int]:
    """The documents of a page, the latest first, and how many there are."""
    where: dict[str, Value] = {
        "company": company,
        "today": wanted.today,
        "state": wanted.state,
        "side": wanted.side,
        "contact": wanted.contact,
        "search": wanted.search,
        "first": wanted.first,
        "last": wanted.last,
        "since": wanted.since,
    }
    where |= list_values(wanted.numbers or ())
    count = db.row(only(COUNT, "d.document_no", wanted.numbers), **where)
    rows = db.rows(
        only(PAGE, "d.document_no", wanted.numbers),
        **where,
        limit=limit,
        offset=offset,
        day=before[0],
        number=before[1],
    )
    return [row[0] for row in rows], int(count[0]) if count else 0
