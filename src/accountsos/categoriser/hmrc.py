"""Payments to and from HM Revenue & Customs, told apart by their reference."""

from __future__ import annotations

import re

from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.sides import for_entity
from accountsos.categoriser.suggestion import CompanyProfile, Reading

_HMRC = re.compile(r" (?:HMRC|H M R C|HM REVENUE|INLAND REVENUE|HM CUSTOMS|REVENUE AND CUSTOMS) ?|^ (?:HMRC)")
_CHILDCARE = re.compile(r" (?:HMRC CHILDCARE|(?:HMRC|NS AND I) (?:\w+ )*?(?:TFC|TAX FREE CHI\w*)|TAX FREE CHILDCARE) ")
# The forms of HMRC's own references, as its payment pages ask for them.
_PAYE_REF = re.compile(r" \d{3} ?P[A-Z] ?\d{7}[0-9X](?: ?\d{2,4})? ")
_CT_REF = re.compile(r" \d{10} ?A ?0?0?1?\d{0,2} ?\d{0,3} ?A? ")
_SA_REF = re.compile(r" \d{10} ?K ")
_PENALTY_REF = re.compile(r" X[A-Z]\w{12,13} ")
_VRN = re.compile(r" (?:GB ?)?\d{3} ?\d{4} ?\d{2} ")
_UTR = re.compile(r" \d{10} ")

_WORDS: tuple[tuple[str, str, str, float], ...] = (
    ("grant", r" (?:JRS|CJRS|SEISS|SSP REBATE|COVID|CORONAVIRUS|GRANT|EOTHO|FURLOUGH) ", "a grant paid by HMRC", 0.95),
    ("penalty", r" (?:PENALT(?:Y|IES)|PEN|SURCHARGE|LATE FILING|LATE PAYMENT(?! INT)|FINE|LPP|LSP) ",
     "an HMRC penalty", 0.95),
    ("interest", r" (?:INTEREST|INT|LATE INT) ", "interest charged by HMRC", 0.95),
    ("customs", r" (?:CUSTOMS|DUTY|DUTIES|CDS|CHIEF|DEFERMENT|IMPORT|C79|NDCIR) ", "customs duty", 0.93),
    ("paye", r" (?:PAYE|NIC|NICS|NI|CIS|CONSTRUCTION INDUSTRY|EMPLOYER|EMPLOYERS|PSA|CLASS 1A|CLASS1A|P11D|P32"
             r"|ACCOUNTS OFF\w*|APPRENTICESHIP|STUDENT LOAN|CUMBERNAULD|NATIONAL INSURANCE|EMPLOYMENT ALLOWANCE) ",
     "PAYE and national insurance", 0.96),
    ("ct", r" (?:CORPORATION TAX|CORP TAX|CORPORATION|CT|CORPTAX|COTAX|CT600|CORPORATION T|CORPORAT\w*|COR TAX|CORP) ",
     "corporation tax", 0.96),
    ("vat", r" (?:VAT|E VAT|EVAT|VALUE ADDED TAX|VATC|MTD VAT) ", "VAT", 0.97),
    ("sa", r" (?:TAX CREDITS?(?: \w+)?|WORKING TAX|CHILD BENEFIT|HICBC) ", "what a person owes or is owed", 0.95),
    ("sa", r" (?:SELF ASSESSMENT|SELF ASSESS|SA|SELFASSESSMENT|INCOME TAX|BALANCING PAYMENT|PERSONAL TAX|SHIPLEY SA"
           r"|SELF ASSMT|TAX RETURN"
           r"|PAYMENT ON ACCOUNT|POA|CLASS 2|CLASS 4) ", "self assessment", 0.95),
)  # fmt: skip
_COMPILED = tuple((tax, re.compile(pattern), label, sure) for tax, pattern, label, sure in _WORDS)
_CATEGORY = {
    "grant": "cat_grants", "penalty": "cat_fines", "interest": "cat_hmrc_interest", "customs": "cat_import_duty",
    "paye": "cat_paye", "ct": "cat_ct_payable", "vat": "cat_vat", "sa": "cat_directors_loan",
}  # fmt: skip
_UNCLEAR = {
    ("ltd", False): (("vat", 0.46), ("paye", 0.38), ("ct", 0.1)),
    ("ltd", True): (("vat", 0.62), ("ct", 0.18), ("paye", 0.12)),
    ("sole_trader", False): (("sa", 0.46), ("vat", 0.32), ("paye", 0.16)),
    ("sole_trader", True): (("vat", 0.52), ("sa", 0.34), ("paye", 0.08)),
}


def hmrc_readings(parsed: ParsedLine, profile: CompanyProfile, *, money_in: bool) -> list[Reading]:
    """What a line to or from HMRC settles; empty where the line is not HMRC's."""
    text = parsed.text
    if _CHILDCARE.search(text):
        category = "cat_sales" if money_in else for_entity("cat_directors_loan", profile.entity_type, money_in=False)
        return [Reading(category, 0.93 if money_in else 0.8, "hmrc", "tax-free childcare that a parent pays with")]
    named = _HMRC.search(text) is not None
    tax, label, sure = _told(text, named)
    if tax is not None:
        return [_reading(tax, sure, f"HMRC: {label}", profile, money_in)]
    if not named:
        return []
    unclear = _UNCLEAR[("sole_trader" if profile.entity_type == "sole_trader" else "ltd", money_in)]
    reason = "HMRC, but the line does not say which tax"
    if " NDDS " in text and not money_in:  # direct debits are used for VAT more than for any other tax
        unclear = (("vat", 0.64), ("paye", 0.22), ("ct", 0.06)) if profile.entity_type != "sole_trader" else unclear
    return [_reading(tax, share, reason, profile, money_in) for tax, share in unclear]


def _told(text: str, named: bool) -> tuple[str | None, str, float]:
    if _PAYE_REF.search(text):
        return _with_words(text, "paye", "PAYE and national insurance, by the accounts office reference", 0.97)
    if not named:
        return None, "", 0.0
    if _SA_REF.search(text):
        return _with_words(text, "sa", "self assessment, by the reference ending in K", 0.97)
    for tax, pattern, label, sure in _COMPILED:
        if pattern.search(text):
            return tax, label, sure
    if re.search(r" \d{10} ?A ?00\d", text) or _CT_REF.search(text):
        return "ct", "corporation tax, by the reference", 0.97
    if _PENALTY_REF.search(text):
        return "penalty", "a charge with its own reference, most often a penalty", 0.72
    if _VRN.search(text):
        return "vat", "VAT, by the registration number", 0.9
    if _UTR.search(text):
        return "ct", "a tax reference of ten digits", 0.6
    return None, "", 0.0


def _with_words(text: str, tax: str, label: str, sure: float) -> tuple[str, str, float]:
    """A penalty or interest carries the reference of its tax."""
    for other, pattern, words, other_sure in _COMPILED[1:3]:
        if pattern.search(text):
            return other, words, other_sure
    return tax, label, sure


def _reading(tax: str, confidence: float, reason: str, profile: CompanyProfile, money_in: bool) -> Reading:
    category = _CATEGORY[tax]
    if tax == "interest" and money_in:
        category = "cat_interest_income"
        reason = "HMRC: interest paid on a repayment"
    if tax == "sa" and profile.entity_type == "sole_trader":
        category = "cat_drawings"  # also a repayment: it gives back what was drawn
    elif tax != "sa":
        category = for_entity(category, profile.entity_type, money_in=money_in)
    return Reading(category, confidence, "hmrc", reason, refunds=money_in)
