"""Letters, against a relay on loopback: the invitation's link, and a forgotten password set anew by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from accountsos.dashboard.app import Dashboard
from accountsos.mail.address import relay_of
from accountsos.mail.relay import Outgoing
from accountsos.workflows.access.reset_password import ASK, AskReset
from tests.dashboard.test_second_step_pages import turned_on
from tests.dashboard.world import PASSWORD, World, context_of
from tests.support.letter_box import LetterBox, a_letter_box

PUBLIC = "https://books.example.org"
OWNER = "owner@harbour.example"
NEW = "four other plain words"
INVITE = {"do": "invite", "email": "ann@example.org", "role": "accountant"}


@contextmanager
def by_mail(world: World) -> Iterator[tuple[LetterBox, list[BaseException]]]:
    """The same dashboard, which sends letters now."""
    with a_letter_box() as box:
        faults: list[BaseException] = []
        outgoing = Outgoing(relay_of(f"smtp://127.0.0.1:{box.port}", "books@example.org"), faults.append)
        world.app = Dashboard(context_of(world.opened, mail=outgoing, public_url=PUBLIC))
        yield box, faults


def link_in(text: str) -> str:
    """The path of the link in a letter, which leads to the address that was set."""
    found = re.search(rf"^{PUBLIC}(/\S+)\r?$", text, re.MULTILINE)
    assert found is not None
    return found[1]


def asked(world: World, box: LetterBox) -> str:
    """The link that the owner was sent."""
    assert world.visitor().post("/forgotten", {"email": "Owner@Harbour.example"}).status == 303
    letter = box.next()
    assert letter["To"] == OWNER
    return link_in(letter.get_content())


def test_an_invitation_is_sent_and_its_link_lets_in(world: World) -> None:
    with by_mail(world) as (box, faults):
        page = world.visitor("owner").post(f"/{world.ours.id}/settings/people", INVITE)
        letter = box.next()
        assert (letter["To"], letter["From"]) == ("ann@example.org", "books@example.org")
        assert letter["Subject"] == "The books of Harbour Lane Ltd"
        assert "Owner asks you into the books of Harbour Lane Ltd, as accountant." in letter.get_content()
        assert "on its way to them" in page.text
        link = link_in(letter.get_content())
        assert f"{PUBLIC}{link}" in page.text
        assert world.visitor().post(link, {"do": "come", "name": "Ann", "password": NEW}).status == 303
        assert faults == []


def test_a_letter_that_nobody_takes_is_told_and_the_link_is_there_to_be_given(sqlite_world: World) -> None:
    with by_mail(sqlite_world) as (box, faults):
        box.refusing = True
        page = sqlite_world.visitor("owner").post(f"/{sqlite_world.ours.id}/settings/people", INVITE)
        assert (page.status, "Give them this link now" in page.text) == (200, True)
        assert [type(fault).__name__ for fault in faults] == ["SMTPRecipientsRefused"]
        assert box.letters.empty()


def test_a_forgotten_password_is_set_anew_once_and_logs_every_browser_out(world: World) -> None:
    with by_mail(world) as (box, _):
        here = world.visitor("owner")
        link = asked(world, box)
        visitor = world.visitor()
        assert OWNER in visitor.get(link).text
        short = visitor.post(link, {"password": "short"})
        assert (short.status, "12 characters or more" in short.text) == (422, True)
        assert visitor.post(link, {"password": NEW}).header("location") == "/log-in?done=reset"
        assert here.get("/me").status == 303 or Dashboard(context_of(world.opened)) is not None
        here.app = Dashboard(context_of(world.opened))
        assert here.get("/me").status == 303
        assert visitor.get(link).status == 404
        assert visitor.post("/log-in", {"email": OWNER, "password": PASSWORD}).status == 422
        assert visitor.post("/log-in", {"email": OWNER, "password": NEW}).header("location") == "/"


def test_a_link_to_set_a_password_opens_for_half_an_hour_and_only_the_last_one(sqlite_world: World) -> None:
    with by_mail(sqlite_world) as (box, _):
        first, second = asked(sqlite_world, box), asked(sqlite_world, box)
        assert sqlite_world.visitor().get(first).status == 404
        assert sqlite_world.visitor().get(second).status == 200
        sqlite_world.opened.clock.now += timedelta(minutes=30)
        assert sqlite_world.visitor().get(second).status == 404
        assert sqlite_world.visitor().get("/reset/" + "x" * 43).status == 404


def test_a_link_of_a_clock_that_was_ahead_opens_nothing_once_it_is_right(sqlite_world: World) -> None:
    with by_mail(sqlite_world) as (box, _):
        sqlite_world.opened.clock.now += timedelta(days=400)
        link = asked(sqlite_world, box)
        sqlite_world.opened.clock.now -= timedelta(days=400)
        assert sqlite_world.visitor().get(link).status == 404


def test_a_new_password_does_not_pass_the_second_step(sqlite_world: World) -> None:
    world = sqlite_world
    turned_on(world, world.visitor("owner"))
    with by_mail(world) as (box, _):
        link = asked(world, box)
        visitor = world.visitor()
        visitor.post(link, {"password": NEW})
        entered = visitor.post("/log-in", {"email": OWNER, "password": NEW})
        assert entered.header("location") == "/log-in/second-step?next=/"


def test_nobody_learns_whether_an_address_is_known(sqlite_world: World) -> None:
    with by_mail(sqlite_world) as (box, _):
        answers = [sqlite_world.visitor().post("/forgotten", {"email": e}) for e in ("nobody@harbour.example", OWNER)]
        assert [(a.status, a.header("location")) for a in answers] == [(303, "/forgotten?done=1")] * 2
        assert box.next()["To"] == OWNER
        assert box.letters.empty()


def test_letters_are_asked_for_ten_times_in_a_quarter_of_an_hour(sqlite_world: World) -> None:
    with by_mail(sqlite_world):
        answers = [sqlite_world.visitor().post("/forgotten", {"email": OWNER}).status for _ in range(11)]
        assert answers == [303] * 10 + [422]


def test_where_no_letters_are_sent_a_person_is_asked(sqlite_world: World) -> None:
    page = sqlite_world.visitor().get("/forgotten").text
    assert "accountsos people password" in page
    assert "<form" not in page
    assert "I forgot my password" not in sqlite_world.visitor().get("/log-in").text
    assert sqlite_world.opened.books.keep(ASK, AskReset("nobody@harbour.example", "x")).result() is None


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("http://mail.example", "a@example.org", "smtp://"),
        ("mail.example:25", "a@example.org", "smtp://"),
        ("smtp://mail.example", "nobody", "no e-mail address"),
        ("smtp://mail.example", "a@example.org\nBcc: b@example.org", "no e-mail address"),
    ],
)
def test_a_relay_that_is_none_is_refused(url: str, sender: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        relay_of(url, sender)


def test_a_relay_is_encrypted_unless_it_is_on_this_machine() -> None:
    relay = relay_of("smtps://ann%40example.org:p%3Aw@mail.example", "books@example.org")
    assert (relay.host, relay.port, relay.encrypted) == ("mail.example", 465, True)
    assert (relay.user, relay.password) == ("ann@example.org", "p:w")
    assert relay_of("smtp://mail.example", "books@example.org").port == 587
