"""Pages of the documents, newest first: those that a filter lets through."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.ids import ABOVE_ALL
from accountsos.store.changed_things import DOCUMENT, told_since
from accountsos.store.documents import LISTED, Document, document_from
from accountsos.store.engine.in_list import ONLY, list_values, only
from accountsos.store.engine.search import folded
from accountsos.store.engine.sql import Reader, Value

_LINKED = """EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = :company
  AND l.document_no = d.document_no{which})"""
_WHERE = f"""d.company_id = :company AND {told_since(DOCUMENT, "d.document_no")}
  AND (:type = '' OR d.type = :type) AND (:status = '' OR d.status = :status)
  AND (:search = '' OR {folded("d.supplier")} LIKE :search ESCAPE '!'
    OR {folded("d.number")} LIKE :search ESCAPE '!' OR {folded("d.file_name")} LIKE :search ESCAPE '!')
  AND (:contact = 0 OR d.contact_no = :contact) AND (:dated = 0 OR d.issued_on BETWEEN :first AND :last)
  AND (:transaction = 0 OR {_LINKED.format(which=" AND l.transaction_no = :transaction")})
  AND (:unmatched = 0 OR :unmatched = 1 AND NOT {_LINKED.format(which="")}
    OR :unmatched = 2 AND {_LINKED.format(which="")})"""
PAGE = f"""SELECT {LISTED} FROM document d WHERE {_WHERE}{ONLY} AND d.document_no < :below
  ORDER BY d.document_no DESC LIMIT :limit OFFSET :offset"""
COUNT = f"SELECT COUNT(*) FROM document d WHERE {_WHERE}{ONLY}"


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents; `search` is a pattern of `like_pattern`, `unmatched` None means either."""

    type: str = ""
    status: str = ""
    search: str = ""
    transaction: int = 0
    unmatched: bool | None = None
    since: int = 0
    """Only those told of since that moment; 0: all."""
    contact: int = 0
    numbers: tuple[int, ...] | None = None
    days: tuple[int, int] | None = None
    """Only issued within these days; one whose day is not known is left out."""


def document_page(
    db: Reader, company: int, wanted: DocumentFilter, *, limit: int, offset: int, below: int = ABOVE_ALL
) -> tuple[list[Document], int]:
    """A page of documents, newest first, and how many there are."""
    unmatched = 0 if wanted.unmatched is None else 1 if wanted.unmatched else 2
    where: dict[str, Value] = {
        "company": company,
        "type": wanted.type,
        "status": wanted.status,
        "search": wanted.search,
        "transaction": wanted.transaction,
        "unmatched": unmatched,
        "since": wanted.since,
        "contact": wanted.contact,
        "dated": int(wanted.days is not None),
        "first": wanted.days[0] if wanted.days else 0,
        "last": wanted.days[1] if wanted.days else 0,
    }
    where |= list_values(wanted.numbers or ())
    count = db.row(only(COUNT, "d.document_no", wanted.numbers), **where)
    rows = db.rows(only(PAGE, "d.document_no", wanted.numbers), **where, limit=limit, offset=offset, below=below)
    return [document_from(row) for row in rows], int(count[0]) if count else 0
