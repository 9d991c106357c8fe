"""The company that a page itself says stands behind it: a name with its legal form, and its VAT or company number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accountsos.documents.extract.name_lines import ENDS_IN_FORM, fits, tidy_name
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.names import core_name, is_ours

_FORM = re.compile(
    r"\b(?:CO\.?,? )?(?:LTD|LIMITED|PLC|LLP|CIC|CIO|CYF|DAC|(?<!\()(?<!VAT )INC(?! VAT)|LLC|GMBH|B\.?V"
    r"|N\.?V|S\.?A\.?R\.?L|S\.?A\.?S|PTY LTD|APS|A/S)\b\.?"
)
_PARTED = re.compile(
    r"[;·|•]|\s[–—-]\s|(?<![A-Z])\.\s+|(?<=\w\w)\.\s+|:\s+|\b(?:NAME|STYLE|DIVISION|PART|BRAND) OF\b"
    r"|\b[A-Z]{3,}ED (?:UNDER LICEN[CS]E )?(?:BY|VIA|WITH|TO)\b|\bRUN BY\b|\b(?:T/A|TRADING AS)\b"
)
_NUMBERED = re.compile(
    r"\b(?P<vat>V\.?A\.?T\b|UST|TVA|BTW|IVA)[^·|;]{0,34}?(?:\d[ ]?){7,12}"
    r"|\b(?:OC|SC|NI|SO)\s?\d{6}\b"
    r"|\b(?:REG(?:ISTERED|ISTRATION|D)?|COMPANY|CO|CRN|HRB|CHARITY|FCA|SRA|AUTHORITY)\b[^·|;]{0,60}?(?:SC|NI|OC|SO)?\s?\d{5,8}\b"
)
_NOT_THE_SELLER = re.compile(
    r"\b(?:FACTORED|ASSIGNED|PAY(?:MENT)? TO|POWERED BY|PROCESSED BY|INSURERS?|UNDERWRITTEN"
    r"|SENT (?:BY|WITH|VIA|FROM)|MADE WITH|COURIER|CARRIER|HAULIER"
    r"|(?:DELIVERED|SHIPPED|CARRIED|DESPATCHED|DISPATCHED|FULFILLED|PRINTED|HOSTED|DESIGNED|COLLECTED|SECURED|HANDLED)"
    r" (?:BY|VIA|WITH)"
    r"|DECLARED BY|AGENT|SOFTWARE BY|CREATED (?:WITH|BY|IN)|BANK(?:ERS)?|CUSTOMER|CLIENT"
    r"|BILL(?:ED)? TO|INVOICE TO|SHIP|DELIVER|SOLD TO"
    r"|MEMBER OF|SUBSIDIARY OF|TENANT|HIRER|FAO|TO)\b\W*$"
)
_TO = re.compile(
    r"(?:BILL(?:ED)?|INVOICED?|SOLD|SHIP(?:PED)?|DELIVER(?:ED)?|CHARGED?|CREDIT(?:ED)?|RECEIPT"
    r"|PAY(?:ABLE)?) (?:TO|FOR)\b"
)
_AFTER, _LINES, _GAP, _COLUMN, _NAME_MOST = 260, 3, 1.4, 0.02, 70


@dataclass(frozen=True, slots=True)
class Registrant:
    """A company with what the page says of its registration."""

    name: str
    piece: Piece
    row: int
    has_vat_number: bool


def registrants(sheet: Sheet, own_names: Sequence[str] = ()) -> list[Registrant]:
    """Each company whose VAT number, company number or licence follows its name, the company itself aside."""
    found: dict[str, Registrant] = {}
    credited = credited_in(sheet)
    for row in sheet.rows:
        for at, piece in enumerate(row.pieces):
            before = " ".join(p.text for p in row.pieces[:at])[-30:]
            text = _with_lines_below(sheet, row.index, piece)
            for name, said in _named(piece, text, before):
                if (
                    is_ours(name, own_names)
                    or _names_us(name, own_names)
                    or core_name(name).split()[:1] in credited
                    or _is_provided_for_another(sheet, text, name)
                ):
                    continue
                number = _NUMBERED.search(said)
                key = core_name(name)
                has_vat = any(match["vat"] for match in _NUMBERED.finditer(said))
                if number is not None and (key not in found or has_vat):
                    found[key] = Registrant(name, piece, row.index, has_vat)
    return list(found.values())


def _named(piece: Piece, text: str, before: str) -> Iterator[tuple[str, str]]:
    """Each name with a legal form that begins in the piece, with what is said after it up to the next one."""
    capital = plain(text)
    if len(capital) != len(text):
        text = capital
    own = len(piece.text)
    forms = list(_FORM.finditer(capital))
    for n, form in enumerate(forms):
        start = max((m.end() for m in _PARTED.finditer(capital[: form.start()])), default=0)
        if n and start < forms[n - 1].end():
            start = forms[n - 1].end()
        said = text[start : form.end()].strip(" ,.()")
        name = tidy_name(said)
        # `The Guild of Weavers, a company limited by guarantee`: what it is stands in words behind its name.
        spelled = name != said and plain(said).endswith("COMPANY LIMITED")
        begun = len(text[start:own].split())
        if start >= own or (form.end() > own and begun < max(2, len(name.split()) - 2)):
            continue  # only its form, and what stands before that in brackets, may be on the next line
        if (
            not (_may_be(name) or (spelled and len(name.split()) > 1))
            or not fits(name)
            or _TO.match(plain(name))
            or _NOT_THE_SELLER.search(plain(f"{before} {text[:start]}").rstrip(" :"))
        ):
            continue
        end = forms[n + 1].start() if n + 1 < len(forms) else len(text)
        yield name, capital[form.end() : min(end, form.end() + _AFTER)]


def _names_us(name: str, own_names: Sequence[str]) -> bool:
    """Whether our name stands in it behind a word: `Customer Pond Ltd`."""
    cores = [core for own in own_names if len((core := core_name(own)).split()) > 1]
    return any(f" {core_name(name)} ".endswith(f" {core} ") for core in cores)


def _is_provided_for_another(sheet: Sheet, text: str, name: str) -> bool:
    """Whether it only provides something: `Insurance is provided by Acme Ltd`, where the page is not headed so."""
    before = plain(text).partition(plain(name))[0]
    if (provided := _PROVIDES.search(before)) is None:
        return False
    subject = core_name(_PARTED.split(before[: provided.start()])[-1])
    return f" {subject} " not in f" {core_name(' '.join(row.text for row in sheet.rows[:_HEAD]))} "


_CREDITED = re.compile(
    r"\b(?:(?:CREATED|MADE|GENERATED|SENT|BUILT|PRODUCED) (?:WITH|BY|IN|VIA|USING)|POWERED BY|PROCESSED BY|SOFTWARE BY)"
    r" ([A-Z]{4,})"
)
"""The program that a paper was written with, or who takes the cards: it may register itself at the foot too."""


def credited_in(sheet: Sheet) -> list[list[str]]:
    """The first words of the names of such programs, each as a list that a name may begin with."""
    return [[word.lower()] for word in _CREDITED.findall(plain(sheet.text))]


_PROVIDES = re.compile(r"\s+IS (?:PROVIDED|OPERATED|RUN) BY\s*$")
_HEAD = 3


def _may_be(name: str) -> bool:
    words = name.split()
    if words[:1] and words[0].lower() in ("is", "a", "an", "any", "by", "of"):
        return False
    named = ENDS_IN_FORM.search(plain(name)) is not None or plain(name).endswith("CYF")
    return named and 2 <= len(words) <= 9 and len(name) <= _NAME_MOST and len(compact(core_name(name))) >= 3


def _with_lines_below(sheet: Sheet, index: int, piece: Piece) -> str:
    """Its text and the next lines of its column: the foot of a page runs over several."""
    text, last = piece.text, piece
    for row in sheet.rows[index + 1 : index + 1 + _LINES]:
        tall = max(last.box.bottom - last.box.top, 1e-6)
        below = [
            p
            for p in row.pieces
            if p.page == piece.page
            and abs(p.box.left - piece.box.left) < _COLUMN
            and p.box.top - last.box.bottom < _GAP * tall
            and 0.6 < p.height / max(last.height, 1e-6) < 1.6
        ]
        if not below:
            break
        text, last = f"{text} {below[0].text}", below[0]
    return text
