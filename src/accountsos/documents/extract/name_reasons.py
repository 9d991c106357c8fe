"""How many things on a page agree with a supplier's name: enough of them make it sure, where nobody else is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from accountsos.documents.extract.choose import Choice
from accountsos.documents.extract.letterhead import (
    are_adjacent_tongues,
    are_kin,
    goes_on_below,
    heads_its_contacts,
    is_spelled,
    trading_pairs,
)
from accountsos.documents.extract.name_doubts import is_no_name
from accountsos.documents.extract.name_lines import ENDS_IN_FORM, NameCandidate, is_a_title, reads_on
from accountsos.documents.extract.name_proof import said_whole
from accountsos.documents.extract.name_ties import is_written_as_a_name, says_only_a_trade
from accountsos.documents.extract.name_witnesses import PAYEE, SELLER, Witness
from accountsos.documents.extract.registrant import registrants
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.facts import Fact
from accountsos.documents.names import core_name

_AGREED, _DOUBTED, _ENOUGH = 0.96, 0.9, 2
_RIVAL, _NOBODY, _NOBODY_AT_ALL, _HARDLY = 0.3, 0.13, 0.05, 0.1
_HEAD, _SECOND = 5, 3
_LARGER = 1.2
_HOST = re.compile(r"(?:@|WWW\.|\b)([A-Z0-9-]{5,})\.(?:CO\.|COM|UK|ORG|NET|IO|EU|SHOP|IE|DE|FR|NL|EXAMPLE|LTD)")


def agreed(
    sheet: Sheet,
    name: Fact[str],
    best: NameCandidate,
    others: Sequence[tuple[NameCandidate, Choice[str]]],
    *,
    witnesses: Sequence[Witness],
    own_names: Sequence[str],
) -> Fact[str]:
    """The name, made sure where two things at least speak for it and the page names nobody else.

    `others` are the other candidates with how likely each is, the likeliest first.
    """
    doubtful = (
        is_no_name(name.value, sheet)
        or not is_written_as_a_name(name.value)
        or says_only_a_trade(name.value)
        or reads_on(name.value)
    )
    if _acts_for_another(sheet, name.value):
        return replace(name, confidence=min(name.confidence, _DOUBTED))
    broken = name.value == best.name and (goes_on_below(sheet, best) or is_a_title(best.name))
    over_lines = best.joined > 1 and ENDS_IN_FORM.search(plain(name.value)) is None and not said_whole(sheet, best)
    if doubtful or broken or over_lines or name.confidence < _HARDLY:
        return name
    rivals = [
        choice
        for candidate, choice in others
        if _is_a_rival(sheet, candidate, name.value)
        and (choice.confidence >= _LOUD or not _is_a_strapline(candidate, best))
    ]
    if any(choice.confidence >= _RIVAL for choice in rivals) or _names_another(sheet, name.value, witnesses, own_names):
        return name
    next_best = max((choice.confidence for choice in rivals), default=0.0)
    alone = (next_best < _NOBODY) + (next_best < _NOBODY_AT_ALL and name.confidence >= _EVEN)
    twice = any(are_adjacent_tongues(candidate, best) for candidate, _ in others)
    reasons = _reasons(sheet, name.value, best, own_names) + alone + twice
    return replace(name, confidence=max(name.confidence, _AGREED)) if reasons > _ENOUGH else name


_EVEN = 0.4


def _is_a_rival(sheet: Sheet, candidate: NameCandidate, name: str) -> bool:
    """Whether it names somebody, and somebody else: a trade, a title or a phrase names nobody."""
    nobody = says_only_a_trade(candidate.name) or is_no_name(candidate.name, sheet) or is_a_title(candidate.name)
    return not nobody and f" {core_name(name)} " not in f" {core_name(candidate.name)} "


def _is_a_strapline(candidate: NameCandidate, best: NameCandidate) -> bool:
    """Whether it begins the line under the name, smaller or in small letters under capitals, and is no company."""
    under = candidate.row == best.row + 1 and ENDS_IN_FORM.search(plain(candidate.name)) is None
    alike = best.name.isupper() == candidate.name.isupper()
    smaller = not alike and candidate.piece.height < _SMALLER * best.piece.height
    under = under and candidate.piece.text.startswith(candidate.name)
    return under and (smaller or (best.name.isupper() and not candidate.name.isupper()))


_SMALLER, _LOUD = 0.88, 0.2


def _names_another(sheet: Sheet, name: str, witnesses: Sequence[Witness], own_names: Sequence[str]) -> bool:
    """Whether another company is registered on the page, is to be paid or sells."""
    companies = [company.name for company in registrants(sheet, own_names)]
    told = [w.name for w in witnesses if w.kind in (PAYEE, SELLER) and ENDS_IN_FORM.search(plain(w.name))]
    return any(not are_kin(sheet, other, name) for other in (*companies, *told))


_LETS = re.compile(r"\b(?:LANDLORD|LESSOR|FREEHOLDER)\s*:\s*(?=[A-Z])")


def _acts_for_another(sheet: Sheet, name: str) -> bool:
    """Whether the page says that somebody else lets: its agent asks for the rent, and the VAT is the landlord's."""
    for row in sheet.rows:
        for piece in row.pieces:
            capital = plain(piece.text)
            match = _LETS.search(capital)
            if match and len(capital) == len(piece.text) and not are_kin(sheet, piece.text[match.end() :], name):
                return core_name(name) not in core_name(piece.text)
    return False


def _reasons(sheet: Sheet, name: str, best: NameCandidate, own_names: Sequence[str]) -> int:
    """How many independent things speak for it."""
    company = any(are_kin(sheet, c.name, name) and c.has_vat_number for c in registrants(sheet, own_names))
    numbered = best.row < _HEAD and any(not customers for *_, customers in vat_numbers(sheet))
    formal = ENDS_IN_FORM.search(plain(name)) is not None and not best.piece.by_eye
    kept = any(core_name(name) in pair for pair in trading_pairs(sheet))
    return sum(
        (
            company or numbered,
            formal,
            kept,
            _is_the_largest(sheet, best),
            heads_its_contacts(sheet, best),
            _is_in_an_address(sheet, name),
            _is_said_again(sheet, name, best),
        )
    )


def _is_the_largest(sheet: Sheet, best: NameCandidate) -> bool:
    """Whether it stands at the head in letters clearly larger than those of all other words there."""
    heads = [
        p
        for row in sheet.rows[:_SECOND]
        for p in row.pieces
        if p.page == 1 and p not in best.pieces and sum(c.isalpha() for c in p.text) > 2
    ]
    tallest = max((p.height for p in heads), default=0.0)
    return best.row < _SECOND and is_spelled(best.name) and best.piece.height >= _LARGER * tallest > 0


def _is_in_an_address(sheet: Sheet, name: str) -> bool:
    """Whether a mail or web address begins with it, or it with the address."""
    squeezed = compact(core_name(name))
    hosts = {host.replace("-", "") for host in _HOST.findall(plain(sheet.text))}
    return any(squeezed.startswith(host) or host.startswith(squeezed) for host in map(compact, hosts) if squeezed)


def _is_said_again(sheet: Sheet, name: str, best: NameCandidate) -> bool:
    """Whether another line begins with it, or with what the company of that name is called for short."""
    lines = [p.text for row in sheet.rows for p in row.pieces if p not in best.pieces]
    told = [line for line in lines if 0 < len(line.split()) <= _LINE_MOST and any(c.isalpha() for c in line)]
    return any(are_kin(sheet, line, name) for line in told)


_LINE_MOST = 14
