"""The currency of a page: by the signs of its amounts, then by what is known of the seller."""

from __future__ import annotations

import re

from accountsos.documents.extract.country import is_american, sells_in_britain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Fact

_CODES = {"GBP": r"£|\bGBP\b", "EUR": r"€|\bEUR(?:O|OS)?\b", "MYR": r"\bRM\s?\d|\bRM\b|\bMYR\b", "USD": r"US\$|\bUSD\b",
          "CHF": r"\bCHF\b", "SEK": r"\bSEK\b", "DKK": r"\bDKK\b", "NOK": r"\bNOK\b", "PLN": r"\bPLN\b",
          "CAD": r"\bCAD\b|(?<![A-Z])CA?\$",
          "AUD": r"\bAUD\b|(?<![A-Z])AU?\$", "SGD": r"\bSGD\b|(?<![A-Z])SG?\$",
          "NZD": r"\bNZD\b|(?<![A-Z])NZ\$", "HKD": r"\bHKD\b|(?<![A-Z])HK\$", "INR": r"\bINR\b|₹",
          "CZK": r"\bCZK\b|\d\s?Kč", "HUF": r"\bHUF\b", "AED": r"\bAED\b", "ZAR": r"\bZAR\b",
          "JPY": r"\bJPY\b|¥", "DEM": r"\bDEM\b"}  # fmt: skip


_VAT_IN_POUNDS = re.compile(
    r"\b(?:VAT|TAX)[^\n]{0,20}?\b(?:IN|EQUIVALENT)\W{0,3}(?:GBP|£|STERLING)[^\n]*", re.IGNORECASE
)
_FOREIGN_SIGN = re.compile(r"[A-Z]{1,3}\$|[₪₺₴₩฿₱₫₦]|\d\s?(?:kr|zł)\b|\bkr\.?\s?\d")
"""The sign of a currency that is not told by it alone: it is surely not the pound."""
_DOLLARS = re.compile(r"(?<![A-Z])\$")
_DOLLAR_CODES = ("USD", "CAD", "AUD", "SGD")


def currency_of(sheet: Sheet, own: Fact[str] | None, *, has_buyer: bool) -> Fact[str] | None:
    """By the signs of the amounts, then by what is known of the seller; the buyer's address says nothing of it."""
    text = _VAT_IN_POUNDS.sub("", sheet.text)
    counts = {code: len(re.findall(pattern, text)) for code, pattern in _CODES.items()}
    ranked = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
    dollars = len(_DOLLARS.findall(text))
    if ranked and (ranked[0] in _DOLLAR_CODES or counts[ranked[0]] >= dollars):
        sure = len(ranked) == 1 or counts[ranked[0]] >= 3 * counts[ranked[1]]
        sure = sure and (ranked[0] in _DOLLAR_CODES or counts[ranked[0]] >= 3 * dollars)
        return Fact(ranked[0], 0.97 if sure else 0.75)
    if dollars:
        return Fact("USD", 0.96 if not ranked and is_american(text) else 0.75)
    if _FOREIGN_SIGN.search(text):
        return None
    sellers = (own is not None and own.value.startswith("GB")) or sells_in_britain(sheet.text)
    if sellers or sheet.is_british:
        return Fact("GBP", 0.95 if sellers or not has_buyer else 0.85)
    if re.search(r"SDN\.? BHD|MALAYSIA|SELANGOR|JOHOR|KUALA LUMPUR", sheet.text.upper()):
        return Fact("MYR", 0.95)
    if re.search(r"UMSATZSTEUER|UST\.|MWST|\bTVA\b|GMBH", sheet.text.upper()):
        return Fact("EUR", 0.85)
    return None
