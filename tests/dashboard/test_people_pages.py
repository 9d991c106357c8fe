"""Settings, people: asked in by a link, another role, taken out; and what the links open to others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from accountsos.access.roles import Right
from accountsos.dashboard.app import Dashboard
from accountsos.workflows.access.invite import PEOPLE
from accountsos.workflows.access.manage_people import LIST
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.world import PASSWORD, Answer, Visitor, World, context_of

ANN = "ann@example.org"
INVITE = {"do": "invite", "email": ANN, "role": "accountant", "may_close": "yes"}
ANN_COMES = {"do": "come", "name": "Ann", "password": "four other plain words"}
_LINK = re.compile(r'<code id="link">http://127\.0\.0\.1:8000(/invitations/\w+)</code>')


def page_of(world: World) -> str:
    return f"/{world.ours.id}/settings/people"


def link_on(answer: Answer) -> str:
    found = _LINK.search(answer.text)
    assert found is not None
    return found[1]


def invited(world: World, **other: str) -> str:
    """The link of an invitation that the owner made."""
    answer = world.visitor("owner").post(page_of(world), {**INVITE, **other})
    assert answer.status == 200
    return link_on(answer)


def actions(world: World) -> list[str]:
    return [row.action for row in world.ours.keeper.ask(AUDIT, (3, 0)).rows]


def test_somebody_asked_in_comes_in_with_a_log_in_of_their_own(world: World) -> None:
    link = invited(world)
    ann = world.visitor()
    page = ann.get(link)
    assert page.status == 200
    assert "Harbour Lane Ltd" in page.text
    assert "as accountant, posts journals and closes years" in page.text
    came = ann.post(link, ANN_COMES)
    assert (came.status, came.header("location")) == (303, f"/{world.ours.id}/")
    assert ann.get(f"/{world.ours.id}/transactions").status == 200
    member = next(m for m in world.ours.keeper.ask(LIST, None) if m.email == ANN)
    assert (member.person, member.role, member.has(Right.POST_JOURNALS)) == ("Ann", "accountant", True)
    assert actions(world)[0] == "invitation.accept"
    again = world.visitor().post("/log-in", {"email": ANN, "password": ANN_COMES["password"]})
    assert again.status == 303


def test_a_link_opens_once_and_for_seven_days(world: World) -> None:
    link = invited(world)
    assert world.visitor().post(link, ANN_COMES).status == 303
    used = world.visitor().get(link)
    assert (used.status, "opens nothing" in used.text) == (404, True)
    later = invited(world, email="ben@example.org")
    world.opened.clock.now += timedelta(days=7)
    assert world.visitor().get(later).status == 404
    assert world.visitor().post(later, ANN_COMES, page="/log-in").status in (403, 404)
    assert "ben@example.org" not in [m.email for m in world.ours.keeper.ask(LIST, None)]


@pytest.mark.parametrize("token", ["x", "0" * 49, "é", "a" * 5_000])
def test_a_link_that_nobody_made_opens_nothing(sqlite_world: World, token: str) -> None:
    assert sqlite_world.visitor().get(f"/invitations/{token}").status == 404


def test_somebody_with_a_log_in_comes_in_with_it_and_nobody_else_by_their_link(world: World) -> None:
    link = invited(world, email="reader@mill.example", may_close="")
    stranger = world.visitor("owner")
    assert "you are logged in as owner@harbour.example" in stranger.get(link).text
    assert stranger.post(link, {"do": "join"}).status == 403
    assert "has a log-in here already" in world.visitor().get(link).text
    taken = world.visitor().post(link, ANN_COMES, page="/log-in")
    assert taken.status == 409
    reader = world.visitor("reader", world.theirs)
    assert reader.get(f"/{world.ours.id}/transactions").status == 404
    assert reader.post(link, {"do": "join"}).header("location") == f"/{world.ours.id}/"
    assert reader.get(f"/{world.ours.id}/transactions").status == 200
    assert world.visitor().post("/log-in", {"email": "reader@mill.example", "password": PASSWORD}).status == 303


def test_an_invitation_that_was_taken_back_opens_nothing(world: World) -> None:
    link, owner = invited(world), world.visitor("owner")
    made = next(i for i in world.ours.keeper.ask(PEOPLE, world.opened.clock()).invitations if i.email == ANN)
    assert ANN in owner.get(page_of(world)).text
    done = owner.post(page_of(world), {"do": "withdraw", "invitation": made.invitation_id})
    assert done.header("location") == f"{page_of(world)}?done=withdrawn"
    assert ANN not in owner.get(page_of(world)).text
    assert world.visitor().get(link).status == 404
    assert actions(world)[:2] == ["invitation.withdraw", "invitation.make"]


def test_the_same_address_asked_again_has_one_link(sqlite_world: World) -> None:
    first, second = invited(sqlite_world), invited(sqlite_world, role="reader")
    assert sqlite_world.visitor().get(first).status == 404
    assert "as reader" in sqlite_world.visitor().get(second).text


def test_a_form_sent_twice_asks_once_and_shows_the_link_once(world: World) -> None:
    visitor = world.visitor("owner")
    page = visitor.get(page_of(world)).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once")}
    first, again = (visitor.send(page_of(world), {**form, **INVITE}) for _ in range(2))
    link_on(first)
    assert again.status == 200
    assert _LINK.search(again.text) is None
    assert "was shown already" in again.text
    assert world.visitor().get(link_on(first)).status == 200
    assert link_on(first) not in visitor.get(page_of(world)).text


def test_whoever_is_in_is_not_asked(sqlite_world: World) -> None:
    answer = sqlite_world.visitor("owner").post(page_of(sqlite_world), {**INVITE, "email": "Reader@harbour.example"})
    assert (answer.status, "in this company already" in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("", INVITE),
        ("/{member}", {"do": "role", "role": "owner"}),
        ("/{member}", {"do": "remove", "sure": "yes"}),
    ],
)
def test_people_are_changed_only_with_the_password_given_a_short_while_ago(
    sqlite_world: World, path: str, form: dict[str, str]
) -> None:
    world = sqlite_world
    visitor, address = world.visitor("owner"), page_of(world) + path.format(member=world.ours.people["reader"])
    world.opened.clock.now += timedelta(minutes=16)
    before = world.ours.keeper.ask(AUDIT, (1, 0)).total
    for again, said in (("", "Enter your password"), ("not the words", "That is not your password")):
        refused = visitor.post(address, {**form, "again": again})
        assert (refused.status, said in refused.text) == (422, True)
    assert world.ours.keeper.ask(AUDIT, (1, 0)).total == before
    assert visitor.post(address, {**form, "again": PASSWORD}).status in (200, 303)
    assert world.ours.keeper.ask(AUDIT, (1, 0)).total == before + 1


def test_a_role_is_changed_and_somebody_is_taken_out(world: World) -> None:
    owner, reader = world.visitor("owner"), world.visitor("reader")
    address = f"{page_of(world)}/{world.ours.people['reader']}"
    assert 'value="reader" checked' in owner.get(address).text
    done = owner.post(address, {"do": "role", "role": "accountant", "may_close": "yes"})
    assert done.header("location") == f"{page_of(world)}?done=role"
    assert "accountant, posts journals and closes years" in owner.get(page_of(world)).text
    assert owner.post(address, {"do": "role", "role": "bookkeeper", "may_close": "yes"}).status == 303
    row = next(m for m in world.ours.keeper.ask(LIST, None) if m.user_id == world.ours.people["reader"])
    assert (row.role, row.may_close) == ("bookkeeper", False)
    unticked = owner.post(address, {"do": "remove"})
    assert (unticked.status, "Tick the box to take them out" in unticked.text) == (422, True)
    assert owner.post(address, {"do": "remove", "sure": "yes"}).status == 303
    reader.app = Dashboard(context_of(world.opened))
    assert reader.get(f"/{world.ours.id}/transactions").status == 404
    assert owner.get(address).status == 404


def test_the_last_owner_stays_and_another_may_go(world: World) -> None:
    owner = world.visitor("owner")
    mine = f"{page_of(world)}/{world.ours.people['owner']}"
    for form in ({"do": "role", "role": "reader"}, {"do": "remove", "sure": "yes"}):
        refused = owner.post(mine, form)
        assert (refused.status, "needs an owner" in refused.text) == (409, True)
    other = f"{page_of(world)}/{world.ours.people['bookkeeper']}"
    assert owner.post(other, {"do": "role", "role": "owner"}).status == 303
    assert owner.post(mine, {"do": "remove", "sure": "yes"}).header("location") == "/"
    assert owner.get(page_of(world)).status == 404


def test_where_no_letters_are_sent_the_link_is_to_be_given(sqlite_world: World) -> None:
    page = sqlite_world.visitor("owner").post(page_of(sqlite_world), INVITE).text
    assert "Give them this link now" in page
    assert "on its way" not in page


def test_a_token_of_another_browser_lets_nobody_in(sqlite_world: World) -> None:
    link = invited(sqlite_world)
    foreign = Visitor(sqlite_world.app)
    token = foreign.get(link).text.split('name="csrf" value="')[1].split('"')[0]
    assert sqlite_world.visitor().post(link, {**ANN_COMES, "csrf": token}).status == 403
