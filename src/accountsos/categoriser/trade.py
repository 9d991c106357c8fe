"""The kind of business, from the words its owner uses for it."""

from __future__ import annotations

import re
from functools import lru_cache

from accountsos.contacts.spelling import words_of

_TRADES: tuple[tuple[str, str], ...] = (
    ("vet", "VET VETS VETERINARY KENNELS CATTERY DOG PET GROOMER GROOMERS GROOMING DOGWALKER"),
    ("florist", "FLORIST FLORISTS"),
    ("food", "CAFE COFFEE RESTAURANT PUB BAR BAKERY BAKER TAKEAWAY CATERER CATERING CATERERS BISTRO DELI "
             "SANDWICH PIZZERIA PIZZA TEAROOM CHIPPY BREWERY FOOD BURGER KEBAB ROASTERY ROASTERS DINER "
             "GASTROPUB TAPROOM BUTCHER PATISSERIE HOSPITALITY"),
    ("childcare", "CHILDMINDER CHILDMINDERS CHILDMINDING CHILDCARE PRESCHOOL PLAYGROUP PLAYSCHOOL "
                  "NANNY CRECHE"),
    ("community", "CHARITY CHARITABLE CIC CHURCH COMMUNITY"),
    ("garage", "GARAGE MECHANIC MECHANICS MOT TYRES TYRE AUTOS BODYSHOP VALETING MOTORCYCLES MOTOR"),
    ("haulage", "HAULAGE HAULIER COURIER COURIERS LOGISTICS TAXI TAXIS TRANSPORT REMOVALS CHAUFFEUR MINICAB DELIVERY"),
    ("builder", "BUILDER BUILDERS BUILDING CONSTRUCTION PLUMBER PLUMBING ELECTRICIAN ELECTRICAL ROOFER "
                "ROOFING JOINER JOINERY CARPENTER CARPENTRY DECORATOR DECORATORS DECORATING PLASTERER "
                "PLASTERING LANDSCAPER LANDSCAPING LANDSCAPE GROUNDWORKS TILER SCAFFOLDER SCAFFOLDING "
                "HEATING BRICKLAYER KITCHENS BATHROOMS TRADESMAN HANDYMAN FENCING PAVING CONTRACTING "
                "DRYLINER GARDENER GARDENING TREE GLAZIER FLOORING SHOPFITTER SHOPFITTING CIVIL RENOVATION "
                "RENOVATIONS TRADES INSTALLER SOLAR"),
    ("property", "LANDLORD LETTING LETTINGS LANDLORDS PROPERTY PROPERTIES ESTATE RENTALS"),
    ("make", "MANUFACTURER MANUFACTURING MAKER WORKSHOP ENGINEERING FABRICATION FABRICATOR FURNITURE "
             "POTTERY PRINTER PRINTERS POTTER CANDLE SOAP PACKAGING MACHINIST FOUNDRY DISTILLERY TEXTILES"),
    ("farm", "FARM FARMER FARMING AGRICULTURE AGRICULTURAL SMALLHOLDING DAIRY ARABLE"),
    ("care", "SALON HAIRDRESSER HAIRDRESSERS HAIRDRESSING BARBER BARBERS BEAUTY BEAUTICIAN BEAUTICIANS NAIL NAILS "
     "LASHES SPA DENTIST DENTAL CLINIC PHYSIO PHYSIOTHERAPY PHYSIOTHERAPIST PHYSIOTHERAPISTS CHIROPODIST PODIATRIST "
     "PODIATRY ACUPUNCTURIST REFLEXOLOGIST CARE THERAPIST THERAPISTS THERAPY TATTOO OSTEOPATH OPTICIAN PHARMACY "
     "MASSAGE AESTHETICS CHIROPRACTOR"),
    ("shop", "SHOP RETAIL RETAILER STORE ECOMMERCE SELLER MERCHANDISE BOUTIQUE WHOLESALE WHOLESALER EBAY "
             "AMAZON ETSY IMPORTER NEWSAGENT GIFT GIFTS JEWELLER BOOKSHOP CLOTHING FASHION DROPSHIPPING "
             "TOYS GROCER GREENGROCER TRADER ONLINESHOP WEBSHOP"),
    ("media", "FILM VIDEO PHOTOGRAPHY PHOTOGRAPHER PRODUCTION MARKETING AGENCY ADVERTISING DESIGN DESIGNER CREATIVE"),
    ("office", "SOFTWARE CONSULTANT CONSULTANCY CONSULTING CONTRACTOR DEVELOPER IT ACCOUNTANT ACCOUNTANTS "
               "ACCOUNTANCY BOOKKEEPER ARCHITECT ARCHITECTS SOLICITOR SOLICITORS SURVEYOR RECRUITMENT "
               "TRAINING TUTOR WRITER TRANSLATOR SAAS TECH TECHNOLOGY DIGITAL ENGINEER ANALYST FREELANCE "
               "FREELANCER OFFICE PROFESSIONAL SERVICES COACH COACHING INSTRUCTOR TEACHER INSURANCE FINANCE STARTUP"),
)  # fmt: skip
_WORDS = {word: trade for trade, words in reversed(_TRADES) for word in words.split()}
_FIRST = {
    "WEB SHOP": "shop",
    "ONLINE SHOP": "shop",
    "E COMMERCE": "shop",
    "ONLINE RETAIL": "shop",
    "ONLINE STORE": "shop",
    "ONLINE SELLER": "shop",
    "COFFEE SHOP": "food",
    "FARM SHOP": "shop",
    "DAY NURSERY": "childcare",
    "NURSERY SCHOOL": "childcare",
    "CHILDRENS NURSERY": "childcare",
}
_LETTING = (
    "LETTING AGENT",
    "LETTINGS AGENT",
    "ESTATE AGENT",
    "LETTINGS AGENCY",
    "LETTING AGENCY",
    "PROPERTY MANAGEMENT",
)
_WHOSE = re.compile(r"\bSOLE TRADERS?\b|\bSOLETRADER\b|\bSELF EMPLOYED\b|\bFREELANCE\b(?=.* \w)")
"""Words for whose business it is, not for what it does: a trader's words would make a shop of every sole trader."""
_NOT_A_BUILDER = ("SOFTWARE", "IT ", "DEVELOPER", "TECH", "DESIGN", "DATA", "MARKETING")


@lru_cache(maxsize=1_024)
def trade_of(text: str | None) -> str:
    """letting food shop builder garage haulage property make farm care childcare community media vet florist office;
    "" if unknown."""
    phrase = _WHOSE.sub(" ", " ".join(words_of(text or ""))).strip()
    for wording, trade in _FIRST.items():
        if wording in phrase:
            return trade
    if any(wording in phrase for wording in _LETTING):
        return "letting"
    named = [_WORDS[word] for word in phrase.split() if word in _WORDS]
    if not named:
        return ""
    named = [trade for trade in named if trade != "community"] or named  # a community café is a café
    if named[0] in ("builder", "make") and any(word in f"{phrase} " for word in _NOT_A_BUILDER):
        return "office"
    return named[0]


def is_sole_trader(text: str | None) -> bool:
    """Whether the words say that the business is a person's own."""
    phrase = " ".join(words_of(text or ""))
    return "SOLE TRADER" in phrase or "SELF EMPLOYED" in phrase or "SOLETRADER" in phrase
