"""All formats, and which of them a file is."""

from __future__ import annotations

from collections.abc import Callable

from accountsos.statements.csv_form import CsvForm, Table, match
from accountsos.statements.csv_reader import CsvReader
from accountsos.statements.formats import (
    amazon,
    amex,
    barclays,
    camt,
    cards,
    chase,
    ebay,
    hsbc,
    lloyds,
    monzo,
    mt940_file,
    nationwide,
    natwest,
    ofx,
    open_banking,
    other_banks,
    paypal,
    qif,
    revolut,
    santander,
    shopify,
    square,
    starling,
    stripe,
    wise,
    wise_history,
)
from accountsos.statements.formats.payouts import PayoutReader
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.reading import Reader
from accountsos.statements.tables import DELIMITERS, HeadRow, head_rows, header_names

CSV_FORMS: tuple[CsvForm, ...] = (
    *barclays.FORMS,
    *lloyds.FORMS,
    *natwest.FORMS,
    *nationwide.FORMS,
    *starling.FORMS,
    *monzo.FORMS,
    *revolut.FORMS,
    *wise.FORMS,
    *amex.FORMS,
    *chase.FORMS,
    *cards.FORMS,
    *other_banks.FORMS,
    *paypal.FORMS,
    *stripe.FORMS,
    *square.FORMS,
    *shopify.FORMS,
    *ebay.FORMS,
    *amazon.FORMS,
    *wise_history.FORMS,
)
_WITHOUT_HEADER: dict[str, tuple[CsvForm, Callable[[list[HeadRow], str], Table | None]]] = {
    hsbc.FORM.name: (hsbc.FORM, hsbc.recognised),
    cards.BARCLAYCARD.name: (cards.BARCLAYCARD, cards.barclaycard),
    lloyds.COMMERCIAL.name: (lloyds.COMMERCIAL, lloyds.commercial),
}
_READERS: dict[str, type[CsvReader]] = {
    "stripe": PayoutReader,
    "square": PayoutReader,
    "shopify": PayoutReader,
    "amazon_settlement": amazon.SettlementReader,
    "wise_history": wise_history.WiseHistoryReader,
}
"""Where one row is more than a line and its fee."""

_TEXT_FORMATS: dict[str, tuple[Callable[[str], bool], Callable[[], Reader]]] = {
    "ofx": (ofx.recognises, ofx.OfxReader),
    "camt053": (camt.recognises, camt.CamtReader),
    "open_banking": (open_banking.recognises, open_banking.OpenBankingReader),
    "qif": (qif.recognises, qif.QifReader),
    "mt940": (mt940_file.recognises, mt940_file.Mt940Reader),
    "santander": (santander.recognises, santander.SantanderReader),
}
COLUMNS = "columns"


def formats() -> tuple[str, ...]:
    """The names of all formats, as `read_statement(format=…)` takes them; `columns` is any CSV by a mapping."""
    names = {form.name for form in CSV_FORMS} | set(_WITHOUT_HEADER) | {COLUMNS} | set(_TEXT_FORMATS)
    return tuple(sorted(names))


def title_of(name: str) -> str:
    """A format as a person calls it; its name where nothing is known of it any more."""
    if name == COLUMNS:
        return "CSV, read by its columns"
    if name in _TEXT_FORMATS:
        return _TEXT_FORMATS[name][1]().title
    known = (*CSV_FORMS, *(form for form, _ in _WITHOUT_HEADER.values()))
    return next((form.title for form in known if form.name == name), name)


def text_reader(head: str, wanted: str | None) -> Reader | None:
    """The reader of a format that is no CSV, by what the file starts with."""
    for name, (recognises, reader) in _TEXT_FORMATS.items():
        if wanted in (None, name) and recognises(head):
            return reader()
    if wanted in _TEXT_FORMATS:
        raise UnreadableStatement(
            f"This is not a file of format {wanted!r}. Leave the format out to have it recognised."
        )
    return None


def csv_reader(head: str, wanted: str | None) -> CsvReader | None:
    """The reader of a bank's CSV, by its header."""
    tables = [table for delimiter in DELIMITERS for table in _tables(head, delimiter, wanted)]
    if not tables:
        return None
    table = max(tables, key=lambda found: len(found.form.needs))
    if amex.is_short(table) and wanted is None and not amex.is_evident(table, head_rows(head, table.delimiter)):
        raise UnreadableStatement(
            "This file has only the columns Date, Description and Amount. American Express prints spending as "
            "positive, other banks as negative, and nothing in the file tells which it is. Choose the format 'amex' "
            "if it is an American Express card, 'john_lewis' if it is one of John Lewis; otherwise give a column "
            "mapping (date 'Date', description 'Description', amount 'Amount')."
        )
    return _READERS.get(table.form.name, CsvReader)(table)


def _tables(head: str, delimiter: str, wanted: str | None) -> list[Table]:
    rows = head_rows(head, delimiter)
    found: list[Table] = []
    for number, row in rows:
        names = header_names(row)
        if len(names) >= 3:
            matches = [match(form, names, delimiter=delimiter, header_line=number) for form in CSV_FORMS]
            found = [table for table in matches if table is not None and wanted in (None, table.form.name)]
            if found:
                return found
    headless = [
        recognised(rows, delimiter) for name, (_, recognised) in _WITHOUT_HEADER.items() if wanted in (None, name)
    ]
    return [table for table in headless if table is not None]
