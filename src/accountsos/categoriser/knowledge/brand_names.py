"""Recognising a known name in a payee: exactly, with words around it, or cut short by the bank."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from accountsos.categoriser.knowledge.concepts import rows
from accountsos.categoriser.knowledge.payees import known_payees
from accountsos.contacts.payee import payee_key
from accountsos.contacts.people import given_names
from accountsos.contacts.places import towns

_SAY_NOTHING = frozenset(
    "UK GB COM CO ORG NET ONLINE STORE STORES SHOP RETAIL DIRECT GROUP PAYMENTS PAYMENT THE INTERNATIONAL "
    "EUROPE EU EMEA INC LLC LLP GMBH SARL BV AB WWW SUBSCRIPTION SUBSCR SUBS MONTHLY ANNUAL YEARLY BRANCH "
    "INTERNET WEB HELP LDN SUPERSTORE SUPERMARKET EXPRESS LOCAL EXTRA METRO HOLDINGS TRADING SERVICES "
    "BUSINESS DD REF AND OF CUSTOMER ACCOUNT BRITAIN GREAT IRELAND NORTH SOUTH EAST WEST CENTRAL ROAD "
    "STREET HIGH ST RD RETAILPARK PARK CENTRE STATION AIRPORT TERMINAL S A LIMITED LTD PLC SITE WEBSITE "
    "MEMBER TICKETS TICKET BOOKING ORDER STN BUS".split()
)
_EVERYDAY = frozenset(
    "NORTHGATE HARTWELL NEXT MIND CRISIS SHELTER BARK SQUARE SAGE VERY LIME RELAY WAVE SPACES BUFFER LOOM "
    "HARVEST DEPUTY TIMELY ALPHABET TIDE CURVE BROWNS YOUNGS MARSH REED HAYS BOOTHS PACE GULF ORANGE TIGER "
    "BROWN LINEAR SWAN PREMIER CENTRAL LIBERTY ROYAL NATIONAL CITATION SHELL TOTAL MARTIN LEWIS ENTERPRISE "
    "BOLT STUART HUNTERS LISTERS SNOWS LAWSONS COVERS FRIENDS CROWN ATLANTIC PURE FRESH URBAN HOME OFFICE "
    "STUDIO VILLAGE REVOLUTION ALCHEMIST BILLS COPILOT FATHOM MAKE MIRO UNITY PALACE OPEN STAR DIAMOND "
    "PHOENIX HORIZON EAGLE FALCON SUMMIT PINNACLE APEX VERTEX ICON ACORN BEACON CLARITY CHASER EQUITY "
    "CROMWELL MAGNET MARSHALLS GRAHAM KNIGHTS PLANET FOREST ARENA NEXUS UNITE SPEEDY BRANDON GALLAGHER "
    "CHURCHILL ADMIRAL HASTINGS DIRECT TOWER CLOVER STREAMLINE EVO TEMPLE BERYL ZENITH ATHLON COSMO RIVER "
    "ISLAND WHITE BLACK GREEN BLUE NORTHERN SOUTHERN WESTERN EASTERN TAYLOR WILSON WALKER HUGHES EVANS KHAN PATEL "
    "SMITH JONES DAVIES ROBERTS THOMPSON WOOD WRIGHT CLARKE HALL TURNER COOPER HILL WARD MORRIS HARRIS KING BAKER "
    "ROCHE MASON HUNT FISHER STONE FOX BARNES HOLMES PALMER GRANT WEST KENNEDY BERRY GARDNER CHAPMAN HARPER "
    "BUTLER FENWICK WESSEX VIKING SCAN".split()
)
"""Names that are also ordinary words or surnames: they count only where nothing else stands beside them."""

_CHAINS = frozenset(
    "fuel snack supermarket convenience variety diy pharmacy restaurant hotel car_parts services_stop travel".split()
)
"""What has branches all over the country: by card, what follows their names is most often a place."""
_BRANCH = 0.8
_AMBIGUOUS = 0.9
"""The most that a name can be trusted whose owner sells several things."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A known name found in a payee."""

    concept: str
    certainty: float
    """How sure it is that this is that name, 0 to 1."""
    matched: str
    """The words of the payee that matched."""
    rest: tuple[str, ...]
    """The payee's other words that may still tell something."""
    by_hand: bool = False
    """Kept by hand, so that other words in the name do not speak against it."""
    sells_several: bool = False
    """It sells several things, or is an everyday word: without a past it never settles a line alone."""


@lru_cache(maxsize=32_768)
def find_name(key: str, *, by_card: bool = False) -> KnownName | None:
    """The known name in a payee's key, the surest there is. `by_card`: behind a chain's name a place may stand."""
    words = tuple(key.split())
    if not words:
        return None
    best: KnownName | None = None
    for start in range(min(len(words), 4)):
        found = _longest_from(words, start, by_card=by_card)
        if found and (best is None or found.certainty > best.certainty):
            best = found
        if best and start == 0:
            break
    return best or _cut_short(words)


def _longest_from(words: Sequence[str], start: int, *, by_card: bool) -> KnownName | None:
    table, by_hand = _names()
    for end in range(min(len(words), start + 6), start, -1):
        compact = "".join(words[start:end])
        concept = table.get(compact) or (table.get(compact + "S") if len(compact) > 5 else None)
        if concept is None:
            continue
        rest = (*words[:start], *words[end:])
        certainty = _certainty(words[start:end], rest, start)
        branch = not certainty and by_card and start == 0 and _is_branch(concept, words[0], rest)
        if certainty or branch:
            certainty = certainty or _BRANCH
            certainty *= 1.0 if compact in by_hand else 0.97
            several = (known := known_payees().get(compact)) is not None and known.is_ambiguous
            certainty = min(certainty, _AMBIGUOUS) if several else certainty
            matched = " ".join(words[start:end])
            sure = compact in by_hand and not branch and not _telling(words[:start])
            return KnownName(concept, certainty, matched, _telling(rest), sure, several)
    return None


def _certainty(matched: Sequence[str], rest: Sequence[str], start: int) -> float:
    telling = _telling(rest)
    before = _telling(rest[:start])
    letters = sum(len(word) for word in matched)
    if not telling:
        return 1.0 if start == 0 or letters > 4 else 0.85
    own = [word for word in matched if word not in _SAY_NOTHING]  # WEST COAST, LOGISTICS UK
    if len(own) < len(matched) <= 2 and (not own or len(own[0]) < 6):
        return 0.0
    if len(matched) == 1 and (matched[0] in _EVERYDAY or matched[0] in given_names() or matched[0] in towns()[0]):
        return 0.0
    if before:
        return 0.85 if letters >= 9 and len(matched) > 1 else 0.75 if letters >= 7 else 0.0
    if len(matched) > 1 or letters >= 7:
        return 0.96 if len(telling) <= 2 else 0.9
    return 0.86 if letters >= 5 else 0.8 if letters == 4 and len(telling) <= 2 else 0.0


def _is_branch(concept: str, brand: str, rest: Sequence[str]) -> bool:
    """SHELL CANTON, KFC WOODLEY: an everyday word of a name is a chain's only where that one sells fuel."""
    ordinary = brand in _EVERYDAY or brand in given_names() or brand in towns()[0]
    return (concept == "fuel" if ordinary else concept in _CHAINS) and len(_telling(rest)) <= 2


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in _SAY_NOTHING and w not in towns()[0] and not w.isdigit() and len(w) > 1)


def _cut_short(words: Sequence[str]) -> KnownName | None:
    """Banks cut names off: SCREWFIX DIR, TRAVIS PERKINS TRADI, PREMIER INN MANCH."""
    compact = "".join(words)
    if len(compact) < 9:
        return None
    ordered = _ordered()
    at = bisect_left(ordered, compact)
    if at < len(ordered) and ordered[at].startswith(compact):
        return KnownName(_names()[0][ordered[at]], 0.9, " ".join(words), ())
    return None


@cache
def _names() -> tuple[Mapping[str, str], frozenset[str]]:
    """Names without spaces and their concept, and which of them were kept by hand (these win)."""
    table: dict[str, str] = {key.replace(" ", ""): concept for key, concept in rows("brands.tsv", 2)}
    by_hand = set()
    for compact, payee in known_payees().items():
        table[compact] = payee.concept
        by_hand.add(compact)
    for concept, names in rows("names.tsv", 2):
        for name in names.split("|"):
            compact = payee_key(name).replace(" ", "")
            table[compact] = concept
            by_hand.add(compact)
    return table, frozenset(by_hand)


@lru_cache(maxsize=8_192)
def kept_name(key: str) -> str | None:
    """The known name with which a payee begins, as short as it is known for the same thing; without spaces.

    COSTA COFFEE LEEDS is COSTA; AMAZON WEB SERVICES is not AMAZON, for another thing is bought there. A name that is
    also an ordinary word counts only by itself.
    """
    words = key.split()
    table, by_hand = _names()
    begun = ["".join(words[:end]) for end in range(1, min(len(words), 6) + 1)]
    kept = [compact for compact in begun if compact in by_hand]
    if not kept:
        return None
    name = next(compact for compact in kept if table[compact] == table[kept[-1]])
    plain = name in _EVERYDAY or name in given_names() or name in towns()[0]
    return None if plain and _telling(words[1:]) else name


def names_with_digits() -> list[str]:
    """Known names, without spaces, in which a number stands."""
    return [name for name in _names()[0] if not name.isalpha()]


@cache
def _ordered() -> list[str]:
    return sorted(name for name in _names()[0] if len(name) >= 9)
