"""A generated company is the same everywhere, and lives by the calendar."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.generator import ARCHETYPES, GeneratedCompany, TrueLine, generate
from accountsos.generator.working_days import card_days, is_working, working_days
from accountsos.ledger.chart import standard_chart

ALL = tuple(ARCHETYPES)


@pytest.fixture(scope="module")
def agency() -> GeneratedCompany:
    return generate(1, archetype="agency", transactions=1_800)


@pytest.fixture(scope="module")
def agency_lines(agency: GeneratedCompany) -> list[TrueLine]:
    return list(agency.lines())


@pytest.mark.parametrize("archetype", ALL)
def test_the_same_seed_and_company_give_the_same_lines(archetype: str) -> None:
    first = list(generate(5, 2, archetype=archetype, transactions=700, months=14).lines())
    again = list(generate(5, 2, archetype=archetype, transactions=700, months=14).lines())
    assert first == again


def test_another_seed_or_another_company_is_another_business() -> None:
    lines = [
        [
            (n.amount, n.description)
            for n in generate(seed, company, archetype="cafe", transactions=400, months=8).lines()
        ]
        for seed, company in ((1, 1), (2, 1), (1, 2))
    ]
    assert lines[0] != lines[1]
    assert lines[0] != lines[2]


def test_the_demo_file_is_the_same_bytes_on_every_machine_and_with_every_numpy(agency: GeneratedCompany) -> None:
    """Benchmarks of different days are compared by it: change the digest only together with the generator."""
    line = next(agency.lines())
    assert (line.booked_on, line.amount, line.category_id) == (date(2023, 11, 1), 10_000, "cat_share_capital")
    content = agency.statement("ba_main", date(2024, 1, 1), date(2024, 12, 31))
    assert sha256(content).hexdigest() == "a15c0f491e905c5964bc7f48209bb066eff9c7d017b14e201ebd51dad07d156d"


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(-5, 2**63),
    archetype=st.sampled_from(ALL),
    months=st.integers(1, 30),
    transactions=st.integers(1, 1_500),
    vat_registered=st.booleans(),
)
def test_there_are_exactly_as_many_lines_as_asked_for(
    seed: int, archetype: str, months: int, transactions: int, vat_registered: bool
) -> None:
    company = generate(
        seed, 3, archetype=archetype, transactions=transactions, months=months, vat_registered=vat_registered
    )
    numbers = [line.number for line in company.lines()]
    assert numbers == list(range(transactions))
    assert sum(company.truth.trial_balance(company.end).values()) == 0


@pytest.mark.parametrize("archetype", ["agency", "electrician"])
def test_a_slice_on_its_own_is_that_part_of_the_whole(archetype: str) -> None:
    whole = list(generate(9, archetype=archetype, transactions=1_200, vat_registered=True).lines())
    start, end = date(2025, 8, 11), date(2025, 12, 3)
    part = list(generate(9, archetype=archetype, transactions=1_200, vat_registered=True).lines(start, end))
    assert part == [line for line in whole if start <= line.booked_on <= end]
    assert len(part) > 50


def test_months_can_be_made_in_any_order(agency_lines: list[TrueLine]) -> None:
    company = generate(1, archetype="agency", transactions=1_800)
    backwards: list[TrueLine] = []
    for year, month in ((2026, 10), (2025, 1), (2024, 12), (2026, 1), (2023, 11)):
        first = date(year, month, 1)
        backwards += company.lines(first, first.replace(day=28))
    known = {line.number: line for line in agency_lines}
    assert backwards
    assert all(known[line.number] == line for line in backwards)


def test_the_start_can_be_given_instead_of_the_end() -> None:
    company = generate(1, archetype="cafe", transactions=300, start=date(2022, 5, 17), months=6)
    assert (company.start, company.end) == (date(2022, 5, 1), date(2022, 10, 31))


def test_lines_are_in_date_order_and_on_working_days(agency_lines: list[TrueLine]) -> None:
    days = [line.booked_on for line in agency_lines]
    assert days == sorted(days)
    assert all(is_working(day) for day in days)
    assert all(line.occurred_on <= line.booked_on for line in agency_lines)


def test_the_banks_rest_at_christmas_and_on_sundays() -> None:
    december = working_days(date(2025, 12, 1))
    assert date(2025, 12, 24) in december
    assert not {date(2025, 12, 25), date(2025, 12, 26), date(2025, 12, 27), date(2025, 12, 28)} & set(december)
    assert len(december) == 21


def test_what_a_card_pays_from_friday_to_sunday_is_booked_on_monday() -> None:
    booked = dict(card_days(date(2026, 3, 1)))
    assert [booked[date(2026, 3, day)] for day in (6, 7, 8)] == [date(2026, 3, 9)] * 3
    assert booked[date(2026, 2, 27)] == date(2026, 3, 2)


def test_every_category_is_in_the_standard_chart() -> None:
    chart = set(standard_chart().categories)
    used = {
        line.category_id
        for archetype in ALL
        for line in generate(2, archetype=archetype, transactions=2_500, vat_registered=True).lines()
    }
    assert used <= chart
    assert len(used) >= 40


def test_pay_leaves_on_the_last_working_day_and_paye_by_the_22nd(agency_lines: list[TrueLine]) -> None:
    pay = [line for line in agency_lines if line.category_id in ("cat_wages", "cat_directors_salary")]
    paye = [line for line in agency_lines if line.category_id == "cat_paye"]
    assert len(pay) == 36 * 5
    assert all(line.booked_on == working_days(line.booked_on.replace(day=1))[-1] for line in pay)
    assert len(paye) == 35
    assert all(17 <= line.booked_on.day <= 22 for line in paye)


def test_business_rates_come_to_ten_instalments_a_year(agency_lines: list[TrueLine]) -> None:
    """£182 ten times, April to January; an instalment that came back unpaid is collected again and nets out."""
    for year in (2024, 2025):
        first, last = date(year, 4, 1), date(year + 1, 3, 31)
        rates = [n for n in agency_lines if n.category_id == "cat_business_rates" and first <= n.booked_on <= last]
        assert sum(line.amount for line in rates) == -182_000
        assert not any(line.booked_on.month in (2, 3) for line in rates)


def test_both_halves_of_a_transfer_name_each_other_and_cancel_out(agency_lines: list[TrueLine]) -> None:
    halves = [line for line in agency_lines if line.transfer_pair is not None]
    assert len(halves) > 100
    for half in halves:
        other = agency_lines[half.transfer_pair or 0]
        assert other.transfer_pair == half.number
        assert other.amount == -half.amount
        assert other.account != half.account
        assert half.category_id == other.category_id == "cat_transfer"


def test_the_card_is_settled_with_what_was_spent_the_month_before(agency_lines: list[TrueLine]) -> None:
    card = [line for line in agency_lines if line.account == "ba_card"]
    spent = sum(n.amount for n in card if n.kind != "transfer" and n.booked_on.isoformat().startswith("2025-02"))
    paid = [n for n in card if n.kind == "transfer" and n.booked_on.isoformat().startswith("2025-03")]
    assert [line.amount for line in paid] == [-spent]


@pytest.mark.parametrize("archetype", ALL)
def test_a_refund_has_the_other_sign_and_the_payee_and_category_of_what_came_back(archetype: str) -> None:
    lines = list(generate(4, archetype=archetype, transactions=2_500).lines())
    refunds = [line for line in lines if line.refund_of is not None]
    assert len(refunds) >= 5
    for refund in refunds:
        original = lines[refund.refund_of or 0]
        assert original.number < refund.number
        assert original.amount * refund.amount < 0
        assert abs(refund.amount) <= abs(original.amount)
        assert (original.contact, original.category_id) == (refund.contact, refund.category_id)


def test_twins_are_equal_in_all_that_a_bank_prints() -> None:
    lines = list(generate(4, archetype="agency", transactions=4_000).lines())
    groups: dict[int, list[TrueLine]] = defaultdict(list)
    for line in lines:
        if line.duplicate_group is not None:
            groups[line.duplicate_group].append(line)
    assert len(groups) >= 10
    for first, members in groups.items():
        assert members[0].number == first
        assert len(members) == 2
        assert len({(n.account, n.booked_on, n.amount, n.description) for n in members}) == 1


def test_foreign_payments_tell_the_rate_that_gives_their_pounds(agency_lines: list[TrueLine]) -> None:
    abroad = [line for line in agency_lines if line.foreign is not None]
    assert {line.foreign.currency for line in abroad if line.foreign} == {"USD", "EUR"}
    for line in abroad:
        assert line.foreign is not None
        ten_thousandths = int(line.foreign.rate.replace(".", ""))
        assert abs(line.amount * ten_thousandths - line.foreign.amount * 10_000) <= ten_thousandths // 2 + 1
        fee = agency_lines[line.number + 1]
        assert fee.category_id == "cat_bank_charges"


def test_five_to_eight_in_a_hundred_payees_of_a_month_are_new() -> None:
    lines = [n for n in generate(3, archetype="builder", transactions=30_000).lines() if n.kind == "card"]
    seen: set[str] = set()
    shares: list[float] = []
    for year, month in ((2023, 11), *((2024, m) for m in range(1, 13)), *((2025, m) for m in range(1, 13))):
        of_month = {n.contact for n in lines if (n.booked_on.year, n.booked_on.month) == (year, month)}
        shares.append(len(of_month - seen) / len(of_month))
        seen |= of_month
    later = shares[12:]
    assert 0.03 < sum(later) / len(later) < 0.10


def test_few_merchants_take_most_visits() -> None:
    visits = Counter(
        n.contact for n in generate(3, archetype="electrician", transactions=20_000).lines() if n.kind == "card"
    )
    most = sum(count for _, count in visits.most_common(len(visits) // 10))
    assert most > sum(visits.values()) * 4 // 10


@pytest.mark.parametrize(
    "archetype", ["agency", "cafe", "webshop", "contractor", "lettings", "electrician", "photographer"]
)
def test_the_current_account_is_never_overdrawn_and_the_year_makes_a_profit(archetype: str) -> None:
    company = generate(1, archetype=archetype, transactions=1_800)
    balance = 0
    for line in company.lines():
        if line.account == "ba_main":
            balance += line.amount
            assert balance >= 0, line
    assert company.truth.profit(date(2025, 4, 1), date(2026, 3, 31)) > 0


def test_the_demo_company_turns_over_about_a_quarter_of_a_million(agency: GeneratedCompany) -> None:
    lines = agency.truth.profit_and_loss(date(2025, 4, 1), date(2026, 3, 31))
    turnover = lines["cat_sales"] + lines.get("cat_sales_overseas", 0)
    assert 22_500_000 < turnover < 28_500_000
    assert 3_000_000 < sum(lines.values()) < 12_000_000
    assert {"cat_dividends", "cat_directors_loan", "cat_ct_payable"} <= set(agency.truth.trial_balance(agency.end))


@pytest.mark.parametrize(
    "wrong", [{"transactions": 0}, {"transactions": 10, "months": 0}, {"transactions": 10, "archetype": "bank"}]
)
def test_what_cannot_be_generated_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(BadRequest):
        generate(1, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_a_months_lines_are_only_made_when_asked_for() -> None:
    company = generate(1, archetype="agency", transactions=1_000_000)
    day = date(2023, 11, 20)
    assert all(line.booked_on == day for line in company.lines(day, day))
    assert company.start + timedelta(days=19) == day


def test_the_package_reads_no_clock() -> None:
    folder = Path(__file__).parents[2] / "src" / "accountsos" / "generator"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert not any(word in text for word in ("today()", "now()", "import random", "urandom", "default_rng"))


@pytest.mark.parametrize("month", range(1, 13))
def test_dividends_are_declared_out_of_what_is_there(month: int) -> None:
    """Whenever a company begins: profit so far less payroll taxes, those of a month owed still, and 19 % of tax."""
    company = generate(1, archetype="agency", transactions=1_800, months=36, end=date(2026, month, 28))
    declared = payroll_tax = 0
    for line in company.lines():
        if line.category_id == "cat_paye":
            payroll_tax -= line.amount
            last = -line.amount
        if line.category_id == "cat_dividends":
            declared -= line.amount
            profit = company.truth.profit(company.start, line.booked_on) - payroll_tax - last
            assert declared <= profit * 81 // 100, line.booked_on
    assert declared > 0
