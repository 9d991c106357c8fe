"""A person's reading of a bank line: category, split, contact, notes, reviewed, given back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import BadRequest, NotFound, PreconditionFailed
from accountsos.workflows.bank import bank_accounts
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.companies import manage_company
from accountsos.workflows.contacts.manage_contacts import ADD, CHANGE, SHOW, ContactChange, NewContact
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file

DAY = date(2026, 5, 1)
RENT, TRAVEL = "cat_rent", "cat_travel"


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


@pytest.fixture
def number(keeper: Bookkeeper) -> int:
    keeper.load(plain_file([(DAY, -12000, "XQZV HOLDINGS")]))
    return keeper.numbers()[0]


def _category(state: TransactionState) -> str:
    return state.names.category_id[state.row.category_no]


def _others(keeper: Bookkeeper) -> dict[str, int]:
    return {k: v for k, v in keeper.balances(TODAY).items() if k != "ba_main"}


def test_a_chosen_category_moves_the_money_and_is_certain(keeper: Bookkeeper, number: int) -> None:
    assert _others(keeper) == {"cat_uncategorised": 12000}
    changed = keeper.change(number, category_id=RENT)
    row = changed.state.row
    assert (row.confidence, row.source, row.reviewed) == (10_000, "person", 1)
    assert changed.posted is not None
    assert changed.posted.entry_date == DAY
    assert _others(keeper) == {RENT: 12000}
    assert len(changed.state.entries) == 2, "the entry that stands, and the one that stood before"
    assert keeper.faults() == []


def test_the_same_category_again_posts_nothing(keeper: Bookkeeper, number: int) -> None:
    first = keeper.change(number, category_id=RENT)
    second = keeper.change(number, category_id=RENT)
    assert second.posted_no == first.posted_no
    assert second.state.row.version == first.state.row.version


def test_nothing_asked_changes_nothing(keeper: Bookkeeper, number: int) -> None:
    before = keeper.ask(manage_company.AUDIT, (1, 0)).total
    version = keeper.state(number).row.version
    assert keeper.change(number).state.row.version == version
    assert keeper.ask(manage_company.AUDIT, (1, 0)).total == before


def test_notes_are_kept_and_cleared_without_touching_the_books(keeper: Bookkeeper, number: int) -> None:
    entry = keeper.state(number).row.entry_no
    assert keeper.change(number, notes="for the van").state.row.notes == "for the van"
    assert keeper.change(number, notes=None).state.row.notes is None
    assert keeper.state(number).row.entry_no == entry
    assert keeper.faults() == []


def test_reviewed_teaches_and_giving_back_forgets(keeper: Bookkeeper, number: int) -> None:
    keeper.change(number, category_id=RENT)
    for day in range(2, 6):
        keeper.load(plain_file([(date(2026, 5, day), -12000 - day, "XQZV HOLDINGS")]))
    learnt = keeper.state(keeper.numbers()[-1])
    assert _category(learnt) == RENT
    assert learnt.row.source == "history"
    given_back = keeper.change(number, category_id=None)
    assert given_back.state.row.reviewed == 0
    assert _category(keeper.change(keeper.numbers()[-1], category_id=None).state) == "cat_uncategorised"
    assert keeper.faults() == []


def test_reviewed_alone_approves_what_was_suggested(keeper: Bookkeeper, number: int) -> None:
    changed = keeper.change(number, reviewed=True)
    assert changed.state.row.reviewed == 1
    assert _others(keeper) == {"cat_uncategorised": 12000}
    assert keeper.change(number, reviewed=False).state.row.reviewed == 0
    assert keeper.faults() == []


def test_a_split_posts_each_part_and_the_private_share_to_the_director(keeper: Bookkeeper, number: int) -> None:
    parts = (
        SplitPart(category_id=RENT, amount=-8000, business_percent=75, notes="the shop"),
        SplitPart(category_id=TRAVEL, amount=-4000),
    )
    changed = keeper.change(number, splits=parts)
    assert _others(keeper) == {RENT: 6000, TRAVEL: 4000, "cat_directors_loan": 2000}
    assert _category(changed.state) == RENT
    assert [part.amount for part in changed.state.parts] == [-8000, -4000]
    assert keeper.bank_balance() == -12000
    keeper.change(number, category_id=TRAVEL)
    assert _others(keeper) == {TRAVEL: 12000}
    assert keeper.state(number).parts == ()
    assert keeper.faults() == []


def test_a_split_given_back_is_one_line_again(keeper: Bookkeeper, number: int) -> None:
    keeper.change(number, splits=(SplitPart(category_id=RENT, amount=-12000, business_percent=0),))
    assert _others(keeper) == {"cat_directors_loan": 12000}
    keeper.change(number, splits=None)
    assert _others(keeper) == {"cat_uncategorised": 12000}
    assert keeper.faults() == []


def test_a_sole_traders_private_share_is_drawings(books: Books) -> None:
    keeper = found(books, entity_type="sole_trader", incorporated_on=None, year_end=(4, 5))
    keeper.load(plain_file([(DAY, -10000, "XQZV HOLDINGS")]))
    keeper.change(keeper.numbers()[0], splits=(SplitPart(category_id=RENT, amount=-10000, business_percent=33),))
    assert _others(keeper) == {RENT: 3300, "cat_drawings": 6700}
    assert keeper.faults() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"category_id": "cat_nowhere"}, "there is no category 'cat_nowhere'"),
        ({"category_id": "cat_bank"}, "stands for bank accounts themselves"),
        ({"splits": (SplitPart(category_id=RENT, amount=-11999),)}, "add up to -119.99, the bank's line is -120.00"),
        ({"splits": ()}, "splits"),
        ({"splits": (SplitPart(category_id=RENT, amount=-12000),), "category_id": RENT}, "not both"),
        ({"splits": (SplitPart(category_id=RENT, amount=-12000, business_percent=101),)}, "not between 0 and 100"),
        ({"splits": (SplitPart(category_id="cat_nowhere", amount=-12000),)}, r"splits\[0\].category_id"),
    ],
    ids=range(7),
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    keeper: Bookkeeper, number: int, changes: dict[str, Any], message: str
) -> None:
    version = keeper.state(number).row.version
    with pytest.raises(BadRequest, match=message):
        keeper.change(number, **changes)
    assert keeper.state(number).row.version == version
    assert keeper.faults() == []


def test_a_category_with_splits_cleared_is_that_category(keeper: Bookkeeper, number: int) -> None:
    keeper.change(number, splits=(SplitPart(category_id=TRAVEL, amount=-12000),))
    changed = keeper.change(number, category_id=RENT, splits=None)
    assert _category(changed.state) == RENT
    assert changed.state.parts == ()
    assert _others(keeper) == {RENT: 12000}


def test_a_contact_of_ones_own_choice_counts_the_line(keeper: Bookkeeper, number: int) -> None:
    landlord = keeper.do(ADD, NewContact("Landlord & Sons", type="supplier"))
    contact_id = ids.public_id("con_", keeper.company, landlord.contact.number)
    before = keeper.state(number).contact
    assert before is not None
    keeper.change(number, contact_id=contact_id)
    now = keeper.ask(SHOW, contact_id)
    assert (now.contact.lines, now.contact.total_in, now.contact.total_out, now.last_on) == (1, 0, 12000, DAY)
    assert keeper.ask(SHOW, ids.public_id("con_", keeper.company, before.number)).contact.lines == 0
    keeper.change(number, contact_id=None)
    assert keeper.ask(SHOW, contact_id).contact.lines == 0
    assert keeper.faults() == []


def test_money_with_a_director_is_kept_per_person(keeper: Bookkeeper, number: int) -> None:
    keeper.load(plain_file([(DAY, 5000, "BOB BAKER")]))
    for line in keeper.numbers():
        keeper.change(line, category_id="cat_directors_loan")
    holders = {m.contact: m.amount for m in keeper.movements(TODAY) if m.category_id == "cat_directors_loan"}
    assert sorted(holders.values()) == [-5000, 12000]
    assert None not in holders
    assert keeper.balance_sheet().balanced
    assert keeper.faults() == []


def test_only_the_version_that_was_read_is_changed(keeper: Bookkeeper, number: int) -> None:
    version = str(keeper.state(number).row.version)
    keeper.change(number, notes="first", if_match=frozenset({version}))
    with pytest.raises(PreconditionFailed, match="read it again"):
        keeper.change(number, notes="second", if_match=frozenset({version}))
    assert keeper.state(number).row.notes == "first"


def test_an_unknown_or_foreign_transaction_is_not_found(keeper: Bookkeeper, number: int) -> None:
    other = found(keeper.books)
    with pytest.raises(NotFound):
        other.change(number, notes="not mine")
    with pytest.raises(NotFound):
        keeper.change(number + 1, notes="nobody's")
    done = keeper.load(plain_file([(DAY, -100, "SOON GONE")]))
    gone = keeper.numbers()[-1]
    keeper.undo(done)
    with pytest.raises(NotFound):
        keeper.change(gone, notes="too late")


def test_every_change_says_who_and_what_before_and_after(keeper: Bookkeeper, number: int) -> None:
    keeper.change(number, category_id=RENT)
    (latest, *_) = keeper.state(number).history
    assert (latest.actor, latest.action) == ("tester", "transaction.change")
    assert '"category_id":"cat_uncategorised"' in (latest.before or "")
    assert '"category_id":"cat_rent"' in (latest.after or "")


def test_a_line_by_hand_is_posted_counted_and_taught(keeper: Bookkeeper) -> None:
    cash = keeper.add_account("Petty cash", "cash")
    state = keeper.enter(DAY, -450, "Stamps", account=cash, category="cat_office")
    assert keeper.balances(TODAY) == {cash: -450, "cat_office": 450}
    assert (state.row.source, state.row.reviewed) == ("person", 1)
    personal = keeper.add_account("Paid by Bob", "director")
    keeper.enter(DAY, -999, "Train", account=personal, category=TRAVEL)
    with pytest.raises(BadRequest, match="moves no money"):
        keeper.enter(DAY, 0, "Nothing at all", account=cash)
    assert keeper.balances(TODAY)[personal] == -999
    assert keeper.balance_sheet().balanced
    keeper.do(bank_accounts.CHANGE_ACCOUNT, bank_accounts.AccountChange(cash, {"archived": True}))
    with pytest.raises(BadRequest, match="archived"):
        keeper.enter(DAY, -1, account=cash)
    assert keeper.faults() == []


def test_a_new_line_of_a_contact_that_was_put_away_brings_it_back(keeper: Bookkeeper) -> None:
    """Otherwise its money would belong to nobody that anyone can see."""
    contact = keeper.do(ADD, NewContact("Xqzv Holdings"))
    contact_id = ids.public_id("con_", keeper.company, contact.contact.number)
    keeper.do(CHANGE, ContactChange(contact_id, {"archived": True}))
    with pytest.raises(NotFound):
        keeper.ask(SHOW, contact_id)
    keeper.load(plain_file([(DAY, -12000, "XQZV HOLDINGS")]))
    assert keeper.ask(SHOW, contact_id).contact.lines == 1
    assert keeper.faults() == []
