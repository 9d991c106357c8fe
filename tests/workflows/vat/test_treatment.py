"""The VAT of a line from its category, its supplier and its day; codes on postings; boxes as sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.ledger.chart import Category, standard_chart
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import Posting
from accountsos.ledger.overseas_suppliers import known_overseas
from accountsos.ledger.vat_postings import PostingCode, flat_code, read_code
from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.ledger.vat_treatment import LineFacts, default_code, treated
from accountsos.reports.vat_return import return_of
from accountsos.uk_rules.vat_boxes import VatBoxes, total_boxes
from accountsos.uk_rules.vat_periods import Stagger

START = date(2020, 1, 1)
STANDARD = VatRegime((VatScheme(START, "standard", START),))
CHART = standard_chart()


def code_of(category: str, amount: int = -12_000, day: date = date(2026, 5, 5), *, overseas: bool = False) -> str:
    return default_code(CHART[category], amount, day, overseas=overseas)


def test_hospitality_bore_its_own_rate_from_july_2020_to_march_2022() -> None:
    assert code_of("cat_accommodation", day=date(2020, 7, 14)) == "P20"
    assert code_of("cat_accommodation", day=date(2020, 7, 15)) == "PH"
    assert code_of("cat_subsistence", day=date(2022, 3, 31)) == "PH"
    assert code_of("cat_subsistence", day=date(2022, 4, 1)) == "P20"
    assert code_of("cat_office", day=date(2021, 1, 1)) == "P20"


def test_an_overseas_supplier_turns_what_would_be_reclaimed_into_a_reverse_charge() -> None:
    assert code_of("cat_software", overseas=True) == "RC20"
    assert code_of("cat_vehicle_lease", overseas=True) == "RC20"
    assert code_of("cat_insurance", overseas=True) == "PE"
    assert code_of("cat_travel", overseas=True) == "P0"


def test_a_machine_sold_bears_output_vat_and_a_car_whose_vat_was_blocked_none() -> None:
    assert code_of("cat_fa_plant", 12_000) == "S20"
    assert code_of("cat_fa_vehicles", 12_000) == "SE/I"


def test_a_percentage_set_for_the_category_is_what_is_reclaimed() -> None:
    """60 % of the £20 VAT in £120: £12 reclaimed, £8 stay in the cost."""
    vans = Category("cat_vans", "Vans", "expense", "7310", vat_default="standard", vat_reclaim="60%")
    chart = type(CHART).of([*CHART.categories.values(), vans])
    line = LineFacts(date(2026, 5, 5))
    reading = treated(STANDARD, chart, (CategorisationLine("cat_vans", -12_000),), line)
    entry = desired_entry(BankLineFacts(1, line.tax_point, -12_000, "ba_main", "cat_bank"), reading)
    assert entry is not None
    assert [(p.category_id, p.amount, p.vat_code) for p in entry.postings[1:]] == [
        ("cat_vans", 10_000, "P20"),
        ("cat_vans", 800, "P20/B"),
        ("cat_vat", 1_200, "P20"),
    ]


def test_suppliers_from_abroad_are_known_by_name_for_services_only() -> None:
    assert known_overseas("GOOGLE ADS")
    assert known_overseas("FACEBK")
    assert not known_overseas("SLACKS OF BATH")
    line = LineFacts(date(2026, 5, 5), payee_key="MICROSOFT OFFICE 365")
    bought = treated(STANDARD, CHART, (CategorisationLine("cat_software", -1_000),), line)[0]
    goods = treated(STANDARD, CHART, (CategorisationLine("cat_it_hardware", -1_000),), line)[0]
    assert bought.vat is not None
    assert goods.vat is not None
    assert (bought.vat.code, goods.vat.code) == ("RC20", "P20")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("P20", PostingCode("P20")),
        ("RC20/1", PostingCode("RC20", "1")),
        ("P20~20260331", PostingCode("P20", None, date(2026, 3, 31))),
        ("PB20/B~20260331", PostingCode("PB20", "B", date(2026, 3, 31))),
        ("FR12.5", PostingCode("FR12.5")),
    ],
)
def test_a_postings_code_reads_and_writes_alike(text: str, code: PostingCode) -> None:
    assert read_code(text) == code
    assert str(code) == text


def test_the_flat_rates_code_carries_its_percentage() -> None:
    assert flat_code(Decimal("0.125")) == "FR12.5"
    assert flat_code(Decimal("0.1")) == "FR10"
    assert read_code("FR12.5").flat_percentage == Decimal("0.125")


def test_a_change_of_rhythm_ends_the_old_period_and_begins_a_new_one() -> None:
    regime = VatRegime(
        (
            VatScheme(date(2025, 1, 1), "standard", date(2025, 1, 1)),
            VatScheme(date(2026, 4, 1), "standard", date(2025, 1, 1), Stagger.MONTHLY),
            VatScheme(date(2026, 7, 1), "none", date(2025, 1, 1), Stagger.MONTHLY),
        )
    )
    assert regime.period_of(date(2026, 3, 5)) == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert regime.period_of(date(2026, 4, 5)) == Period(date(2026, 4, 1), date(2026, 4, 30))
    assert regime.period_of(date(2026, 7, 1)) is None
    assert [p.end.month for p in regime.periods(date(2026, 1, 1), date(2026, 12, 31))] == [3, 4, 5, 6]


CATEGORIES = [c for c in CHART.categories if c not in CHART.control_accounts and c != "cat_vat"]
LINES = st.tuples(
    st.dates(date(2026, 4, 1), date(2026, 6, 30)),
    st.sampled_from(CATEGORIES),
    st.integers(-(10**8), 10**8).filter(bool),
    st.booleans(),
)


def postings_of(lines: list[tuple[date, str, int, bool]]) -> list[Posting]:
    found: list[Posting] = []
    for n, (day, category, amount, foreign) in enumerate(lines, 1):
        reading = treated(STANDARD, CHART, (CategorisationLine(category, amount),), LineFacts(day, foreign))
        entry = desired_entry(BankLineFacts(n, day, amount, "ba_main", "cat_bank"), reading)
        assert entry is not None
        found += entry.postings
    return found


def boxes_of(postings: list[Posting]) -> VatBoxes:
    sums: dict[tuple[str, bool], int] = {}
    for p in postings:
        if p.vat_code is not None:
            key = (p.vat_code, p.category_id == "cat_vat")
            sums[key] = sums.get(key, 0) + p.amount
    return return_of(sums, date(2026, 6, 30)).boxes


@given(st.lists(LINES, min_size=1, max_size=15))
def test_the_boxes_of_a_period_are_the_sum_of_its_days_and_agree_with_vat_control(
    lines: list[tuple[date, str, int, bool]],
) -> None:
    everything = postings_of(lines)
    boxes = boxes_of(everything)
    days = {day for day, *_ in lines}
    assert boxes == total_boxes(boxes_of([p for p in everything if p.tax_point == day]) for day in days)
    assert boxes.box3 == boxes.box1 + boxes.box2
    assert boxes.box5 == abs(boxes.box3 - boxes.box4)
    assert boxes.net_vat == -sum(p.amount for p in everything if p.category_id == "cat_vat")
