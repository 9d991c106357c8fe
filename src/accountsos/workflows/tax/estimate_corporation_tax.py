"""Estimate a year's corporation tax: the books, what a person stated, and what earlier years leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accountsos.dates import ONE_DAY, Period
from accountsos.ledger.fixed_assets import RegisteredAsset
from accountsos.reports.ct_allowances import Plant, PlantPosting, plant_of
from accountsos.reports.ct_estimate import CtEstimate, CtFacts, ct_estimate
from accountsos.store.balances import first_posted_day
from accountsos.store.deadline_settings import settings_of
from accountsos.store.deadlines import EVER, fact_of
from accountsos.store.engine.sql import day_from
from accountsos.store.fixed_assets import register_of
from accountsos.store.journal import postings_of_category
from accountsos.store.manual_journals import conversion_day
from accountsos.uk_rules.capital_allowances import Pools
from accountsos.uk_rules.ct_losses import REFORM
from accountsos.workflows.reports.financial_statements import BooksAsKnown

FACTS = "corporation_tax"
"""Under which names of company facts the number of associated companies, and what was stated by year, are kept."""
EVERY_POSTING = 100_000
MOST_YEARS_BACK = 15
STATED = (
    "losses_brought_forward",
    "losses_claimed",
    "main_pool_brought_forward",
    "special_pool_brought_forward",
    "main_pool_disposals",
    "special_pool_disposals",
)
"""What a person may state of a year, in pence; left out, the books say it or it is nothing."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the years are estimated from."""

    books: BooksAsKnown
    today: date
    associated: int
    stated: Mapping[str, Mapping[str, int]]
    register: tuple[RegisteredAsset, ...]
    whole_from: date | None
    """The first day from which the books hold whole years: incorporation, conversion, or none."""
    estimates: dict[Period, CtEstimate] = field(default_factory=dict)
    """Of years that were asked for already: each is worked out once, however many later years build on it."""


def estimate_of_year(books: BooksAsKnown, year: Period, today: date, *, seq: int = EVER) -> CtEstimate:
    """The estimate of one financial year, with losses and pools as stated or as the earlier years leave them.

    `seq` is the number of the write up to which stated facts count.
    """
    return estimates_of(books, today, seq=seq)(year)


def estimates_of(books: BooksAsKnown, today: date, *, seq: int = EVER) -> Callable[[Period], CtEstimate]:
    """The same of several years, from one look at what they are estimated from."""
    stated: Mapping[str, Any] = fact_of(books.db, books.company, FACTS, seq=seq)
    associated = settings_of(books.db, books.company, seq=seq).associated_companies
    register = tuple(register_of(books.db, books.company, books.names, seq=seq))
    # How assets were treated when they were bought only the earlier years tell, whatever is stated of one.
    known = _Known(books, today, associated, stated, register, _whole_from(books))
    return lambda year: _estimate(known, year, MOST_YEARS_BACK)


def _reaches_back(stated: Mapping[str, Mapping[str, int]], year: Period) -> bool:
    """Whether anything of the year before is wanted."""
    own = stated.get(year.start.isoformat(), {})
    return not {"losses_brought_forward", "main_pool_brought_forward", "special_pool_brought_forward"} <= own.keys()


def _whole_from(books: BooksAsKnown) -> date | None:
    converted = conversion_day(books.db, books.company)
    if converted is not None:
        return converted
    first = first_posted_day(books.db, books.company)
    incorporated = books.profile.incorporated_on
    if first is None or incorporated is None:
        return None
    # Without a conversion the books are whole where they begin in the company's first year.
    return incorporated if first <= books.year_of(incorporated).end else None


def _estimate(known: _Known, year: Period, years_back: int) -> CtEstimate:
    if year in known.estimates:
        return known.estimates[year]
    books = known.books
    end = min(year.end, known.today) if year.start <= known.today else year.end
    facts = _facts(known, year, years_back)
    plant = plant_in(books, Period(year.start, end), known.register)
    facts = replace(facts, plant=plant, register=known.register)
    found = ct_estimate(books.names.chart, books.movements(year.start, end), year, facts)
    known.estimates[year] = found
    return found


def _facts(known: _Known, year: Period, years_back: int) -> CtFacts:
    stated = known.stated.get(year.start.isoformat(), {})
    wanted = bool(known.register) or _reaches_back(known.stated, year)
    before = _year_before(known, year) if years_back and wanted else None
    left = None if before is None else _estimate(known, before, years_back - 1)
    pools = left.pools_carried_forward if left else Pools()
    losses = left.losses_carried_forward if left and before and _tells_losses(known, before) else 0
    return CtFacts(
        associated=known.associated,
        losses=stated.get("losses_brought_forward", losses),
        losses_claimed=stated.get("losses_claimed", 0),
        losses_from_books="losses_brought_forward" not in stated and losses > 0,
        pools=Pools(
            stated.get("main_pool_brought_forward", pools.main),
            stated.get("special_pool_brought_forward", pools.special),
        ),
        reliefs={} if left is None else left.reliefs,
        disposals=Pools(stated.get("main_pool_disposals", 0), stated.get("special_pool_disposals", 0)),
    )


def _year_before(known: _Known, year: Period) -> Period | None:
    """The year before where it can tell anything: of losses, or what the register says was bought in it or before."""
    before = known.books.year_of(year.start - ONE_DAY)
    if before.start < REFORM:
        return None
    bought = any(one.asset.bought_on <= before.end for one in known.register)
    return before if bought or _tells_losses(known, before) else None


def _tells_losses(known: _Known, year: Period) -> bool:
    """Whether the year is stated of, or whole in the books."""
    whole = known.whole_from is not None and year.start >= known.whole_from
    return whole or year.start.isoformat() in known.stated


def plant_in(books: BooksAsKnown, period: Period, register: Sequence[RegisteredAsset]) -> Plant:
    """What was bought and sold of plant in those days, on accounts that the chart has as plant.

    Without what the register knows.
    """
    postings = []
    for category_id in sorted(books.names.chart.where(lambda c: c.allowance_class == "plant")):
        number = books.names.category_no[category_id]
        found, _ = postings_of_category(
            books.db,
            books.company,
            number,
            (period.start, period.end),
            last_entry=books.last_entry,
            limit=EVERY_POSTING,
        )
        postings += [
            PlantPosting(category_id, day_from(p.entry_date), p.amount, (p.source_kind, p.source_no)) for p in found
        ]
    return plant_of(postings, register, period)
