"""Reads a month's exchange rates as HMRC publishes them: its CSV or its XML."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from accountsos.dates import month_end
from accountsos.errors import BadRequest
from accountsos.exchange import rate_read, rate_text
from accountsos.money import CURRENCIES, HOME_CURRENCY

_CODE, _UNITS, _FIRST, _LAST = "currency code", "currency units per £1", "start date", "end date"
_PERIOD = re.compile(r"\s*(\S+)\s+to\s+(\S+)\s*", re.IGNORECASE)
_DAYS = ("%d/%m/%Y", "%d/%b/%Y", "%Y-%m-%d", "%d-%b-%Y")
_MOST = 2_000
FILE_MOST = 500_000
"""Bytes, or characters, of a file: HMRC's of a month has some twenty thousand."""
Row = tuple[int, str, str, str, str]
"""Line, currency, rate, first day, last day."""


def read_hmrc_rates(content: str) -> dict[date, dict[str, Decimal]]:
    """By month, given by its first day, the units of each currency for one pound.

    Countries share a currency: it is taken once. Where two rows of one month differ, nothing is taken.
    """
    text = content.lstrip("\ufeff").lstrip()
    rows = list(_xml_rows(text) if text.startswith("<") else _csv_rows(text))
    found: dict[date, dict[str, Decimal]] = {}
    mistakes: list[tuple[int, str]] = []
    for line, currency, rate, first, last in rows:
        try:
            month, units = _month(first, last), rate_read(rate)
        except ValueError as mistake:
            mistakes.append((line, str(mistake)))
            continue
        if currency not in CURRENCIES or currency == HOME_CURRENCY:
            continue  # HMRC lists money that no bank keeps accounts in
        known = found.setdefault(month, {}).setdefault(currency, units)
        if known != units:
            said = f"{currency} is {rate_text(units)} here and {rate_text(known)} before, for the same month"
            mistakes.append((line, said))
    if mistakes:
        raise BadRequest(
            f"content: {mistakes[0][1]} (line {mistakes[0][0]})",
            param="content",
            details=[{"line": line, "message": message} for line, message in mistakes],
        )
    if not any(found.values()):
        raise _odd("it has no rate of any currency")
    return found


def text_of_file(content: bytes) -> str:
    """The text of a file as it was downloaded, or as a spreadsheet on Windows saved it. Refuses a larger one."""
    if len(content) > FILE_MOST:
        raise _odd(f"it has more than {FILE_MOST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_rows(text: str) -> Iterator[Row]:
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        headings = [cell.strip().casefold() for cell in next(rows, [])]
        at = [headings.index(name) for name in (_CODE, _UNITS, _FIRST, _LAST)]
    except (ValueError, csv.Error) as missing:
        raise _odd(
            "its first line must name the columns Currency Code, Currency Units per £1, Start date and End date"
        ) from missing
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) <= max(at):
                    raise _odd(f"line {rows.line_num} has too few columns")
                code, units, first, last = (row[n].strip() for n in at)
                yield rows.line_num, code.upper(), units, first, last
            if rows.line_num > _MOST:
                raise _odd(f"it has more than {_MOST:,} lines")
    except csv.Error as mistake:
        raise _odd(f"line {rows.line_num} cannot be read: {mistake}") from mistake


def _xml_rows(text: str) -> Iterator[Row]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as mistake:
        raise _odd(f"line {mistake.lineno} is damaged: {mistake.msg}") from mistake
    period = _PERIOD.fullmatch(root.get("Period") or "")
    if root.tag != "exchangeRateMonthList" or period is None:
        raise _odd("it is no exchangeRateMonthList with its Period")
    for each in root.iter("exchangeRate"):
        code, rate = (each.findtext(name, "").strip() for name in ("currencyCode", "rateNew"))
        yield each.sourceline or 0, code.upper(), rate, period[1], period[2]


def _month(first: str, last: str) -> date:
    """The month of a rate: HMRC's are of whole months, and a rate of other days is not one of them."""
    start, end = _day(first), _day(last)
    if start.day != 1 or end != month_end(start):
        raise ValueError(f"{first} to {last} is not a whole month, as HMRC's monthly rates are")
    return start


def _day(text: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a day such as 01/08/2026")


def _odd(why: str) -> BadRequest:
    return BadRequest(
        f"content: this is not a file of HMRC's monthly exchange rates, CSV or XML: {why}", param="content"
    )
