"""Services bought by bank line, by month and payee: some count towards the VAT registration threshold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from accountsos.store.engine.sql import Reader, Sql, day_number
from accountsos.store.names import Names
from accountsos.store.short_words import words_in_full

_CHOSEN = tuple(f"chosen_{letter}" for letter in "abcdefgh")
BOUGHT = Sql(
    f"""SELECT t.booked_on / 100, t.description, t.payee, t.reference, t.currency, t.original, c.vat_number,
       CAST(SUM(t.amount) AS BIGINT) FROM bank_transaction t
       LEFT JOIN contact c ON c.company_id = t.company_id AND c.contact_no = t.contact_no
       WHERE t.company_id = :company AND t.category_no IN ({", ".join(":" + name for name in _CHOSEN)})
       AND t.booked_on BETWEEN :first AND :last AND t.status = 1 AND t.parts = 0 AND t.entry_no <= :last_entry
       GROUP BY t.booked_on / 100, t.description, t.payee, t.reference, t.currency, t.original, c.vat_number
       ORDER BY t.booked_on / 100 DESC, t.description, t.payee, t.reference, t.currency, t.original, c.vat_number
       LIMIT :limit"""
)
NO_CATEGORY = -1
NO_ENTRY_LATER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ServiceBought:
    """Lines of one month that read alike."""

    month: date
    description: str
    payee: str | None
    reference: str | None
    currency: str | None
    """As printed on the line; None: the bank account's own."""
    vat_number: str | None
    """The contact's."""
    amount: int
    """Negative: money out."""


def services_bought(
    db: Reader,
    company: int,
    names: Names,
    categories: Collection[str],
    days: tuple[date, date],
    *,
    most: int,
    last_entry: int | None = None,
) -> list[ServiceBought]:
    """Those of the categories between the two days, newest month first; at most so many.

    With `last_entry` only lines whose present entry was recorded by then.
    """
    known = NO_ENTRY_LATER if last_entry is None else last_entry
    numbers = [names.category_no[c] for c in sorted(categories) if c in names.category_no]
    first, last = day_number(days[0]), day_number(days[1])
    found: dict[
        tuple[ServiceBought, str | None, str | None], int
    ] = {}  # several releases keep the same words differently
    for at in range(0, len(numbers), len(_CHOSEN)):
        some = numbers[at : at + len(_CHOSEN)]
        chosen = dict(zip(_CHOSEN, [*some, *[NO_CATEGORY] * len(_CHOSEN)], strict=False))
        for month, text, *words, currency, original, vat_number, amount in db.rows(
            BOUGHT, company=company, first=first, last=last, last_entry=known, limit=most, **chosen
        ):
            printed = (original or "").split(" ")
            stated = printed[1] if len(printed) > 1 else currency
            day = date(month // 100, month % 100, 1)
            payee, reference, _ = words_in_full(text, *words)
            alike = (ServiceBought(day, text, payee, reference, stated, vat_number, 0), currency, original)
            found[alike] = found.get(alike, 0) + amount
    bought = [replace(line, amount=amount) for (line, *_), amount in found.items()]
    return sorted(bought, key=lambda line: line.month, reverse=True)[:most]
