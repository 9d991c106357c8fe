"""A name that its logo sets over lines: what stands under the large word may be its rest, or a trade or a town."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accountsos.documents.extract.name_full import company_in_full, said_with_more
from accountsos.documents.extract.name_lines import (
    ADDRESS,
    ENDS_IN_FORM,
    NOT_A_NAME,
    SEPARATORS,
    NameCandidate,
    is_a_label,
    is_a_title,
    tidy_name,
)
from accountsos.documents.extract.name_ties import says_only_a_trade
from accountsos.documents.extract.name_witnesses import Witness
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Fact
from accountsos.documents.names import TRADE_WORDS, core_name

_ASKED = 0.9
_HEAD, _ROWS = 3, 2
_OF_THE_LOGO, _NOT_TINY = 1.1, 0.5
_ALIGNED, _CENTRED, _SLOPING, _GAP = 0.025, 0.03, 0.045, 1.6
_WORDS_MOST, _TRADE_MOST, _NAME_MOST = 2, 5, 3
_LIKE = 0.8
_TRADES = frozenset(
    "travel tours trams trains rail railway railways bus buses coaches taxis cabs ferries ferry crossing airways"
    " express parcels freight litho press publishing hardware ironmongers ironmongery news newsagents stationers"
    " stationery bookshop chemist chemists pharmacies opticians vets veterinary tyres fuels fuel parking coal tools"
    " paints florist flowers butcher baker bakers greengrocers grocers grocery fishmongers delicatessen deli tearoom"
    " tearooms coffee tea bistro brasserie pizzeria grill tavern inn brewing distillery roasters roastery"
    " plastics metals textiles fabrics upholstery ceramics pottery optics audio lighting hire rentals rental"
    " board trust society club council college school association federation commission authority committee library"
    " libraries museum gallery theatre cinema hospital hospice infirmary surgery foundation institute academy centre"
    " union agency harbour partnership cabs taxi car van wash washing valeting hand cash carry antiques reclaim"
    " reclamation salvage curios collectables room rooms house lounge diner takeaway kebabs chippy fish chips noodle"
    " pizza sandwich ice cream parlour sweets wines spirits off licence convenience supermarket superstore foodstores"
    " foodstore stores market markets post parcel parcels office offices bank garage tyre exhausts service station"
    " services breakers yard boatyard chandlery marina caravans camping leisure cycles bikes motorcycles saddlery pet"
    " pets aquatics nursery nurseries garden centre dry cleaning carpets rugs curtains fabrics wool toys games records"
    " drive thru dental practice barber barbers nails tattoo gym yoga hotel guest hostel lodge b&b bed breakfast"
    " charity shop rescue animal kaffebar cafe bar kitchen deli restaurant brewhouse taproom".split()
)
"""What a logo puts under the name in smaller letters and a bookkeeper books as a part of it."""
_SPELLED = re.compile(r"[^\W\d_][^\W\d_'’&-]*(?:\s(?:&|[^\W\d_&'’-]+))*\.?")
_HALVES = frozenset(
    "joint community county city borough district parish national royal united metropolitan municipal memorial"
    " regional".split()
)
"""What ends no name: of a council, a library or a committee the next line says which it is."""
_CLAUSE = re.compile(r"\s(?:at|of|in|on|by)\s", re.IGNORECASE)


def whole_name(sheet: Sheet, name: Fact[str], best: NameCandidate, witnesses: Sequence[Witness]) -> Fact[str]:
    """The name as who is paid or registered has it in full, or else with the rest of its logo."""
    longer = next((w for w in witnesses if _says_it_in_full(w, name.value)), None)
    if longer is not None:
        return replace(name, value=tidy_name(longer.name))
    if (company := company_in_full(sheet, name, best)) is not None:
        return company
    if (said := said_with_more(sheet, name, best)) is not None:
        sureness = name.confidence if _is_a_trade(core_name(said).removeprefix(core_name(name.value))) else _ASKED
        return replace(name, value=said, confidence=min(name.confidence, sureness))
    return _whole_logo(sheet, name, best)


def _says_it_in_full(witness: Witness, name: str) -> bool:
    """Whether it is the name with what they do behind it: the logo says `Acme`, the payee is `Acme Travel`."""
    core, more = core_name(name), core_name(witness.name)
    rest = more.removeprefix(f"{core} ")
    return len(core) >= _WITNESSED_LEAST and rest != more and _is_a_trade(rest) and _spells(witness.name)


_WITNESSED_LEAST = 4


def _whole_logo(sheet: Sheet, name: Fact[str], best: NameCandidate) -> Fact[str]:
    """The name with the rest that the page says elsewhere too; never sure where the rest is only likely."""
    if core_name(name.value) != core_name(best.name) or best.piece.page != 1:
        return name
    if best.row >= _HEAD:
        return _with_what_stands_over(sheet, name, best) if ENDS_IN_FORM.search(plain(name.value)) else name
    if _PICTOGRAM.match(name.value) and _PARKS.search(sheet.compact):
        return replace(name, value=name.value[2:], confidence=min(name.confidence, _ASKED))
    if (named := _named_below(sheet, best)) is not None:
        return replace(name, value=tidy_name(named.text), confidence=min(name.confidence, _ASKED), place=named.place)
    if best.joined > 1 and (company := _company_of_the_same_letters(sheet, best)) is not None:
        return replace(name, value=tidy_name(company.text), place=company.place)
    if ENDS_IN_FORM.search(plain(name.value)):
        return _with_what_stands_over(sheet, name, best)
    if not plain(best.pieces[-1].text).rstrip(" .!,&-").endswith(plain(best.name.split()[-1]).rstrip(" .!,&-")):
        return name  # its line goes on behind it
    rest = next(_rests(sheet, best), None)
    if rest is None or _is_said_without(sheet, best, rest):
        return replace(name, confidence=min(name.confidence, _ASKED)) if _is_half(name.value) else name
    whole = tidy_name(f"{name.value.strip(' .')} {rest.text.strip(' .')}")
    if _is_said(sheet, whole, (*best.pieces, rest)) or (_is_half(name.value) and _is_a_trade(rest.text)):
        return replace(name, value=whole)
    likely = whole if _is_a_trade(rest.text) or _is_half(name.value) else name.value
    return replace(name, value=likely, confidence=min(name.confidence, _ASKED))


_PICTOGRAM, _PARKS = re.compile(r"P\s[A-Z]\w{3}"), re.compile(r"CARPARK|PARKING|PAYSTATION|PAYANDDISPLAY|MULTISTOREY")
"""The sign of a car park before its name."""
_COUNTERS = frozenset("counter till branch desk shop store outlet kiosk".split())


def _named_below(sheet: Sheet, best: NameCandidate) -> Piece | None:
    """The line under a heading such as `Postoffice counter` that says which one it is."""
    words = core_name(best.name).split()
    kept = compact("".join(word for word in words if word not in _COUNTERS))
    if len(kept) < _LETTERS_LEAST or set(words).isdisjoint(_COUNTERS):
        return None
    after = best.row + best.joined
    below = (p for row in sheet.rows[after : after + _ROWS] for p in row.pieces)
    return next((p for p in below if p.compact.endswith(kept) and p.compact != kept and _spells(p.text)), None)


def _spells(text: str) -> bool:
    return not any(c.isdigit() for c in text) and len(text.split()) <= _SPELLED_MOST


_SPELLED_MOST = 6


def _company_of_the_same_letters(sheet: Sheet, best: NameCandidate) -> Piece | None:
    """The company whose one word a logo breaks over two lines."""
    squeezed = compact(core_name(best.name))
    lines = (p for row in sheet.rows for p in row.pieces if p not in best.pieces and ENDS_IN_FORM.search(plain(p.text)))
    return next((p for p in lines if compact(ENDS_IN_FORM.sub("", plain(p.text))) == squeezed), None)


def _is_half(name: str) -> bool:
    return core_name(name).split()[-1:] != [] and core_name(name).split()[-1] in _HALVES


def _rests(sheet: Sheet, best: NameCandidate) -> Iterator[Piece]:
    """What stands close under it in its column, in letters larger than the page's, and is a word or two."""
    last, after = best.pieces[-1], best.row + best.joined
    for row in sheet.rows[after : after + _ROWS]:
        firsts = (_first_part(p) for p in row.pieces if p.page == last.page)
        under = [p for p in firsts if _is_under(last, p)]
        if under:
            yield from (p for p in under if _may_be_the_rest(sheet, last, p))
            return


def _first_part(piece: Piece) -> Piece:
    """What they do, without what is said behind it: `TAXIS - 24 HRS - 0117 496 0000`."""
    first, *others = SEPARATORS.split(piece.text.strip())
    alone = bool(others) and all(any(c.isdigit() for c in other) for other in others)  # several words are a motto
    return replace(piece, text=first) if alone and _is_a_trade(first) else piece


def _is_under(over: Piece, piece: Piece) -> bool:
    middles = abs(over.box.left + over.box.right - piece.box.left - piece.box.right) / 2
    aligned = abs(over.box.left - piece.box.left) < _ALIGNED or middles < (_SLOPING if piece.by_eye else _CENTRED)
    tall = max(over.box.bottom - over.box.top, piece.box.bottom - piece.box.top)
    return aligned and piece.box.top - over.box.bottom < _GAP * tall


def _may_be_the_rest(sheet: Sheet, over: Piece, piece: Piece) -> bool:
    text = piece.text.strip()
    most = _TRADE_MOST if _is_a_trade(text) else _WORDS_MOST
    if not _SPELLED.fullmatch(text) or len(text.split()) > most or ADDRESS.search(plain(text)):
        return False
    if NOT_A_NAME.search(piece.compact) or is_a_title(text) or is_a_label(text):
        return False
    if " & " in over.text and _is_a_trade(text) and piece.by_eye:
        return False  # two words joined are a name, and their trade is none of it
    like = piece.height >= (_NOT_TINY if piece.by_eye else _LIKE) * over.height
    if _is_a_trade(text) and like and (text.isupper() or not over.text.isupper()) and _is_written_large(text):
        return True
    if _is_half(over.text) and piece.height >= _LIKE * over.height:
        return True
    if over.text.isupper() and not text.isupper():
        return False  # the town, as a slip prints it
    return piece.height >= max(_OF_THE_LOGO * sheet.letter_height, _NOT_TINY * over.height)


def _is_written_large(text: str) -> bool:
    """Whether each of its words begins with a capital, the small ones aside, as a name's do and a motto's do not."""
    return all(word[0].isupper() for word in text.split() if len(word) > _SMALL_WORD)


_SMALL_WORD = 3


def _is_a_trade(text: str) -> bool:
    words = core_name(_CLAUSE.split(text)[0]).split()
    words = [word for word in words if word != "and"]
    return says_only_a_trade(text) or (bool(words) and all(w in _TRADES or w in TRADE_WORDS for w in words))


def _is_said_without(sheet: Sheet, best: NameCandidate, rest: Piece) -> bool:
    """Whether the page says the name again and goes on otherwise: what stands under it is its trade or its town."""
    core, beside = core_name(best.name), core_name(rest.text).split()[:1]
    others = (p for row in sheet.rows for p in row.pieces if p not in best.pieces)
    again = (f" {core_name(p.text)} ".partition(f" {core} ") for p in others)
    return len(core) >= _LETTERS_LEAST and any(found and after.split()[:1] != beside for _, found, after in again)


_LETTERS_LEAST = 5


def _is_said(sheet: Sheet, whole: str, logo: tuple[Piece, ...]) -> bool:
    """Whether another line, or a mail or web address, says it as one."""
    squeezed = compact(core_name(whole))
    return any(squeezed in compact(p.text) for row in sheet.rows for p in row.pieces if p not in logo)


def _with_what_stands_over(sheet: Sheet, name: Fact[str], best: NameCandidate) -> Fact[str]:
    """`Colour Co Ltd` under larger letters is but the end of a name, where it says no more than what they do."""
    own = core_name(ENDS_IN_FORM.sub("", plain(name.value))).split()
    office = set(own) <= _OFFICES
    if best.row == 0 or (len(own) > 1 and not office and not says_only_a_trade(name.value)):
        return name
    over = [p for p in sheet.rows[best.row - 1].pieces if p.page == best.piece.page and _is_under(p, best.piece)]
    over = [replace(p, text=SEPARATORS.split(p.text.strip())[-1]) for p in over]
    again = bool(over) and _heads_too(sheet, over[0])
    begins = bool(over) and _begins_a_name(over[0], best, like=office or again) and (again or best.row < _HEAD)
    if not begins or _is_said(sheet, name.value, best.pieces):
        return replace(name, confidence=min(name.confidence, _ASKED)) if office else name
    return replace(name, value=f"{tidy_name(over[0].text)} {name.value}", confidence=min(name.confidence, _ASKED))


_OFFICES = _HALVES | {"council", "authority", "committee", "board", "and", "the", "of"}


def _heads_too(sheet: Sheet, over: Piece) -> bool:
    """Whether another line at the head begins with the same words: the ferry there is the company's here."""
    words = core_name(over.text).split()[:_WORDS_MOST]
    heads = (p for row in sheet.rows[:_HEAD] for p in row.pieces if p.text != over.text)
    return len(words) == _WORDS_MOST and any(core_name(p.text).split()[:_WORDS_MOST] == words for p in heads)


def _begins_a_name(over: Piece, best: NameCandidate, *, like: bool) -> bool:
    words = over.text.split()
    spelled = all(c.isalpha() or c in " &'’+-." for c in over.text) and len(words) <= _NAME_MOST
    titled = is_a_title(over.text) or is_a_label(over.text) or NOT_A_NAME.search(over.compact)
    return spelled and not titled and over.height >= (_LIKE if like else _LARGER) * best.piece.height


_LARGER = 1.2
