"""Books with a row in every table, made by the workflows that people use."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from accountsos import ids
from accountsos.bookkeeping.call_thing import ExternalChange
from accountsos.bookkeeping.file_line import SplitPart, TransactionChange
from accountsos.statements.formats.column_words import column_mapping
from accountsos.store.engine.sql import Reader, Sql, Writer
from accountsos.store.idempotency import StoredAnswer, put_answer
from accountsos.store.model_answers import KeptAnswer, keep_answer, keep_asked
from accountsos.store.users import User
from accountsos.workflows.access import manage_keys
from accountsos.workflows.bank.change_transaction import CHANGE_NAMED
from accountsos.workflows.bank.manage_rules import ADD_RULE
from accountsos.workflows.bank.refile_transactions import REFILE, UNDO, Refile
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.journals import post_journal
from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from accountsos.workflows.webhooks import manage_webhooks
from accountsos.workflows.webhooks.deliver_events import ASK, AskedDelivery
from accountsos.workflows.webhooks.manage_webhooks import EndpointChange, NewEndpoint, Rotation
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file, simple_file
from tests.support.engines import NOON
from tests.workflows.assets.clerk_of_assets import AssetClerk
from tests.workflows.documents.clerk_of_invoices import correct, credit_note, lines_of, purchase, sale, settle, undo
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper

ANNA = "Anna Roe"
ADA = User("usr_ada", "ada@teasel.example", "Ada Teasel", None, NOON)
NEWEST = Sql("SELECT MAX(settlement_no) FROM settlement WHERE company_id = :company")
CASH_FROM, CASH_UNTIL = date(2026, 1, 1), date(2026, 7, 1)


def full_books(books: Books) -> Bookkeeper:
    """One company in which everything was done at least once."""
    keeper = found(books, owner=ADA, people=("Ada Teasel",), trade="software")
    _bank(keeper)
    _years(keeper)
    vat = VatKeeper(keeper)
    vat.scheme("standard", date(2024, 4, 1), vat_number="GB980780684")
    _filed(vat)
    _papers(Clerk(keeper), vat)
    _people(keeper)
    _assets(AssetClerk(keeper))
    _rules(keeper)
    _webhooks(keeper)
    _raw(keeper)
    return keeper


def _bank(keeper: Bookkeeper) -> None:
    rows = [(date(2023, 5, 4), -34000, "BEAN THERE"), (date(2023, 5, 5), 90000, "ACME LTD")]
    keeper.load(simple_file(rows, opening=500))
    keeper.load(plain_file([*rows, (date(2023, 5, 6), -700, "TRAINLINE")]))
    alike = [(date(2023, 6, 1), -450, f"CAFE YORK {where}") for where in ("NORTH", "SOUTH")]
    keeper.load(simple_file([*alike, (date(2023, 6, 2), -1200, "GIFFGAFF")], opening=55800))
    keeper.load(plain_file([(date(2023, 6, 1), -450, "CAFE YORK")]))
    keeper.undo(keeper.load(plain_file([(date(2023, 7, 1), -500, "TESCO")])))
    unknown = b"When,What,How much\n08/07/2023,LAYOUT SAID ONCE,-8.00\n"
    keeper.load(unknown, columns=column_mapping("date=1, description=2, amount=3"))
    whole = [(date(2023, 9, day), -300 - day, f"SHOP NUMBER {day}") for day in (1, 2, 2, 3)]
    keeper.load(plain_file([*whole[:1], (date(2023, 9, 2), -777, "GONE SOON"), *whole[2:]]))
    keeper.load(plain_file(whole[:1] + whole[2:]))
    keeper.rates("2023-10", EUR="1.15", USD="1.23")
    euros = keeper.add_account("Euros", "current", "EUR")
    spent = simple_file([(date(2023, 10, 4), -4600, "HOTEL SOLE"), (date(2023, 10, 5), 2300, "KONTOR")], opening=11500)
    keeper.load(spent.replace(b"(GBP)", b"(EUR)"), euros)
    savings = keeper.add_account("Rainy days", "savings")
    keeper.enter(date(2023, 8, 1), -10000, "TO RAINY DAYS")
    keeper.enter(date(2023, 8, 1), 10000, "FROM MAIN ACCOUNT", account=savings)
    number = keeper.enter(date(2024, 9, 7), -250).row.number
    keeper.change(number, category_id="cat_rent")
    called = ExternalChange("shop-10417", {"order": "A-17"})
    change = TransactionChange(transaction_id=ids.public_id("txn_", keeper.company, number))
    keeper.do(CHANGE_NAMED, (change, called))
    split = keeper.enter(date(2025, 9, 7), -30000, "BIG SHOP").row.number
    parts = (
        SplitPart(category_id="cat_office", amount=-20000, notes="paper"),
        SplitPart(category_id="cat_rent", amount=-10000, business_percent=50),
    )
    keeper.change(split, splits=parts, notes="half is private")
    keeper.journal(date(2023, 6, 30), {"cat_depreciation": 100, "cat_dep_computers": -100})
    keeper.journal(
        date(2024, 6, 30),
        {"cat_accountancy": 5000, "cat_accruals": -5000},
        reverse=date(2024, 7, 1),
        narration="accrual",
    )
    undone = keeper.journal(date(2025, 6, 30), {"cat_depreciation": 300, "cat_dep_computers": -300})
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, undone.entry.number))


def _years(keeper: Bookkeeper) -> None:
    first = keeper.numbers()[0]
    keeper.change(first, category_id="cat_rent")
    keeper.close_through(date(2024, 3, 31))
    keeper.change(first, category_id="cat_software")


def _filed(vat: VatKeeper) -> None:
    line = vat.line(date(2024, 5, 10), -12000, "cat_office", code="P20", text="HARBOUR")
    vat.line(date(2024, 5, 11), 60000, "cat_sales", code="S20", text="ACME LTD")
    vat.file("2024-Q2")
    vat.unfile("2024-Q2")
    vat.file("2024-Q2")
    vat.change(line, category_id="cat_software")


def _papers(clerk: Clerk, vat: VatKeeper) -> None:
    """Bills paid, half paid, set off, written off, relieved; VAT that waited for the money and then no longer did."""
    keeper = clerk.keeper
    vat.scheme("cash", CASH_FROM)
    waiting = purchase(clerk, number="W-1", day=date(2026, 3, 2))
    half = keeper.enter(date(2026, 4, 20), -6000, "HARBOUR STATIONERS HS-1041").row.number
    correct(clerk, waiting, transactions=lines_of(clerk, half))
    vat.scheme("standard", CASH_UNTIL)
    paid = purchase(clerk, number="P-1", day=date(2026, 8, 2))
    line = keeper.enter(date(2026, 8, 20), -12000, "HARBOUR STATIONERS P-1").row.number
    correct(clerk, paid, transactions=lines_of(clerk, line))
    open_bill = purchase(clerk, number="O-1", day=date(2025, 5, 2))
    settle(clerk, open_bill, "vat_adjustment", date(2026, 1, 5))
    noted = purchase(clerk, number="N-1", day=date(2026, 8, 3))
    note = credit_note(clerk, number="CN-1", day=date(2026, 8, 20))
    settle(clerk, noted, "credit_note", date(2026, 9, 1), credit_note_id=clerk.id_of(note))
    owed = sale(clerk, number="S-1", day=date(2025, 4, 2))
    settle(clerk, owed, "write_off", date(2026, 1, 20), reason="the customer is bankrupt")
    gone = purchase(clerk, number="G-1", day=date(2026, 8, 4))
    settle(clerk, gone, "write_off", date(2026, 9, 2), reason="not claimed")
    _take_back(clerk)
    correct(clerk, purchase(clerk, number="L-1", day=date(2026, 8, 5)), changes={"supplier": "Harbour Ltd"})


def _take_back(clerk: Clerk) -> None:
    """The settlement that was made last."""

    def run(db: Reader, company: int, _: None) -> int:
        row = db.row(NEWEST, company=company)
        assert row is not None
        return int(row[0])

    undo(clerk, clerk.keeper.ask(ReadWorkflow("test.newest", run), None))


def _webhooks(keeper: Bookkeeper) -> None:
    """One that is told nothing any more, and a test that waits for another, whose secret was replaced."""
    for url in ("https://example.com/closed", "https://example.com/open"):
        made = keeper.do(manage_webhooks.ADD, NewEndpoint(url, (), "The warehouse", ("invoice.created",)))
        endpoint_id = ids.public_id("whk_", keeper.company, made.endpoint.number)
        if url.endswith("closed"):
            keeper.do(manage_webhooks.CHANGE, EndpointChange(endpoint_id, {"status": "disabled"}, ()))
    keeper.do(manage_webhooks.ROTATE, Rotation(endpoint_id, timedelta(hours=24)))
    keeper.do(ASK, AskedDelivery(endpoint_id))


def _assets(desk: AssetClerk) -> None:
    """Two that are there, one sold and taken back, one sold for good, one removed."""
    lathe = desk.paid(date(2024, 6, 3), -2_000_00, "cat_fa_plant", "LATHE WORKS")
    fields = {"kind": "plant", "category_id": "cat_fa_plant", "method": "straight_line", "years": 5}
    asset = desk.register(description="Lathe", transaction_id=lathe, cost=1_000_00, **fields)
    desk.register(description="Lathe bed", transaction_id=lathe, **fields)
    sold = desk.register(description="Old lathe", cost=300_00, bought_on=date(2025, 4, 7), **fields)
    gone = desk.register(description="No lathe", cost=1_00, bought_on=date(2025, 4, 7), **fields)
    desk.remove(gone)
    desk.post(date(2025, 3, 31))
    desk.dispose(sold, date(2026, 2, 3), 50_00, proceeds_category_id="cat_loans")
    desk.dispose(asset, date(2025, 7, 1))
    desk.undo_disposal(asset)


def _people(keeper: Bookkeeper) -> None:
    keeper.do(
        manage_contacts.ADD, manage_contacts.NewContact(ANNA, "supplier", "anna@roe.example", "020", "FR83404833048")
    )
    keeper.do(record_trip.ADD, record_trip.NewTrip(TODAY, date(2026, 5, 1), ANNA, "car", Decimal(40), "Site visit", 1))
    keeper.do(claim_mileage.CLAIM, claim_mileage.ClaimMileage(TODAY, ANNA, date(2026, 6, 30)))
    keeper.do(record_trip.ADD, record_trip.NewTrip(TODAY, date(2026, 8, 1), ANNA, "van", Decimal(12), "Site visit"))
    made = keeper.do(manage_keys.MAKE, manage_keys.MakeKey(("read",), "old"))
    keeper.do(manage_keys.REVOKE, made.key.key_id)
    keeper.do(manage_keys.MAKE, manage_keys.MakeKey(("write",), "new"))
    own = manage_deadlines.NewDeadline("Insurance", date(2026, 12, 1), TODAY, amount=-500, notes="ask for quotes")
    shown = keeper.do(manage_deadlines.ADD, own)
    done = {"completed": True}
    keeper.do(manage_deadlines.CHANGE, manage_deadlines.DeadlineChange(shown.deadline_id, TODAY, done))
    computed = keeper.ask(list_deadlines.LIST, list_deadlines.DeadlineQuestion(TODAY))
    law = next(d for d in computed if d.key is not None)
    keeper.do(manage_deadlines.CHANGE, manage_deadlines.DeadlineChange(law.deadline_id, TODAY, done))
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2023, 5, 1)})
    keeper.do(manage_deadlines.MAKE_TOKEN, None)
    keeper.do(manage_deadlines.MAKE_TOKEN, None)


def _rules(keeper: Bookkeeper) -> None:
    """A rule with every condition, and two that filed a line each; the second was taken back."""
    keeper.do(ADD_RULE, WantedRule("cat_phone_internet", "GIFFGAFF", "giffgaff", False, 100, 5000))
    for text in ("VVX 12 KKZ", "QQX 14 KKZ"):
        keeper.enter(date(2026, 9, 8), -321, text)
        rule = keeper.do(ADD_RULE, WantedRule("cat_office", text))
        done = keeper.do(REFILE, Refile(rule_id=ids.public_id("rule_", keeper.company, rule.number)))
    assert done.refiling is not None
    keeper.do(UNDO, ids.public_id("rfl_", keeper.company, done.refiling.number))


def _raw(keeper: Bookkeeper) -> None:
    """What no workflow of a test writes: a remembered answer, and a language model's."""

    def write(db: Writer) -> None:
        put_answer(db, keeper.company, "a-key", StoredAnswer(bytes(32), 201, {}, b"{}"), NOON)
        keep_asked(db, keeper.company, [bytes(16)], 20_261_122)
        keep_answer(db, keeper.company, bytes(16), KeptAnswer(1, 2))

    keeper.books.engine.submit(write).result()
