"""Which country a page's seller is in, by what its text says of it; what it says of the buyer is no evidence."""

from __future__ import annotations

import re

from accountsos.documents.extract.rows import compact, plain

_AMERICAN = re.compile(
    r"\bUNITED STATES\b|\bU\.?S\.?A\b|\b(?:DELAWARE|CALIFORNIA|NEW YORK|TEXAS|WASHINGTON|MASSACHUSETTS|FLORIDA)\b"
    r"|\b(?:ILLINOIS|COLORADO|OREGON|NEVADA)\b"
    r"|,\s*[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|,\s*INC\b|\bINC\.|\bLLC\b"
)
_OTHER_DOLLARS = re.compile(
    r"\b(?:CANADA|ONTARIO|QUEBEC|BRITISH COLUMBIA|ALBERTA|AUSTRALIA|NSW|QUEENSLAND|ABN|NEW ZEALAND|NZBN|SINGAPORE)\b"
    r"|\b(?:HONG KONG|GST|HST|TAIWAN|MEXICO)\b"
)


def is_american(text: str) -> bool:
    """Whether the seller is in the United States: a British buyer has no such address, and no other dollar is near."""
    capital = plain(text)
    return _AMERICAN.search(capital) is not None and _OTHER_DOLLARS.search(capital) is None


_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b")
_OF_THE_KINGDOM = re.compile(
    r"REGISTEREDIN(?:ENGLAND|SCOTLAND|WALES|NORTHERNIRELAND|THEUK|THEUNITEDKINGDOM)|INCORPORATEDINENGLAND|GASSAFE"
    r"|HMRC|COMPANIESHOUSE|NOTVATREGISTERED|REG(?:ISTERED)?CHARITY|FINANCIALCONDUCTAUTHORITY"
)
_SORT_AND_ACCOUNT = re.compile(r"(?<!\d)\d{2}[- ]\d{2}[- ]\d{2}(?!\d)\D{0,24}\d{8}(?!\d)")
_UK_TELEPHONE = re.compile(r"(?<!\d)(?:\+44\s?(?:\(0\)\s?)?|0)(?:7\d{3}\s?\d{6}|[12]\d{2,4}\s?\d{3}\s?\d{3,4})(?!\d)")
_BRITISH_VAT = re.compile(
    r"\bV\.?A\.?T\b[^\n]{0,30}(?<![\d.,])(?:20|5)(?:[.,]0{1,2})?\s?%"
    r"|(?<![\d.,])20(?:[.,]0{1,2})?\s?%[^\n]{0,12}\bV\.?A\.?T\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:IRELAND|DUBLIN|EIRE|AED|U\.?A\.?E|DUBAI|TRN|ZAR|KES|NGN|INR|NPR|ISLE OF MAN|GERMANY"
    r"|FRANCE|NETHERLANDS|AUSTRIA|SOUTH AFRICA|KENYA|INDIA|NIGERIA|PHILIPPINES|PHP|THAILAND|VIETNAM|CHINA)\b"
)


def sells_in_britain(text: str) -> bool:
    """Whether the page tells that who wrote it is in the United Kingdom, where a buyer's address alone would not.

    A sort code with its account, the line of a company registered here, a telephone number, two postcodes of which one
    is the buyer's at most, or VAT at a rate of ours, and no other country.
    """
    capital = plain(text)
    if _ELSEWHERE.search(capital):
        return False
    if writes_from_britain(text) or _BRITISH_VAT.search(capital):
        return True
    return len({re.sub(r"\s", "", code) for code in _POSTCODE.findall(capital)}) > 1


def writes_from_britain(text: str) -> bool:
    """Whether a bank account, a registration or a telephone number of this country stands on it."""
    capital = plain(text)
    known = _SORT_AND_ACCOUNT.search(capital) or _UK_TELEPHONE.search(capital) or _OF_THE_KINGDOM.search(compact(text))
    return known is not None
