"""Marks of papers that book nothing: they announce, remind, list or accompany what an invoice says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import Piece, Row, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.words import Word, words_in

_SUMS = re.compile(r"\d[.,]\d{2}(?!\d)")
_MONEY_HEADING = re.compile(
    r"(?:TOTAL|NET|GROSS|VAT)?(?:AMOUNT|VALUE|DUE|BALANCE|DEBITS?|CREDITS?|PAID|DEDUCTED|OUTSTANDING|TOTAL|CHARGES?|PAYMENTS?)"
    r"(?:DUE|PAID|OUTSTANDING|GBP)?"
)
_A_KIND = re.compile(r"(?:SALES|YOUR|OUR)?(?:INVOICE|CREDITNOTE|CREDIT|DEBITNOTE|BILL|STATEMENT)S?(?:NO|NUMBER|REF)?")
_DAY_HEADING = re.compile(r"(?:INVOICE|TRANS(?:ACTION)?|DOC(?:UMENT)?|DUE|TAX)?DATED?|DUE")
_CELLS_OF_A_TABLE, _PARTS_OF_A_LEDGER = 3, 2
_DEBIT_AND_CREDIT = re.compile(
    r"DEBITS?(?:GBP)?CREDITS?(?:GBP)?(?:BALANCE|$)|(?:CHARGES?|INVOICED)PAYMENTS?(?:GBP)?BALANCE"
)
_AGES = re.compile(
    r"CURRENT(?:(?:MONTH|DAYS?|PERIOD|AND|TO|OVER|OLDER|PLUS)|MONTHS){2,}|(?:DAYS(?:AND|OVER|PLUS|TO)*){3,}"
)
_BROUGHT = re.compile(r"^(?:BALANCE)?(?:BFWD|BROUGHTFORWARD|BALANCEBFWD|OPENINGBALANCE|BF|BALANCEBF)")
_IGNORE = re.compile(
    r"IFYOU(?:HAVE|VE)?(?:ALREADY|RECENTLY|JUST|SINCE)*(?:MADE|SENT|PAID)[A-Z|]{0,60}(?:IGNORE|DISREGARD)"
    r"|(?:IGNORE|DISREGARD)THIS(?:LETTER|REMINDER|EMAIL|NOTICE|MESSAGE)IFYOU"
)
_OVERDUE = re.compile(
    r"(?:DAYS|NOW|WEEKS|SERIOUSLY|MONTHS)OVERDUE|BECOMEOVERDUE|STILLUNPAID|REMAINS?UNPAID|REMAINSOUTSTANDING"
)
_LATER = re.compile(
    r"(?:WE|THEY|SELLER|PROPERTY|HOTEL|HOST|VENUE|STORE|SUPPLIER|SHOP)(?:LL|WILL)(?:THEN)?(?:EMAIL|SEND|GIVE|POST|ISSUE|PROVIDE|HAND)"
    r"(?:YOU)?(?:WITH)?(?:A|AN|YOUR|THE)?(?:VAT|TAX|FULL|SEPARATE|FINAL)*(?:INVOICE|RECEIPT|BILL)"
    r"|(?:VAT|TAX|FINAL|FULL)?INVOICE(?:WILL|SHALL)(?:BE(?:SENT|ISSUED|EMAILED|RAISED|POSTED|PROVIDED|INCLUDED|AVAILABLE)|FOLLOW)|INVOICETOFOLLOW"
    r"|YOUWILL(?:THEN)?(?:RECEIVE|GET|BESENT)(?:A|AN|YOUR|THE|OUR)?(?:VAT|TAX|FULL|SEPARATE|FINAL)*INVOICE"
    r"|THISISANORDERCONFIRMATION"
)
"""An invoice is still to come: what says so is none."""
_SENT_WITH_THE_GOODS = re.compile(
    r"(?:WELL|WEWILL|WESHALL)(?:THEN)?(?:SEND|EMAIL|POST|ISSUE)?(?:YOU)?(?:A|AN|YOUR|THE)?(?:VAT|TAX|FULL)*INVOICE(?:YOU)?(?:WHEN|ONCE|ASSOONAS)"
    r"|INVOICE[A-Z|]{0,12}SENT(?:WHEN|ONCE)"
)
"""Who ordered gets the invoice when the goods leave."""
_PAID_THERE = re.compile(
    r"(?:PAY|PAYMENT|PAYABLE|BEPAID)(?:IS)?(?:TAKEN)?(?:AT|ON|UPON)(?:THE)?(?:PROPERTY|HOTEL|VENUE|DESK|ARRIVAL|COLLECTION|DELIVERY|CHECKIN|CHECKOUT)"
)
_TO_BE_SEEN = re.compile(
    r"(?:BILL|INVOICE|STATEMENT)(?:FOR[A-Z]{0,40}|DATED[A-Z]{0,12})?(?:IS|ARE)?(?:NOW)?(?:READY|AVAILABLE)(?:TO(?:VIEW|DOWNLOAD)|ONLINE|INYOUR|NOW)"
)
"""A mail that says where the bill is to be found."""
_CHANGES = re.compile(
    r"(?:IMPORTANT|UPCOMING)(?:CHANGES?|UPDATE)[A-Z]{0,12}TO(?:YOUR|OUR)|(?:PRICES?|PLANS?|FEES?|RATES?)[A-Z]{0,30}(?:ARE|IS|WILLBE)(?:CHANGING|INCREASING|GOINGUP)"
    r"|(?:PRICE|PLAN|SUBSCRIPTION)(?:OF|FOR)?[A-Z]{0,30}WILL(?:INCREASE|CHANGE|GOUP|RISE)|WEARECHANGINGOURPRICES"
)
_CERTIFIES = re.compile(r"HEREBYCERTIF(?:Y|IES)|THISISTOCERTIFY")
_OF_NO_FORCE = re.compile(r"(?:THIS(?:INVOICE)?IS(?:A)?)?(?:DRAFT|VOID|CANCELLED|SPECIMEN|SAMPLE)(?:COPY|INVOICE)?")


_PAY = re.compile(
    r"\bP\.?A\.?Y\.?E\b|NATIONAL INSURANCE|\bNAT\W{1,2}INS\b|\bNI (?:NO|NUMBER|TD|EE)\b|\bNI (?=[A-Z]{2}\s?\d)"
    r"|\bTAX CODE\b|\bNET PAY\b|\bGROSS PAY\b|\bBASIC PAY\b|\bINCOME TAX\b|\bEMPLOYEE\b"
)
_PAY_LEAST = 4
_DEAR = re.compile(r"^DEAR\b")
_YOURS = re.compile(r"^(?:YOURS (?:SINCERELY|FAITHFULLY|TRULY)|(?:WITH )?(?:KIND|BEST|WARM) (?:REGARDS|WISHES))\b")


def is_a_payslip(sheet: Sheet) -> bool:
    """Whether it shows one person's pay: its tax, its insurance and what is left."""
    return len(set(_PAY.findall(plain(sheet.text)))) >= _PAY_LEAST


def is_a_letter(sheet: Sheet) -> bool:
    """Whether it begins as a letter does and speaks of no sum of money: nothing can be booked from it."""
    return begins_as_a_letter(sheet) and not any(found.is_money for found in sheet.amounts)


def is_of_the_taxman(sheet: Sheet) -> bool:
    """Whether the tax office heads it: its statements, demands and notices are letters, and no purchase is in them."""
    heads = [p for row in sheet.rows[:_ROWS_OF_A_HEAD] for p in row.pieces if p.page == 1]
    headed = any(_TAX_OFFICE.fullmatch(piece.compact) for piece in heads)
    return headed and _OF_A_TAXPAYER.search(plain(sheet.text)) is not None


_ROWS_OF_A_HEAD = 8
_TAX_OFFICE = re.compile(
    r"(?:HMREVENUE(?:AND)?CUSTOMS|HMRC|HISMAJESTYSREVENUE(?:AND)?CUSTOMS|REVENUESCOTLAND)(?:GOVUK)?"
)
_OF_A_TAXPAYER = re.compile(
    r"\bUTR\b|\bUNIQUE TAXPAYER|\bSELF[ -]ASSESSMENT|\bCORPORATION TAX|\bP\.?A\.?Y\.?E\b|\bNATIONAL INSURANCE"
    r"|\bVAT (?:RETURN|PERIOD|REGISTRATION|ACCOUNT)|\bTAX (?:RETURN|YEAR|CODE|CREDITS?)"
    r"|\bPENALTY|\bCONSTRUCTION INDUSTRY"
)
"""What the tax office writes about: it charges tax, and sells nothing."""


def begins_as_a_letter(sheet: Sheet) -> bool:
    """Whether it speaks to somebody: `Dear Ms Ash`, `Dear customer`."""
    return any(_DEAR.match(plain(piece.text).strip()) for row in sheet.rows for piece in row.pieces)


def is_written_as_one(sheet: Sheet) -> bool:
    """Whether it begins and ends as a letter does."""
    lines = [plain(piece.text).strip() for row in sheet.rows for piece in row.pieces]
    return begins_as_a_letter(sheet) and any(_YOURS.match(line) for line in lines)


def is_only_ordered(sheet: Sheet) -> bool:
    """Whether it thanks for an order that is still to be sent."""
    return _ORDERED.search(sheet.compact) is not None


_ORDERED = re.compile(
    r"(?:LETYOUKNOW|EMAILYOU|TELLYOU|MESSAGEYOU)[A-Z|]{0,12}(?:WHEN|ONCE|ASSOONAS)[A-Z|]{0,24}"
    r"(?:SHIP|DISPATCH|DESPATCH|ONITSWAY|READY)"
    r"|INVOICE(?:IS|WILLBE)?(?:SENT|INCLUDED|ENCLOSED)WITH(?:THE|YOUR)(?:GOODS|ORDER|PARCEL|DELIVERY)"
    r"|YOURORDERIS(?:NOW)?CONFIRMED|(?:WEVE|WEHAVE)(?:GOT|RECEIVED)YOURORDER|NOTHINGHAS(?:YET)?BEENCHARGED"
    r"|(?:CARD|ACCOUNT)(?:WILL|SHALL)(?:ONLY)?BE(?:CHARGED|DEBITED)[A-Z|]{0,40}WHEN"
)


def heads_a_table(piece: Piece, row: Row) -> bool:
    """Whether it is a column's heading or a cell of a list: `Invoice` beside a date and a sum is no title."""
    if len(row.pieces) < _CELLS_OF_A_TABLE or _A_KIND.fullmatch(piece.compact) is None:
        return False
    others = [other for other in row.pieces if other is not piece]
    moneys = any(_MONEY_HEADING.fullmatch(other.compact) for other in others)
    if moneys and any(_DAY_HEADING.fullmatch(other.compact) for other in others):
        return True
    sums = any(_SUMS.search(other.text) for other in others)
    return sums and any(any(True for _ in days_in(other.text)) for other in others)


def is_a_ledger(sheet: Sheet) -> bool:
    """Whether it lists an account: debits, credits and balance, a balance brought forward, debts by their age."""
    debits = any(_DEBIT_AND_CREDIT.search(row.compact) for row in sheet.rows)
    ages = any(_AGES.search(row.compact) for row in sheet.rows if len(row.pieces) >= _CELLS_OF_A_TABLE)
    brought = any(_BROUGHT.match(p.compact) for row in sheet.rows for p in row.pieces if len(row.pieces) > 1)
    return debits + ages + brought >= _PARTS_OF_A_LEDGER


def reminds(sheet: Sheet) -> bool:
    """Whether it speaks as a reminder does: of a payment that is late, or that may have crossed in the post."""
    return _IGNORE.search(sheet.compact) is not None or _OVERDUE.search(sheet.compact) is not None


def announces(sheet: Sheet) -> bool:
    """Whether the bill is elsewhere or still to come: an order, a booking to be paid there, a notice, a new price."""
    said = (_LATER, _SENT_WITH_THE_GOODS, _PAID_THERE, _TO_BE_SEEN, _CHANGES, _CERTIFIES)
    return any(pattern.search(sheet.compact) for pattern in said)


def is_invoiced_when_sent(sheet: Sheet) -> bool:
    """Whether its invoice comes when the goods leave: even what was paid with the order is booked from that."""
    return _SENT_WITH_THE_GOODS.search(sheet.compact) is not None


def asks_for_nothing(sheet: Sheet) -> bool:
    """Whether a letter says of itself that nothing is to be paid upon it, and neither sums up nor charges VAT."""
    labels = [compact(a.label) for a in sheet.amounts]
    summed = any("VAT" in label or words_in(label) & {Word.TOTAL, Word.GRAND} for label in labels)
    return not summed and _NOTHING_ASKED.search(sheet.compact) is not None


_NOTHING_ASKED = re.compile(
    r"(?:IS|ARE)NOT(?:A|AN)(?:DEMAND|REQUEST|BILL)(?:FORPAYMENT)?(?:YOU|\||PLEASE|IT|THE|WE|$)|NOTHING(?:FORYOU)?TOPAY(?!TODAY|NOW|ONCOLLECTION)"
    r"|DONOTNEEDTOPAYANYTHING"
)


def is_of_no_force(sheet: Sheet) -> bool:
    """Whether a stamp or heading says that it does not count: a draft, or void."""
    marked = [row for row in sheet.rows if any(_OF_NO_FORCE.fullmatch(p.compact) for p in row.pieces)]
    return any(not _takes_a_line_back(sheet, row) for row in marked)


def _takes_a_line_back(sheet: Sheet, row: Row) -> bool:
    """Whether a till's `VOID` is of one line: the next one takes back just what a line before it charged."""
    near = [a for a in sheet.amounts if abs(a.row.index - row.index) <= _NEAR_A_VOID]
    return any(a.pence < 0 and any(b.pence == -a.pence for b in near) for a in near)


_NEAR_A_VOID = 3


_DASHES = re.compile(r"\s+[-–—−·|/•:]\s+|\s*[·|•—]\s*|(?<=\w)\s*/\s*(?=[A-Z])")
_NUMBERED = re.compile(
    r"(?!.*\b(?:IS|ARE|WAS|HAS|HAVE|WILL|FOR)\b)(?P<title>\D{4,40}?)\s+(?:(?:NO\.?|NUMBER|REF\.?|#)\W*)?\S*\d\S*\W*"
    r"(?:(?:DATED?|TAX POINT|OF|PAGE|ISSUED|VALID|AT|ON|TO|FROM"
    r"|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\w*\b.*\d.*)?"
)
"""A title with its number or day behind it, and nothing that makes a sentence of it."""


def parts_of_a_heading(text: str) -> Iterator[str]:
    """What of a line may be a title: all of it, each side of a dash, and what stands before its number."""
    for part in dict.fromkeys((text, *_DASHES.split(text))):
        yield part
        begun = _NUMBERED.fullmatch(plain(part))
        if begun is not None:
            yield begun["title"]


def tells_of_new_terms(sheet: Sheet, *, paid: bool) -> bool:
    """Whether it tells of new prices or terms, and neither sums anything up nor was anything paid."""
    summed = any(words_in(compact(a.label)) & {Word.TOTAL, Word.PAYABLE} for a in sheet.amounts)
    return _ANNOUNCES.search(sheet.compact) is not None and not summed and not paid


_ANNOUNCES = re.compile(
    r"(?:UPDAT|CHANG|INCREAS|RAIS)ING(?:OUR|YOUR|THE)[A-Z]{0,16}(?:PRIC(?:E|ING)|FEES|TARIFF|TERMS|CHARGES)"
    r"|CHANGES?TO(?:YOUR|OUR|THE)[A-Z]{0,20}(?:SUBSCRIPTION|PLAN|PRIC(?:E|ING)|TARIFF|TERMS|POLICY|CONTRACT)"
    r"|(?:PRICE|TARIFF|FEE|RENT)S?(?:CHANGE|INCREASE|RISE|REVIEW)(?:NOTICE|LETTER)?"
    r"|(?:PRICE|FEE|SUBSCRIPTION|PLAN|RENT)S?(?:ISCHANGING|ARECHANGING|WILL(?:CHANGE|INCREASE|RISE|GOUP))"
)
"""A letter about what will cost more from a day on: nothing is asked yet."""
