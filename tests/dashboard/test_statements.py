"""Adding a statement by page: kept between check and add, added as shown, told line by line, taken back."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.long_work import SILENT_SECONDS
from accountsos.store.engine.heartbeats import Heartbeats
from accountsos.workflows.bank.bank_accounts import ADD_ACCOUNT, NewAccount
from accountsos.workflows.bank.list_imports import LIST, ImportQuestion
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.world import HIDDEN_FIELD, SCRIPT, WAITING, Visitor, World, context_of

BARCLAYS = b"""Number,Date,Account,Amount,Subcategory,Memo
,02/11/2026,20-99-00 12345678,-18.40,Card Purchase,POST OFFICE COUNTER
,03/11/2026,20-99-00 12345678,650.00,Counter Credit,FERNWAY CYCLES LTD
"""
UNKNOWN = b"""Tag,Vorgang,Betrag
04.11.2026,POSTAMT,-18.40
05.11.2026,FERNWAY CYCLES,650.00
"""


def new(world: World) -> str:
    return f"/{world.ours.id}/statements/new"


def staged(visitor: Visitor, world: World, content: bytes, name: str = "october.csv") -> str:
    """The address of the check."""
    answer = visitor.upload(new(world), content, name)
    assert answer.status == 303
    return answer.header("location")


def lines(world: World) -> int:
    return len(world.ours.keeper.numbers())


def test_a_file_is_checked_added_and_taken_back(world: World) -> None:
    visitor, before = world.visitor("owner"), lines(world)
    address = staged(visitor, world, BARCLAYS, "barclays.csv")
    page = visitor.get(address).text
    assert "barclays.csv" in page
    assert "2 lines, 2 November to 3 November 2026" in page
    assert "Add 2 lines" in page
    assert lines(world) == before
    form = {"do": "add", "account": "ba_main", "lines_new": "2"}
    added = visitor.post(address, form)
    assert added.status == 303
    assert lines(world) == before + 2
    result = added.header("location")
    assert "2 lines added." in visitor.get(result).text
    assert "barclays.csv" in visitor.get(new(world)).text
    assert "This file was added before" in visitor.get(address).text
    here = result.partition("?")[0]
    assert visitor.post(here, {"do": "undo"}).header("location") == here
    assert "was taken back" in visitor.get(here).text
    assert lines(world) == before
    actors = {row.actor for row in world.ours.keeper.ask(AUDIT, (2, 0)).rows}
    assert actors == {f"user:{world.ours.people['owner']}"}


def test_adding_twice_adds_once(world: World) -> None:
    visitor = world.visitor("owner")
    address = world.ours.fill("/{company}/statements/new/{file}")
    page = visitor.get(address).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once")}
    form |= {"do": "add", "account": "ba_main", "lines_new": "3"}
    before = len(world.ours.keeper.ask(LIST, ImportQuestion(50)).rows)
    answers = [visitor.send(address, form) for _ in range(2)]
    assert answers[0].header("location") == answers[1].header("location")
    assert len(world.ours.keeper.ask(LIST, ImportQuestion(50)).rows) == before + 1


def test_what_the_books_have_since_got_is_shown_before_anything_is_added(world: World) -> None:
    visitor = world.visitor("owner")
    address = world.ours.fill("/{company}/statements/new/{file}")
    assert "Add 3 lines" in visitor.get(address).text
    elsewhere = staged(visitor, world, WAITING.splitlines()[0] + b"\n", "elsewhere.csv")
    visitor.post(elsewhere, {"do": "add", "account": "ba_main", "lines_new": "1"})
    before = lines(world)
    answer = visitor.post(address, {"do": "add", "account": "ba_main", "lines_new": "3"})
    assert answer.status == 409
    assert "Somebody changed this" in answer.text
    assert "Add 2 lines" in answer.text
    assert "Already there 1" in answer.text
    assert lines(world) == before


def test_each_bad_line_of_a_refused_file_is_told_with_what_stands_there(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor("owner")
    bad = BARCLAYS.replace(b"02/11/2026", b"31/11/2026").replace(b"650.00", b"")
    page = visitor.get(staged(visitor, world, bad)).text
    assert "This file cannot be read" in page
    for number, stands in ((2, ",31/11/2026,20-99-00 12345678,-18.40,Card Purchase"), (3, ",03/11/2026,")):
        row = page.split(f'<tr id="l{number}">')[1].split("</tr>")[0]
        assert stands in row
    assert "Add 2 lines" not in page


def test_the_columns_of_an_unknown_bank_are_chosen_and_then_read(sqlite_world: World) -> None:
    world = sqlite_world
    visitor, before = world.visitor("owner"), lines(world)
    address = staged(visitor, world, UNKNOWN)
    page = visitor.get(address).text
    assert "Which column holds what?" in page
    assert "POSTAMT" in page
    chosen = f"{address}?map=1&account=ba_main&c1=date&c2=description&c3=amount"
    page = visitor.get(chosen).text
    assert "Add 2 lines" in page
    assert "4 November to 5 November 2026" in page
    added = visitor.post(chosen, {"do": "add", "account": "ba_main", "lines_new": "2"})
    assert added.status == 303
    assert lines(world) == before + 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("c1=date&c2=description", "Say which column holds the amount"),
        ("c1=date&c2=date&c3=amount", "Two columns cannot both be"),
        ("c2=description&c3=amount", "Say which column holds this: Day"),
        ("c1=date&c2=description&c3=debit", "Say which column holds the amount"),
    ],
)
def test_a_choice_of_columns_that_cannot_be_is_told(sqlite_world: World, query: str, said: str) -> None:
    visitor = sqlite_world.visitor("owner")
    address = staged(visitor, sqlite_world, UNKNOWN)
    page = visitor.get(f"{address}?map=1&{query}")
    assert page.status == 200
    assert said in page.text


def test_a_file_goes_to_the_account_whose_number_it_names(sqlite_world: World) -> None:
    world = sqlite_world
    other = world.ours.keeper.add_account("Barclays Savings", "savings")
    visitor = world.visitor("owner")
    page = visitor.get(staged(visitor, world, BARCLAYS)).text
    assert '<option value="ba_main" selected>' in page
    page = visitor.get(f"{staged(visitor, world, BARCLAYS, 'b.csv')}?account={other}").text
    assert f'<option value="{other}" selected>' in page


def test_a_file_never_goes_by_itself_to_an_account_that_has_another_number(sqlite_world: World) -> None:
    """The savings had such a file last; this one is of the account whose number nobody has told so far."""
    world = sqlite_world
    keeper, named = world.ours.keeper, NewAccount("Savings", "savings", "GBP", "20-99-00", "99126860")
    savings = keeper.do(ADD_ACCOUNT, named).bank_account_id
    visitor = world.visitor("owner")
    address = staged(visitor, world, BARCLAYS.replace(b"12345678", b"99126860"), "savings.csv")
    assert f'<option value="{savings}" selected>' in visitor.get(address).text
    visitor.post(address, {"do": "add", "account": savings, "lines_new": "2"})
    page = visitor.get(staged(visitor, world, BARCLAYS, "main.csv")).text
    assert '<option value="ba_main" selected>' in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 something", "This is a PDF"),
        (b"<!doctype html><p>log in", "This is a web page"),
        (b"hello", "This file cannot be read"),
    ],
)
def test_what_is_no_statement_says_what_to_do(sqlite_world: World, content: bytes, said: str) -> None:
    visitor = sqlite_world.visitor("owner")
    page = visitor.get(staged(visitor, sqlite_world, content, f"{SCRIPT}.csv"))
    assert page.status == 200
    assert said in page.text
    assert "<script>alert" not in page.text


def test_an_empty_file_is_not_taken(sqlite_world: World) -> None:
    answer = sqlite_world.visitor("owner").upload(new(sqlite_world), b"")
    assert (answer.status, "Choose a file that is not empty" in answer.text) == (422, True)


def test_a_file_waits_in_its_own_company_only(sqlite_world: World) -> None:
    world = sqlite_world
    assert world.visitor("owner").get(f"{new(world)}/{world.theirs.file}").status == 404
    assert world.visitor("owner").get(world.ours.fill("/{company}/statements/new/{file}")).status == 200


def test_a_long_import_shows_its_progress_and_then_what_it_did(world: World) -> None:
    visitor, before = world.visitor("owner"), lines(world)
    world.app = visitor.app = Dashboard(context_of(world.opened, patience_seconds=0.0))
    address = staged(visitor, world, BARCLAYS, "barclays.csv")
    begun = visitor.post(address, {"do": "add", "account": "ba_main", "lines_new": "2"})
    assert begun.status == 303
    progress = begun.header("location")
    assert progress.startswith(f"{address}/adding?work=")
    for _ in range(600):
        shown = visitor.get(progress, hx_request="true")
        if shown.header("hx-redirect"):
            break
        assert "2 lines are on the way into the books" in shown.text
        time.sleep(0.05)
    assert "2 lines added." in visitor.get(shown.header("hx-redirect")).text
    assert visitor.get(progress).header("location") == shown.header("hx-redirect")
    assert lines(world) == before + 2
    assert world.visitor("owner", world.theirs).get(progress.replace(world.ours.id, world.theirs.id)).status == 404


def test_a_long_import_that_fails_says_why_and_what_to_do(world: World) -> None:
    visitor = world.visitor("owner")
    address = staged(visitor, world, BARCLAYS, "barclays.csv")
    world.app = visitor.app = Dashboard(context_of(world.opened, patience_seconds=0.0))
    before = lines(world)
    page = visitor.get(address).text
    more = b",04/11/2026,20-99-00 12345678,-1.00,Card Purchase,KIOSK\n"
    world.ours.keeper.load(BARCLAYS + more, file_name="meanwhile.csv")
    begun = visitor.send(
        address, {**dict(HIDDEN_FIELD.findall(page)), "do": "add", "account": "ba_main", "lines_new": "2"}
    )
    progress = begun.header("location")
    assert progress.startswith(f"{address}/adding?work=")
    for _ in range(500):
        shown = visitor.get(progress)
        if "<progress" not in shown.text:
            break
        time.sleep(0.01)
    assert "The statement was not added" in shown.text
    assert "it would do something else now" in shown.text
    assert address in shown.text
    assert "hx-trigger" not in shown.text
    assert lines(world) == before + 3


def adding(world: World) -> str:
    """The page of progress of a file that somebody adds under a key that only other processes know."""
    return world.ours.fill("/{company}/statements/new/{file}/adding?work=") + "k" * 24


def test_a_failed_import_is_told_by_another_process_and_after_a_restart(world: World) -> None:
    visitor = world.visitor("owner")
    address = staged(visitor, world, BARCLAYS, "barclays.csv")
    world.app = visitor.app = Dashboard(context_of(world.opened, patience_seconds=0.0))
    hidden = dict(HIDDEN_FIELD.findall(visitor.get(address).text))
    visitor.send(address, {**hidden, "do": "add", "account": "ba_gone", "lines_new": "2"})
    progress = f"{address}/adding?work={hidden['once']}&lines=2"  # where it leads, unless it fails at once
    shown = visitor.get(progress)
    for _ in range(500):
        if "<progress" not in shown.text:
            break
        time.sleep(0.01)
        shown = visitor.get(progress)
    world.opened.clock.now += timedelta(minutes=5)
    visitor.app = Dashboard(context_of(world.opened))
    elsewhere = visitor.get(progress)
    for page in (shown, elsewhere):
        assert "The statement was not added" in page.text
        assert "was stopped" not in page.text
        assert "hx-trigger" not in page.text
    assert len(elsewhere.text.split('id="progress"')[1]) == len(shown.text.split('id="progress"')[1])


def test_an_import_whose_server_was_stopped_is_told_as_that_and_one_that_goes_on_elsewhere_is_waited_for(
    world: World,
) -> None:
    visitor, beats = world.visitor("owner"), Heartbeats(world.opened.store.counter)
    assert "was stopped" in visitor.get(adding(world)).text
    work, now = f"{world.ours.keeper.company}.{'k' * 24}", world.opened.clock().timestamp()
    beats.beat(work, now - SILENT_SECONDS + 2)
    going_on = visitor.get(adding(world)).text
    assert "<progress" in going_on
    assert "was stopped" not in going_on
    world.opened.clock.now += timedelta(seconds=3)
    stopped = visitor.get(adding(world)).text
    assert "The server was stopped while it was adding it" in stopped
    assert "Nothing of it is in your books" in stopped


def test_a_long_import_is_heard_of_while_it_goes_on(world: World) -> None:
    visitor, beats = world.visitor("owner"), Heartbeats(world.opened.store.counter)
    address = world.ours.fill("/{company}/statements/new/{file}")
    once = dict(HIDDEN_FIELD.findall(visitor.get(address).text))["once"]
    work, now = f"{world.ours.keeper.company}.{once}", world.opened.clock().timestamp()
    assert beats.silent_for(work, now) is None
    visitor.post(address, {"do": "add", "account": "ba_main", "lines_new": "3", "once": once})
    assert beats.silent_for(work, now) == 0
