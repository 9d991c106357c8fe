"""What ties a supplier's name to the page: no name is sure that nothing but its line speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accountsos.documents.extract.letterhead import is_a_branch
from accountsos.documents.extract.name_doubts import is_no_name
from accountsos.documents.extract.name_features import generic
from accountsos.documents.extract.name_lines import ENDS_IN_FORM, NameCandidate, reads_on
from accountsos.documents.extract.name_proof import over_a_vat_number, under_a_sellers_heading
from accountsos.documents.extract.name_witnesses import Witness, trading_names
from accountsos.documents.extract.registrant import Registrant, registrants
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.facts import Fact
from accountsos.documents.names import TRADE_WORDS, core_name

_UNTIED, _REGISTERED, _LOGO = 0.9, 0.96, 1.25
_HEAD = 3
_BETWEEN = frozenset(
    "and the of for in panel hire fuel cards card business chartered registered your motor mot vehicle tyre tyres"
    " station window dry carpet civil structural family general"
    " specialist commercial domestic independent licensed".split()
)
_WORD_LEAST = 4
_HOST = re.compile(
    r"(?:@|WWW\.|HTTPS?://(?:WWW\.)?|\b)([A-Z0-9-]{4,})\.(?:CO\.|COM|UK|ORG|NET|IO|EU|SHOP|IE|EXAMPLE|LTD)"
)


def tied(
    sheet: Sheet,
    name: Fact[str],
    best: NameCandidate,
    witnesses: Sequence[Witness],
    own_names: Sequence[str],
    *,
    is_undisputed: bool,
) -> Fact[str]:
    """The name as sure as the page ties it; what is no name but words of the paper is never sure."""
    found = _tied(sheet, name, best, witnesses, own_names, is_undisputed=is_undisputed)
    return replace(found, confidence=min(found.confidence, _UNTIED)) if is_no_name(found.value, sheet) else found


def _tied(
    sheet: Sheet,
    name: Fact[str],
    best: NameCandidate,
    witnesses: Sequence[Witness],
    own_names: Sequence[str],
    *,
    is_undisputed: bool,
) -> Fact[str]:
    """The name as sure as the page ties it: to the company with the VAT or company number, to a second place, a host.

    Where one company only is registered on the page and the name is none of its own, the company is the supplier.
    """
    companies = registrants(sheet, own_names)
    name = replace(name, value=_whole(name.value, best))
    best = replace(best, name=name.value)
    ties = _ties(sheet, best, witnesses)
    if len(companies) == 1:
        # A head that is named again beside a company of another name: its parent, or who takes the money.
        in_doubt = ties == 1 and name.confidence >= _LIKELY and best.row < _HEAD
        return _with_the_registered(sheet, name, best, companies[0], is_tied=ties >= 2 or in_doubt)
    others = [company for company in companies if not _are_one(sheet, company.name, name.value)]
    if companies and len(others) == len(companies) and ties < 2:
        return replace(name, confidence=min(name.confidence, _UNTIED))
    if ties == 0 and not is_undisputed and not best.piece.by_eye:
        return replace(name, confidence=min(name.confidence, _UNTIED))
    return name


def _with_the_registered(
    sheet: Sheet, name: Fact[str], best: NameCandidate, company: Registrant, *, is_tied: bool
) -> Fact[str]:
    place = company.piece.place
    if _are_one(sheet, company.name, name.value):
        if name.confidence < _LIKELY and core_name(company.name).startswith(core_name(name.value)):
            return Fact(company.name, _REGISTERED if _may_go(sheet, company) else _UNTIED, place)
        if not says_only_a_trade(name.value) and (name.confidence >= _LIKELY or company.has_vat_number):
            # A picture's letters may be misread wherever the name stands.
            surer = name.confidence if best.piece.by_eye else max(name.confidence, _REGISTERED)
            return replace(name, confidence=surer)
        return name
    if is_tied or ENDS_IN_FORM.search(plain(name.value)):
        return replace(name, confidence=min(name.confidence, _UNTIED))
    return Fact(company.name, _REGISTERED if _may_go(sheet, company) else _UNTIED, place)


_LIKELY = 0.6


def _may_go(sheet: Sheet, company: Registrant) -> bool:
    """Whether its VAT number stands by it, or the head of the page names it too; in letters and not in a picture."""
    heads = [p for row in sheet.rows[:_HEAD] for p in row.pieces if p is not company.piece]
    headed = any(_same(core_name(p.text), core_name(company.name)) for p in heads)
    return (company.has_vat_number or headed) and not company.piece.by_eye


def says_only_a_trade(name: str) -> bool:
    """Whether each of its words is what a business does, or a filler, and none its name: `Timber & Panel Merchants`."""
    words = core_name(name).split()
    return generic(name) or all(word in TRADE_WORDS or word in _BETWEEN for word in words)


def _whole(name: str, best: NameCandidate) -> str:
    """With the part before the dash where the name alone is only what they do: `Ann Roe - Cleaning Services`."""
    text = best.piece.text.strip()
    if says_only_a_trade(name) and text.endswith(name) and best.joined == 1:
        before = re.sub(r"\s+[-–—|·•]\s+$", "", text[: -len(name)])
        if before != text[: -len(name)] and not says_only_a_trade(before):
            return text
    return name


def _ties(sheet: Sheet, best: NameCandidate, witnesses: Sequence[Witness]) -> int:
    """How many things speak for it besides its place."""
    core = core_name(best.name)
    if not core or says_only_a_trade(best.name) or reads_on(best.name):
        return 0
    formal = ENDS_IN_FORM.search(plain(best.name)) is not None
    witnessed = any(w.row != best.row and _same(core_name(w.name), core) for w in witnesses)
    again = sum(f" {core} " in f" {core_name(row.text)} " for row in sheet.rows) > 1
    hosted = any(_same(host, compact(core)) for host in _hosts(sheet))
    numbered = over_a_vat_number(sheet, best) or under_a_sellers_heading(sheet, best)
    return formal + witnessed + again + hosted + numbered + _is_the_logo(sheet, best) + _signs(sheet, best)


def _signs(sheet: Sheet, best: NameCandidate) -> bool:
    """Whether the paper ends in the first name of a person whom it names: `From: Ann Roe` and, below all, `Ann`."""
    first, *rest = best.name.split()
    last = [p for row in sheet.rows[-_SIGNED_IN:] for p in row.pieces]
    return 1 <= len(rest) <= _NAMES_MOST and len(first) >= _SHORT and any(p.text.strip(" .,x") == first for p in last)


_SIGNED_IN, _NAMES_MOST, _SHORT = 6, 2, 3


def _is_the_logo(sheet: Sheet, best: NameCandidate) -> bool:
    """Whether it stands at the head of the first page in letters that no other words there exceed."""
    heads = [
        p for row in sheet.rows[:_HEAD] for p in row.pieces if p.page == 1 and sum(c.isalpha() for c in p.text) > 2
    ]
    tallest = max((p.height for p in heads), default=0.0)
    return best.piece in heads and best.piece.height >= 0.95 * tallest and tallest >= _LOGO * sheet.letter_height


def heads_a_picture(sheet: Sheet, best: NameCandidate) -> bool:
    """Whether it is the first line of a photo or the next, whole and in words, as a shop heads its slip.

    A VAT number is on the slip, or the name again: standing alone makes no name sure that was read off a picture.
    """
    first = best.piece.by_eye and best.row < _HEAD - 1 and best.joined == 1 and best.piece.page == 1
    words = [word for word in re.split(r"\W+", best.name) if word]
    spelled = sum(len(word) for word in words) >= _WORD_LEAST and not any(c.isdigit() for c in best.name)
    if not first or not spelled or says_only_a_trade(best.name) or not is_written_as_a_name(best.name):
        return False
    core = f"{core_name(best.name)} "
    again = any(
        f"{core_name(p.text)} ".startswith(core) for row in sheet.rows for p in row.pieces if row.index != best.row
    )
    return again or any(not customers for *_, customers in vat_numbers(sheet))


def is_written_as_a_name(name: str) -> bool:
    """Whether it is no slogan, with a comma or small words after a capital, and no branch: `Settle Superstore`."""
    if ENDS_IN_FORM.search(plain(name)):
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) >= _WORD_LEAST]
    begun = any(word[0].isupper() for word in words)
    return "," not in name and not is_a_branch(name) and not (begun and any(word[0].islower() for word in words))


def _hosts(sheet: Sheet) -> Iterator[str]:
    for match in _HOST.finditer(plain(sheet.text)):
        yield match.group(1).replace("-", "")


def _same(one: str, other: str) -> bool:
    one, other = compact(one), compact(other)
    short, long = sorted((one, other), key=len)
    return len(short) >= _WORD_LEAST and long.startswith(short)


def _are_one(sheet: Sheet, company: str, name: str) -> bool:
    """Whether the name is the company's, in short or as it trades: they begin alike, or the page says so."""
    one, other = core_name(company), core_name(name)
    if one == other or _same(one, other):
        return True
    first, second = (text.removeprefix("the ").split()[:1] for text in (one, other))
    if first == second and first and len(first[0]) >= _WORD_LEAST:
        return True
    pairs = [{core_name(a), core_name(b)} for a, b in trading_names(sheet)]
    return {one, other} in pairs
