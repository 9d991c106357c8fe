"""A month of the demo company, done as its director does it: every key and every click is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from accountsos.dashboard.figures import money
from accountsos.generator import GeneratedCompany, generate
from accountsos.generator.lines import TrueLine
from accountsos.generator.receipts import Receipt, receipt_for
from accountsos.ledger.chart import standard_chart
from accountsos.store.engine.opening import Place
from accountsos.workflows.access import manage_people
from accountsos.workflows.upkeep import make_demo
from accountsos.workflows.upkeep.keep_demo_books import reviewed
from tests.dashboard.browser import Seen, Served, a_browser, a_server
from tests.dashboard.world import DIGEST, PASSWORD
from tests.support.bookkeeper import company_number
from tests.support.engines import copied, opened

OWNER = "verity@example.org"
TODAY = date(2026, 11, 22)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
LINES_OF_ALL, MONTHS = 1_890, 36
"""So that the last month has sixty."""
LINES, RECEIPTS = 60, 8
OTHER_NAMES = ("Cheshire Dining Ltd", "Exchange Trading Ltd")
"""On two receipts stands another name than the bank prints: a person has to say yes."""
MOST = 90


@dataclass
class Director:
    """Somebody at the keyboard. Nothing reaches the page but through these, and each of them counts."""

    page: Page
    keys: int = 0
    clicks: int = 0

    def press(self, *keys: str) -> None:
        """One key after another."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Each letter is a key."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def click(self, what: Locator) -> None:
        """Once, with the mouse."""
        what.click()
        self.clicks += 1

    def drop(self, files: Sequence[Path]) -> None:
        """Taken up in their folder and let go on the page: two for the hand, however many files."""
        self.page.set_input_files("#f-file", files)
        self.clicks += 2

    @property
    def counted(self) -> int:
        return self.keys + self.clicks


@dataclass(frozen=True)
class Desk:
    """A server with the demo company's books to the end of September, and what came in since."""

    served: Served
    company: GeneratedCompany
    statements: tuple[Path, ...]
    receipts: tuple[Path, ...]

    def truth(self) -> list[TrueLine]:
        """The month as it was."""
        return list(self.company.lines(FIRST, LAST))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path) -> Iterator[Desk]:
    data = copied(sqlite_template, tmp_path / "books")
    kind, lines = make_demo.ARCHETYPE, LINES_OF_ALL
    company = generate(make_demo.SEED, archetype=kind, transactions=lines, months=MONTHS, end=LAST, vat_registered=True)
    with opened(Place(data)) as whole:
        number = company_number()
        make_demo.keep_demo_company(whole.books, number, company, today=TODAY, reviewed_to=FIRST)
        make_demo.charge_pay_and_tax(whole.books, number, company, TODAY)
        make_demo.meet_deadlines(whole.books, number, TODAY)
        person = manage_people.AddPerson(OWNER, "Verity Vellacourt", "owner", password_hash=DIGEST)
        whole.books.write(manage_people.ADD, number, person, make_demo.ACTOR)
    with a_server(data) as served:
        yield Desk(served, company, _statements(company, tmp_path), _receipts(company, tmp_path))


def _statements(company: GeneratedCompany, folder: Path) -> tuple[Path, ...]:
    files = []
    for account in company.accounts:
        file = folder / f"{account.ref}-october.csv"
        file.write_bytes(company.statement(account.ref, FIRST, LAST))
        files.append(file)
    return tuple(files)


def _receipts(company: GeneratedCompany, folder: Path) -> tuple[Path, ...]:
    """Of the last payments by card with VAT."""
    lines = company.lines(FIRST, LAST)
    paid = [n for n in lines if n.kind == "card" and n.vat_code == "standard" and n.amount < 0 and n.contact]
    found = [receipt_for(line) for line in paid[-RECEIPTS:]]
    for n, name in enumerate(OTHER_NAMES):
        found[n] = Receipt(name, found[n].number, found[n].day, found[n].gross)
    files = []
    for receipt in found:
        file = folder / f"{receipt.number}.pdf"
        file.write_bytes(receipt.pdf())
        files.append(file)
    return tuple(files)


def test_a_month_of_sixty_lines_eight_receipts_and_a_vat_return_takes_at_most_ninety_keys_and_clicks(
    browser: Browser, desk: Desk
) -> None:
    seen, context = Seen(), browser.new_context()
    page = context.new_page()
    page.goto(f"{desk.served.url}/log-in")
    seen.watch(page)
    director = Director(page)
    took: dict[str, int] = {}
    for name, does in (
        ("log in", logs_in),
        ("statements", adds_the_statements),
        ("questions", answers_the_questions),
        ("look over", looks_over_the_rest),
        ("receipts", brings_the_receipts),
        ("VAT", files_the_return),
    ):
        before = director.counted
        does(director, desk)
        took[name] = director.counted - before
    print(took)
    assert director.counted == sum(took.values())
    assert director.counted <= MOST, took
    assert seen.complaints == []
    context.close()


def logs_in(director: Director, desk: Desk) -> None:
    """Address and password typed out, as on a computer that keeps neither."""
    director.type(OWNER)
    director.press("Tab")
    director.type(PASSWORD)
    director.press("Enter")
    expect(director.page.locator("h1")).to_have_text("Home")


def adds_the_statements(director: Director, desk: Desk) -> None:
    page, added = director.page, 0
    expect(page.locator("#needs ~ *, .tasks").first).to_be_visible()
    director.press("Enter")
    for n, statement in enumerate(desk.statements):
        expect(page.locator("h1")).to_have_text("Add a statement")
        director.drop([statement])
        expect(page.locator("h1")).to_have_text("Check the statement")
        director.press("Enter")
        expect(page.locator("[role=status]")).to_contain_text("added.")
        added += int(page.locator("[role=status]").inner_text().partition(" ")[0])
        if n + 1 < len(desk.statements):
            director.press("n")
    assert added == LINES


def answers_the_questions(director: Director, desk: Desk) -> None:
    """With what is true: the key of the answer, else its name in the search."""
    page, chart = director.page, standard_chart()
    director.press("Enter")
    expect(page.locator("h1")).to_have_text("Review")
    while page.locator("#card").count():
        left = int(page.locator(".steps [aria-current] .pill").inner_text().split()[0])
        wanted = chart[category_of(page, desk)]
        answers = page.locator("#answer button[data-key]")
        keys = {each.get_attribute("value"): each.get_attribute("data-key") for each in answers.all()}
        if wanted.category_id in keys:
            director.press(keys[wanted.category_id] or "")
        else:
            director.press("e")
            director.type(wanted.name[:6].lower())
            director.press("Enter")
        expect(page.locator(".steps [aria-current] .pill")).to_contain_text(str(left - 1))
        expect(page.locator("[role=status]")).to_contain_text(f"is {wanted.name}.")


def category_of(page: Page, desk: Desk) -> str:
    """What the line on the card was for, by amount and the bank's words."""
    amount = page.locator("#card .figure").inner_text().replace("£", "").replace(",", "").replace("\u2212", "-")
    said = page.locator("#card .what").inner_text()
    pence = round(float(amount) * 100)
    return next(filed_under(n) for n in desk.truth() if n.amount == pence and n.description.split("  ")[0] in said)


def filed_under(line: TrueLine) -> str:
    filed = reviewed(1, 1, line).category_id
    assert isinstance(filed, str)
    return filed


def looks_over_the_rest(director: Director, desk: Desk) -> None:
    """Runs an eye down the list: nothing in it is wrong."""
    page, chart = director.page, standard_chart()
    director.press("Enter")
    expect(page.locator("form .lots").first).to_be_visible()
    shown = Counter(
        (row.locator("th").inner_text(), amount)
        for row in page.locator("tbody tr").all()
        for amount in row.locator("label .money").all_inner_texts()
    )
    true = Counter((chart[filed_under(n)].name, money(n.amount, signed=True)) for n in desk.truth())
    assert shown <= true, shown - true
    director.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("checked")
    expect(page.locator(".empty")).to_contain_text("Everything has been looked at")


def brings_the_receipts(director: Director, desk: Desk) -> None:
    """All at once; then the payment of each that is asked about."""
    page = director.page
    director.press("g", "i")
    expect(page.locator("h1")).to_have_text("Inbox")
    director.drop(desk.receipts)
    expect(page.locator("[role=status]").first).to_contain_text(f"{RECEIPTS} files kept")
    expect(page.locator("#reading")).to_have_count(0, timeout=120_000)
    asked = page.locator("#papers .queue a", has_text="which payment?").count()
    assert asked == len(OTHER_NAMES)
    director.press("Enter")
    for left in range(asked, 0, -1):
        expect(page.locator(".queue-panel .queue a")).to_have_count(left)
        expect(page.locator(".match.first")).to_be_visible()
        director.press("Enter")
        page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("Inbox")
    expect(page.locator(".chips")).to_contain_text(f"Done {RECEIPTS}")


def files_the_return(director: Director, desk: Desk) -> None:
    page = director.page
    director.press("g", "v")
    expect(page.locator("h1")).to_have_text("VAT")
    director.press("Enter")
    expect(page.locator("h1")).to_have_text("VAT return, 1 August to 31 October 2026")
    director.click(page.locator("#f-sure"))
    director.click(page.locator("#file ~ * button, section[aria-labelledby=file] button").first)
    expect(page.locator("[role=status]")).to_contain_text("It is marked as filed")
