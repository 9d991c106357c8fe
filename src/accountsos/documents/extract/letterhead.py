"""What at the head of a page and elsewhere on it agrees with a supplier's name, and who is named beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from accountsos.documents.extract.choose import Choice, Numbers, ranked, scorers
from accountsos.documents.extract.name_lines import (
    ADDRESS,
    ENDS_IN_FORM,
    NameCandidate,
    ends_in_a_postcode,
    is_a_title,
    tidy_name,
)
from accountsos.documents.extract.name_witnesses import trading_names
from accountsos.documents.extract.rows import Piece, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.names import TRADE_WORDS, core_name

_CONTACT = re.compile(
    r"\b(?:TEL|PHONE|MOB|MOBILE|T|M)\b[.:]?\s*(?:NO\.?\s*)?[(+]?\d|\b0\d{3,4}[\s-]?\d{3}[\s-]?\d{3,4}\b|\b0\d{2}\s\d{4}\s\d{4}\b"
    r"|\w@\w|\bWWW\.|\.(?:CO\.UK|COM|UK|EXAMPLE)\b|\bEST(?:ABLISHED|D)?\b\.?\s*(?:IN\s+)?1?\d{3}|\bVAT\b.{0,14}\d{3}"
    r"|\b\d{5}\s[A-Z]{4,}"
)
_BLOCK, _WORD_LEAST = 5, 4
_GOES_ON = re.compile(r"(?:OF|AND|DE|DU|DES|DELLA|DI|VON|VAN)\s|&")
_LEAVES_OFF = re.compile(r"(?:\b(?:OF|AND|FOR|THE|DE|DU|DES|DER|DIE|LA|LE|VON|VAN)|[&,])$")
_SITE = re.compile(
    r"\b(?:MULTI-?\s?STOREY|CAR PARK|SERVICES|STATION|STORE|SUPERSTORE|BRANCH|DEPOT|TERMINAL(?: \d)?|AIRPORT|MSCP|ARENA"
    r"|FORECOURT|FILLING STATION|CENTRE|MALL|MARKET|RETAIL PARK)$"
)
"""How the name of a place ends that somebody else keeps."""
_INITIALS = re.compile(r"([a-z](?:[&+.][a-z])+)\b")


def company_alone(
    found: Sequence[NameCandidate], parties: Sequence[str], chosen: Choice[str]
) -> tuple[Choice[str], list[str]]:
    """The company without the name of its shop or branch, or its own in another language, that was run on to it."""
    at = _alone(found, chosen.best)
    at = _without_its_branch(found, chosen.best) if at is None else at
    if at is None:
        return chosen, list(parties)
    line = found[at].piece
    return (
        replace(chosen, value=parties[at], best=at),
        [parties[at] if line in c.pieces else party for c, party in zip(found, parties, strict=True)],
    )


def _without_its_branch(found: Sequence[NameCandidate], chosen: int) -> int | None:
    """The first line of a name whose next says which of its shops it is: `Skipton Superstore`."""
    best = found[chosen]
    if best.joined == 1 or ENDS_IN_FORM.search(plain(best.name)) or not _BRANCH.search(plain(best.pieces[1].text)):
        return None
    return next((n for n, c in enumerate(found) if c.joined == 1 and c.piece == best.piece), None)


_BRANCH = re.compile(r"\w\s(?:SUPERSTORE|STORE|BRANCH|RETAIL PARK|MULTI-?\s?STOREY|CAR PARK|MSCP|AIRPORT)$")


def _alone(found: Sequence[NameCandidate], chosen: int) -> int | None:
    best = found[chosen]
    if best.joined == 1:
        return None
    over, last = core_name(best.pieces[0].text).split(), tidy_name(best.pieces[-1].text)
    own = core_name(last).split()
    if ENDS_IN_FORM.search(plain(last)) is None or len(own) + ("&" in last) < _WORDS_OF_ITS_OWN:
        return None
    said_twice = any(len(word) >= _WORD_LEAST for word in set(over) & set(own[:1]))
    if not said_twice and _SITE.search(plain(best.pieces[0].text)) is None:
        return None
    alone = (n for n, c in enumerate(found) if c.joined == 1 and core_name(c.name) == core_name(last))
    return next(alone, None)


_WORDS_OF_ITS_OWN = 2


def with_kin(
    sheet: Sheet, found: Sequence[NameCandidate], parties: Sequence[str], chosen: Choice[str], features: Numbers
) -> tuple[Choice[str], list[Choice[str]]]:
    """The choice with what speaks for it under another name, and all others after it, the likeliest first.

    A name with its trade, town or address run on to it, as the foot has it in full, or as it trades, is the name.
    """
    best = found[chosen.best]
    scorer = scorers()["supplier"]
    first = ranked(scorer, parties, features, by_eye=sheet.is_by_eye)
    rival_extent = max((c.confidence for c in first if _extends(found[c.best], best)), default=0.0)
    kin = list(parties)
    for n, candidate in enumerate(found):
        extends = rival_extent < _AS_LIKELY * chosen.confidence and _extends(candidate, best)
        if extends or are_kin(sheet, candidate.name, best.name) or are_adjacent_tongues(candidate, best):
            kin[n] = chosen.value
    order = ranked(scorer, kin, features, by_eye=sheet.is_by_eye)
    own = next(c for c in order if c.value == chosen.value)
    surer = replace(chosen, confidence=max(chosen.confidence, own.confidence))
    return surer, [c for c in order if c.value != chosen.value]


_AS_LIKELY = 0.4


def _extends(candidate: NameCandidate, best: NameCandidate) -> bool:
    """Whether it is the same line with others run on to it."""
    return candidate.joined > 1 and best.joined == 1 and candidate.piece == best.piece


def are_kin(sheet: Sheet, one: str, other: str) -> bool:
    """Whether both are names of one party: by a word that is nobody else's, in short, by initials, or as it trades."""
    a, b = (_words(name) for name in (one, other))
    if not a or not b:
        return False
    if _starts_alike(a, b) or _shares_a_name(a, b) or _is_a_persons(a, b) or _is_a_persons(b, a):
        return True
    if _in_initials(one, other) or _in_initials(other, one):
        return True
    return {core_name(one), core_name(other)} in trading_pairs(sheet)


def trading_pairs(sheet: Sheet) -> list[set[str]]:
    """Each name and the company behind it, as the page says."""
    return [{core_name(one), core_name(other)} for one, other in (*trading_names(sheet), *_kept_by(sheet))]


def _words(name: str) -> list[str]:
    return core_name(re.sub(r"\s&\s", " and ", name)).removeprefix("the ").split()


def _starts_alike(one: list[str], other: list[str]) -> bool:
    """Whether they begin with one word that is long enough, and no trade, to be a name: `Pond Rail`, `Pond Trains Ltd`.

    A logo may write its words as one, or end in an s: `pond's`.
    """
    first, second = one[0], other[0]
    short, long = sorted((first, second), key=len)
    near = long.startswith(short) and len(long) - len(short) <= _ENDING_MOST
    alike = len(short) >= _FIRST_LEAST and short not in TRADE_WORDS and near
    squeezed = sorted(("".join(one), "".join(other)), key=len)
    return alike or (len(squeezed[0]) >= _FIRST_LEAST and squeezed[1].startswith(squeezed[0]))


_FIRST_LEAST, _ENDING_MOST = 5, 2


def _shares_a_name(one: list[str], other: list[str]) -> bool:
    """Whether two words in a row, neither of them a trade, are in both: `Hotel des Deux Ponts`, `SAS Deux Ponts`."""
    pairs = set(pairwise(one)) & set(pairwise(other))
    return any(all(len(w) >= _WORD_LEAST and w not in TRADE_WORDS for w in pair) for pair in pairs)


def _is_a_persons(signed: list[str], name: list[str]) -> bool:
    """Whether one is a person with initials and the other begins with the person: `D Owen`, `Dafydd Owen Joinery`."""
    if len(signed) != _INITIAL_AND_NAME or len(signed[0]) > 1 or len(name) < _INITIAL_AND_NAME:
        return False
    return name[0].startswith(signed[0]) and len(signed[1]) >= _WORD_LEAST and signed[1] in name[1:_PERSON_MOST]


_INITIAL_AND_NAME, _PERSON_MOST = 2, 4


def _in_initials(short: str, long: str) -> bool:
    """Whether one begins with the initials of the other, joined by `&`: `P&Q Cookshops Ltd`, `pot&quill`."""
    match = _INITIALS.match(short.lower())
    letters = re.findall(r"[a-z]", match[1]) if match else []
    return bool(letters) and letters == [word[0] for word in re.findall(r"[a-z]+", long.lower())]


_KEEPER = re.compile(
    r"\b(?:PROP(?:RIETOR)?S?|INH(?:ABER)?)\s*[.:,]+\s*(?=[A-Z])"
    r"|^\W*(?:OPERATED|RUN|MANAGED|OWNED)(?: UNDER LICEN[CS]E)? BY\s+(?=[A-Z])"
)


def _kept_by(sheet: Sheet) -> Iterable[tuple[str, str]]:
    """The name in the first row with the keeper whom the head names: `Prop: Acme Ltd`, `Operated by Acme Ltd`."""
    for row in sheet.rows:
        for piece in row.pieces:
            capital = plain(piece.text)
            if (match := _KEEPER.search(capital)) and len(capital) == len(piece.text):
                keeper = tidy_name(re.split(r"[·|]|\s-\s", piece.text[match.end() :])[0])
                for head in sheet.rows[:_HEAD_ROWS]:
                    yield from ((tidy_name(p.text), keeper) for p in head.pieces if p is not piece)


_HEAD_ROWS = 2


def goes_on_below(sheet: Sheet, best: NameCandidate) -> bool:
    """Whether the name is broken off: it ends in `&`, or the next line of its column begins with `of` or `du`."""
    if best.joined > 1 or ENDS_IN_FORM.search(plain(best.name)):
        return False
    below = sheet.rows[best.row + 1].pieces if best.row + 1 < len(sheet.rows) else ()
    under = [p for p in below if abs(p.box.left - best.piece.box.left) < _COLUMN and p.page == best.piece.page]
    return _LEAVES_OFF.search(plain(best.name)) is not None or any(_reads_as_the_rest(p) for p in under)


def _reads_as_the_rest(piece: Piece) -> bool:
    text = plain(piece.text)
    return _GOES_ON.match(text) is not None and not ADDRESS.search(text) and not any(c.isdigit() for c in text)


def name_in_full(
    sheet: Sheet, found: Sequence[NameCandidate], parties: Sequence[str], chosen: Choice[str]
) -> Choice[str]:
    """The choice with its second line, where the first breaks off."""
    best = found[chosen.best]
    if not goes_on_below(sheet, best):
        return chosen
    longer = (n for n, c in enumerate(found) if c.joined == _LINES and c.piece == best.piece)
    at = next(longer, None)
    return chosen if at is None else replace(chosen, value=parties[at], best=at)


_LINES = 2


_COLUMN = 0.04


def heads_its_contacts(sheet: Sheet, best: NameCandidate) -> bool:
    """Whether it is the first name of the first page and its address, telephone or VAT number follows before any sum.

    Letters smaller than others at the head are no name of a letterhead's.
    """
    if best.row > _HEAD_ROWS or best.piece.page != 1 or not is_spelled(best.name):
        return False
    priced = {found.row.index for found in sheet.amounts if found.amount.has_decimals}
    after = best.row + best.joined
    block = [row for row in sheet.rows[best.row : after + _BLOCK] if not priced & set(range(best.row, row.index + 1))]
    contacts = any(_is_a_contact(p, best) for row in block for p in row.pieces)
    head = [p for row in sheet.rows[: best.row + 2] for p in row.pieces if _may_be_larger(p)]
    return contacts and best.piece.height >= _NEARLY * max((p.height for p in head), default=0.0)


_NEARLY = 0.85


def _may_be_larger(piece: Piece) -> bool:
    """Whether it is words of a head beside which a name would be small: no title."""
    return sum(c.isalpha() for c in piece.text) > 2 and not is_a_title(piece.text)


def is_a_branch(name: str) -> bool:
    """Whether it says which of its shops: `Skipton Superstore`."""
    return _BRANCH.search(plain(name)) is not None


def _is_a_contact(piece: Piece, best: NameCandidate) -> bool:
    text = plain(piece.text)
    if piece in best.pieces:
        return False
    placed = ADDRESS.search(re.sub(r"\d{5,}", " ", text)) is not None
    return _CONTACT.search(text) is not None or placed or ends_in_a_postcode(text)


def is_spelled(name: str) -> bool:
    """Whether it is words and nothing else: a figure or a stray mark shows that something was misread or run in."""
    words = [word for word in re.split(r"[^\w'’]+", name) if word]
    return sum(len(word) for word in words) >= _LETTERS_LEAST and not any(c.isdigit() for c in name)


_LETTERS_LEAST = 5


def are_adjacent_tongues(one: NameCandidate, other: NameCandidate) -> bool:
    """Whether two lines, one under the other, say one name in two languages: a long word of both is no trade."""
    words = set(core_name(one.name).split()) & set(core_name(other.name).split())
    return abs(one.row - other.row) == 1 and any(len(w) >= _TONGUE_LEAST and w not in TRADE_WORDS for w in words)


_TONGUE_LEAST = 6
