"""What pages were shown from is kept until the books change: never older, never another's, else as if it were not."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from jinja2 import nodes

from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.kept_answers import ANSWERS, KeptAnswers, Standing
from accountsos.dashboard.pages import PAGES
from accountsos.dashboard.render import environment
from accountsos.dashboard.security import new_secret
from accountsos.errors import NotFound
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.workflows.access import log_in, manage_people
from accountsos.workflows.access.session_ring import SessionRing
from accountsos.workflows.companies.how_books_stand import asked_at_once
from tests.dashboard.world import ROLES, Answer, Visitor, World, context_of
from tests.support.without_number import tables_without_number

ROOT = Path(__file__).parents[2]
SHOWN = (
    "",
    "transactions?period=all",
    "transactions?period=all&search=garnet",
    "review",
    "review/sure",
    "contacts",
    "invoices?state=all",
    "inbox",
    "inbox/missing",
    "deadlines",
    "tax",
    "accountant/journals",
    "reports/profit-and-loss",
    "reports/balance-sheet",
    "reports/trial-balance",
    "reports/ledger?account=cat_travel",
)
"""Pages that are shown from what is kept."""
READ = [page for page in PAGES if page.of_company and not page.file and page.right is not None]
_OF_THE_REQUEST = re.compile(r'name="(?:csrf|once)" value="[^"]*"|req_\w+')


class Watched(KeptAnswers):
    """Counts what has to be read anew, and remembers what was asked."""

    def __init__(self, world: World) -> None:
        super().__init__(asked_at_once(world.opened.books))
        self.made: list[Any] = []

    def put(self, asked: object, standing: Standing, answer: Any, took: float = 0.0) -> None:
        self.made.append(asked)
        super().put(asked, standing, answer, took)


class Doors:
    """Two dashboards on the same books: one keeps answers, the other none."""

    def __init__(self, world: World) -> None:
        self.world, self.answers = world, Watched(world)
        self.keeps = Dashboard(context_of(world.opened), self.answers)
        self.bare = Dashboard(context_of(world.opened), KeptAnswers(None))

    def visitor(self, role: str = "owner", user: str = "") -> Visitor:
        """Somebody logged in, who asks the one that keeps."""
        visitor, secret = Visitor(self.keeps), new_secret()
        opening = log_in.OpenSession(user or self.world.ours.people[role], secret, "Firefox on Linux")
        self.world.opened.books.keep(log_in.OPEN, opening).result()
        visitor.cookies["accountsos-local"] = secret
        return visitor

    def at_the_bare(self, visitor: Visitor, path: str) -> Answer:
        """The same person at the other one."""
        other = Visitor(self.bare)
        other.cookies = visitor.cookies
        return other.get(path)

    def made_for(self, visitor: Visitor, path: str) -> int:
        """How much had to be read anew for that page."""
        before = len(self.answers.made)
        assert visitor.get(path).status == 200, path
        return len(self.answers.made) - before


@pytest.fixture
def doors(sqlite_world: World) -> Doors:
    return Doors(sqlite_world)


def text_of(answer: Answer) -> str:
    """The page without what belongs to each request."""
    return _OF_THE_REQUEST.sub("", answer.text)


def addresses(world: World) -> list[str]:
    """Every page of the company, and some in other states."""
    own = [world.ours.fill(page.path) for page in READ]
    return own + [f"/{world.ours.id}/{path}" for path in SHOWN]


def a_line(world: World, text: str = "TEA") -> None:
    world.ours.keeper.enter(date(2026, 10, 21), -350, text)


@pytest.mark.parametrize("path", SHOWN)
def test_the_same_page_is_read_once_until_the_books_change(path: str, doors: Doors) -> None:
    visitor, address = doors.visitor(), f"/{doors.world.ours.id}/{path}"
    assert doors.made_for(visitor, address) > 0
    assert doors.made_for(visitor, address) == 0
    assert doors.made_for(doors.visitor(), address) == 0, "of whoever may do the same"
    a_line(doors.world)
    assert doors.made_for(visitor, address) > 0
    assert doors.made_for(visitor, address) == 0


def test_each_page_is_as_if_nothing_were_kept_for_each_role_before_and_after_a_write(doors: Doors) -> None:
    visitors = [doors.visitor(role) for role in ROLES]
    for number in range(2):
        for address in addresses(doors.world):
            for visitor in visitors:
                bare = doors.at_the_bare(visitor, address)
                for _ in range(2):
                    shown = visitor.get(address)
                    assert shown.status == bare.status < 500, address
                    assert text_of(shown) == text_of(bare), address
        a_line(doors.world, f"TEA {number}")


def test_what_another_process_writes_is_seen_by_the_very_next_page(doors: Doors) -> None:
    world, visitor = doors.world, doors.visitor()
    script = (
        "import sys; from datetime import UTC, date, datetime; from pathlib import Path\n"
        "from accountsos.access.actor import COMMAND_LINE\n"
        "from accountsos.store.engine.opening import Place, open_store\n"
        "from accountsos.workflows.bank.add_transaction import ADD, NewTransaction\n"
        "from accountsos.workflows.unit_of_work import Books\n"
        "noon = datetime(2026, 11, 22, 12, tzinfo=UTC)\n"
        "books = Books(open_store(Place(Path(sys.argv[1]))).engine, lambda: noon)\n"
        "for number in range(30):\n"
        "    new = NewTransaction(date(2026, 10, 21), f'ELSEWHERE {number}.', -350, 'ba_main', None)\n"
        "    books.write(ADD, int(sys.argv[2]), new, COMMAND_LINE)\n"
        "    print(number, flush=True)\n"
    )
    assert isinstance(world.opened.books.engine, SqliteEngine)
    data = Path(world.opened.books.engine.path).parent
    command = [sys.executable, "-c", script, str(data), str(world.ours.keeper.company)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        for line in other.stdout:
            shown = visitor.get(f"/{world.ours.id}/transactions?period=all").text
            assert f"ELSEWHERE {line.strip()}." in shown, "an older page"
            visitor.get(f"/{world.ours.id}/transactions?period=all")
    assert other.returncode == 0


def test_what_a_person_just_did_stands_on_the_part_that_comes_back(doors: Doors) -> None:
    world, visitor = doors.world, doors.visitor()
    home = f"/{world.ours.id}"
    before = visitor.get(f"{home}/review").text
    assert visitor.get(f"{home}/review").text.count("GARNET CORNER INN") == before.count("GARNET CORNER INN") > 0
    line = world.ours.lines[1]
    page = f"{home}/transactions/{line}/category"
    answer = visitor.post(page, {"category": "cat_entertaining"}, page=page, hx_request="true")
    assert answer.status in (200, 303)
    assert "GARNET CORNER INN" not in visitor.get(f"{home}/review").text


def test_nothing_of_one_person_stands_on_anothers_page(doors: Doors) -> None:
    world = doors.world
    command = manage_people.AddPerson("second@harbour.example", "Second Person", "owner")
    second = world.ours.keeper.do(manage_people.ADD, command).user_id
    one, other = doors.visitor("owner"), doors.visitor(user=second)
    for address in addresses(world):
        if "/settings" in address or "/audit" in address:  # the people of a company are named there
            continue
        first, later = one.get(address).text, other.get(address).text
        if not later:  # it leads elsewhere
            continue
        token_of_one = re.findall(r'name="(?:csrf|once)" value="([^"]{20,})"', first)
        assert not [token for token in token_of_one if token in later], address
        assert one.cookies["accountsos-local"] not in later, address
        assert "Second Person" in later, address
        assert "Second Person" not in one.get(address).text, address


def test_a_role_sees_what_it_may_and_whoever_loses_it_sees_no_more(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionRing, "TRUST_SECONDS", -1.0)
    world = doors.world
    address = f"/{world.ours.id}/transactions?period=all"
    owner, reader = doors.visitor("owner"), doors.visitor("reader")
    assert "With the picked lines" in owner.get(address).text
    assert "With the picked lines" not in reader.get(address).text
    assert reader.get(f"/{world.ours.id}/review").status == 403
    assert owner.get(f"/{world.theirs.id}/transactions?period=all").status == 404
    world.ours.keeper.do(manage_people.REMOVE, world.ours.people["reader"])
    assert reader.get(address).status == 404


def test_nothing_is_kept_into_another_day(doors: Doors) -> None:
    visitor, address = doors.visitor(), f"/{doors.world.ours.id}"
    doors.made_for(visitor, address)
    doors.world.opened.clock.now += timedelta(hours=1)
    assert doors.made_for(visitor, address) > 0, "a day begins with an hour, wherever the books are kept"


def test_only_so_many_answers_are_kept_and_those_of_a_company_are_its_own(doors: Doors) -> None:
    kept = doors.answers
    standing = kept.standing(doors.world.ours.keeper.company, doors.world.opened.clock())
    assert standing is not None
    for number in range(ANSWERS + 5):
        kept.put(("question", number), standing, number)
        assert len(kept) <= ANSWERS
    assert kept.get(("question", 4), standing) is None
    assert kept.get(("question", ANSWERS), standing) == ANSWERS
    visitor, path = doors.visitor(), "transactions?period=all"
    doors.made_for(visitor, f"/{doors.world.ours.id}/{path}")
    theirs = doors.visitor(user=doors.world.theirs.people["owner"])
    assert doors.made_for(theirs, f"/{doors.world.theirs.id}/{path}") > 0


def test_what_took_long_is_not_pushed_out_by_what_is_asked_once_and_goes_when_nobody_asks_it_any_more() -> None:
    kept, standing = KeptAnswers(None, most=8), (1, 1, 1)
    kept.put("inbox", standing, "a second's work", 1.0)
    for number in range(100):
        kept.put(number, standing, "a page that is asked once", 0.001)
    assert kept.get("inbox", standing) == "a second's work"
    for number in range(100, 400):
        kept.put(number, standing, "as much work, asked later", 0.5)
        kept.get(number - 1, standing)
    assert kept.get("inbox", standing) is None
    assert 0 < len(kept) <= 8


def test_what_several_ask_at_once_is_made_once_and_to_the_end_though_the_first_goes() -> None:
    async def asked() -> tuple[list[str], int]:
        kept, may_end, made = KeptAnswers(lambda _: (1, 1)), asyncio.Event(), 0

        async def make() -> str:
            nonlocal made
            made += 1
            await may_end.wait()
            return "a page"

        askers = [asyncio.create_task(kept.answer("inbox", (1, 1, 1), make)) for _ in range(8)]
        await asyncio.sleep(0)
        askers.pop(0).cancel()
        may_end.set()
        return [*await asyncio.gather(*askers), await kept.answer("inbox", (1, 1, 1), make)], made

    assert asyncio.run(asked()) == (["a page"] * 8, 1)


def test_what_cannot_be_made_is_told_to_all_who_asked_and_tried_again_by_the_next() -> None:
    async def asked() -> tuple[list[object], str]:
        kept, ends = KeptAnswers(lambda _: (1, 1)), asyncio.Event()

        async def fail() -> str:
            await ends.wait()
            raise NotFound("There is no such paper")

        async def make() -> str:
            return "a page"

        askers = [asyncio.create_task(kept.answer("paper", (1, 1, 1), fail)) for _ in range(3)]
        await asyncio.sleep(0)
        ends.set()
        told: list[object] = [*await asyncio.gather(*askers, return_exceptions=True)]
        return [str(each) for each in told], await kept.answer("paper", (1, 1, 1), make)

    assert asyncio.run(asked()) == (["There is no such paper"] * 3, "a page")


def test_what_is_kept_is_read_from_tables_that_change_with_the_companys_number_only(
    statements: list[str], sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, stray = sqlite_world, dict[str, set[str]]()
    assert isinstance(world.opened.books.engine, SqliteEngine)
    names = apsw.Connection(world.opened.books.engine.path).execute("SELECT name FROM sqlite_schema")
    tables = {row[0] for row in names}
    doors = Doors(world)

    def get(self: KeptAnswers, asked: object, standing: Standing) -> Any:
        statements.clear()

    def put(self: KeptAnswers, asked: Any, standing: Standing, answer: Any, took: float) -> None:
        read = {word for sql in statements for word in re.findall(r"\w+", sql)} & tables
        if found := read & tables_without_number():
            stray.setdefault(asked[0], set()).update(found)
        doors.answers.made.append((asked[0], bool(read)))

    monkeypatch.setattr(Watched, "get", get)
    monkeypatch.setattr(Watched, "put", put)
    visitor = doors.visitor()
    for address in addresses(world):
        visitor.get(address)
    assert stray == {}
    assert {name for name, read in doors.answers.made if read} >= {"transaction.look_through", "overview.sum_up"}


def test_a_part_that_is_kept_is_made_of_its_value_alone() -> None:
    templates = environment()
    found = 0
    for name in templates.list_templates():
        assert templates.loader is not None
        tree = templates.parse(templates.loader.get_source(templates, name)[0])
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "kept_part":
                macro = call.args[0]
                assert isinstance(macro, nodes.Name), f"{name}: kept_part is given a macro by its name"
                source, called = _where(name, macro.name)
                assert _free(source, called) == set(), f"{called} of {source} looks at more than it is given"
                found += 1
    assert found >= 8


def _where(template: str, macro: str) -> tuple[str, str]:
    """The template in which the macro is written, and its name there."""
    templates = environment()
    assert templates.loader is not None
    tree = templates.parse(templates.loader.get_source(templates, template)[0])
    for imported in tree.find_all(nodes.FromImport):
        for each in imported.names:
            written, called = each if isinstance(each, tuple) else (each, each)
            if called == macro:
                assert not imported.with_context
                assert isinstance(imported.template, nodes.Const)
                return str(imported.template.value), written
    return template, macro


def _free(template: str, macro: str) -> set[str]:
    """What the macro looks at that it is not given: of the page's context."""
    templates = environment()
    assert templates.loader is not None
    tree = templates.parse(templates.loader.get_source(templates, template)[0])
    macros = {each.name: each for each in tree.find_all(nodes.Macro)}
    known = set(macros) | {"kept_part", *templates.globals}
    known |= {name for each in tree.find_all(nodes.Assign) for name in _named(each.target)}
    for imported in tree.find_all(nodes.FromImport):
        known |= {each[1] if isinstance(each, tuple) else each for each in imported.names}
    body = macros[macro]
    given = {each.name for each in body.args}
    for loop in body.find_all(nodes.For):
        given |= _named(loop.target) | {"loop"}
    read = {each.name for each in body.find_all(nodes.Name) if each.ctx == "load"}
    inner = {called for each in read & set(macros) - {macro} for called in _free(template, each)}
    return (read - given - known) | inner


def _named(target: nodes.Node) -> set[str]:
    return {target.name} if isinstance(target, nodes.Name) else {each.name for each in target.find_all(nodes.Name)}
