"""Settings, API: what the quickstart tells, as a browser does it, and the key as a program uses it."""

from __future__ import annotations

import re
from datetime import timedelta

from accountsos import ids
from accountsos.access.actor import key_actor
from accountsos.store.engine.limits import Limits
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.workflows.access.manage_keys import LIST, KeyRing
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.world import PASSWORD, Answer, Visitor, World

_SECRET = re.compile(r'<code id="secret">(sk_\w+)</code>')
TILL = {"do": "generate", "name": "Till", "scope": "write", "expires": "year"}


def page_of(world: World) -> str:
    return f"/{world.ours.id}/settings/api"


def generated(visitor: Visitor, world: World) -> str:
    """The secret of a key that was just made."""
    answer = visitor.post(page_of(world), TILL)
    assert answer.status == 200
    return secret_on(answer)


def secret_on(answer: Answer) -> str:
    found = _SECRET.search(answer.text)
    assert found is not None
    return found[1]


def ring(world: World) -> KeyRing:
    """What a process knows that has looked at no key so far."""
    return KeyRing(world.opened.books.engine, world.opened.clock)


def key_id(secret: str, world: World) -> str:
    key = ring(world).key_of(secret)
    assert key is not None
    return key.key_id


def test_a_generated_key_opens_the_books_and_is_shown_once(world: World) -> None:
    visitor = world.visitor("owner")
    secret = generated(visitor, world)
    key = ring(world).key_of(secret)
    assert key is not None
    assert (key.name, key.scope, key.company) == ("Till", "write", world.ours.keeper.company)
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days in (364, 365)
    assert secret not in visitor.get(page_of(world)).text


def test_the_command_to_try_it_names_our_own_address_and_the_key(sqlite_world: World) -> None:
    answer = sqlite_world.visitor("owner").post(page_of(sqlite_world), TILL)
    secret = secret_on(answer)
    assert "curl &#34;http://127.0.0.1:8000/api/transactions" in answer.text or (
        'curl "http://127.0.0.1:8000/api/transactions?limit=10"' in answer.text
    )
    assert f"Authorization: Bearer {secret}" in answer.text


def test_a_form_sent_twice_makes_one_key_and_shows_its_secret_once(world: World) -> None:
    visitor = world.visitor("owner")
    page = visitor.get(page_of(world)).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once")}
    first, again = (visitor.send(page_of(world), {**form, **TILL}) for _ in range(2))
    assert secret_on(first)
    assert again.status == 200
    assert _SECRET.search(again.text) is None
    assert "It was shown already" in again.text
    assert len([key for key in world.ours.keeper.ask(LIST, None) if key.name == "Till"]) == 1
    assert world.ours.keeper.ask(AUDIT, (1, 0)).rows[0].actor == f"user:{world.ours.people['owner']}"


def test_a_regenerated_key_takes_over_while_the_old_one_works_on_as_long_as_chosen(world: World) -> None:
    visitor = world.visitor("owner")
    for hours, works in (("0", False), ("24", True), ("168", True)):
        old = generated(visitor, world)
        address = f"{page_of(world)}/{key_id(old, world)}/regenerate"
        new = secret_on(visitor.post(address, {"do": "regenerate", "overlap": hours}))
        assert new != old
        taken = ring(world).key_of(new)
        assert taken is not None
        assert (taken.name, taken.scope) == ("Till", "write")
        assert (ring(world).key_of(old) is not None) is works
    world.opened.clock.now += timedelta(hours=25)
    assert ring(world).key_of(old) is not None
    world.opened.clock.now += timedelta(days=6)
    assert ring(world).key_of(old) is None
    assert ring(world).key_of(new) is not None


def test_a_revoked_key_opens_nothing_and_stands_on_no_page(world: World) -> None:
    visitor = world.visitor("owner")
    secret = generated(visitor, world)
    number = key_id(secret, world)
    address = f"{page_of(world)}/{number}/revoke"
    unticked = visitor.post(address, {"do": "revoke"})
    assert (unticked.status, "Tick the box to revoke the key" in unticked.text) == (422, True)
    assert ring(world).key_of(secret) is not None
    assert visitor.post(address, {"do": "revoke", "sure": "yes"}).header("location") == f"{page_of(world)}?done=revoked"
    assert ring(world).key_of(secret) is None
    assert number not in visitor.get(page_of(world)).text
    assert visitor.get(address).status == 404


def test_a_key_is_revoked_only_with_the_password_given_a_short_while_ago(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor("owner")
    secret = generated(visitor, world)
    address = f"{page_of(world)}/{key_id(secret, world)}/revoke"
    world.opened.clock.now += timedelta(minutes=16)
    assert "Enter your password" in visitor.post(address, {"do": "revoke", "sure": "yes"}).text
    assert ring(world).key_of(secret) is not None
    assert visitor.post(address, {"do": "revoke", "sure": "yes", "again": PASSWORD}).status == 303
    assert ring(world).key_of(secret) is None


def test_how_a_key_is_used_stands_beside_it(world: World) -> None:
    visitor = world.visitor("owner")
    number = key_id(generated(visitor, world), world)
    windows = RateWindows(world.opened.store.counter, Limits())
    for _ in range(3):
        windows.spend(number, world.opened.clock().timestamp())
    row = visitor.get(page_of(world)).text.split(f'id="{number}"')[1].split("</tr>")[0]
    assert "today, 12:00" in row
    assert 'num skip-phone">3</td>' in row
    world.opened.clock.now += timedelta(hours=1)
    row = visitor.get(page_of(world)).text.split(f'id="{number}"')[1].split("</tr>")[0]
    assert 'num skip-phone">0</td>' in row


def test_a_key_is_made_only_with_the_password_given_a_short_while_ago(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor("owner")
    world.opened.clock.now += timedelta(minutes=16)
    assert "Your password" in visitor.get(page_of(world)).text
    for again, said in (("", "Enter your password"), ("not the words", "That is not your password")):
        refused = visitor.post(page_of(world), {**TILL, "again": again})
        assert (refused.status, said in refused.text) == (422, True)
        assert again not in refused.text or not again
    assert visitor.post(page_of(world), {**TILL, "again": PASSWORD}).status == 200
    assert secret_on(visitor.post(page_of(world), TILL))


def test_a_key_of_everything_says_who_made_it_and_reaches_this_company_alone(sqlite_world: World) -> None:
    world = sqlite_world
    answer = world.visitor("owner").post(page_of(world), {**TILL, "scope": "admin", "expires": "never"})
    key = ring(world).key_of(secret_on(answer))
    assert key is not None
    assert key.expires_at is None
    assert key_actor(key.key_id, key.scope).scope == "admin"
    assert ids.company_id(key.company) == world.ours.id
