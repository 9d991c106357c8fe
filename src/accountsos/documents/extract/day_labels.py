"""What the words beside a day say of it: that the paper was issued on it, or something else happened."""

from __future__ import annotations

import re

from accountsos.documents.extract.rows import compact, plain

OF_THE_PAPER = r"(?:RECHNUNG|INVOICE|FACTURE|FATTURA|GUTSCHRIFT|AVOIR|NOTE|BELEG|BILL|RECEIPT)"
_SCORES = (
    (re.compile(r"VERSION|COPYRIGHT|BEISPIEL(?!RECHN)|CODELIST|STYLESHEET|SORTCODE"), -3.0),
    (re.compile(r"^(?:AND)?PAID(?:ON|INFULLON)?$|PAIDON$|DATEPAID$|PAYMENTDATE$|CHARGED[A-Z]{0,20}ON$|(?<!BE)(?<!UN)PAID(?:BY|WITH)[A-Z]{2,12}ON$|PLACEDON$|BOOKED(?:ON)?$"
                r"|DATEOFPAYMENT$|^RECEIVEDON(?:THE)?$|DATEBOOKED$|DATEOFBOOKING$|BOOKINGDATE$|ORDERPLACED$"), 1.0),
    (re.compile(r"^(?:INVOICED|BILLED)(?:AND|ON|DISPATCHED|DESPATCHED|SHIPPED|DELIVERED|SENT)*$"
                r"|^(?:DESPATCHED|DISPATCHED|DELIVERED)?(?:AND)?INVOICED$"), 2.5),
    (re.compile(r"(?:(?:COURSE|TRAINING|COPY|VALUATION|COLLECTION|INSPECTION|TEST|PUBLICATION)(?:DATE)?S?)$"), -1.5),
    (re.compile(r"DATE(?:IN|OUT)$"), 0.5),
    (re.compile(r"DELIVE[A-Z]*TAXPOINT$|SUPPL[A-Z]*TAXPOINT$"), 2.2),
    (re.compile(r"(?:BESTELL|ORDER|^ORD|LIEFERSCHEIN|LIEFERUNG|QUOTE|QUOTATION|VERTRAG|ANGEBOT|AUFTRAG|ANNUAL|CONTRACT)"
                r"[A-Z]{0,12}(?:VOM|DATED?|OF)?$"), -2.0),
    (re.compile(r"(?:LEASE|TENANCY|AGREEMENT|LICEN[CS]E|LETTER|DEED|WARRANTY|CERTIFICATE|SURVEY"
        r"|INSTRUCTIONS?)(?:DATED?|OF|DATE)?$"), -2.5),
    (re.compile(r"DUE|ECHEANCE|FALLIG|FORFALL|BISZUM|BIS$|PAYBY|PAYABLEBY|PAYBEFORE|PAYMENTREQ|REQUIREDBY|PAIDBY|SCADENZA|ZAHLBAR|UBERWEISEN"
                r"|SKONTO|EXPIR|VALID|UNTIL|GULTIG|RETURN|ONORAFTER|DIRECTDEBIT|COLLECT|NEXTBILL"
                r"|RENEW|BEFORE$|NOLATERTHAN"), -3.0),
    (re.compile(r"INVOICEDATE|^INVDATE|RECHNUNGSDATUM|BELEGDATUM|DATEDEFACTURE|DATEFACTURE|DATEOFISSUE|ISSUEDATE|DATAFATTURA"
                r"|RECEIPTDATE|CREDITNOTEDATE|DATEOFINVOICE|BILLDATE|DATEOFBILL|INVOICEISSUED|DOCUMENTDATE|DATEOFNOTE|FAKTURADAT"
                r"|DATEISSUED|CREDITDATE|DATEOF(?:THIS)?(?:DEMAND|NOTICE|ACCOUNT|RECEIPT|DOCUMENT"
                    r"|CREDIT)|DEMANDDATE|DOCDATE|TAXDATE|DYDDIADDATE|FACTUURDATUM|DATEANDTAXPOINT"
                        r"|DATETAXPOINT|NOTEDATE|FEENOTEDATE"), 3.0),
    (re.compile(r"LEISTUNGSDATUM|LIEFER|DELIVER|LIVRAISON|DESPATCH|DISPATCH|SHIP|PERIOD|ZEITRAUM|BIRTH|PRINT|BACKORDER|ARRIV|ANREISE|ABREISE|CROSSING|EVENT|APPOINTMENT|SESSION|FLIGHT|LESSON|TREATMENT|STAYDATE"
                r"|DEPART|CHECKIN|CHECKOUT|TRAVEL|JOURNEY|OUTWARD|COMPLET|COMMENC|START|ENDDATE|ENDING|VISIT|BOOKINGFOR"
                r"|SUPPLYDATE|DATEOFSUPPLY|WORKDATE|JOBDATE|HIREDATE|ONHIRE|OFFHIRE|LASTPAYMENT|RECEIVED"
                r"|READING"), -1.5),
    (re.compile(r"TAXPOINT"), 2.2),
    (re.compile(OF_THE_PAPER + r"[A-Z]{0,14}(?:VOM|VON|DU|DEL|DATED|OF)$"), 2.5),
    (re.compile(r"ISSUED$|ISSUEDON$|^RAISED(?:ON)?$|PURCHASED|DATEOFPURCHASE|DATEPURCHASED|BILLED|BOUGHTON|DATEOFSALE|SALEDATE"
                r"|^DATED$"), 2.2),
    (re.compile(r"STATEMENT"), 0.5),
    (re.compile(r"(?:DATE|DATUM|DATA|FECHA|TARIKH)[A-Z]{0,4}$|DATO$"), 2.0),
    (re.compile(r"DATE|DATUM|TARIKH"), 1.0),
)  # fmt: skip
OF_ANOTHER_PAPER = re.compile(
    r"(?:ORIGINAL|ORIG|REF|REFERENCE|^RE|AGAINST|RELAT(?:ES|ED|ING)TO|CREDIT(?:S|ED|ING)|DEPOSIT|LESS|PREVIOUS|LAST|REPLAC(?:ES|ED|ING)|CANCEL(?:S|LED|LING)"
    r"|CORRECT(?:S|ED|ING)|INTERIM|EARLIER|REFER(?:S|RING)TO)"
    rf"(?:OUR|THE|TO)*(?:DEPOSIT|TAX|VAT|SALES|PRO ?FORMA)*{OF_THE_PAPER}"
    r"[A-Z]{0,16}(?:DATE|DATED|OF|ON|FROM|VOM|ISSUED)?$"
)
"""The day of an invoice that this paper credits, corrects or takes a deposit off."""
HOLDS_UNTIL = re.compile(r"(?:VALID|GOOD)(?:UNTIL|TILL|TO|THRU|THROUGH)$|EXPIR(?:Y|ES|ATION)(?:DATE|ON)?$")
"""The label of the day until which a ticket or an offer holds."""
A_JOURNEY = re.compile(r"\d[:.]\d\d\s?(?:→|➔|➝|⟶|->|>)\s?.{0,30}\d[:.]\d\d")
"""`DUB 06:40 → CDG 09:25`: the day beside it is that of a flight or a crossing."""
ORDERED = re.compile(r"^(?:YOUR)?ORDER(?:NO|NUMBER|ID|REF|DATE|DATED|PLACED|PLACEDON|ED|EDON|ON)*$")
"""The label of a day on which something was ordered."""
_A_NUMBER = r"(?:NO\.?|NR?\.?|NUMBER|NUM\.?|REF\.?|#)?\s*[#:]?\s*\S*\d\S*"
_A_PAPER = (
    r"(?:(?:FATTURA|FACTURE|FACTURA|FACTUUR|RECHNUNG) ?/ ?)?(?:TAX |VAT |SALES |HIRE |FEE |SERVICE )*"
    r"(?:INVOICE|RECEIPT|BILL|CREDIT NOTE|FEE NOTE|FATTURA|FACTURE|FACTURA|FACTUUR|RECHNUNG)"
)
NUMBERED = re.compile(
    rf"{_A_PAPER}\s{_A_NUMBER}\s*"
    r"(?:[-–—,·|:(]|(?:IS |WAS )?(?:ISSUED|RAISED)(?: ON)?|(?:IS )?DATED|OF|DEL|DU|VOM|VAN)?(?: THE)?\W*$"
)
"""A paper's title and number right before its day: `Invoice 7204 - 3 May 2026`, `Receipt B/17 issued on 3 May 2026`."""
_NUMBERED_AND_DATED = re.compile(rf"{_A_PAPER}\s{_A_NUMBER}\s.*?\b(?:(?:INVOICE |ISSUE )?DATED?|ISSUED)\W*$")
"""The same with something between: `Hire invoice 26-18 Contract 771 Date: 3/5/26`."""
_NUMBERED = 2.5
_OF_PAYMENT = re.compile(r"(?<!BE)(?<!UN)PAID(?:(?:BY|WITH)[A-Z]{2,12})?ON$|PAYMENTRECEIVED(?:ON)?$|DATEPAID$")


def score_of(words: str) -> float | None:
    """What a bookkeeper would say of these words, which are letters only; None: they say nothing of days."""
    return next((score for pattern, score in _SCORES if pattern.search(words)), None)


def is_of_payment(label: str) -> bool:
    """Whether the words say that money was paid on that day."""
    return _OF_PAYMENT.search(compact(label)) is not None


def titled(label: str) -> float | None:
    """What it says of a day that the paper's own title and number stand before it."""
    text = plain(label).strip()
    return _NUMBERED if NUMBERED.match(text) or _NUMBERED_AND_DATED.match(text) else None


def event_in(own: str, beside: str) -> float | None:
    """What makes it another day: the word before a colon, or the cell beside words that say nothing of days.

    `Course: first aid, 3 May 2026`, and `3 May 2026 02:10` after `Dover - Calais` beside `Outward`.
    """
    heads = [own.partition(":")[0] if ":" in own else "", beside if score_of(compact(own)[-28:]) is None else ""]
    scores = [score_of(compact(head)[-28:]) for head in heads if head]
    return min((score for score in scores if score is not None and score < 0), default=None)
