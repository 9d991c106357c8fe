"""Journals, keys, contacts and the chart: entered, taken back, revoked, and known as they were."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accountsos import ids
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.access import manage_keys
from accountsos.workflows.access.manage_keys import KeyRing, MakeKey
from accountsos.workflows.companies import chart
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import ContactChange, ContactQuestion, NewContact
from accountsos.workflows.journals import post_journal
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file
from tests.support.engines import Clock, Opened

DAY = date(2026, 5, 31)
BOTH = {"cat_rent": 90000, "cat_accruals": -90000}


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def test_a_journal_is_posted_and_its_mirror_image_on_the_day_asked_for(keeper: Bookkeeper) -> None:
    state = keeper.journal(DAY, BOTH, reverse=date(2026, 6, 1))
    assert state.reversal is not None
    assert (state.entry.entry.entry_date, state.reversal.entry.entry_date) == (DAY, date(2026, 6, 1))
    assert keeper.balances(DAY) == BOTH
    assert keeper.balances(date(2026, 6, 1)) == {}
    assert keeper.faults() == []


def test_a_journal_taken_back_takes_its_reversal_with_it(keeper: Bookkeeper) -> None:
    state = keeper.journal(DAY, BOTH, reverse=date(2026, 6, 1))
    entry_id = ids.public_id("je_", keeper.company, state.entry.number)
    keeper.do(post_journal.UNDO, entry_id)
    assert keeper.balances(DAY) == keeper.balances(TODAY) == {}
    with pytest.raises(Conflict, match="already taken back"):
        keeper.do(post_journal.UNDO, entry_id)
    assert keeper.ask(post_journal.LIST, post_journal.JournalQuestion(10)).total == 1
    assert keeper.faults() == []


def test_a_journal_must_balance_and_name_real_accounts(keeper: Bookkeeper) -> None:
    with pytest.raises(BadRequest, match="does not balance"):
        keeper.journal(DAY, {"cat_rent": 100, "cat_accruals": -99})
    with pytest.raises(BadRequest, match="moves only by its own lines"):
        keeper.journal(DAY, {"cat_bank": 100, "cat_rent": -100})
    with pytest.raises(BadRequest, match="from the day after"):
        keeper.journal(DAY, BOTH, reverse=DAY)
    with pytest.raises(NotFound):
        keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, 1))
    assert keeper.balances(TODAY) == {}


def test_debts_in_a_journal_are_kept_per_contact(keeper: Bookkeeper) -> None:
    one, other = (keeper.do(manage_contacts.ADD, NewContact(n)).contact.number for n in ("Acme", "Bolt"))
    lines = (
        JournalLine("cat_debtors", debit=500, contact=one),
        JournalLine("cat_debtors", credit=200, contact=other),
        JournalLine("cat_sales", credit=300),
    )
    keeper.do(post_journal.POST, post_journal.PostJournal(DAY, "Invoices", lines))
    held = {m.contact: m.amount for m in keeper.movements(TODAY) if m.category_id == "cat_debtors"}
    assert held == {one: 500, other: -200}
    assert keeper.balance_sheet().balanced
    assert keeper.faults() == []


def test_a_secret_is_shown_once_opens_one_company_and_is_dead_within_a_second_of_its_revocation(
    installation: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, ticks = found(installation.books), iter(range(10**6))
    monkeypatch.setattr("accountsos.workflows.access.manage_keys.time.monotonic", lambda: next(ticks) * 0.6)
    made = keeper.do(manage_keys.MAKE, MakeKey(("read", "write"), "laptop"))
    assert made.secret.startswith("sk_live_")
    assert (made.key.scope, made.key.last_four) == ("write", made.secret[-4:])
    rings = [KeyRing(installation.store.engine, installation.clock) for _ in range(2)]
    for ring in rings:
        key = ring.key_of(made.secret)
        assert key is not None
        assert key.company == keeper.company
    keeper.do(manage_keys.REVOKE, made.key.key_id)
    for ring in rings:
        ring.key_of(made.secret)
        assert ring.key_of(made.secret) is None
    with pytest.raises(Conflict, match="already revoked"):
        keeper.do(manage_keys.REVOKE, made.key.key_id)
    assert rings[0].key_of(made.secret[:-1] + "0") is None


def test_an_expired_key_opens_nothing_though_it_is_remembered(installation: Opened) -> None:
    keeper, clock = found(installation.books), installation.clock
    made = keeper.do(manage_keys.MAKE, MakeKey(("read",), expires_at=clock.now + timedelta(hours=1), now=clock.now))
    ring = KeyRing(installation.store.engine, clock)
    assert ring.key_of(made.secret) is not None
    clock.now += timedelta(hours=1)
    assert ring.key_of(made.secret) is None


def test_another_companys_key_cannot_be_revoked(keeper: Bookkeeper) -> None:
    made = keeper.do(manage_keys.MAKE, MakeKey(("admin",)))
    other = found(keeper.books)
    with pytest.raises(NotFound):
        other.do(manage_keys.REVOKE, made.key.key_id)
    assert other.ask(manage_keys.LIST, None) == []
    assert [k.revoked_at for k in keeper.ask(manage_keys.LIST, None)] == [None]


def test_contacts_come_from_the_lines_with_their_totals(keeper: Bookkeeper) -> None:
    keeper.load(
        plain_file(
            [(DAY, -300, "ZANZIBAR SUPPLIES"), (DAY, 100, "ZANZIBAR SUPPLIES"), (DAY, 90000, "ACME INTERNATIONAL LTD")]
        )
    )
    page = keeper.ask(manage_contacts.LIST, ContactQuestion(limit=10))
    shown = {r.contact.payee_key: (r.contact.shown_type, r.contact.total_in, r.contact.total_out) for r in page.rows}
    assert sorted(shown.values()) == [("client", 90000, 0), ("supplier", 100, 300)]
    assert keeper.ask(manage_contacts.LIST, ContactQuestion(limit=10, type="client")).total == 1
    assert keeper.ask(manage_contacts.LIST, ContactQuestion(limit=10, search="zanz")).total == 1
    assert keeper.ask(manage_contacts.LIST, ContactQuestion(limit=10, search="zanzibra")).total == 1
    assert keeper.ask(manage_contacts.LIST, ContactQuestion(limit=10, search="100%")).total == 0
    assert keeper.faults() == []


def test_a_contact_is_entered_once_and_a_used_one_cannot_be_put_away(keeper: Bookkeeper) -> None:
    contact = keeper.do(manage_contacts.ADD, NewContact("Acme International Ltd", email="books@acme.example"))
    contact_id = ids.public_id("con_", keeper.company, contact.contact.number)
    with pytest.raises(Conflict, match="already a contact"):
        keeper.do(manage_contacts.ADD, NewContact("ACME INTERNATIONAL LTD"))
    keeper.load(plain_file([(DAY, 90000, "ACME INTERNATIONAL LTD")]))
    assert keeper.ask(manage_contacts.SHOW, contact_id).contact.lines == 1
    with pytest.raises(Conflict, match="has a transaction;"):
        keeper.do(manage_contacts.CHANGE, ContactChange(contact_id, {"archived": True}))
    with pytest.raises(BadRequest, match="letters or digits"):
        keeper.do(manage_contacts.ADD, NewContact("***"))


def test_a_renamed_category_keeps_its_money_and_its_id(keeper: Bookkeeper) -> None:
    keeper.enter(DAY, -500, category="cat_rent")
    keeper.do(chart.CHANGE_CATEGORY, chart.CategoryChange("cat_rent", {"name": "Shop Rent"}))
    statement = keeper.profit_and_loss(date(2026, 4, 1), TODAY)
    assert [(line.name, line.amount) for line in statement.expenses.lines] == [("Shop Rent", 500)]
    assert keeper.faults() == []


def test_a_report_as_known_shows_the_chart_as_it_was_known(installation: Opened) -> None:
    """The names and the places in the statement that were read, or filed, then."""
    keeper, clock = found(installation.books), installation.clock
    keeper.enter(DAY, -500, category="cat_rent")
    before = clock.now
    keeper.do(chart.CHANGE_CATEGORY, chart.CategoryChange("cat_rent", {"name": "Shop Rent"}))
    keeper.do(chart.ADD_CATEGORY, chart.NewCategory("Van Hire", "cat_travel"))
    keeper.enter(DAY, -700, category="cat_van_hire")
    then = keeper.profit_and_loss(date(2026, 4, 1), TODAY, known_at=before)
    now = keeper.profit_and_loss(date(2026, 4, 1), TODAY)
    rent = standard_chart()["cat_rent"].name
    assert [(line.name, line.amount) for line in then.expenses.lines] == [(rent, 500)]
    assert sorted(line.name for line in now.expenses.lines) == ["Shop Rent", "Van Hire"]
    long_ago = keeper.balance_sheet(DAY, known_at=before - timedelta(days=400))
    assert long_ago.balanced
    assert long_ago.total_assets == 0


def test_reports_before_the_first_entry_are_empty_and_balanced(keeper: Bookkeeper, clock: Clock) -> None:
    assert keeper.balance_sheet().balanced
    assert keeper.profit_and_loss(date(2026, 4, 1), TODAY).net_profit == 0
    trial = keeper.ask(
        financial_statements.TRIAL_BALANCE,
        financial_statements.SheetQuestion(TODAY, known_at=clock.now - timedelta(days=999)),
    )[0]
    assert (trial.lines, trial.balanced) == ((), True)
