"""Lines of one shape get one answer, and it is the answer that each would get by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest
from benchmarks.strange.banks import BANKS
from benchmarks.strange.companies import strange_company
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.line_shape import LineShapes
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, RecentLine
from tests.categoriser.past_choices import PastChoices
from tests.categoriser.support import ANNA, DAY, STANDARD, bank_line

PRINTED = (
    "5320 29OCT26 C , BOOKER LTD 2895 , LEEDS GB",
    "HOLLYBANK GATE LAUNDRY , 62376 , VIA ONLINE - PYMT",
    "HMRC VAT 123456789",
    "HMRC CORPORATION TA 1234567890A00107A",
    "HMRC NDDS 123PA00012345",
    "365 RETAIL MARKETS 4471",
    "O2 UK PAY MONTHLY 0344 8090202",
    "AMAZON.CO.UK*2H4AB1CD4 800-279-6620",
    "CARD PAYMENT TO 123 REG LIMITED,35.88 GBP, RATE 1.00/GBP ON 10-08-2026",
    "FP 02/08/26 1434 J SMITH INV 1492 609900 12345678",
    "TRANSFER TO 20-11-22 12345678",
    "A PATEL DIVIDEND 2026",
    "CHQ 100123",
    "SAVINGS 4321 SWEEP",
    "CT600 FILING 1871 LTD",
    "ACCOUNT 20251122 REF 12:45",
    "CANVA* O8ECVG7TE4",
    "SCREWFIX1234567 LEEDS",
    "FACEBK *7Q2XK9PL44 DUBLIN",
    "PAID 24AUG2026 J SMITH",
    "4AB7C2D9 K MILLER",
    "PLOT 1138 STAGE PAYMENT 2",
)
TELLING = ("365", "123", "1871", "20-11-22", "12345678", "201122", "2026", "0800", "600", "118", "00107", "188")
PROFILE = CompanyProfile(
    name="Kestrel 1138 Ltd", trade="joinery", people=ANNA.people, own_accounts=(*ANNA.own_accounts, "Savings 4321")
)


def _both(profile: CompanyProfile) -> tuple[Categoriser, Categoriser]:
    """One that answers by shape, and one that asks every line for itself."""
    chart = dict(STANDARD.categories)
    by_shape, each = (Categoriser(profile, (), PastChoices(), chart, by_shape=shapes) for shapes in (True, False))
    return by_shape, each


def _renumbered(text: str, chance: Random) -> str:
    """The same text with other numbers of as many digits, or with one that tells something."""

    def other(run: re.Match[str]) -> str:
        fitting = [number for number in TELLING if len(number) == len(run.group())]
        if fitting and chance.random() < 0.3:
            return chance.choice(fitting)
        return "".join(chance.choice("0123456789") for _ in run.group())

    return re.sub(r"\d+", other, text)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_numbers_that_tell_nothing_change_no_answer(seed: int) -> None:
    chance = Random(seed)
    by_shape, each = _both(PROFILE)
    for text in PRINTED:
        for _ in range(4):
            line = bank_line(_renumbered(text, chance), chance.choice((-1_234, 1_234, -104_750, 0)))
            if chance.random() < 0.2:
                line = replace(line, reference=_renumbered(text, chance))
            assert by_shape.answer(line) == each.answer(line), line


@pytest.mark.parametrize("number", range(0, len(BANKS), 3))
def test_every_bank_s_lines_get_the_answers_they_had(number: int) -> None:
    company = strange_company(77, number)
    by_shape, each = _both(company.profile)
    recent = RecentLines()
    for line, truth in company.lines:
        found = each.answer(line, recent=recent)
        assert by_shape.answer(line, recent=recent) == found, line
        recent.add(RecentLine(line.booked_on, line.amount, found[1].payee_key, truth))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5320 29OCT26 C , BOOKER LTD 2895 , LEEDS GB", "5321 01JAN25 C , BOOKER LTD 3417 , LEEDS GB"),
        ("WORLDPAY 2890", "WORLDPAY 7665"),
        ("CANVA* O8ECVG7TE4", "CANVA* L59BJCC2F8"),
        ("INV 40123 ON 12/04/2026 AT 09:15", "INV 40977 ON 30/11/2025 AT 17:40"),
    ],
)
def test_lines_that_differ_in_running_numbers_have_one_shape(one: str, other: str) -> None:
    shapes = LineShapes(PROFILE)
    assert shapes.of(bank_line(one, -100)) == shapes.of(bank_line(other, -100))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("365 RETAIL", "411 RETAIL"),
        ("TO 20-11-22", "TO 20-11-23"),
        ("SWEEP 12 34 56 78", "SWEEP 12 34 56 79"),
        ("CALL 0800 111222", "CALL 2800 111222"),
        ("SAVINGS 4321", "SAVINGS 4322"),
        ("SCREWFIX1234", "SCREWFAX1234"),  # a name and a number, no order's code
    ],
)
def test_a_number_that_tells_something_makes_another_shape(one: str, other: str) -> None:
    shapes = LineShapes(PROFILE)
    assert shapes.of(bank_line(one, -100)) != shapes.of(bank_line(other, -100))


def test_the_bank_s_codes_are_part_of_the_shape() -> None:
    shapes = LineShapes(PROFILE)
    plain = BankLine(DAY, -100, "GBP", "BOOKER 2895")
    for more in ({"kind": "DD"}, {"mcc": "5411"}, {"original_currency": "USD"}, {"account_kind": "card"}):
        assert shapes.of(plain) != shapes.of(BankLine(DAY, -100, "GBP", "BOOKER 2895", **more))
