"""What speaks against a name: words of the paper itself, of a sentence or a label, that are nobody's name."""

from __future__ import annotations

import re

from accountsos.documents.extract.name_runs import ENDS_IN_FORM
from accountsos.documents.extract.rows import plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.names import core_name

_BEGINS_A_PHRASE = re.compile(
    r"(?:into|to|for|from|your|our|of|by|and|we|please|all|not|this|that|is|are|was|with|at|on|in|a|an)\s"
    r"|(?:Your|Please|We|This|Signed|Attn|Attention|Dear|Re|Page|Received|Payment|Thank)\b"
    r"|(?i:keep|retain|valid|not|value added)\s"
)
_ENDS_A_PHRASE = re.compile(r"\s(?:is|are|was|were|has|have|been)(?:$|\s)|\s\d{1,2}(?:am|pm)\b")
_IS_A_SENTENCES_END = re.compile(r"[a-z].*\s.*[a-z]\.")
_MARKS = re.compile(r"[£€$%:?!]|\w·\w|\w{4,}\.\s+\w|\d[.,]\d{2}")
"""A price, a label's colon, a point between two trades, the end of a sentence."""
_WORDS_OF_PAPERS = frozenset(
    "account address amount bill card cash change contact copy credit customer date debit del delivery description"
    " details due duplicate each goods gross invoice item items net no note number order page paid pay payee payer"
    " payment price qty quantity quote rate receipt ref reference remittance sale sales seller statement sub subtotal"
    " supplier supply tax tel terms thank thanks ticket to total transaction unit vat welcome you".split()
)
_HOUSE_NUMBER = re.compile(
    r"\d{1,4}[A-Za-z]?,?\s(?:[A-Z][\w'’]*\s){1,3}"
    r"(?i:street|st|road|rd|lane|row|terrace|avenue|bank|square|yard|court|close|way|place|hill|gate|green|parade"
    r"|crescent|drive|gardens|mews|walk|wharf|quay)$"
)
"""A house in its street, which no company is called."""
_IS_A_TITLE = re.compile(
    r"[A-Z][a-z]+(?:\s(?:&\s)?[a-z]+){0,3}\s(?:invoice|receipt|bill|statement|fee note|credit note)"
)
"""What a paper is, written as words and no name is: `Course invoice`, `Print & copy receipt`."""
_BEGINS_AS_A_TITLE = re.compile(r"[A-Z][a-z]+\s(?:ticket|invoice|receipt|bill|statement)\s(?=[A-Z])")
"""The paper's title joined to the company below it: `Bus ticket Acme Ltd`."""
_SPAN = re.compile(
    r"\sfor\s(?:the\s)?(?:(?:month|week|year|period|term|quarter|season)\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
"""Work and the time that it took: `Window cleaning for March`."""
_UNIT = re.compile(r"(?:UNITS?|SUITE|FLAT|PLOT|BAY|BLOCK)\s\d{1,3}[A-Z]?\b")
"""Where in a yard or a house it is."""
_TICKET = re.compile(
    r"(?:(?:FIRST|STANDARD|STD|ADULT|CHILD)\s)*(?:CLASS\s)?(?:ANYTIME|(?:SUPER\s)?OFF[\s-]PEAK|ADVANCE|OPEN|DAY)"
    r"(?:\sDAY)?(?:\s(?:SINGLE|RETURN|SGL|RTN|[SR]))?(?:\s?\([A-Z]{1,4}\))?"
)
"""What a ticket is, beside the name of the railway."""
_SUBJECT = re.compile(r"\s*(?:SUBJECT|RE|FWD?)\s*:\s*(.{2,80})")


def is_no_name(name: str, sheet: Sheet) -> bool:
    """Whether a bookkeeper would not believe it to be a name: a label, a phrase, a mail's subject, words of papers."""
    if _BEGINS_A_PHRASE.match(name) or _MARKS.search(name) or _ENDS_A_PHRASE.search(name):
        return True
    if _IS_A_SENTENCES_END.fullmatch(name) or _HOUSE_NUMBER.match(name):
        return True
    if _IS_A_TITLE.fullmatch(name) or _BEGINS_AS_A_TITLE.match(name) or _SPAN.search(name):
        return True
    if _UNIT.match(plain(name)) and not ENDS_IN_FORM.search(plain(name)):
        return True
    if _TICKET.fullmatch(plain(name)):
        return True
    words = core_name(name).split()
    return all(word in _WORDS_OF_PAPERS for word in words) or core_name(name) in _subjects(sheet)


def _subjects(sheet: Sheet) -> frozenset[str]:
    rows = (_SUBJECT.fullmatch(plain(row.text)) for row in sheet.rows)
    return frozenset(core_name(match[1]) for match in rows if match)
