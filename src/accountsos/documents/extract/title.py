"""What kind of paper a page is, first of all by its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accountsos.documents.extract.days import days_in, has_time
from accountsos.documents.extract.not_booked import (
    announces,
    asks_for_nothing,
    begins_as_a_letter,
    heads_a_table,
    is_a_ledger,
    is_a_letter,
    is_a_payslip,
    is_invoiced_when_sent,
    is_of_no_force,
    is_of_the_taxman,
    is_only_ordered,
    is_written_as_one,
    parts_of_a_heading,
    reminds,
    tells_of_new_terms,
)
from accountsos.documents.extract.paid_at_once import is_marked_paid, is_paid_at_the_foot, is_taken_off, was_handed_over
from accountsos.documents.extract.refunds import is_a_refund
from accountsos.documents.extract.rows import Piece, Row, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.stacked import stack_of
from accountsos.documents.extract.titles import DELIVERED, KINDS, TITLES, is_title
from accountsos.documents.extract.vat_labels import labelled
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.extract.words import Word
from accountsos.documents.facts import NEVER_BOOKED, DocumentType, Fact

_SELF_BILLED = re.compile(r"SELFBILL|BUYERCREATEDINVOICE|VATSHOWNISYOUROUTPUTTAX")
"""Its title, and the words that HMRC asks for on it."""
_REMINDS = re.compile(
    r"ACCORDINGTOOURRECORDS[A-Z|]{0,60}(?:UNPAID|OVERDUE|OUTSTANDING)|(?:STILL|REMAINS?)(?:UNPAID|OVERDUE|OUTSTANDING)"
    r"|ISDAYS(?:OVERDUE|PASTDUE|LATE)"
)
"""A letter about the money of an earlier invoice; terms of payment may speak so too."""
_NOT_PAID = re.compile(
    r"RECORDSSHOW[A-Z|]{0,60}(?:NOT(?:YET)?PAID|UNPAID|NOTRECEIVED|OVERDUE)|(?:HAVENOT|NOTYET)(?:YET)?(?:RECEIVED(?:YOUR)?PAYMENT|PAIDTHE)"
    r"|PAYMENT[A-Z|]{0,40}(?:WAS)(?:UNSUCCESSFUL|DECLINED|REJECTED)|PAYMENT(?:FAILED|DECLINED)|CARD[A-Z|]{0,20}(?:WAS|IS)DECLINED"
)
"""What only a letter about money that did not come says."""
_IS_OVERDUE = re.compile(
    r"(?:IS|ARE)NOW[A-Z]{0,12}(?:OVERDUE|OUTSTANDING|PASTDUE)"
    r"|INVOICE[A-Z]{0,40}(?:HASNOT(?:YET)?BEENPAID|(?:WAS|FELL)DUE(?:ON|FOR))"
)
_REMITS = re.compile(
    r"(?:BACS|PAYMENT|CREDIT)(?:PAYMENT)?NOTIFICATION"
    r"|(?:HAVE|HAS)(?:TODAY|NOW)?(?:BEEN)?(?:PAID|SENT|TRANSFERRED|REMITTED)[A-Z]{0,40}(?:TO|INTO)YOURBANK"
    r"|(?:PAID|PAYMENT(?:OF|FOR|MADE)|PAYING|SETTL(?:ED|ING))[A-Z]{0,20}(?:INVOICES(?:LISTED|SHOWN)?BELOW|FOLLOWINGINVOICES)"
    r"|WILLREACHYOURBANK|WILLBE(?:PAID|CREDITED)(?:IN)?TOYOURBANK|INSETTLEMENTOFYOURINVOICE"
)
"""A customer says what it has paid us, or will."""
_QUOTES = re.compile(
    r"PLEASEDTO(?:BEABLETO)?(?:QUOTE|OFFER|ESTIMATE|SUBMIT|PROVIDE)[A-Z]{0,12}(?:QUOT|PRICE|ESTIMATE|FOLLOW|FOR)"
    r"|OUR(?:WRITTEN)?(?:QUOTATION|ESTIMATE)(?:FOR|IS)|(?:PRICE|QUOTE|QUOTATION|ESTIMATE|OFFER)S?(?:IS|ARE)?VALIDFOR"
    r"|(?:PROPOSAL|QUOTE|QUOTATION|ESTIMATE|OFFER)(?:IS|REMAINS)(?:OPEN|VALID|GOOD)FOR"
    r"|(?:PRICE|QUOTE|QUOTATION|OFFER)S?(?:HOLD|STAND|REMAIN)S?(?:GOOD|OPEN|VALID|FIRM)?(?:FOR|UNTIL)"
)
_PROFORMA = re.compile(r"(?<!TERMS)(?<!TERMS\|)PROFORMA(?!PAID|ACCOUNT|TERMS|PAYMENT)|NOTANINVOICE|KEINERECHNUNG")
_NO_RECEIPT = re.compile(r"(?:THISISNOT|NOT)A(?:N)?RECEIPT(?!F)")
_OFFERS = re.compile(
    r"(?:QUOTE|QUOTATION|ESTIMATE)(?:TOTAL|VALID|NO|NUMBER|REF|DATE|EXPIR)|VALID(?:FOR)?DAYS|TOGOAHEAD|TOACCEPT|IFYOUAREHAPPY|SUBJECTTOSURVEY"
)
"""What an offer says beside its title, and a bill does not."""
_BEGINS_AS = re.compile(
    r"(?:QUOTATION|QUOTE|ESTIMATE|(?:FEE )?PROPOSAL|PRO[ -]?FORMA|REMITTANCE ADVICE|DELIVERY NOTE"
    r"|(?:ACCOUNT |CUSTOMER |MONTHLY )?STATEMENT)\b"
)
_NO_VAT_INVOICE = re.compile(r"NOTA(?:VAT|TAX)INVOICE")
_MONEY_TAKEN = re.compile(
    r"PAYMENTS?\|?(?:VISA|MASTERCARD|AMEX|CARD|CASH|PAYPAL)|CHARGEDTO|PAIDWITH|PAIDBY(?:CARD|CASH)|TOTALPAID|AMOUNTPAID"
)
"""What was paid needs no VAT invoice to be a receipt; what asks for money and is none is an announcement of one."""
_TAKEN_LATER = re.compile(
    r"(?:WILL|SHALL|TO)(?:ONLY)?BE(?:CHARGED|DEBITED|TAKEN)(?:ONLY)?(?:ON|WHEN|ONCE|AT|BEFORE|AFTER|UPON)"
    r"|(?:WONT|WILLNOT)BE(?:CHARGED|DEBITED|TAKEN)UNTIL"
)
"""The money of an order is still with who ordered."""
_BY_CARD = re.compile(r"VISA|MASTERCARD|AMEX|PAYPAL|PAYMENTMETHOD")
_HEADS_A_RECEIPT = re.compile(r"(?:^|\|)(?:SALES|SALE|CUSTOMER|YOUR|CASH|PAYMENT)?RECEIPT")
_CHANGE_GIVEN = re.compile(r"\|CASH(?:TENDERED|GBP)?\|(?:[A-Z]{0,12}\|)?CHANGE|PAIDCARD|PAIDCASH")
_IS_THE_RECEIPT = re.compile(
    r"(?<!NOT)(?:IS|AS)(?:YOUR|A|THE)(?:FULL|OFFICIAL|SIMPLIFIED)?(?:VAT|TAX|SALES)?(?:RECEIPT|INVOICE)(?!WILL)(?:FOR)?"
    r"|VATRECEIPT|VATINVOICEN|TAXINVOICEN"
)
_BOOKED = re.compile(r"(?:BOOKING|RESERVATION)(?:CONFIRM|REF|NUMBER|NO|ID)|CONFIRMATIONOF(?:YOUR)?BOOKING")
_CREDIT_NOTE = re.compile(
    r"CREDITNOTE|CREDITMEMO|GUTSCHRIFT|AVOIR(?!S)|NOTADICREDITO|NOTADECREDITO|CREDITNOTA|REFUNDRECEIPT"
)
_INVOICE = re.compile(
    r"INVOICE|FEENOTE|NOTEOFFEES|DEBITNOTE|RENTDEMAND|DEMANDNOTICE|DEMANDFOR(?:GROUND)?RENT|SERVICECHARGEDEMAND|RATESDEMAND|BILLNUMBER|BILLNO|BILLDATE|(?:YOUR|OUR|THIS|ELECTRICITY|GAS|WATER|ENERGY|PHONE|BROADBAND|BUSINESS|FINAL)BILL"
    r"|BILLREFERENCE|BILLOFCOSTS|RECHNUNG|FAKTURA|FACTURE|FATTURA|FACTURA|FACTUUR"
)
_BILLED = re.compile(
    r"BILLINGPERIOD|BILLNUMBER|BILLDATE|BILLREFERENCE|(?:ELECTRICITY|GAS|WATER|ENERGY|PHONE|BROADBAND)BILL|STANDINGCHARGE"
)
"""What a utility's bill says: it thanks for the last payment and is no receipt for it."""
_PAID = re.compile(
    r"(?:TOTAL|AMOUNT|PAID|PAYMENT)(?:PAID|BY|WITH|METHOD|RECEIVED)*(?:VISA|MASTERCARD|AMEX|CARD|CASH|PAYPAL|APPLEPAY|GOOGLEPAY|DEBIT|CREDIT(?!N))"
    r"|RECEIVEDFROM|THESUMOF"
    r"|PAID[A-Z]{0,9}BY(?:CARD|CASH|VISA|MASTERCARD|PAYPAL)|TOTALPAID|AMOUNTPAID|RECEIVEDWITHTHANKS|PAIDINFULL|PAIDBY|PAIDWITH|FEEPAID|PAIDON(?!LINE)|PAIDCARD|PAIDCASH|DATEPAID|PAYMENTRECEIVED|BOOKINGISCONFIRMED|THANKYOUFORYOURPAYMENT"
)
_TO_BE_PAID = re.compile(
    r"SORTCODE|BANKDETAILS|PAYMENTWITHIN|DAYSNET|PLEASEPAY|DUEDATE|PAYMENTDUE|PAYBY|PAYABLEWITHIN|BANKTRANSFER|BACS|REMIT|DAYSFROM|PAYMENTTERMS|PAYMENTISDUE|DUEWITHIN|(?:PAYMENT|DUE|PAYABLE)ONRECEIPT"
    r"|STRICTLYDAYS|TERMSDAYS|TERMSSTRICTLY|PAYONCOMPLETION|NETMONTHLY|CHEQUESPAYABLE|MADEPAYABLE"
)
_RECEIPT = re.compile(
    r"(?<!DUEON)(?<!PAYABLEON)(?<!PAYMENTON)(?<!UPON)RECEIPT|CASHIER|(?<!EX)CHANGE(?!D)|TILL|THANKYOU|TENDER|AUTHCODE|CONTACTLESS|VISADEBIT|CASHBILL|SERVEDBY|PLEASECOMEAGAIN|QUITTUNG"
    r"|PLEASERETAIN|\|(?:DEBIT|CREDIT|BUSINESS|VISA)*CARD\|"
)
_STATEMENT = re.compile(r"STATEMENTOFACCOUNT|BANKSTATEMENT|ACCOUNTSTATEMENT|KONTOAUSZUG")
_CONTRACT = re.compile(r"THISAGREEMENT|TENANCYAGREEMENT|TERMSOFEMPLOYMENT|LEASEAGREEMENT|THISCONTRACT|PARTIESAGREE")
_NUMBERED = re.compile(r"\bINV\b\.?\s?(?:NO\b|NUMBER|NR\b|#)?\W{0,4}[A-Z]{0,3}\W?\d")
_NO_CREDIT = re.compile(r"(?:NO|WITHOUTA|NOTA)(?:VAT|TAX)?CREDITNOTE")
_WORDS_OF_A_HEADING = 6
_HARDLY_TOLD = 0.7
"""Low enough that a person is asked what the paper is."""
_LARGER, _LETTERS_OF_A_TITLE = 1.12, 4
_NOT_SURELY_UNBOOKED = 0.9
_TITLED = 0.96
"""Of a paper whose largest title says that it is none to be booked."""
_PLAIN = (DocumentType.INVOICE, DocumentType.CREDIT_NOTE)


def type_of(sheet: Sheet) -> Fact[DocumentType]:
    """The kind of paper. What only announces, repeats or accompanies an invoice is none.

    One that is to be booked and bears a mark of another kind is doubted: a person says what it is.
    """
    told = _type_of(sheet)
    if told.value not in NEVER_BOOKED and _is_doubtful(sheet, told.value):
        return replace(told, confidence=min(told.confidence, _HARDLY_TOLD))
    if told.value is DocumentType.OTHER and _charges(sheet):
        return replace(told, confidence=min(told.confidence, _NOT_SURELY_UNBOOKED))
    return told


def _charges(sheet: Sheet) -> bool:
    """Whether a paper that seems to be none to book has an invoice's number or day and adds VAT up to a total."""
    return _OWN_INVOICE.search(plain(sheet.text)) is not None and stack_of(sheet) is not None


_OWN_INVOICE = re.compile(r"\b(?<!FORMA )INVOICE (?:NO\b|NUMBER|DATE)|\bTAX POINT|\bIS A VAT INVOICE")


def _is_doubtful(sheet: Sheet, type_: DocumentType) -> bool:
    """Whether it lists an account, reminds of a payment, does not count, or another kind of paper is its heading."""
    if type_ is DocumentType.INVOICE and (is_a_ledger(sheet) or reminds(sheet)):
        return True
    return is_of_no_force(sheet)


def _is_a_letter(sheet: Sheet) -> bool:
    return is_a_letter(sheet) or is_of_the_taxman(sheet)


def _announced(sheet: Sheet) -> Fact[DocumentType]:
    """What says that its invoice is elsewhere; where it was paid, it may be all the receipt there is."""
    taken = _MONEY_TAKEN.search(sheet.compact) and not _TAKEN_LATER.search(sheet.compact)
    if taken and is_invoiced_when_sent(sheet):
        return Fact(DocumentType.OTHER, _NOT_SURELY_UNBOOKED)
    if taken or _IS_THE_RECEIPT.search(sheet.compact):
        return Fact(DocumentType.RECEIPT, _HARDLY_TOLD)
    return Fact(DocumentType.OTHER, _TITLED)


def _type_of(sheet: Sheet) -> Fact[DocumentType]:
    rows = sheet.rows[: max(14, len(sheet.rows) // 2)]
    head = "|".join(row.compact for row in rows)
    titled = _titled(_may_be_titles(rows))
    if titled not in _PLAIN and (is_a_payslip(sheet) or _is_a_letter(sheet)):
        return Fact(DocumentType.OTHER, _TITLED)
    if titled is None and _begins_as_an_offer(sheet, rows):
        return Fact(DocumentType.OTHER, _TITLED if _OFFERS.search(sheet.compact) else 0.9)
    if titled is DocumentType.OTHER:
        return _other_or_receipt(sheet)
    if _SELF_BILLED.search(sheet.compact):
        # Who buys wrote it: it may be our sale, or what we pay a subcontractor. A person says.
        return Fact(DocumentType.INVOICE, _HARDLY_TOLD)
    if titled is None and (_IS_OVERDUE.search(sheet.compact) or _REMITS.search(sheet.compact)):
        return Fact(DocumentType.OTHER, _TITLED)
    if titled is None and _QUOTES.search(sheet.compact):
        return Fact(DocumentType.OTHER, 0.9 if _MONEY_TAKEN.search(sheet.compact) else _TITLED)
    no_receipt = not _MONEY_TAKEN.search(sheet.compact) and not _PAID.search(sheet.compact)
    if titled is None and (_NOT_PAID.search(sheet.compact) or (no_receipt and asks_for_nothing(sheet))):
        return Fact(DocumentType.OTHER, _TITLED)
    if titled is None and is_a_ledger(sheet):
        return Fact(DocumentType.STATEMENT, _TITLED)
    if titled is None and (_REMINDS.search(sheet.compact) or reminds(sheet)):
        return Fact(DocumentType.OTHER, _TITLED if reminds(sheet) and _REMINDS.search(sheet.compact) else 0.9)
    if titled is None and is_only_ordered(sheet) and not _MONEY_TAKEN.search(sheet.compact):
        return Fact(DocumentType.OTHER, _NOT_SURELY_UNBOOKED if _BY_CARD.search(sheet.compact) else _TITLED)
    if titled is None and announces(sheet):
        return _announced(sheet)
    if titled is None and _NO_RECEIPT.search(sheet.compact):
        return Fact(DocumentType.OTHER, _TITLED)
    taken = _MONEY_TAKEN.search(sheet.compact) or (
        _HEADS_A_RECEIPT.search(head) and _CHANGE_GIVEN.search(sheet.compact)
    )
    if _NO_VAT_INVOICE.search(head) and taken and not _PROFORMA.search(head):
        return Fact(DocumentType.RECEIPT, 0.85)
    if _PROFORMA.search(head) or _NO_VAT_INVOICE.search(head):
        # A till may print it on the receipt of what was paid; what shows no payment is what it says.
        paid = _PAID.search(sheet.compact) or _RECEIPT.search(sheet.compact) or _MONEY_TAKEN.search(sheet.compact)
        return Fact(DocumentType.OTHER, 0.9 if paid else _TITLED)
    if titled is None and tells_of_new_terms(sheet, paid=_MONEY_TAKEN.search(sheet.compact) is not None):
        return Fact(DocumentType.OTHER, _TITLED)
    if titled is DocumentType.STATEMENT:
        return Fact(DocumentType.STATEMENT, 0.9 if _BILLED.search(sheet.compact) else _TITLED)
    if titled is DocumentType.CREDIT_NOTE or (titled is None and _says_credit(rows)):
        return Fact(DocumentType.CREDIT_NOTE, 0.95)
    if _CREDIT_NOTE.search(head):
        return _cites_credit(sheet, rows, titled)
    if titled is None and _STATEMENT.search(head) and not _BILLED.search(sheet.compact):
        return Fact(DocumentType.STATEMENT, 0.9)
    if _CONTRACT.search(sheet.compact):
        return Fact(DocumentType.CONTRACT, 0.8)
    return _bill_or_receipt(sheet, head, titled)


def _bill_or_receipt(sheet: Sheet, head: str, titled: DocumentType | None) -> Fact[DocumentType]:
    """What is left: whether it asks for money, was paid, or gives some back."""
    asks = _TO_BE_PAID.search(sheet.compact) or _BALANCE_ASKED.search(sheet.compact)
    if titled is DocumentType.INVOICE and asks and not _TILL.search(sheet.compact):
        return Fact(DocumentType.INVOICE, 0.95)
    if titled is not DocumentType.INVOICE and is_a_refund(sheet):
        return Fact(DocumentType.CREDIT_NOTE, 0.9)
    # A letter thanks too: for a renewal, for an enquiry, for patience.
    said = _THANKS.sub("", sheet.compact) if begins_as_a_letter(sheet) else sheet.compact
    if any(piece.compact == "ONRECEIPT" for row in sheet.rows for piece in row.pieces):
        said = said.replace("ONRECEIPT", "")  # when it is due, under that heading
    narrow = sheet.amounts and _RECEIPT.search(said) is not None and _BILLED.search(sheet.compact) is None
    if narrow and not ("BILLTO" in head or "DUEDATE" in head or "SORTCODE" in sheet.compact):
        return Fact(DocumentType.RECEIPT, 0.9)
    if _INVOICE.search(sheet.compact):
        return Fact(DocumentType.INVOICE, 0.95)
    return _untitled(sheet)


def _may_be_titles(rows: Sequence[Row]) -> list[tuple[Piece, Row]]:
    """The pieces of the first page that head no column and are no cell of a list."""
    first = [(p, row) for row in rows if row.page == 1 for p in (*row.pieces, *_spelled_out(row))]
    return [(piece, row) for piece, row in first if not heads_a_table(piece, row) and not is_taken_off(row)]


def _begins_as_an_offer(sheet: Sheet, rows: Sequence[Row]) -> bool:
    """Whether a line near the top begins with the title of a paper that is none to book, and no label of its own."""
    heads = [p for row in rows[:8] for p in row.pieces if p.page == 1]
    begun = any(_BEGINS_AS.match(plain(p.text)) and p.text[:1].isupper() for p in heads)
    return begun and not any(TITLES[1][1].fullmatch(p.compact) for p in heads)


def _spelled_out(row: Row) -> Iterator[Piece]:
    """A heading in letters that stand apart, whose words came as pieces of their own: `C R E D I T   N O T E`."""
    words = [p for p in row.pieces if _APART.fullmatch(p.text.strip())]
    if len(words) > 1:
        yield replace(words[0], text="".join(p.text for p in words))


_DASH = re.compile(r"\s[-–—]\s")
_APART = re.compile(r"(?:[^\W\d_] ){2,}[^\W\d_]")


_THANKS = re.compile(
    r"THANKYOU(?!(?:SOMUCH|VERYMUCH)?FOR(?:YOUR|THE)(?:[A-Z]{3,12})?(?:PAYMENT|GIFT|DONATION|PURCHASE))"
)
_BALANCE_ASKED = re.compile(r"BALANCE(?:NOW)?(?:DUE|TOPAY|PAYABLE|OUTSTANDING)|AMOUNT(?:NOW)?DUE|OUTSTANDINGBALANCE")
_TILL = re.compile(r"CASHIER|TENDER|(?<!EX)CHANGE(?!D)|AUTHCODE|CONTACTLESS|SERVEDBY|PAIDINFULL|RECEIVEDWITHTHANKS")


def _says_credit(rows: Sequence[Row]) -> bool:
    """Whether a label or heading of its own says that it is a credit note; of several a sentence speaks."""
    pieces = [p for row in rows for p in row.pieces if len(p.text.split()) <= _WORDS_OF_A_HEADING]
    return any(_CREDIT_NOTE.search(p.compact) and "CREDITNOTES" not in p.compact for p in pieces)


def _cites_credit(sheet: Sheet, rows: Sequence[Row], titled: DocumentType | None) -> Fact[DocumentType]:
    """A credit note is spoken of on a paper that is titled an invoice, or in a sentence: `no credit note is issued`."""
    if titled is DocumentType.INVOICE and not _says_credit(rows):
        return Fact(DocumentType.INVOICE, 0.95)
    if titled is None and _INVOICE.search(_CREDIT_NOTE.sub("", sheet.compact)):
        return Fact(DocumentType.INVOICE, 0.8 if _NO_CREDIT.search(sheet.compact) else _HARDLY_TOLD)
    return Fact(DocumentType.CREDIT_NOTE, _HARDLY_TOLD)


def _other_or_receipt(sheet: Sheet) -> Fact[DocumentType]:
    """A paper with the title of one that books nothing: a shop's order by mail may be all the receipt there is."""
    if _IS_THE_RECEIPT.search(sheet.compact):
        return Fact(DocumentType.RECEIPT, 0.85)
    paid = _MONEY_TAKEN.search(sheet.compact) is not None and _TO_BE_PAID.search(sheet.compact) is None
    if paid and _BOOKED.search(sheet.compact) and not announces(sheet) and not _NO_VAT_INVOICE.search(sheet.compact):
        # A ticket or a stay that was paid when it was booked: no other paper follows.
        return Fact(DocumentType.RECEIPT, 0.85)
    said = (compact(part) for row in sheet.rows for p in row.pieces for part in _DASH.split(p.text))
    delivered = any(DELIVERED.search(part) and is_title(part, DocumentType.OTHER) for part in said)
    if delivered and _charges_vat(sheet):
        # A weighbridge that takes the money prints no other paper; what is still to be paid may have one.
        asks = _TO_BE_PAID.search(sheet.compact) is not None
        settled = (_PAID.search(sheet.compact) is not None or is_paid_at_the_foot(sheet)) and not asks
        return Fact(DocumentType.RECEIPT, 0.85) if settled else Fact(DocumentType.OTHER, _NOT_SURELY_UNBOOKED)
    if _charges_vat(sheet) and was_handed_over(sheet):
        return Fact(DocumentType.RECEIPT, _HARDLY_TOLD)  # a till may speak of an offer or an order
    return Fact(DocumentType.OTHER, _NOT_SURELY_UNBOOKED if paid else _TITLED)


def _charges_vat(sheet: Sheet) -> bool:
    """Whether it says who charges VAT, and how much."""
    charged = labelled(sheet, {Word.TAX}, {Word.EXCLUSIVE, Word.INCLUSIVE, Word.SUBTOTAL})
    return any(tax.pence > 0 for tax in charged) and any(True for _ in vat_numbers(sheet))


def _untitled(sheet: Sheet) -> Fact[DocumentType]:
    """A paper without any word for what it is: what was paid is a receipt, what asks to be paid an invoice."""
    if not sheet.amounts or not (sheet.is_by_eye or _speaks_of_money(sheet)):
        told = sheet.rows and not sheet.is_by_eye and not _COULD_CHARGE.search(sheet.compact)
        return Fact(DocumentType.OTHER, _TITLED if told else 0.6)
    said = _PAID.search(sheet.compact) or _MONEY_TAKEN.search(sheet.compact)
    paid = said is not None or was_handed_over(sheet) or is_marked_paid(sheet)
    asks = _TO_BE_PAID.search(sheet.compact) is not None
    if paid and not asks:
        return Fact(DocumentType.RECEIPT, 0.85)
    if asks:
        # A pad may speak of both; either way it is booked, and no quotation.
        return Fact(DocumentType.INVOICE, 0.8)
    if is_written_as_one(sheet) and not paid:
        return Fact(DocumentType.OTHER, _NOT_SURELY_UNBOOKED)
    # A time of day beside a day is a till's; a letter or a bill has none.
    timed = any(has_time(row.text) and any(True for _ in days_in(row.text)) for row in sheet.rows)
    if not timed and not paid and (_NUMBERED.search(plain(sheet.text)) or stack_of(sheet) is not None):
        return Fact(DocumentType.INVOICE, 0.8)
    return Fact(DocumentType.RECEIPT, 0.8 if timed and not asks else 0.6)


_COULD_CHARGE = re.compile(r"INVOICE|RECEIPT|TOTAL|PAID|PRICE|AMOUNTDUE|BALANCE|CHARGES|FEES|CREDIT|REFUND")


def _speaks_of_money(sheet: Sheet) -> bool:
    """Whether a sum with pence or a sign is on it: the figures of a notice are days, numbers and floors."""
    return any(found.is_money for found in sheet.amounts)


def kind_of_paper(sheet: Sheet, type_: Fact[DocumentType]) -> Fact[str] | None:
    """What the paper calls itself, where its title says more than the type does."""
    if type_.value is DocumentType.INVOICE and _BILLED.search(sheet.compact):
        return Fact("utility bill", 0.9)
    if type_.value is DocumentType.RECEIPT:
        return None
    if type_.value is DocumentType.OTHER and (is_a_payslip(sheet) or _is_a_letter(sheet)):
        return Fact("payslip" if is_a_payslip(sheet) else "letter", type_.confidence)
    titles = [p for row in sheet.rows for p in row.pieces if p.page == 1 and is_title(p.compact, type_.value)]
    for piece in sorted(titles, key=lambda p: -p.height):
        for kind, pattern in KINDS:
            if pattern.search(piece.compact) and (kind != "statement" or type_.value is not DocumentType.INVOICE):
                return Fact(kind, type_.confidence, piece.place)
    return None


_LISTS = re.compile(
    r"(?:PAYMENT|FINAL|FRIENDLY|FIRST|SECOND|THIRD|INVOICE|ACCOUNT)*REMINDER|(?:BACS|PAYMENT)?REMITTANCE(?:ADVICE|ADVISE|NOTE|SLIP)?"
    r"|(?:BACS)?PAYMENTADVICE|STATEMENT(?:OFACCOUNT)?|ACCOUNTSTATEMENT|OVERDUE(?:INVOICES|ACCOUNT)|FINALDEMAND|NOTICEOFARREARS"
)
"""A title of a paper that lists invoices."""
_COLUMNS_LEAST, _WORDS_WITH_A_TITLE = 3, 14


def _titled(pieces: list[tuple[Piece, Row]]) -> DocumentType | None:
    """The kind that the largest title names; an invoice that cites an order or a delivery stays an invoice."""
    best: dict[DocumentType, float] = {}
    lists = [row for piece, row in pieces if _LISTS.fullmatch(piece.compact)]
    for piece, row in pieces:
        if lists and lists[0].index < row.index and len(row.pieces) >= _COLUMNS_LEAST:
            continue  # `Invoice | Date | Amount` under `Payment reminder` heads a column
        # Of a title in two languages each is one: `Anfoneb / Invoice`.
        parts = [part for text in parts_of_a_heading(piece.text) if len(part := compact(text)) >= _LETTERS_OF_A_TITLE]
        kinds = [kind for kind, pattern in TITLES if any(pattern.fullmatch(part) for part in parts)]
        # `Overdue - invoice 5093` is about an invoice and none; `Request for rent / VAT invoice` is one.
        # A long line at the foot may name one too: `VAT Reg. 412 ... · Certificate of use held on file · ...`.
        short = len(piece.text.split()) <= _WORDS_WITH_A_TITLE
        strange = [kind for kind in kinds if kind not in _PLAIN and "/" not in piece.text] if short else []
        kinds = [kind for kind in kinds if short or kind in _PLAIN]
        for kind in (strange or kinds)[:1]:
            best[kind] = max(best.get(kind, 0.0), piece.height)
    if not best:
        return None
    usual = max((best[kind] for kind in _PLAIN if kind in best), default=0.0)
    strange = [kind for kind in best if kind not in _PLAIN and best[kind] > _LARGER * usual]
    if strange:
        return max(strange, key=lambda kind: best[kind])
    return max((kind for kind in _PLAIN if kind in best), key=lambda kind: best[kind], default=None)
