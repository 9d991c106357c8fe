"""How and when a page asks to be paid: due date, bank details, reference."""

from __future__ import annotations

import re
from datetime import date, timedelta

from accountsos.dates import month_end
from accountsos.documents.extract.cells import Cells
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import BankDetails, Fact, Place

_DUE = re.compile(
    r"DUEDATE|PAYMENTDUE|PAYBY|DUEBY|DUEON|DATEDUE|ECHEANCE|FALLIG|ZAHLBAR|BISZUM|SCADENZA|VENCIMIENTO|VERVALDAT|DUE$|PAYMENTBY|REQUIREDBY|PAYBEFORE|PLEASEPAYBY|PAIDBY$"
    r"|DIRECTDEBIT(?:ED)?(?:ON|ONOR|ORAROUND|AROUND|ABOUT|AFTER|FROM|DATE|WILLBETAKEN)*$"
    r"|(?:COLLECT(?:ED)?|TAKE[N]?|CHARGE[D]?)[A-Z]{0,16}ON(?:ORAROUND|ORAFTER|ORABOUT)?$"
)
_NOT_DUE = re.compile(r"SKONTO|DISCOUNT|RABATT|RETURN|EXCHANGE|REFUND|EXPIR|VALID|LASTBILL")
_TERMS = re.compile(
    r"(?:WITHIN|INNERHALB(?: VON)?|STRICTLY(?: NETT?)?|TERMS\W*(?:ARE )?(?:STRICTLY )?(?:NETT?)?"
    r"|NETT?|DUE IN|PAYMENT IN)\s*(\d{1,3})\s*(?:DAYS|TAGEN?)"
    r"|(\d{1,3})\s*DAYS?\s*(?:STRICTLY )?(?:NET|FROM|OF (?:THE )?(?:DATE|INVOICE)|END|EOM|AFTER)",
    re.IGNORECASE,
)
_OTHER_TERMS = re.compile(
    r"RETURN|REFUND|EXCHANGE|DISCOUNT|SKONTO|CANCEL|INTEREST|QUERY|QUERIES|NOTIF|COMPLAIN|GUARANTEE|VALID"
)
_END_OF_MONTH = re.compile(r"END OF (?:THE |INVOICE )?MONTH|\bE\.?O\.?M\b|MONTH END")
_BY_TERMS = 0.7
_IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?)\b")
_BIC = re.compile(r"(?:BIC|SWIFT)(?:\s?CODE)?\W{0,4}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_SORT_CODE = re.compile(r"SORT\s?(?:CODE)?\W{0,4}(\d{2}[-\s]?\d{2}[-\s]?\d{2})(?!\d)")
_ACCOUNT = re.compile(r"(?:ACCOUNT|ACC|A/C)\s?(?:NO|NUMBER|NUM|#)?\W{0,4}(\d{8})(?!\d)")
_REFERENCE = re.compile(
    r"(?:PAYMENT REF(?:ERENCE)?|QUOTE|REFERENCE TO USE|VERWENDUNGSZWECK|REFERENZ[^:]{0,40})\W{1,3}"
    r"([A-Z0-9][A-Z0-9/-]{2,30})"
)


def due_date_of(sheet: Sheet, issued: date | None) -> Fact[date] | None:
    """The day beside a label that says due; else the day of issue and the days of the terms."""
    cells = Cells(sheet)
    for row in sheet.rows:
        for piece in row.pieces:
            for day in days_in(piece.text, month_first=sheet.month_first):
                label = compact(cells.label_of(piece, piece.text[: day.start].strip()).text)[-24:]
                if _DUE.search(label) and not _NOT_DUE.search(label) and (issued is None or day.day >= issued):
                    return Fact(day.day, 0.95 if day.other is None else 0.9, piece.place)
    return None if issued is None else _by_terms(sheet, issued)


def _by_terms(sheet: Sheet, issued: date) -> Fact[date] | None:
    """The day that the terms come to; with "end of month" they run from the last day of the month of issue."""
    for row in sheet.rows:
        text = plain(row.text)
        terms = _TERMS.search(text)
        if terms is None or _OTHER_TERMS.search(text):
            continue
        from_day = month_end(issued) if _END_OF_MONTH.search(text) else issued
        return Fact(from_day + timedelta(days=int(terms.group(1) or terms.group(2))), _BY_TERMS, row.pieces[0].place)
    return None


def bank_of(sheet: Sheet) -> Fact[BankDetails] | None:
    """Sort code and account number, or IBAN; the first that the page names."""
    sort_code = account = iban = bic = None
    place: Place | None = None
    for row in sheet.rows:
        text = plain(row.text)
        for name, pattern in (("sort", _SORT_CODE), ("account", _ACCOUNT), ("iban", _IBAN), ("bic", _BIC)):
            match = pattern.search(text)
            if match is None:
                continue
            value = re.sub(r"[\s-]", "", match.group(1))
            if name == "iban":
                value = _valid_iban(value) or ""
            if not value:
                continue
            place = place or row.pieces[0].place
            if name == "sort":
                sort_code = sort_code or value
            elif name == "account":
                account = account or value
            elif name == "iban":
                iban = iban or value
            else:
                bic = bic or value
    if not iban and not account:
        return None
    return Fact(BankDetails(iban=iban, bic=bic, sort_code=sort_code, account_number=account), 0.9, place)


def _valid_iban(text: str) -> str | None:
    """The IBAN whose check digits are right; words that follow it on the line are cut off, a letter at a time."""
    for end in range(len(text), 14, -1):
        candidate = text[:end]
        digits = "".join(str(int(c, 36)) for c in candidate[4:] + candidate[:4])
        if int(digits) % 97 == 1:
            return candidate
    return None


def reference_of(sheet: Sheet) -> Fact[str] | None:
    """The reference that the page asks to quote when paying."""
    for row in sheet.rows:
        match = _REFERENCE.search(plain(row.text))
        if match and any(c.isdigit() for c in match.group(1)):
            return Fact(match.group(1), 0.85, row.pieces[0].place)
    return None
