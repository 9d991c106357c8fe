"""Whether a name is a person's rather than a business's, by given names and titles."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from accountsos.contacts.spelling import words_of

TITLES = frozenset("MR MRS MISS MS MX DR PROF SIR REV".split())
_BUSINESS = frozenset(
    "AND LTD LIMITED PLC LLP INC LLC GMBH CO COMPANY GROUP HOLDINGS SERVICES SERVICE SOLUTIONS SYSTEMS "
    "SUPPLIES SUPPLY SHOP STORE STORES CAFE COFFEE BAR PUB HOTEL RESTAURANT KITCHEN BAKERY BAKERS FOODS "
    "FARM BUILDERS BUILDING CONSTRUCTION PLUMBING HEATING ELECTRICAL ELECTRICS ROOFING SCAFFOLDING JOINERY "
    "CARPENTRY DECORATING PAINTING PLASTERING LANDSCAPES GARDENS GARDENING GARAGE MOTORS CARS AUTOS TYRES "
    "HAULAGE TRANSPORT TAXIS TRAVEL CLEANING DESIGN DESIGNS DIGITAL MEDIA MARKETING STUDIO STUDIOS "
    "PHOTOGRAPHY PRINT PRINTING CONSULTING CONSULTANCY ASSOCIATES PARTNERS PARTNERSHIP SOLICITORS "
    "ACCOUNTANTS ACCOUNTANCY ACCOUNTING BOOKKEEPING INSURANCE FINANCE CAPITAL PROPERTIES PROPERTY ESTATES "
    "LETTINGS HOMES RENT TRUST COUNCIL SCHOOL COLLEGE ACADEMY CLINIC DENTAL PHARMACY CHEMIST OPTICIANS HAIR "
    "BEAUTY SALON FITNESS GYM CLUB EVENTS TRAINING RECRUITMENT LOGISTICS COURIERS EXPRESS DIRECT ONLINE UK "
    "COM TECH TECHNOLOGIES SOFTWARE ENERGY POWER WATER GAS BANK LOAN PENSION LEWIS TRADING IMPORTS EXPORTS "
    "WHOLESALE INTERNATIONAL GLOBAL ENTERPRISES INDUSTRIES CONTRACTORS CONTRACTING ENGINEERING MAINTENANCE "
    "HMRC DVLA BBLS NEST SECURITY STORAGE FLORIST FLOWERS BUTCHERS TIMBER TOOLS HIRE".split()
)


@cache
def given_names() -> frozenset[str]:
    """Common given names in the United Kingdom."""
    return frozenset(files(__package__).joinpath("given_names.txt").read_text(encoding="ascii").split())


@lru_cache(maxsize=16_384)
def is_person_name(name: str) -> bool:
    """Two to four words that read as a person: MR J SMITH, SARAH JONES, SMITH J, J & K PATEL are; ACME LTD is not."""
    words = [word for word in words_of(name) if word != "AND"] if "&" in name else list(words_of(name))
    if len(words) > 1 and words[0] in TITLES:
        return all(word.isalpha() for word in words) and not any(word in _BUSINESS for word in words[1:])
    if not 2 <= len(words) <= 4 or not all(word.isalpha() for word in words) or not _BUSINESS.isdisjoint(words):
        return False
    if "&" in name and words[0] not in given_names() and len(words[0]) > 1:
        return False
    surnames = [word for word in words if len(word) > 1]
    if len(surnames) < 1 or (len(surnames) == len(words) and words[0] not in given_names()):
        return len(words) == 2 and words[1] in given_names() and words[0] not in given_names() and len(words[0]) > 3
    if len(words[0]) == 1:
        return len(surnames) <= 2 and len(surnames[-1]) > 2
    return words[0] in given_names() or (len(words[-1]) == 1 and len(words) <= 3)


def says_business(word: str) -> bool:
    """Whether one word of a name makes it a business's."""
    return not _BUSINESS.isdisjoint(words_of(word))


def may_be_person(name: str) -> bool:
    """Two or three plain words that are no business's: also people whose given name is rare."""
    words = list(words_of(name))
    return 2 <= len(words) <= 3 and all(word.isalpha() for word in words) and _BUSINESS.isdisjoint(words)


def same_person(person: str, text: str) -> bool:
    """Whether the text names this person: surname with given name, or with the given name's initial.

    ANNA PATEL is found in `A PATEL`, `PATEL A`, `MRS ANNA PATEL` and `A K PATEL`, not in `B PATEL`.
    """
    whole = [word for word in words_of(person) if word not in TITLES]
    if len(whole) < 2:
        return False
    given, surname = whole[0], whole[-1]
    words = list(words_of(text))
    for at, word in enumerate(words):
        if word != surname:
            continue
        near = words[max(0, at - 3) : at] + words[at + 1 : at + 2]
        if given in near or given[0] in near:
            return True
        if len(words) > at and any(
            len(w) <= 3 and w.startswith(given[0]) and w.isalpha() and len(w) == 2 for w in near
        ):
            return at > 0 and len(words[at - 1]) == 2 and words[at - 1][0] == given[0]  # AK PATEL
    return False
