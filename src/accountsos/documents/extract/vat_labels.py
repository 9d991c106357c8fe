"""Which amounts of a page its labels call VAT, or net."""

from __future__ import annotations

import re

from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in

COMES_BACK = re.compile(r"REFUNDABLE|RETURNABLE|SECURITYDEPOSIT|BOND(?!ED|I)")
"""Money that is only held: it is asked for with the total and is no part of it."""
SAYS_VAT = re.compile(r"(?:VAT|TVA|MWST|UST|BTW|IVA)")
NO_VAT = re.compile(
    r"NOVAT|VATFREE|REVERSECHARGE|VATEXEMPT|NOTVATABLE|NONVATABLE|ZERORATED|OUTSIDETHESCOPE|OUTSIDESCOPE|(?<!WAIVE)(?<!WAIVED)(?<!WAIVETHE)(?<!WAIVEDTHE)(?<!WAIVEROF)EXEMPT(?!IONWAIVED)|NOTSUBJECTTO|INTRAEU|PREMIUMTAX|\bIPT\b|CITYTAX"
    r"|(?<!VATON)(?<!VATONTHE)SERVICECHARGE(?!S?VAT)|SVCCHG|GRATUITY|TOURISTTAX|ROADTAX|DUTYTAX|PASSENGERDUTY|CLIMATECHANGE|COUNCILTAX|WITHHOLDINGTAX|CISTAX|INCOMETAX|CORPORATIONTAX|TAXRETURN|VATRETURN|VATADVICE|VATREGISTRATION|ROADFUNDTAX|VEHICLETAX"
    r"|TAXEDESEJOUR|KURTAXE|TOERISTENBELASTING|OVERNACHTINGSTAKS|IMPOSTADISOGGIORNO|TASATURISTICA|TAXEDEVILLE|BEHERBERGUNGSSTEUER|ORTSTAXE"
)
"""Words with VAT or tax in them that say the amount is none, or another tax, or advice about one."""


def labelled(sheet: Sheet, wanted: set[Word], spoils: set[Word]) -> list[FoundAmount]:
    """The amounts whose label, or the heading of whose column, says one of these words and none that spoils it."""
    found = []
    for amount in sheet.amounts:
        label = amount.label if words_in(compact(amount.label)) else _heading_over(amount)
        words = words_in(compact(label))
        if Word.TAX in wanted and _ONLY_VAT_BESIDE.fullmatch(compact(near := _beside(amount))):
            # Another cell of the line may count something: `Number of transactions 12   VAT 20.00 %   126.92`.
            label, words = near, words_in(compact(near))
        if Word.TAX in words and _BY_CHANCE.search(compact(label)) and not _GST.search(plain(label)):
            words = words_in(_BY_CHANCE.sub("", compact(label)))
        is_none = Word.TAX in wanted and NO_VAT.search(compact(label)) is not None and amount.pence != 0
        if (
            amount.amount.has_decimals
            and words & wanted
            and not words & spoils
            and Word.REFERENCE not in words
            and not is_none
        ):
            found.append(amount)
    return found


_BY_CHANCE, _GST = re.compile(r"GST"), re.compile(r"\bG\W?S\W?T")
"""Letters of two words that make a third: `Standing charge` after `sefydlog`, `parking stay`."""
_ONLY_VAT_BESIDE = re.compile(r"(?:TOTAL|ADD|PLUS)?VAT(?:TOTAL|AMOUNT|AT|CHARGED)?(?:GBP)?")
_WORDS_OF_A_HEADING = 5


def _beside(amount: FoundAmount) -> str:
    """What stands just before it: in its own cell, else in the cell on its left."""
    own = amount.piece.text[: amount.amount.start]
    if any(c.isalpha() for c in own) or amount.column == 0:
        return own
    return amount.row.pieces[amount.column - 1].text


def _heading_over(amount: FoundAmount) -> str:
    """The heading of its column; a sentence on the line before heads nothing."""
    return amount.above if len(amount.above.split()) <= _WORDS_OF_A_HEADING else ""
