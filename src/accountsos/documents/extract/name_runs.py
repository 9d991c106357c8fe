"""Words of one heading put together, what ends a company's name, and words that are in none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from accountsos.documents.extract.rows import Piece, plain
from accountsos.documents.facts import Box

_FORM = r"S[D0O][NM]\.?,?\s?\.?B[HI][DO]|BHD|S/B"
_FIRM = r"COMPANY|SONS|(?<=&\s)(?:SON|CO|DAUGHTERS?)|BROS|BROTHERS|ASSOCIATES|PARTNERS|PARTNERSHIP|COUNCIL|UNIVERSITY"
LEGAL = re.compile(
    r"\b(?:DAC|APS|A/S|OY|S\.L|LTD|LIMITED|PLC|LLP|INC|CORP|LLC|GMBH|AG|KG|OHG|UG|E\.?K|SARL|SAS|SRL|S\.R\.L|SPA|S\.P\.A|B\.?V|N\.?V|CIC"
    rf"|{_FORM}|PTE|PTY|PLT|ENTERPRISES?|TRADING|HOLDINGS?|A\.?G|S\.A|CO|{_FIRM})\b\.?"
)
ENDS_IN_FORM = re.compile(
    rf"(?:\b(?:LTD|LIMITED|PLC|LLP|PLT|GMBH|AG|KG|SARL|SAS|SRL|B\.V|N\.V|S\.A|INC|LLC|CORP|CORPORATION|DAC|BV|NV|PTY|APS"
    r"|CYF|CYFYNGEDIG|UNLIMITED COMPANY|A/S|(?<!SAME )(?<!SUCH )(?<!WELL )(?<!TRADING )AS|AB|OYJ?"
    r"|S\.?L(?:\.?U)?|SP\.? Z O\.?O|S\.?R\.?O|KFT|LDA|CIC|CIO"
    rf")|{_FORM}|\b(?:{_FIRM})|ENTERPRISES?|TRADING)\.?(?:\s?\([^)]*\))?$"
)
NOT_A_NAME = re.compile(
    r"INVOICE|RECEIPT|BILLEDTO|SOLDTO|DELIVERTO|FEENOTE|RECHNUNG|FACTURE|FATTURA|FAKTURA|KUNDENR|TAXINV|GST|VATNO|VATREG|TELEPHONE|^TEL|FAX|EMAIL|WWW|HTTP|CASHIER|DATE|TABLE"
    r"|TOTAL|THANKYOU|WELCOME|DESCRIPTION|QTY|CUSTOMER|BILLTO|SHIPTO|INVOICETO|PAGE|SEITE|DUPLICATE|COPY|CASHBILL|COMPANYREG"
    r"|REGNO|IBAN|BIC|SORTCODE|DELIVERY|STATEMENT|CREDITNOTE|GUTSCHRIFT|AVOIR|ORDER|REFERENCE|POSTED|REPRINT|COPYRIGHT"
    r"|BEISPIEL|STYLESHEET|KAUFER|VERKAUFER|LEISTUNGSEMPF|EMPFANGER|WAHRUNG|DATUM|NUMMER|ANSCHRIFT|MEMBER|SERVEDBY|OPENINGH"
    r"|COMPANYNO|QUOTATION|ESTIMATE$|PROFORMA|REMITTANCE|GUESTCHECK|FORSHOPPING|THANKS|USTID|STEUERN|REFERENZ|BUCHUNG"
    r"|ZAHLUNG|BETRAG|PREIS|MENGE|LIEFERSCHEIN|KONTO|TELEFON|SACHBEARBEITER|SEHRGEEHRTE|ECHEANCE|REGLEMENT|DESIGNATION"
    r"|QUANTIT|MONTANT|ADRESSE|AMOUNT|PRICE|PAYMENT|SUBTOTAL|BALANCE|CHARGETO|ACCOUNTN|CREDITNO[^T]|CREDITNO$|BRNO$"
)

PARTIES_ABROAD = frozenset(
    "SPRZEDAWCA NABYWCA WYSTAWCA ODBIORCA VENDEUR ACHETEUR FOURNISSEUR CLIENT EMETTEUR DESTINATAIRE"
    " VERKAUFER KAUFER LIEFERANT KUNDE RECHNUNGSEMPFANGER RECHNUNGSSTELLER AUFTRAGGEBER LEVERANCIER VERKOPER KOPER"
    " KLANT AFNEMER PROVEEDOR VENDEDOR COMPRADOR CLIENTE EMISOR RECEPTOR FORNECEDOR ADQUIRENTE FORNITORE CEDENTE"
    " VENDITORE ACQUIRENTE COMMITTENTE CESSIONARIO DESTINATARIO LEVERANTOR SALJARE KOPARE KUND SAELGER SÆLGER SELGER"
    " KOBER KØBER KJOPER KJØPER KUNDEN LEVERANDOR LEVERANDØR MYYJA OSTAJA TOIMITTAJA ASIAKAS DODAVATEL ODBERATEL"
    " DODAVATELIA PREDAVAJUCI PRODAVAJICI KUPUJICI KUPUJUCI ELADO VEVO SZALLITO FURNIZOR VANZATOR CUMPARATOR PRODAVAC"
    " KUPAC PRODAJALEC KUPEC DOBAVITELJ PARDAVEJAS PIRKEJAS PARDEVEJS PIRCEJS MUUJA OSTJA SATICI ALICI"
    " ΠΩΛΗΤΗΣ ΑΓΟΡΑΣΤΗΣ ΠΡΟΜΗΘΕΥΤΗΣ ΠΕΛΑΤΗΣ ДОСТАВЧИК ПОЛУЧАТЕЛ ПРОДАВАЧ КУПУВАЧ".split()
)
"""How papers of Europe head who sells and who buys."""


def run_together(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """The pieces of a row, those that only a space parts made one: OCR cuts large headings into words."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not _goes_on(run[-1], piece):
            yield _as_one(run)
            run = []
        run.append(piece)
    if run:
        yield _as_one(run)


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Whether the piece is the next word of the same heading. Stamps and titles beside a name are not."""
    if piece.box.left - last.box.right > 1.2 * max(piece.height, last.height) or of_another_hand(last, piece):
        return False
    return NOT_A_NAME.search(piece.compact) is None or NOT_A_NAME.search(last.compact) is not None


def beside_a_name(row: Sequence[Piece]) -> list[Piece]:
    """The pieces of a row that follow a name closely and are where it is, or what it does."""
    close = [(a, b) for a, b in pairwise(row) if b.box.left - a.box.right <= 1.2 * max(a.height, b.height)]
    return [after for before, after in close if of_another_hand(before, after)]


_A_LIST = re.compile(r"\w\s[-–—·•|/]\s\w.*\w\s[-–—·•|/]\s\w")
"""What they do, one beside the other: `MOT - SERVICE - TYRES`."""


def of_another_hand(last: Piece, piece: Piece) -> bool:
    """Whether the name in capitals ends and other words begin beside it: where it is, or what it does.

    Words of half the size are another matter too.
    """
    if min(last.height, piece.height) < _HALF * max(last.height, piece.height) or _A_LIST.search(piece.text):
        return True
    words = piece.text.split()
    spelled = len(words) > 1 and sum(c.islower() for c in words[0]) >= _SMALL_LEAST
    named = last.text.isupper() and len(last.text.split()) > 1
    return spelled and named and ENDS_IN_FORM.search(plain(piece.text)) is None


_HALF, _SMALL_LEAST = 0.5, 3


def _as_one(run: list[Piece]) -> Piece:
    if len(run) == 1:
        return run[0]
    box = around([piece.box for piece in run])
    initial = len(run[0].text) == 1 and run[0].text.isupper() and run[1].text[:1].islower()
    if initial and run[1].box.left - run[0].box.right < _TOUCHING * run[0].height:
        # A first letter set on its own, in another colour: `A` and `cme Ltd`.
        run = [replace(run[1], text=run[0].text + run[1].text), *run[2:]]
    return Piece(" ".join(p.text for p in run), run[0].page, box, max(p.height for p in run), run[0].by_eye)


_TOUCHING = 0.12


def around(boxes: list[Box]) -> Box:
    """The least box that holds them all."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
