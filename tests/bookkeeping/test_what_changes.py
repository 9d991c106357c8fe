"""What a change of the facts does to the books: who pairs, who is told, what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from accountsos import ids
from accountsos.bookkeeping.categorise_line import StoredHistory, _usual_of
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.bookkeeping.invoice_reading import told_by_payment
from accountsos.bookkeeping.tell_reading import restored_from, same_reading
from accountsos.bookkeeping.vat_choice import check_vat_choice
from accountsos.bookkeeping.what_is_owed import open_items
from accountsos.categoriser.history import remembered_by
from accountsos.contacts.payee import payee_key
from accountsos.errors import BadRequest, Conflict
from accountsos.store.documents import Document
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Reader, Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.names import names_of
from accountsos.store.payees import Example, learn
from accountsos.workflows.companies.chart import CHANGE_CATEGORY, CategoryChange
from accountsos.workflows.contacts.manage_contacts import ADD, NewContact
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.support.engines import opened
from tests.workflows.documents.clerk_of_invoices import bill, file_under, vat_clerk
from tests.workflows.vat.keeping import VatKeeper

DAY = date(2026, 5, 4)


@pytest.fixture
def keeper(sqlite_place: Place) -> Iterator[Bookkeeper]:
    with opened(sqlite_place) as whole:
        yield found(whole.books)


def category(keeper: Bookkeeper, number: int) -> str:
    state = keeper.state(number)
    return state.names.category_id[state.row.category_no]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1 line was recognised as half of a transfer between your own accounts"),
        (2, "2 lines were recognised as halves of transfers between your own accounts"),
    ],
)
def test_lines_that_turn_out_to_be_halves_of_transfers_are_filed_counted_and_told(
    keeper: Bookkeeper, count: int, told: str
) -> None:
    savings = keeper.add_account("Rainy Day Savings", "savings")
    keeper.load(plain_file([(DAY, -50_000 - n, f"XQZV {n}") for n in range(count)]))
    assert {category(keeper, n) for n in keeper.numbers()} == {"cat_uncategorised"}
    came = [(DAY + timedelta(days=1), 50_000 + n, "FROM MAIN ACCOUNT") for n in range(count)]
    done = keeper.load(plain_file(came), savings)
    assert done.done.warnings == (told,)
    assert {category(keeper, n) for n in keeper.numbers()} == {"cat_transfer"}
    paired = [n for n in keeper.numbers() if keeper.state(n).row.amount < 0]
    assert {keeper.state(n).reason for n in paired} == {"the other half is on Rainy Day Savings, 2026-05-05"}
    assert keeper.faults() == []


def test_a_part_of_a_split_may_be_another_contacts(keeper: Bookkeeper) -> None:
    keeper.load(plain_file([(DAY, -12_000, "XQZV HOLDINGS")]))
    (number,) = keeper.numbers()
    one, other = (
        ids.public_id("con_", keeper.company, keeper.do(ADD, NewContact(name)).contact.number)
        for name in ("Anvil Ltd", "Bellows Ltd")
    )
    parts = (
        SplitPart(category_id="cat_rent", amount=-7_000, contact_id=other),
        SplitPart(category_id="cat_travel", amount=-5_000),
    )
    state = keeper.change(number, contact_id=one, splits=parts).state
    numbers = [ids.public_id("con_", keeper.company, part.contact or 0) for part in state.parts]
    assert numbers == [other, one]
    assert keeper.faults() == []


def test_payees_that_resemble_one_another_teach_each_other_and_what_was_taught_is_read_again(
    keeper: Bookkeeper,
) -> None:
    keeper.load(
        plain_file([(DAY, -900, "HARBOUR CHANDLERY LTD"), (DAY + timedelta(days=1), -901, "QUAYSIDE PRINTERS")])
    )
    first, second = keeper.numbers()
    keeper.change(first, category_id="cat_repairs")

    def read(db: Reader, company: int, _: None) -> list[list[str]]:
        history = StoredHistory(db, company, names_of(db, company))
        key, _stem = remembered_by("HARBOUR CHANDLERY LTD", None, None)
        seen = [[c.category_id for c in history.near(key + "S", False)]]
        history.taught(key)
        seen.append([c.category_id for c in history.choices(key, False)])
        history.taught("QUAYSIDE PRINTERS")
        seen.append([c.category_id for c in history.near("QUAYSIDE PRINTER", False)])
        seen.append([c.category_id for c in history.near("NOBODY AT ALL", True)])
        return seen

    assert keeper.ask(ReadWorkflow("test.history", read), None) == [["cat_repairs"], ["cat_repairs"], [], []]
    assert category(keeper, second) != "cat_repairs"


def test_a_history_that_is_told_of_each_filing_is_as_one_that_is_read_afterwards(keeper: Bookkeeper) -> None:
    """Each question is asked before anything was filed, and again when it was."""
    questions: tuple[Callable[[StoredHistory], object], ...] = (
        StoredHistory.is_empty,
        lambda h: h.choices("HARBOUR CHANDLERY", False),
        lambda h: h.choices("HARBOUR CHANDLERY", True),
        lambda h: h.near("HARBOUR CHANDLERYS", False),
        lambda h: h.of_staff("A NOWAK"),
        lambda h: h.by_reference("INV", False),
    )

    def apply(db: Writer, company: int, _: None, cause: Cause) -> None:
        names = names_of(db, company)
        history = StoredHistory(db, company, names)
        before = [question(history) for question in questions]
        for key, category, amount in (
            ("HARBOUR CHANDLERY", "cat_repairs", -900),
            ("HARBOUR CHANDLERY", "cat_sales", 900),
            ("AGNIESZKA NOWAK", "cat_wages", -24_000),
        ):
            learn(db, company, Example(key, "INV", amount, names.category_no[category], day_number(DAY)))
            history.taught(key)
        told = [question(history) for question in questions]
        afterwards = StoredHistory(db, company, names)
        assert told == [question(afterwards) for question in questions]
        assert all(was != now for was, now in zip(before, told, strict=True))

    keeper.do(WriteWorkflow("test.taught", lambda db, company, plan: plan, apply), None)


def test_the_category_kept_for_a_contact_is_asked_by_payee_once(keeper: Bookkeeper) -> None:
    keeper.do(ADD, NewContact("Anvil Forge", default_category_id="cat_repairs"))
    keeper.do(ADD, NewContact("Bellows Ltd"))

    def usual(db: Reader, company: int, _: None) -> list[object]:
        asked = _usual_of(db, company, names_of(db, company))
        return [asked(payee_key(name)) for name in ("Anvil Forge", "Bellows Ltd", "Nobody", "Anvil Forge")]

    kept = ("cat_repairs", "Anvil Forge")
    assert keeper.ask(ReadWorkflow("test.usual", usual), None) == [kept, None, None, kept]


def test_accruals_of_different_costs_are_owed_apart_each_with_the_cost_it_was(keeper: Bookkeeper) -> None:
    for cost, amount in (("cat_accountancy", 600_00), ("cat_rent", 450_00), ("cat_rent", 50_00)):
        keeper.journal(DAY, {cost: amount, "cat_accruals": -amount})

    def owed(db: Reader, company: int, _: None) -> dict[frozenset[str], list[int]]:
        accounts = open_items(books_of(db, company)).accounts
        return {account.kin: [item.amount for item in account.items] for account in accounts}

    assert keeper.ask(ReadWorkflow("test.owed", owed), None) == {
        frozenset({"cat_accountancy"}): [-600_00],
        frozenset({"cat_rent"}): [-450_00, -50_00],
    }


@pytest.mark.parametrize(
    ("amount", "most"), [(-1_200, 201), (1_200, 201), (-1, 1), (1, 1), (0, 0)]
)  # 2.00 is in 12.00, and a penny of rounding, but never more than there is
def test_the_vat_that_is_said_of_a_line_is_at_most_what_it_can_hold(keeper: Bookkeeper, amount: int, most: int) -> None:
    VatKeeper(keeper).scheme("standard")
    keeper.load(plain_file([(DAY, amount, "XQZV HOLDINGS")]))
    (number,) = keeper.numbers()
    with pytest.raises(BadRequest, match="can hold on 2026-05-04"):
        keeper.change(number, category_id="cat_office", vat_code="P20", vat_amount=most + 1)
    keeper.change(number, category_id="cat_office", vat_code="P20", vat_amount=most)
    state = keeper.state(number)
    assert [part.vat_amount for part in state.parts] == [most if amount >= 0 else -most]
    assert keeper.faults() == []


@pytest.mark.parametrize("code", ["C79", "ERR1"])
def test_money_that_is_vat_alone_holds_vat_up_to_all_of_it(keeper: Bookkeeper, code: str) -> None:
    VatKeeper(keeper).scheme("standard")

    def given(db: Reader, company: int, vat: int) -> int:
        names = names_of(db, company)
        return check_vat_choice(names, names.chart["cat_office"], (DAY, -1_200), code, vat)

    asked = ReadWorkflow("test.vat", given)
    assert keeper.ask(asked, 1_200) == -1_200
    with pytest.raises(BadRequest, match=r"at most 12\.00"):
        keeper.ask(asked, 1_201)


def test_who_was_filed_as_paid_wages_is_staff_under_another_spelling_until_that_is_taken_back(place: Place) -> None:
    with opened(place) as whole:
        _is_staff_until_taken_back(found(whole.books))


def _is_staff_until_taken_back(keeper: Bookkeeper) -> None:
    keeper.load(plain_file([(DAY, -24000, "AGNIESZKA NOWAK"), (DAY + timedelta(days=1), -901, "QUAYSIDE PRINTERS")]))
    paid = keeper.numbers()[0]
    keeper.change(paid, category_id="cat_wages")

    def read(db: Reader, company: int, _: None) -> list[list[str]]:
        history = StoredHistory(db, company, names_of(db, company))
        return [[c.category_id for c in history.of_staff(key)] for key in ("A NOWAK", "NOWAK A", "T NOWAK")]

    staff = ReadWorkflow("test.staff", read)
    assert keeper.ask(staff, None) == [["cat_wages"], ["cat_wages"], []]
    keeper.change(paid, category_id="cat_subcontractors")
    assert keeper.ask(staff, None) == [[], [], []]


def paper(type_: str = "invoice", gross: int = 12_000, direction: str | None = None) -> Document:
    return Document(
        1, b"", "processed", type_, False, "a.pdf", "application/pdf", 1, 0, 0, gross=gross, direction=direction
    )


@pytest.mark.parametrize(
    ("document", "amounts", "direction"),
    [
        (paper(), [-12_000], "purchase"),
        (paper(), [12_000], "sale"),
        (paper(), [0, 1], "sale"),
        (paper(), [-1, 500], "purchase"),
        (paper("credit_note"), [12_000], "purchase"),
        (paper("credit_note"), [-12_000], "sale"),
        (paper(gross=-12_000), [12_000], "purchase"),
        (paper(), [], None),
        (paper(), [0], None),
        (paper(direction="sale"), [-12_000], "sale"),
        (paper("statement"), [12_000], None),
    ],
)
def test_the_first_payment_tells_who_sent_an_invoice_to_whom(
    document: Document, amounts: list[int], direction: str | None
) -> None:
    assert told_by_payment(document, amounts).direction == direction


def test_an_invoice_of_the_last_day_of_a_filed_period_is_in_it(sqlite_place: Place) -> None:
    for day, period, is_in in ((date(2026, 3, 31), "2026-Q1", True), (date(2026, 4, 1), "2026-Q1", False)):
        with opened(sqlite_place) as whole:
            clerk = vat_clerk(whole.books)
            file_under(clerk, clerk.uploaded_and_read(bill(day=day)), "cat_office")
            vat = VatKeeper(clerk.keeper)
            vat.file(period)
            change = CategoryChange("cat_office", {"vat_reclaim": "60%"}, False)
            if is_in:
                with pytest.raises(Conflict, match="1 line or invoice is in VAT returns filed up to 2026-03-31"):
                    clerk.keeper.do(CHANGE_CATEGORY, change)
            else:
                assert clerk.keeper.do(CHANGE_CATEGORY, change).reposted == 1
            assert clerk.keeper.faults() == []


def test_a_reading_that_was_told_without_its_parts_cannot_be_put_back() -> None:
    whole: dict[str, object] = {
        "category_id": "cat_rent",
        "confidence": 0.97,
        "source": "person",
        "reviewed": True,
        "notes": None,
        "contact": None,
        "parts": 0,
    }
    restored = restored_from(whole)
    assert restored is not None
    assert (restored.confidence, restored.reviewed, restored.reason, restored.parts) == (9_700, 1, None, ())
    assert restored_from({**whole, "parts": 2}) is None
    assert restored_from({**whole, "parts": 1, "reading": [{"category_id": "cat_rent", "amount": -5}]}) is not None


def test_readings_are_the_same_by_what_both_tell_but_the_entry() -> None:
    assert same_reading({"notes": "a", "entry": 1}, {"notes": "a", "entry": 2, "parts": 0})
    assert not same_reading({"notes": "a"}, {"notes": "b"})
