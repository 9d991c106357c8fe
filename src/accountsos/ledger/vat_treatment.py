"""The VAT of a bank line: from the scheme on its tax point, its category, its supplier, a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accountsos.ledger.category_ids import VAT_CONTROL, VAT_FILED
from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.desired_entry import CategorisationLine, VatPart
from accountsos.ledger.overseas_suppliers import known_overseas
from accountsos.ledger.vat_postings import DISPATCHED, INCIDENTAL, flat_code, with_role
from accountsos.ledger.vat_scheme import FLAT_RATE, VatRegime, VatScheme
from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.flat_rate import (
    CapitalPurchase,
    claims_self_assessed,
    kept_by_business,
    reclaimable_capital,
)
from accountsos.uk_rules.parameters import in_force_or_none
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_codes import IN_FLAT_RATE, VAT_CODES, VatCode, split_money
from accountsos.uk_rules.vat_rates import vat_fraction, vat_rate

_SALE_OF_DEFAULT = {"standard": "S20", "mixed": "S20", "reduced": "S5", "zero": "S0", "exempt": "SE"}
_PURCHASE_OF_DEFAULT = {"standard": "P20", "reduced": "P5", "zero": "P0", "mixed": "P0", "exempt": "PE"}
_BLOCKED_OF_DEFAULT = {"standard": "PB20", "reduced": "PB5"}
_PLAIN_RECLAIM = frozenset({"yes", "half"})
_CHARGED = frozenset({"P20", "P5", "PHALF20"})
_CAPITAL = "BS.B"
_NEVER_FLAT = frozenset({VatKind.OVERSEAS_SERVICE_SALE, VatKind.DOMESTIC_RC_SALE})
_PERCENT = re.compile(r"([0-9]{1,3})\s?%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What of a bank line decides its VAT: its day (VAT goes by it without an invoice) and a foreign currency."""

    tax_point: date
    foreign: bool = False
    payee_key: str = ""
    """Under which key the payee is remembered; empty where none was recognised."""
    counts_on: date | None = None
    """The day in whose period it counts, where that is another: of a credit note, whose tax point is its supply's."""
    capital: Pence = 0
    """What the whole purchase spent on fixed assets, VAT included, where this is only a part of it or takes it back."""


@dataclass(frozen=True, slots=True)
class _When:
    """What holds for every part of a reading."""

    line: LineFacts
    counts_on: date
    period_end: date
    capital: Pence
    """What of it is spent on fixed assets, VAT included."""


def treated(
    regime: VatRegime, chart: Chart, reading: tuple[CategorisationLine, ...], line: LineFacts
) -> tuple[CategorisationLine, ...]:
    """The reading with the VAT of each part; unchanged for a business that was not registered then."""
    scheme = regime.on(line.tax_point) if regime else None
    counts_on = line.counts_on or line.tax_point
    period = None if scheme is None else regime.period_of(counts_on)
    if scheme is None or period is None:
        return tuple(_without_vat(part) for part in reading)
    when = _When(line, counts_on, period.end, line.capital or capital_in(chart, reading, line.tax_point))
    return tuple(_treated(regime, scheme, chart[part.category_id], part, when) for part in reading)


def capital_in(chart: Chart, reading: Iterable[CategorisationLine], day: date) -> Pence:
    """What a reading spends on fixed assets, or takes back of that, with all VAT on it.

    A single purchase of capital goods is what one supplier sells at once: the parts of one paper or payment together,
    less what it takes off. VAT that the business charges itself, or pays to the customs, is part of the value.
    Source: SI 1995/2518 reg 55E(1).
    """
    bought = [p for p in reading if chart[p.category_id].of_capital_goods and _is_bought(p)]
    return abs(sum(_with_all_vat(p, day) for p in bought))


def _is_bought(part: CategorisationLine) -> bool:
    law = _law_of(part)
    return part.amount < 0 if law is None or law.sales is None else not law.sales


def _with_all_vat(part: CategorisationLine, day: date) -> Pence:
    law = _law_of(part)
    if law is None or not (law.self_assessed or law.kind is VatKind.IMPORT_C79):
        return part.amount
    if law.self_assessed:
        return part.amount + split_money(law.code, part.amount, day).vat
    inside = vat_fraction(vat_rate(law.liability, day))
    return rounded_half_up(Decimal(part.amount * inside.denominator) / inside.numerator)


def _law_of(part: CategorisationLine) -> VatCode | None:
    return None if part.vat_code is None else VAT_CODES[part.vat_code.partition("/")[0]]


def _treated(
    regime: VatRegime, scheme: VatScheme, category: Category, part: CategorisationLine, when: _When
) -> CategorisationLine:
    line = when.line
    if category.category_id == VAT_CONTROL:
        # HMRC's money: once returns are marked as filed it settles what was filed.
        settles = regime.filed_from is not None and line.tax_point > regime.filed_from
        return replace(part, category_id=VAT_FILED) if settles else part
    overseas = line.foreign or part.contact in regime.overseas_contacts
    if not overseas and category.supply == "services" and part.amount < 0:
        overseas = known_overseas(line.payee_key)
    usual = default_code(category, part.amount, line.tax_point, overseas=overseas)
    code = part.vat_code or _code_of_contact(regime, category, part, usual)
    if part.vat_given and part.vat_code is None:
        code = _code_of_said_amount(category, code)
    vat = _vat_part(scheme, category, part, code, when)
    if vat is None:
        return _without_vat(part)
    return replace(part, vat=replace(vat, period=when.period_end, tax_point=when.counts_on))


def _code_of_contact(regime: VatRegime, category: Category, part: CategorisationLine, usual: str) -> str:
    """The code kept for the contact, on its side of the business; VAT that the category blocks stays blocked."""
    kept = None if part.contact is None else regime.contact_codes.get(part.contact)
    law = None if kept is None else VAT_CODES.get(kept)
    if kept is None or law is None or usual == "NONE":
        return usual
    if law.sales is not None and law.sales is not (category.type == "income"):
        return usual
    if kept in _CHARGED | {"PH"} and usual not in _CHARGED | {"PH", "P0", "PE", "RC20"}:
        return usual
    return kept


def _without_vat(part: CategorisationLine) -> CategorisationLine:
    """What was said of its VAT stays with the reading, and has no effect in the books."""
    if part.vat_code is None and not part.vat_amount:
        return part
    return replace(part, vat_code=None, vat_amount=0, vat_given=False)


def default_code(category: Category, amount: Pence, tax_point: date, *, overseas: bool) -> str:
    """The code of a line that no person and no document has spoken about.

    Output VAT is always taken; input VAT only as far as the category's default is plain. What an overseas supplier
    charges is a reverse charge, never a fraction of the money.
    """
    if category.type == "income":
        return _sale_code(category)
    fixed_asset = category.frs105_line == _CAPITAL
    if category.type != "expense" and not fixed_asset:
        return "NONE"
    if fixed_asset and amount > 0:
        # A car whose VAT was blocked is sold exempt (SI 1992/3122 art 4); it is no exempt trade.
        sold = _SALE_OF_DEFAULT.get(category.vat_default, "NONE")
        return sold if category.vat_reclaim == "yes" else "SE/I"
    code = _purchase_code(category, tax_point)
    return "RC20" if overseas and code in _CHARGED | {"PH"} else code


def _code_of_said_amount(category: Category, default: str) -> str:
    """Somebody saw VAT on the paper: so it was charged, also where the default takes none."""
    if category.type == "income":
        return "S20" if default in ("S0", "SE", "SE/I", "OSS", "NONE") else default
    if category.vat_reclaim in ("no", "no_cars"):
        return "PB20"
    return default if default in _CHARGED | {"PH", "S20"} else "P20"


def _sale_code(category: Category) -> str:
    if category.place_of_supply == "abroad":
        return "OSS"
    if category.vat_behaviour == "incidental":
        return with_role("SE", INCIDENTAL)
    return _SALE_OF_DEFAULT.get(category.vat_default, "NONE")


def _purchase_code(category: Category, tax_point: date) -> str:
    default, reclaim = category.vat_default, category.vat_reclaim
    code = _PURCHASE_OF_DEFAULT.get(default, "NONE")
    if code in ("NONE", "P0", "PE"):
        return code
    if reclaim == "half" and code == "P20":
        return "PHALF20"
    if reclaim not in _PLAIN_RECLAIM and _percentage(reclaim) is None:
        return _BLOCKED_OF_DEFAULT[default]
    if category.vat_behaviour == "hospitality" and in_force_or_none(tax_point, "vat_hospitality_rate") is not None:
        return "PH"
    return code


def _percentage(reclaim: str) -> Decimal | None:
    """The part of a category's VAT that is reclaimed, where a percentage was set for it."""
    match = _PERCENT.fullmatch(reclaim)
    return min(Decimal(match[1]) / 100, Decimal(1)) if match else None


def _vat_part(
    scheme: VatScheme, category: Category, part: CategorisationLine, written: str, when: _When
) -> VatPart | None:
    base, _, role = written.partition("/")
    law, tax_point = VAT_CODES[base], when.line.tax_point
    if scheme.scheme == FLAT_RATE and not _outside_flat_rate(category, law, when):
        return _flat_rate_part(scheme, category, part, law, tax_point)
    if law.kind is VatKind.NONE:
        return None
    code = with_role(base, role) if role else base
    if law.self_assessed:
        due = split_money(base, part.amount, tax_point).vat
        flat = scheme.scheme == FLAT_RATE and not claims_self_assessed(law.kind, _capital_goods(category, when))
        return VatPart(code, tax_point, due=due, claimed=0 if flat else _reclaimed(category, law, due))
    charged = part.vat_amount if part.vat_given else split_money(base, part.amount, tax_point).vat
    if law.sales is True or law.vat_by_hand:
        return VatPart(code, tax_point, vat=charged)
    portion = Decimal(0) if law.kind is VatKind.BLOCKED_PURCHASE else _portion(category, law)
    if part.vat_given or portion in (0, 1) or law.kind is not VatKind.PURCHASE:
        reclaimed = share(charged, portion)
    else:
        # No document says the VAT to the penny: half of a sixth is a twelfth of the money, rounded once.
        fraction = vat_fraction(vat_rate(law.liability, tax_point)) * Fraction(portion)
        reclaimed = rounded_half_up(Decimal(part.amount * fraction.numerator) / fraction.denominator)
    return VatPart(code, tax_point, vat=reclaimed, blocked=charged - reclaimed)


def _reclaimed(category: Category, law: VatCode, charged: Pence) -> Pence:
    return share(charged, _portion(category, law))


def _portion(category: Category, law: VatCode) -> Decimal:
    """What part of the VAT is reclaimed: as set for the category, else as the code says."""
    percentage = _percentage(category.vat_reclaim)
    return law.reclaim if percentage is None else percentage


def _outside_flat_rate(category: Category, law: VatCode, when: _When) -> bool:
    """What a flat rate trader accounts for as everybody does.

    A fixed asset that is sold is outside where VAT was reclaimed on it; it was on none that is sold without VAT, or
    under the code that says so. Sources: SI 1995/2518 reg 55C(4) and (6) (the domestic reverse charge, made and
    received) and reg 55E; VAT Notice 733 s6, s7 and s15.
    """
    if law.kind in _NEVER_FLAT or law.self_assessed or law.vat_by_hand:
        return True
    if not category.of_capital_goods:
        return False
    if law.sales:
        at_full_rate = law.kind is VatKind.SALE and bool(vat_rate(law.liability, when.line.tax_point))
        return at_full_rate and law.code != IN_FLAT_RATE
    return law.kind in (VatKind.PURCHASE, VatKind.IMPORT_C79) and _capital_goods(category, when) is not None


def _capital_goods(category: Category, when: _When) -> CapitalPurchase | None:
    """The purchase of capital goods whose VAT a flat rate trader reclaims; None where it is none, or too small."""
    bought = CapitalPurchase(when.capital, 0, when.line.tax_point)
    return bought if category.of_capital_goods and reclaimable_capital(bought) else None


def _flat_rate_part(
    scheme: VatScheme, category: Category, part: CategorisationLine, law: VatCode, tax_point: date
) -> VatPart | None:
    """Turnover bears the percentage, exempt and zero-rated sales too; costs stand with their VAT, in no box."""
    if not law.sales or category.vat_behaviour == "incidental":
        return None
    percentage = scheme.flat_percentage(tax_point)
    code = flat_code(percentage)
    if law.kind is VatKind.NI_DISPATCH:
        code = with_role(code, DISPATCHED)
    kept = kept_by_business(part.amount, percentage)
    charged = part.vat_amount if part.vat_given else split_money(law.code, part.amount, tax_point).vat
    return VatPart(code, tax_point, vat=part.amount - kept, charged=charged)
