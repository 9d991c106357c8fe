"""Business trips, their claim at the rates of each day, and its journal. Worked by hand; today is 22 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos import ids
from accountsos.dates import Period
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.reports.mileage import KeptTrip, MileageReport, mileage_report
from accountsos.uk_rules.mileage import Trip, Vehicle, mileage_claim, mileage_workings
from accountsos.uk_rules.parameters import NoValueInForce
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import JournalState
from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.mileage.claim_mileage import ClaimMileage, MileageQuestion
from accountsos.workflows.mileage.record_trip import NewTrip, TripPage, TripQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found

YEAR = Period(date(2025, 4, 6), date(2026, 4, 5))
ANNA = "Anna Roe"


def drive(
    keeper: Bookkeeper, day: date, miles: str, *, vehicle: str = "car", person: str = ANNA, passengers: int = 0
) -> str:
    command = NewTrip(TODAY, day, person, vehicle, Decimal(miles), "Site visit", passengers)
    return ids.public_id("trip_", keeper.company, keeper.do(record_trip.ADD, command).trips[0].number)


def report(keeper: Bookkeeper, period: Period = YEAR, person: str | None = None) -> MileageReport:
    return keeper.ask(claim_mileage.REPORT, MileageQuestion(period, person))


def claim(keeper: Bookkeeper, through: date, **more: Any) -> JournalState:
    return keeper.do(claim_mileage.CLAIM, ClaimMileage(TODAY, more.pop("person", ANNA), through, **more))


def contact(keeper: Bookkeeper, name: str = ANNA) -> int:
    return keeper.do(manage_contacts.ADD, manage_contacts.NewContact(name)).contact.number


def undo(keeper: Bookkeeper, state: JournalState) -> None:
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, state.entry.number))


def sole_trader(books: Books) -> Bookkeeper:
    return found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2023, 5, 1))


def test_the_threshold_is_filled_trip_by_trip_and_each_bears_the_rate_of_its_day(books: Books) -> None:
    """9,900 miles x 45p = 4,455.00; of 300 more 100 x 45p + 200 x 25p = 95.00; a new tax year 10 x 55p = 5.50."""
    keeper = found(books)
    drive(keeper, date(2025, 5, 1), "2900")
    for _ in range(7):
        drive(keeper, date(2025, 6, 1), "1000")
    drive(keeper, date(2026, 4, 5), "300", vehicle="van")
    drive(keeper, date(2026, 4, 6), "10")
    shown = report(keeper, Period(YEAR.start, date(2026, 4, 30))).people[0]
    last, new = shown.lines[-2:]
    assert [(r.parameter, r.miles, r.rate) for r in last.working.rated] == [
        ("mileage_car_first", Decimal(100), Decimal("0.45")),
        ("mileage_car_over", Decimal(200), Decimal("0.25")),
    ]
    assert (last.working.amount, new.working.amount) == (95_00, 5_50)
    assert shown.amount == 4_455_00 + 95_00 + 5_50
    assert [(y.name, y.miles, y.left) for y in shown.years] == [
        ("2025-26", Decimal(10_200), Decimal(0)),
        ("2026-27", Decimal(10), Decimal(9_990)),
    ]


def test_trips_before_the_days_asked_for_are_in_the_count_but_not_in_the_amount(books: Books) -> None:
    keeper = found(books)
    for _ in range(4):
        drive(keeper, date(2025, 5, 1), "2500")
    drive(keeper, date(2025, 9, 1), "100")
    shown = report(keeper, Period(date(2025, 9, 1), date(2025, 9, 30)))
    assert (shown.total, len(shown.people[0].lines)) == (25_00, 1)


def test_each_person_has_a_threshold_of_their_own_however_the_name_is_typed(books: Books) -> None:
    keeper = found(books)
    for _ in range(4):
        drive(keeper, date(2025, 5, 1), "2500")
    drive(keeper, date(2025, 9, 1), "100", person="  anna   ROE ")
    drive(keeper, date(2025, 9, 1), "100", person="Ben Short")
    people = {p.person: p.amount for p in report(keeper).people}
    assert people == {ANNA: 4_500_00 + 25_00, "Ben Short": 45_00}
    assert [p.person for p in report(keeper, person="ben short").people] == ["Ben Short"]


def test_a_passenger_a_motorcycle_and_a_bicycle_bear_flat_rates(books: Books) -> None:
    """40 miles: 18.00 and two passengers 4.00; 24p x 40 = 9.60; 20p x 40 = 8.00."""
    keeper = found(books)
    drive(keeper, date(2025, 5, 1), "40", passengers=2)
    drive(keeper, date(2025, 5, 2), "40", vehicle="motorcycle")
    drive(keeper, date(2025, 5, 3), "40", vehicle="bicycle")
    assert [line.working.amount for line in report(keeper).people[0].lines] == [22_00, 9_60, 8_00]


def test_a_claim_is_owed_to_the_director_by_name_and_claims_each_trip_once(books: Books) -> None:
    keeper = found(books)
    anna = contact(keeper)
    drive(keeper, date(2026, 5, 1), "100")
    drive(keeper, date(2026, 6, 1), "20")
    state = claim(keeper, date(2026, 5, 31))
    assert [(p.category_id, p.amount, p.contact) for p in state.entry.entry.postings] == [
        ("cat_mileage", 55_00, None),
        ("cat_directors_loan", -55_00, anna),
    ]
    assert state.entry.entry.entry_date == date(2026, 5, 31)
    assert state.entry.entry.narration == "Mileage of Anna Roe, 2026-05-01 to 2026-05-01"
    with pytest.raises(Conflict, match="no unclaimed trip"):
        claim(keeper, date(2026, 5, 31))
    second = claim(keeper, date(2026, 6, 30)).entry.entry
    assert second.narration == "Mileage of Anna Roe, 2026-06-01 to 2026-06-01"
    shown = report(keeper, Period(date(2026, 4, 6), TODAY)).people[0]
    assert (shown.amount, shown.claimed) == (66_00, 66_00)
    assert keeper.balances(TODAY) == {"cat_mileage": 66_00, "cat_directors_loan": -66_00}
    assert keeper.faults() == []


def test_a_sole_traders_claim_is_capital_introduced(books: Books) -> None:
    keeper = sole_trader(books)
    drive(keeper, date(2026, 5, 1), "100", person="Ida Bell")
    claim(keeper, date(2026, 5, 31), person="Ida Bell")
    assert keeper.balances(TODAY) == {"cat_mileage": 55_00, "cat_capital_introduced": -55_00}
    assert "simplified_expenses" in {w.code for w in report(keeper, Period(date(2026, 4, 6), TODAY)).warnings}


def test_a_trip_entered_late_takes_what_is_left_of_the_count_and_no_claim_changes(books: Books) -> None:
    """10,000 miles claimed at 45p; 100 more, though driven before, bear 25p: 4,525.00 for the year as ever."""
    keeper = found(books)
    contact(keeper)
    for _ in range(4):
        drive(keeper, date(2025, 9, 1), "2500")
    first = claim(keeper, date(2025, 9, 30))
    drive(keeper, date(2025, 5, 1), "100")
    shown = report(keeper).people[0]
    assert (shown.lines[0].working.amount, shown.amount, shown.claimed) == (25_00, 4_525_00, 4_500_00)
    undo(keeper, first)
    again = report(keeper).people[0]
    assert (again.lines[0].working.amount, again.amount, again.claimed) == (45_00, 4_525_00, 0)


def test_a_claimed_trip_stays_until_its_journal_is_taken_back(books: Books) -> None:
    keeper = found(books)
    contact(keeper)
    trip = drive(keeper, date(2026, 5, 1), "100")
    state = claim(keeper, date(2026, 5, 31))
    journal = ids.public_id("je_", keeper.company, state.entry.number)
    with pytest.raises(Conflict, match=journal):
        keeper.do(record_trip.REMOVE, trip)
    undo(keeper, state)
    assert report(keeper, Period(date(2026, 4, 6), TODAY)).people[0].claimed == 0
    assert claim(keeper, date(2026, 5, 31)).entry.entry.postings[0].amount == 55_00
    other = drive(keeper, date(2026, 6, 1), "1")
    keeper.do(record_trip.REMOVE, other)
    with pytest.raises(NotFound):
        keeper.do(record_trip.REMOVE, other)


def test_trips_are_listed_newest_first_by_person_and_days(books: Books) -> None:
    keeper = found(books)
    first, second = drive(keeper, date(2026, 5, 1), "1"), drive(keeper, date(2026, 6, 1), "2.5")
    drive(keeper, date(2026, 6, 1), "3", person="Ben Short")

    def listed(**more: Any) -> TripPage:
        return keeper.ask(record_trip.LIST, TripQuestion(50, 0, **more))

    anna = listed(person="ANNA ROE")
    assert [ids.public_id("trip_", keeper.company, t.number) for t in anna.trips] == [second, first]
    assert anna.trips[0].trip.miles == Decimal("2.5")
    assert listed(first=date(2026, 6, 1)).total == 2
    assert keeper.ask(record_trip.LIST, TripQuestion(1, 1)).total == 3


@pytest.mark.parametrize(
    ("changes", "param", "words"),
    [
        ({"miles": Decimal("1.25")}, "miles", "at most one decimal"),
        ({"miles": Decimal(0)}, "miles", "not a distance"),
        ({"miles": Decimal(3001)}, "miles", "not a distance"),
        ({"made_on": date(2026, 11, 23)}, "date", "still to come"),
        ({"person": " "}, "person", "who drove"),
        ({"purpose": ""}, "purpose", "what the trip was for"),
        ({"vehicle": "tram"}, "vehicle", "car, van, motorcycle, bicycle"),
        ({"vehicle": "bicycle", "passengers": 1}, "passengers", "no rate for passengers on a bicycle"),
        ({"passengers": -1}, "passengers", "from 0 to 16"),
    ],
)
def test_what_bears_no_rate_is_refused_and_nothing_is_kept(
    books: Books, changes: dict[str, Any], param: str, words: str
) -> None:
    keeper = found(books)
    good: dict[str, Any] = {
        "made_on": date(2026, 5, 1),
        "person": ANNA,
        "vehicle": "car",
        "miles": Decimal(1),
        "purpose": "Bank",
    }
    with pytest.raises(BadRequest, match=words) as refused:
        keeper.do(record_trip.ADD, NewTrip(TODAY, **{**good, **changes}))
    assert refused.value.param == param
    assert keeper.ask(record_trip.LIST, TripQuestion(50, 0)).total == 0


def test_a_day_without_a_known_rate_and_a_sole_traders_passenger_are_refused(books: Books) -> None:
    with pytest.raises(NoValueInForce):
        drive(found(books), date(2002, 4, 5), "1")
    with pytest.raises(BadRequest, match="sole trader"):
        drive(sole_trader(books), date(2026, 5, 1), "1", passengers=1)


def test_a_claim_that_cannot_be_posted_leaves_the_trips_unclaimed(books: Books) -> None:
    keeper = found(books)
    drive(keeper, date(2025, 5, 1), "100")
    with pytest.raises(BadRequest, match="contact_id"):
        claim(keeper, date(2025, 5, 31))
    contact(keeper)
    keeper.close_through(date(2024, 3, 31))
    keeper.close_through(date(2025, 3, 31))
    keeper.close_through(date(2026, 3, 31))
    with pytest.raises(Conflict, match="closed year"):
        claim(keeper, date(2025, 5, 31))
    assert report(keeper).people[0].claimed == 0
    assert claim(keeper, date(2025, 5, 31), entry_date=date(2026, 4, 1)).entry.entry.entry_date == date(2026, 4, 1)
    assert report(keeper).people[0].claimed == 45_00


TRIPS = st.lists(
    st.builds(
        Trip,
        st.dates(date(2025, 4, 6), date(2027, 4, 5)),
        st.sampled_from(list(Vehicle)),
        st.integers(1, 60_000).map(lambda tenths: Decimal(tenths) / 10),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(TRIPS, st.randoms(use_true_random=False))
def test_the_trips_of_a_tax_year_add_up_to_its_claim_in_whatever_order_they_are_counted(
    trips: list[Trip], dice: Any
) -> None:
    of_year = [trip for trip in trips if trip.made_on in YEAR]
    shuffled = list(of_year)
    dice.shuffle(shuffled)
    assert sum(w.amount for w in mileage_workings(shuffled)) == mileage_claim(of_year)


@given(TRIPS, st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_was_claimed_keeps_its_amount_whatever_is_entered_later(trips: list[Trip], claimed: list[bool]) -> None:
    everything = Period(date(2025, 4, 6), date(2027, 4, 5))
    kept = [
        KeptTrip(n, ANNA, trip, "x", 1 if c else None) for n, (trip, c) in enumerate(zip(trips, claimed, strict=False))
    ]
    only_claimed = mileage_report([k for k in kept if k.claim], everything, entity_type="ltd")
    with_later = mileage_report(kept, everything, entity_type="ltd")
    assert sum(p.claimed for p in with_later.people) == only_claimed.total
