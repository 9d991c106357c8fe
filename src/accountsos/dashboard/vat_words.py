"""What may be said of a line's VAT, each with its rate and what it means in money."""

from __future__ import annotations

from datetime import date

from accountsos.dashboard.figures import money
from accountsos.dashboard.forms import Option
from accountsos.uk_rules.vat_codes import vat_code
from accountsos.uk_rules.vat_rates import vat_in_gross, vat_on_net, vat_rate

AS_CATEGORY = ""
SPENT = ("P20", "P5", "P0", "PE", "PB20", "RC20", "NONE")
EARNED = ("S20", "S5", "S0", "SE", "OSS", "NONE")
_MEANS = {
    "P20": "{rate}, you reclaim {vat}",
    "P5": "{rate}, you reclaim {vat}",
    "P0": "0%: nothing to reclaim",
    "PE": "exempt: nothing to reclaim",
    "PB20": "{rate}, but not reclaimed: {vat} stays a cost",
    "RC20": "bought abroad: you add {own} and take it off again, nothing to pay",
    "S20": "{rate}: {vat} is owed to HMRC",
    "S5": "{rate}: {vat} is owed to HMRC",
    "S0": "0%: nothing owed, but it counts as a sale",
    "SE": "exempt: nothing owed",
    "OSS": "sold abroad: nothing owed here",
    "NONE": "no VAT on it",
}


def vat_choices(amount: int, day: date, now: str = "", *, whole: bool = True) -> tuple[Option, ...]:
    """The choices for money in or out on that day, the one that stands now among them; with sums where it is whole."""
    codes = list(SPENT if amount < 0 else EARNED)
    if now and now not in codes:
        codes.append(now)
    return (
        Option(AS_CATEGORY, "as the category says"),
        *(Option(code, vat_means(code, abs(amount) if whole else None, day)) for code in codes),
    )


def vat_named(code: str) -> str:
    """The name of a code as postings carry it, with or without what the posting is for: `RC20/due`."""
    return vat_code(code.partition("/")[0]).name


def vat_means(code: str, size: int | None, day: date) -> str:
    """`20%, you reclaim £12.11`; without a size `20%, you reclaim it`."""
    if code not in _MEANS:
        name = vat_named(code)
        return name[:1].lower() + name[1:]
    rate = vat_rate(vat_code(code).liability, day)
    return _MEANS[code].format(
        rate=f"{(rate * 100).normalize():f}%",
        vat="it" if size is None else money(vat_in_gross(size, rate), pounds=True),
        own="it" if size is None else money(vat_on_net(size, rate), pounds=True),
    )
