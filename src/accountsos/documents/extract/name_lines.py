"""The lines of a document that may name its supplier: whole, the first part of one, or several run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.name_marks import closed_up, without_marks
from accountsos.documents.extract.name_runs import (
    ENDS_IN_FORM,
    LEGAL,
    NOT_A_NAME,
    PARTIES_ABROAD,
    around,
    run_together,
)
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Place

__all__ = [
    "ADDRESS",
    "DEPARTMENT",
    "ENDS_IN_FORM",
    "LEGAL",
    "NOT_A_NAME",
    "ROWS_LOOKED_AT",
    "SEPARATORS",
    "NameCandidate",
    "above_in_column",
    "below_in_column",
    "candidates_of",
    "ends_in_a_postcode",
    "fits",
    "is_a_label",
    "is_a_title",
    "is_kept_by",
    "reads_on",
    "tidy_name",
]

ADDRESS = re.compile(
    r"\b(?:JALAN|JLN|LOT|NO\.?\s?\d|TAMAN|ROAD|RD|STREET|ST\.?(?=$|,)|LANE|AVENUE|AVE|FLOOR|LEVEL|UNIT|STRASSE|STR\.|PLATZ|WEG|RUE"
    r"|VIA|VIALE|SELANGOR|JOHOR|KUALA|POSTCODE|BANDAR|SEKSYEN|KAWASAN|INDUSTRIAL|PARK|CLOSE|DRIVE|WAY|ESTATE"
    r"|PO BOX|(?:NORTH|SOUTH|EAST|WEST)BOUND)\b"
    r"|STRASSE|STRAßE|\b\d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
)
_LABEL_ALONE = re.compile(
    r"(?:FROM|FOR|TO|BY|PAID|UNPAID|OVERDUE|DUE|NUMBER|NUMMER|ISSUED|NO|REF|OURREF|YOURREF|PERIOD|TERMS|STATUS|COPY|CODE|RATE|GOODS|NET|VAT"
    r"|GROSS|TAX|UNIT|UNITS|ITEM|ITEMS|DETAILS?|DESCRIPTION|SERVICE|SHIPPING|CARRIAGE|DISCOUNT|DEBIT|CREDIT|TYPE|QTY|HOURS|PARTICULARS"
    r"|BILLINGPERIOD|PAYONLINE|HOWTOPAY|OUTWARD|YOURBOOKING|SOLDBY|PAIDBYCARD|FOLIONO|(?:BILL|SUPPLY|FOLIO|POLICY|BOOKING)(?:NO|NUMBER|REF)"
    r"|(?:FINANCE|ACCOUNTS?|BILLING|CUSTOMER|REVENUES?|SALES|CREDITCONTROL|PURCHASING|PAYMENTS)"
    r"(?:SERVICES?|DEPARTMENT|DEPT|TEAM|OFFICE|SECTION|PAYABLE|RECEIVABLE)?(?:CIVICCENTRE|TOWNHALL)?|CIVICCENTRE|TOWNHALL"
    r"|UNITEDKINGDOM|ENGLAND|SCOTLAND|WALES|NORTHERNIRELAND|IRELAND|UNITEDSTATES(?:OFAMERICA)?|USA|UK|GREATBRITAIN|GERMANY|FRANCE"
    r"|(?:DELIVER|DELIVERED|SHIPPED|SHIP|DESPATCHED|DISPATCHED|INVOICED|BILLED|SOLD|CREDITED?)(?:TO|BY|FROM)"
    r"|(?:ACCOUNT|INVOICE|RECEIPT|BILL)(?:FOR|TO)"
    r"|ASINVOICE|ASABOVE|OFWHICH|ASATTACHED"
    r"|(?:BILLING|INVOICE|DELIVERY|SHIPPING|POSTAL|REGISTERED|TRADING|BUSINESS|SITE)ADDRESS"
    r"|MONTH|SENT|WEEK|YEAR|ROOM|SITE|PROJECT|JOB|ADDRESS|NAME|EMAIL|PHONE|VEHICLE|CASE|MATTER|GUEST|STAGE|LOCATION"
    r"|PREMISES|PROPERTY|LANDLORD|TENANT"
    r"|(?:VISA|MASTERCARD|MCARD|AMEX|AMERICANEXPRESS|MAESTRO|PAYPAL|APPLEPAY|GOOGLEPAY|KLARNA)"
    r"(?:DEBIT|CREDIT|CARD|CONTACTLESS|ENDING|ENDINGIN)*"
    r"|(?:DEBIT|CREDIT)CARD|CONTACTLESS|CUSTOMERCOPY|MERCHANTCOPY|CARDHOLDERCOPY|TOTALS?|SUPPLIER|VENDOR|SELLER|INVOICE|BILL|YOURBILL|YOURINVOICE|YOURRECEIPT|OURREF|DATED|AMOUNT"
    r"|HOWMANY|HOWMUCH|SERVICING|TICKETTYPES?"
    r"|NETHERLANDS|LUXEMBOURG|CANADA|AUSTRALIA|ALLRIGHTSRESERVED|REGISTEREDOFFICE|PRIVATEANDCONFIDENTIAL|STRICTLYCONFIDENTIAL)"
)
"""What stands alone in a cell as a label, a column's heading, a country or a department: it names nobody."""
SEPARATORS = re.compile(r"\s+[-–—|●•·*]\s+|\s{3,}|\s?[|●•]\s?")
_REG_TAIL = re.compile(
    r"\s*(?:[(\[]?\s*(?:CO\.?\s*(?:REG\.?)?\s*(?:NO)?\.?\s*:?)?\s*(?:[A-Z]{2})?\d[\d\s-]{4,}\s*[-·]?\s*[A-Z0-9]{0,2}\s*[)\]]?"
    r"|\(\s*\d{3,}\s*-?\s*[A-Z]{0,2}\s*\))\s*$",
    re.IGNORECASE,
)
_LABEL_HEAD = re.compile(
    r"^(?:#\d+\s+|(?:THE\s+|OUR\s+)?(?:LANDLORD|LESSOR|FREEHOLDER|SUPPLIER|SELLER|VENDOR|OPERATOR|PROP(?:RIETOR)?S?"
    r"|OWNERS?|INH(?:ABER)?)\s*[,:.]+\s*|PROPRIETORS?\s+OF\s+THE\s+|(?:AN?\s+)?(?:DIVISION|TRADING\s+(?:NAME|STYLE)|BRAND|PART|SUBSIDIARY)\s+OF\s+|(?:PARTNER|DIRECTOR|MANAGER|OWNER|PROPRIETOR|SECRETARY|TREASURER),?\s+(?:FOR(?:\s+AND\s+ON\s+BEHALF\s+OF)?|OF)\s+|(?:OPERATED|MANAGED|RUN|PUBLISHED|PROVIDED|SOLD|SUPPLIED|ISSUED|BILLED)"
    r"(?:\s+UNDER\s+LICEN[CS]E)?\s+BY\s*:?\s+"
    r"|(?:RECEIPT|INVOICE|BILL|STATEMENT|ORDER)\s+FROM\s+|(?:NAME|FIRMA|SELLER|SUPPLIER|VERKAUFER"
    r"|COMPANY|FROM|ACCOUNT NAME|KONTOINHABER)\s*:\s*)",
    re.IGNORECASE,
)
_KEPT_BY = re.compile(
    r"\s*(?:(?:OWNED|OPERATED|MANAGED|RUN|DIMILIKI)\s|(?:PROP(?:RIETOR)?S?|INH(?:ABER)?)\s*[.:,])", re.IGNORECASE
)
_OWNER_HEAD = re.compile(
    r"^(?:OWN(?:ED|ER)?\s+(?:AND\s+OPERATED\s+)?BY|DIMILIKI(?:\s+OLEH)?)\s*[:;]?\s*",
    re.IGNORECASE,
)
_TITLE_TAIL = re.compile(r"\s+(?:VAT |TAX |SALES )?(?:RECEIPT|INVOICE|BILL|STATEMENT|CREDIT NOTE)$", re.IGNORECASE)
DEPARTMENT = re.compile(
    r"(?:\W+(?:BILLING|ACCOUNTS?|INVOIC(?:ES|ING)|RECEIPTS?|PAYMENTS?|ORDERS|NO-?REPLY|NOTIFICATIONS?|FINANCE"
    r"|REFUNDS?|RETURNS?|BOOKINGS?|RESERVATIONS?|SALES|HELLO|INFO|ADMIN|DO NOT REPLY"
    r"|CUSTOMER (?:SUPPORT|SERVICES?|CARE)|SUPPORT|CREDIT CONTROL)"
    r"(?:\s+(?:TEAM|DEPARTMENT|DEPT|OFFICE|RECEIVABLE))?)+$",
    re.IGNORECASE,
)
"""Who in a company writes, after its name: `Pond Ltd Billing`."""
_TITLE_FILLERS = frozenset("YOUR OUR OF FOR THE AND A NEW FULL FINAL COPY NO HERE IS".split())
_TITLE_WORDS = _TITLE_FILLERS | frozenset(
    "PAY DISPLAY TOLL PARKING SLIP VOUCHER CARDHOLDER MERCHANT CUSTOMER"
    " DEMAND NOTICE ADVICE CONFIRMATION SUMMARY ACCOUNT RENEWAL SCHEDULE CERTIFICATE REQUEST"
    " REMINDER APPLICATION"
    " BOOKING SUBSCRIPTION MEMBERSHIP REPORT CHARGE CHARGES FEE FEES RENT RENTAL TAX SALES PAYMENT PAYMENTS RECEIPT"
    " INVOICE BILL STATEMENT QUOTATION ESTIMATE ORDER DETAILS TRIP RIDE JOURNEY TICKET PURCHASE TRANSACTION MONTHLY"
    " QUARTERLY ANNUAL SERVICE RATES VAT DOCUMENT DONATION PREMIUM POLICY NOTE CREDIT DEBIT REFUND DEPOSIT INTERIM"
    " COSTS RENDERED E ELECTRONIC TAXI CASH FARE REFUND SALE TYPE WASTE TRANSFER CONSIGNMENT".split()
)
_THEN_ITS_ADDRESS = re.compile(
    r"(\b(?:LTD|LIMITED|INC|LLP|PLC|LLC|B\.?V|N\.?V|DAC|GMBH|AG|KG|PTY|ULC)\b\.?)"
    r"(?:,\s.*\d.*|\s[^\W\d]{5,}\.?\s\d{1,3}[a-z]?|(?<!\.)\s+(?!(?:T/A|TRADING|LTD|CO|COMPANY|REG|REGISTERED|VAT|IS|OF)\b)"
    r"(?:[A-Z\d][^()]*,.*\d.*|[A-Z][^()]*\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b.*))$",
    re.IGNORECASE,
)
"""`Acme Ltd, 4 High Street`: where the name ends in its legal form, the rest is where it is."""
_REMARK_BEFORE = re.compile(r"^\([^()]+\s[^()]+\)\s+(?=\S)")
_SAID_BEFORE = re.compile(
    r"\bis\s+an?\s+(?:trading\s+(?:name|style)|brand|division|part)\s+of\s+(?:the\s+)?|"
    r"(?:^|\b)(?:BANK|PAY(?:ABLE|EE|MENTS?)?(?: TO)?|(?:ACCOUNT|A/C|ACC)(?: NAME)?|BACS|TRANSFERS? TO|CHEQUES? TO"
    r"|OPERATOR|SENDER|LANDLORD|SOLD BY|ISSUED BY)\s?:\s+(?!.*\b(?:BANK|PLC|BUILDING SOCIETY)\b)"
    r"|(?<=[A-Z]{3})\.\)?\s+(?=[A-Z])|(?<=\d)\.\s+(?=[A-Z])",
    re.IGNORECASE,
)
"""What is said before a company in its line: `Strictly 30 days. Bank: Acme Ltd`."""
_GLUED_BEFORE = re.compile(
    r"^(?:[^,]+,.*\b[A-Z]{1,2}\d{1,2}[A-Z]?(?:\s\d[A-Z]{2})?|.*\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}),?\s+(?=[A-Z])"
    r"|^.*\b(?i:days|nett?|terms|cheques?|bacs|payments?|transfers?)\b.*\b(?:to|To|TO)\s+(?=[A-Z])"
    r"|^[A-Z]\w*(?:\s[a-z]+)*\s(?:is|are|remains?|belongs?|stays?|was|were|be)(?:\s[a-z]+)*\s+(?=[A-Z])"
)
"""An address with its postcode, terms or a sentence: `7 days, to Acme Ltd`, `High Street, Leeds LS1 Acme Ltd`."""
_WHAT_IT_IS = re.compile(
    r",\s+an?\s+(?:private\s+|public\s+|registered\s+)?"
    r"(?:company|charity|society|community interest|limited liability)\b.*$",
    re.IGNORECASE,
)
_TRADES_AS = re.compile(r",?\s+(?:trading\s+as|t/a)\s+", re.IGNORECASE)
_SITE_CODE = re.compile(r"(?<=[a-z]{2})\s?-\s(?=\S*\d)[A-Z0-9]{1,4}$")
"""Which of its shops: `Acme deli - T2`."""
_NAME_LEAST = 7
_IN_ANGLES = re.compile(r"\s*<\S+@\S+>$")
_FRACTION = re.compile(r"\b[S5]/[B8]$")
_ONLY_FORM = re.compile(r"(?:SDN|BHD|LTD|LIMITED|PLC|GMBH|LLP|CO|M|\W)+", re.IGNORECASE)
ROWS_LOOKED_AT = 28
_JOINED_FROM = 8


@dataclass(frozen=True)
class NameCandidate:
    """A line, the first part of one, or some lines run together, that may be the supplier's name."""

    name: str
    pieces: tuple[Piece, ...]
    row: int

    @property
    def piece(self) -> Piece:
        """Its first line."""
        return self.pieces[0]

    @property
    def joined(self) -> int:
        """How many lines it runs over."""
        return len(self.pieces)

    @property
    def place(self) -> Place:
        """Where it stands."""
        boxes = [piece.box for piece in self.pieces]
        return Place(self.piece.page, around(boxes))


def tidy_name(text: str) -> str:
    """The name without label, registration number and stray marks: `BREAD LTD (139386 X)` is `BREAD LTD`."""
    name = closed_up(without_marks(_IN_ANGLES.sub("", text.strip())))
    name = _THEN_ITS_ADDRESS.sub(r"\1", _LABEL_HEAD.sub("", _REMARK_BEFORE.sub("", name)))
    if ENDS_IN_FORM.search(plain(name)) and len(last := _SAID_BEFORE.split(name)[-1]) > _NAME_LEAST:
        name = last if len(after := _GLUED_BEFORE.sub("", last)) <= _NAME_LEAST else after
    name = _WHAT_IT_IS.sub("", name)
    before, *trading = _TRADES_AS.split(name, maxsplit=1)
    if trading and ENDS_IN_FORM.search(plain(before)):
        name = before
    name = _SITE_CODE.sub("", name)
    name = _REG_TAIL.sub("", name) if sum(c.isalpha() for c in _REG_TAIL.sub("", name)) >= 3 else name
    if ENDS_IN_FORM.search(plain(shorter := DEPARTMENT.sub("", name))):
        name = shorter
    # OCR takes the S/B of Malaysian companies for a fraction.
    return _FRACTION.sub("S/B", name.strip(" \t-–—:;,*_=#~\"'|●•").strip())


def candidates_of(sheet: Sheet) -> Iterator[NameCandidate]:
    """Every line near the top of the first page, and those at its foot that carry a legal form."""
    last = len(sheet.rows)
    for row in sheet.rows:
        if row.page > 1:
            break
        in_head, in_foot = row.index < ROWS_LOOKED_AT, row.index >= last - 12
        for piece in run_together(row.pieces) if in_head else row.pieces:
            said = piece.text if row.index else _MARK_BEFORE.sub("", piece.text)
            parts = [part for part in SEPARATORS.split(said) if part]
            for part in _that_may_name(parts) if in_head else parts[:1]:
                for name in _ways(part):
                    if (in_head or (in_foot and LEGAL.search(plain(name)))) and fits(name):
                        yield NameCandidate(name, (piece,), row.index)
            if row.index < _JOINED_FROM:
                yield from _joined(sheet, row.index, piece)


_MARK_BEFORE = re.compile(r"^[+*~•]\s+(?=[A-Z])")
"""A cross before a pharmacy's name, on the first line, which begins no second half."""


def _that_may_name(parts: list[str]) -> list[str]:
    """The first two; what begins small behind a name that does not is what they sell: `Acme Attic - curios & toys`."""
    slogan = len(parts) > 1 and parts[0][:1].isupper() and parts[1].islower()
    return parts[:1] if slogan else parts[:2]


def _ways(text: str) -> Iterator[str]:
    """The name; where it ends in a title, also without; where it begins with `owned by`, also what follows."""
    name = tidy_name(text)
    yield name
    untitled = _TITLE_TAIL.sub("", name)
    if (
        untitled != name
        and " " in untitled
        and (untitled.isupper() or not name.split()[-1].islower())
        and not untitled.endswith(("&", "/", "-"))
    ):
        yield untitled
    if (owner := _OWNER_HEAD.sub("", name)) != name:
        yield owner
    for day in days_in(name):
        # A cell of a mail's table may run into the next: `Hopcab 15 October 2026`.
        if day.end == len(name.rstrip(" .)")) and day.start > 2:
            yield tidy_name(name[: day.start])


def is_a_label(name: str) -> bool:
    """Whether it is what stands alone in a cell as a label, a heading or a way to pay, in one language or in two."""
    parts = [compact(part) for part in re.split(r"\s+/\s+", name)]
    return any(_LABEL_ALONE.fullmatch(part) or part in PARTIES_ABROAD for part in parts)


def is_a_title(name: str) -> bool:
    """Whether every word of it is what a paper calls itself: `Rent demand`, `Your renewal notice`."""
    words = re.findall(r"[A-Z]+", plain(name))
    return bool(words) and all(word in _TITLE_WORDS for word in words) and not set(words) <= _TITLE_FILLERS


def is_kept_by(piece: Piece) -> bool:
    """Whether it names who keeps the shop above it: `Operated by Lune Fuels Ltd`."""
    return _KEPT_BY.match(piece.text) is not None


def fits(name: str) -> bool:
    """Whether it may be a name: no label, title, day, address or running text."""
    if sum(c.isalpha() for c in name) < 3 or len(name) > 80 or _ONLY_FORM.fullmatch(name) or name.startswith(_JOINING):
        return False
    if (
        _SPEAKS_OF_ANOTHER.match(plain(name))
        or _SPACED_OUT.fullmatch(name)
        or _BEGINS_IN_TEXT.match(name)
        or _DAY_AND_MONTH.match(plain(name))
        or _MONTH_AND_YEAR.fullmatch(plain(name))
    ):
        return False
    if _MAIL_ADDRESS.search(name) or (_SENTENCES.search(name) and not ENDS_IN_FORM.search(plain(name))):
        return False
    return not (is_a_label(name) or is_a_title(name) or _is_a_day(name) or reads_on(name) or ends_in_a_postcode(name))


_JOINING = ("& ", "+ ")
"""How the second half of a name begins: `& Post Office`."""
_SPACED_OUT = re.compile(r"(?:\w\W+){2,}\w")
"""Letters that stand apart, as a logo's second line may: `L T D`."""
_BEGINS_IN_TEXT = re.compile(
    r"(?:for|to|by|of|on|in|at|and|or|with|from|if|as|is|per|via|re)\s+\S"
    r"|(?:invoice|receipt|bill|statement|credit note|quotation|quote|estimate|order)\s+(?!centre|shop)\S+$",
    re.IGNORECASE,
)
"""How a piece of text or a title with its number begins, and no name: `for your records`, `Invoice AB`."""
_SPEAKS_OF_ANOTHER = re.compile(
    r"(?:INSURERS?|INSURED (?:BY|WITH)|UNDERWRITTEN BY|SENT (?:BY|WITH|VIA|FROM)|MADE WITH"
    r"|CREATED (?:BY|WITH|IN)|POWERED BY"
    r"|(?:PAYMENTS?|CARDS?|ORDERS?|FINANCE|CREDIT|INSURANCE) (?:IS |ARE )?(?:PROCESSED|HANDLED|TAKEN|PROVIDED|MADE)"
    r" (?:BY|VIA)"
    r"|(?:DELIVERED|SHIPPED|CARRIED|DESPATCHED|DISPATCHED|FULFILLED|PRINTED|HOSTED|DESIGNED|COLLECTED|SECURED|BUILT|HANDLED)"
    r" (?:BY|VIA|WITH)|(?:COURIER|CARRIER|HAULIER|MEMBERS?(?: OF)?|PARTNERS?(?: OF)?|ACCREDITED BY|APPROVED BY):?"
    r"|PROCESSED BY|FACTORED (?:BY|TO)|ASSIGNED TO|SOFTWARE BY|DECLARED BY|BANK(?:ERS)?:)\s"
)
"""Who insures, lends, sends or takes the money, and does not sell."""
_DAY_AND_MONTH = re.compile(r"\d{1,2}(?:ST|ND|RD|TH)?\s(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\b")
_MONTH_AND_YEAR = re.compile(r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?\s(?:20)?\d\d")
_MAIL_ADDRESS = re.compile(r"\w@\w")
_SENTENCES = re.compile(r"[a-z]{3}\.(?:\s+[A-Z]|$)")
"""Where one sentence ends and another begins."""


_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\W*$")


def ends_in_a_postcode(text: str) -> bool:
    """Whether it is the end of a British address, whatever name it began with."""
    return _POSTCODE.search(plain(text)) is not None


_JOINS = frozenset("a an and at by co de der du for in la le of on the to t/a und upon van von with".split())
_SAYS_LEAST = 3
_SPEAKERS = frozenset("your thank thanks here hello hi dear we this please you our".split())
_SPOKEN_LEAST = 4


def reads_on(text: str) -> bool:
    """Whether it is a piece of running text: a capital, then small words, as no name is written.

    All in small letters, as a small trade may type it, it may be a name.
    """
    words = [word.strip("()[],.;:'\"&") for word in text.split()]
    small = [word for word in words if word[:1].islower() and word not in _JOINS]
    begun = any(word[:1].isupper() for word in words)
    spoken = len(words) >= _SPOKEN_LEAST and re.split("['’]", words[0].lower())[0] in _SPEAKERS
    return (spoken or (begun and len(small) >= _SAYS_LEAST)) and ENDS_IN_FORM.search(plain(text)) is None


def _is_a_day(text: str) -> bool:
    """Whether a day is all of it."""
    day = next(days_in(text), None)
    return day is not None and not any(c.isalnum() for c in text[: day.start] + text[day.end :])


def _joined(sheet: Sheet, index: int, piece: Piece) -> Iterator[NameCandidate]:
    """The line together with up to three below in the same column: long names run over several."""
    pieces = [piece]
    if is_a_title(piece.text) or NOT_A_NAME.search(piece.compact) or sum(c.isalpha() for c in piece.text) < 2:
        return
    for count in (2, 3, 4):
        below = _below(sheet, index + count - 1, pieces[-1])
        owner = below is not None and is_kept_by(below)
        if (
            below is None
            or owner
            or _BY_ITSELF.match(plain(below.text))
            or NOT_A_NAME.search(below.compact)
            or sum(c.isalpha() for c in tidy_name(below.text)) < 2
        ):
            return
        pieces.append(below)
        name = tidy_name(" ".join(tidy_name(p.text) for p in pieces))
        if fits(name):
            yield NameCandidate(name, tuple(pieces), index)


_BY_ITSELF = re.compile(r"\d{1,4}[A-Z]?,?\s[A-Z'’]{3,}(?:\s[A-Z'’]{3,}){1,2}$|(?:SARL|SASU?|EURL|SNC)\s[A-Z]")
"""A house in its street, or a company whose form stands before its name."""


def _below(sheet: Sheet, index: int, piece: Piece) -> Piece | None:
    """The piece on that row that goes on in the column, in letters of like size."""
    if index >= len(sheet.rows) or sheet.rows[index].page != piece.page:
        return None
    for below in run_together(sheet.rows[index].pieces):
        if _in_column(piece, below) and below.box.top - piece.box.bottom < 1.3 * _tall(piece, below):
            return below if 0.4 < below.height / max(piece.height, 1e-6) < 2.5 else None
    return None


def _tall(*pieces: Piece) -> float:
    return max(piece.box.bottom - piece.box.top for piece in pieces)


def _in_column(one: Piece, other: Piece) -> bool:
    """Whether they begin alike, have the same middle, or one stands wholly within the other."""
    centred = abs((one.box.left + one.box.right) / 2 - (other.box.left + other.box.right) / 2) < 0.08
    within = one.box.left - 0.02 < other.box.left and other.box.right < one.box.right + 0.02
    return centred or abs(one.box.left - other.box.left) < 0.03 or (within and other.box.left < one.box.left + 0.2)


def below_in_column(sheet: Sheet, candidate: NameCandidate) -> Piece | None:
    """The line under a candidate's last one, in its column."""
    return _below(sheet, candidate.row + candidate.joined, candidate.pieces[-1])


def above_in_column(sheet: Sheet, candidate: NameCandidate) -> Piece | None:
    """The line over a candidate's first one, in its column."""
    if candidate.row == 0:
        return None
    for above in run_together(sheet.rows[candidate.row - 1].pieces):
        near = candidate.piece.box.top - above.box.bottom < 1.3 * _tall(above, candidate.piece)
        if _in_column(above, candidate.piece) and near and above.page == candidate.piece.page:
            return above
    return None
