"""VAT schemes of a company: versions that are added and never edited, so that any moment's can be told."""

from __future__ import annotations

from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer, day_from, day_number
from accountsos.store.head import Cause
from accountsos.uk_rules.vat_periods import Stagger

COLUMNS = (
    "company_id in_force_from recorded_seq scheme registered_on stagger annual_year_end_month instalments sector "
    "limited_cost vat_number withdrawn cash_turnover"
)
NEW = Insert("vat_scheme", COLUMNS)
ALL = Sql(
    f"""SELECT {", ".join(COLUMNS.split()[1:])} FROM vat_scheme
       WHERE company_id = :company AND recorded_seq <= :seq ORDER BY in_force_from, recorded_seq"""
)
FILED_FROM = Sql(
    """SELECT MIN(r.period_end) FROM vat_return r WHERE r.company_id = :company AND r.recorded_seq <= :seq
       AND r.status = 'filed' AND NOT EXISTS (SELECT 1 FROM vat_return l WHERE l.company_id = r.company_id
         AND l.period_end = r.period_end AND l.recorded_seq > r.recorded_seq AND l.recorded_seq <= :seq)"""
)
FOREIGN_NUMBERS = Sql(
    "SELECT contact_no, vat_number FROM contact WHERE company_id = :company AND vat_number IS NOT NULL"
)
EVER = 2**62
_HOME = ("GB", "XI")


def regime_of(db: Reader, company: int, *, seq: int = EVER) -> VatRegime:
    """Every scheme as recorded up to that number, with what is known beside them."""
    versions: dict[int, VatScheme | None] = {}
    for row in db.rows(ALL, company=company, seq=seq):
        versions[row[0]] = None if row[10] else _scheme(row)
    schemes = tuple(s for _, s in sorted(versions.items()) if s is not None)
    if not schemes:
        return VatRegime()
    filed = db.row(FILED_FROM, company=company, seq=seq)
    numbers = db.rows(FOREIGN_NUMBERS, company=company)
    return VatRegime(
        schemes,
        filed_from=day_from(filed[0]) if filed and filed[0] is not None else None,
        overseas_contacts=frozenset(contact for contact, number in numbers if _is_foreign(number)),
    )


def add_scheme(db: Writer, cause: Cause, scheme: VatScheme, *, withdrawn: bool = False) -> None:
    """A scheme from its day on, in place of one that began on the same day; `withdrawn` takes that one back."""
    cause.chart_changed = True
    db.run_many(
        NEW,
        [
            (
                cause.company,
                day_number(scheme.in_force_from),
                cause.seq,
                scheme.scheme,
                day_number(scheme.registered_on),
                str(scheme.stagger),
                scheme.annual_year_end_month,
                scheme.instalments,
                scheme.sector,
                int(scheme.limited_cost),
                scheme.vat_number,
                int(withdrawn),
                int(scheme.cash_turnover),
            )
        ],
    )


def _scheme(row: Row) -> VatScheme:
    return VatScheme(
        in_force_from=day_from(row[0]),
        scheme=row[2],
        registered_on=day_from(row[3]),
        stagger=Stagger(row[4]),
        annual_year_end_month=row[5],
        instalments=row[6],
        sector=row[7],
        limited_cost=bool(row[8]),
        vat_number=row[9],
        cash_turnover=bool(row[11]),
    )


def _is_foreign(number: str) -> bool:
    """A VAT number that begins with another country's two letters."""
    text = number.replace(" ", "").upper()
    return len(text) > 4 and text[:2].isalpha() and text[:2] not in _HOME
