"""Whose money an account has: a company's, or a sole trader's who lives from it; and what its sales are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from accountsos.categoriser.knowledge.concepts import HOME, Concept
from accountsos.categoriser.sides import for_entity
from accountsos.categoriser.suggestion import CompanyProfile
from accountsos.contacts.spelling import words_of
from accountsos.money import Pence

_FROM_HOME = frozenset({"office", "media", "it", "builder", "cleaning", "fitness", "haulage", ""})
"""Trades that need no premises: the water and the electricity that a sole trader pays there are the home's."""
_EATEN = frozenset("supermarket convenience meal_delivery restaurant butcher optician pharmacy life_cover".split())
"""A sole trader has no staff for whose welfare a supermarket is paid: what is eaten at home is private."""
_HOUSEHOLD = frozenset(
    "cash_out streaming clothes gym health pharmacy department_store phone_or_tv pet play toys gift school".split()
)
_MORE_PRIVATE, _LESS_BUSINESS = 1.8, 0.6
"""A sole trader's household is paid from the same account more often than a director's."""
_OF_A_HOME = (
    _HOUSEHOLD
    | _EATEN
    | frozenset(
        "utilities council snack pub books tickets hotel booking card_settlement diy home_cover variety market_amazon "
        "newspaper council_tax gambling childcare private".split()
    )
)
_LIVES_FROM_IT = 0.86
_SAYS_SO = re.compile(
    r" (?:PRIVATE|PERSONAL|HOUSEHOLD|FAMILY)(?: \w+){0,2} (?:STUFF|SPENDING|THINGS|PAYMENTS|LINES|ACCOUNT|MONEY|BILLS) "
    r"| (?:MY|OUR) OWN (?:\w+ ){0,2}(?:ACCOUNT|MONZO|STARLING|CHASE|REVOLUT|BANK|CURRENT) "
)
_EXEMPT = re.compile(
    r" (?:PHYSIO\w*|DENTAL|DENTISTS?|DENTISTRY|ORTHODONT\w*|OSTEOPATH\w*|CHIROPRACT\w*|PODIATR\w*|CHIROPOD\w*|GP|GPS"
    r"|DOCTORS?|SURGEONS?|MIDWI\w+|DISTRICT NURSE|NURSE|NURSES|PSYCHOLOGISTS?|DIETI[TC]IANS?|AUDIOLOG\w*"
    r"|SPEECH THERAP\w*|SPEECH AND LANGUAGE|OCCUPATIONAL THERAP\w*|PARAMEDICS?|RADIOGRAPH\w*"
    r"|FUNERAL (?:DIRECT\w+|PARLOU?RS?|HOME|SERVICES?)|UNDERTAKERS?|UNDERTAKING"
    r"|INSURANCE BROKERS?|INSURANCE AGENTS?|MORTGAGE BROKERS?|MORTGAGE ADVIS\w+) "
)
"""Who sells without VAT by law: registered health professions (VATA 1994 Sch 9 Group 7), funerals (Group 8), insurance
and mortgages arranged (Groups 2 and 5)."""
_NOT_EXEMPT = re.compile(r" (?:VETERINARY|ANIMAL|EQUINE|CANINE|DOG|DOGS|HORSE|HORSES|TREE|SUPPLIES|LABORATOR\w+) ")
_FOR_WHOM = re.compile(r"\b(?:for|to|at|with|including|also|plus|mostly)\b|[,;:(\u2013-](?=\s)", re.IGNORECASE)
"""After such a word an owner tells for whom, or what else there is: cleaning for dentists is no dentist's."""


@dataclass(frozen=True, slots=True)
class WhoseMoney:
    """What of a company's account depends on who owns it."""

    entity_type: str
    is_at_home: bool = False
    """A sole trader whose trade needs no premises."""
    is_lived_from: bool = False
    """The owner says that the household is paid from the account, too."""
    sells_exempt: bool = False

    @property
    def is_a_traders(self) -> bool:
        """Whether what the owner takes is drawn rather than paid."""
        return self.entity_type == "sole_trader"

    def category(self, category_id: str, *, money_in: bool) -> str:
        """The category as this kind of business has it."""
        if self.sells_exempt and category_id == "cat_sales":
            return "cat_sales_exempt"
        return for_entity(category_id, self.entity_type, money_in=money_in)

    def spends(self, concept: Concept, amount: Pence, trade: str) -> Sequence[tuple[str, float]]:
        """Where a payment of this size for it belongs."""
        ranked = concept.costs(amount, trade, at_home=self.is_at_home)
        if not self.is_a_traders:
            return ranked
        if self.is_lived_from and concept.name in _OF_A_HOME:
            rest = 1 - _LIVES_FROM_IT
            business = [(c, share * rest) for c, share in ranked if not _is_private(c)]
            return (("cat_drawings", _LIVES_FROM_IT), *business)
        if concept.name in _HOUSEHOLD and not (self.is_at_home and HOME in concept.money_out):
            ranked = tuple((c, share * (_MORE_PRIVATE if _is_private(c) else _LESS_BUSINESS)) for c, share in ranked)
        if concept.name in _EATEN:
            ranked = tuple(("cat_drawings" if c == "cat_staff_welfare" else c, share) for c, share in ranked)
        return ranked


@lru_cache(maxsize=1_024)
def whose_money(profile: CompanyProfile, trade: str) -> WhoseMoney:
    """Of a company with such words for its trade."""
    told = profile.trade or ""
    said, first = (f" {' '.join(words_of(part))} " for part in (told, _FOR_WHOM.split(told, maxsplit=1)[0]))
    sole = profile.entity_type == "sole_trader"
    exempt = _EXEMPT.search(first) is not None and _NOT_EXEMPT.search(said) is None
    return WhoseMoney(
        profile.entity_type,
        is_at_home=sole and trade in _FROM_HOME,
        is_lived_from=sole and _SAYS_SO.search(said) is not None,
        sells_exempt=exempt,
    )


def _is_private(category_id: str) -> bool:
    return for_entity(category_id, "sole_trader", money_in=False) == "cat_drawings"
