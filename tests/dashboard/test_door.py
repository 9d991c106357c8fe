"""The door: who is let in, what a browser must show for a change, and what it is told."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest

from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.security import POLICY, safe_next
from accountsos.store.users import sessions_of
from accountsos.workflows.access import log_in, manage_people
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.world import PASSWORD, Company, Visitor, World, context_of, world_of
from tests.support.engines import Opened

OWNER = {"email": "owner@harbour.example", "password": PASSWORD}


def categories(company: Company) -> list[str]:
    """Where each line is filed."""
    keeper = company.keeper
    rows = [keeper.state(number).row for number in keeper.numbers()]
    return [f"{row.category_no}.{row.reviewed}" for row in rows]


def test_somebody_logs_in_and_out_again(world: World) -> None:
    visitor = world.visitor()
    entered = visitor.post("/log-in", OWNER)
    assert (entered.status, entered.header("location")) == (303, "/")
    assert visitor.get("/").header("location") == f"/{world.ours.id}/"
    page = visitor.get(f"/{world.ours.id}/transactions")
    assert page.status == 200
    assert "AWS EMEA" in page.text
    left = visitor.post("/log-out", {}, page=f"/{world.ours.id}/transactions")
    assert left.header("location") == "/log-in"
    assert '"cache", "storage"' in left.header("clear-site-data")
    assert visitor.cookies == {}


def test_after_log_out_the_old_secret_opens_nothing(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor("owner")
    kept = dict(visitor.cookies)
    visitor.post("/log-out", {}, page="/me")
    visitor.cookies = kept
    assert visitor.get(f"/{world.ours.id}/transactions").status == 303


def test_log_in_gives_a_secret_of_its_own_and_the_one_before_is_worth_nothing(world: World) -> None:
    visitor = world.visitor()
    planted = "A" * 43
    visitor.cookies["accountsos-local"] = planted
    visitor.post("/log-in", OWNER)
    assert visitor.cookies["accountsos-local"] != planted
    visitor.cookies["accountsos-local"] = planted
    assert visitor.get("/me").status == 303


def test_only_digests_of_secrets_are_kept(world: World) -> None:
    visitor = world.visitor("owner")
    with world.opened.books.engine.reading() as db:
        kept = sessions_of(db, world.ours.people["owner"])
    assert len(kept) == 1
    assert visitor.cookies["accountsos-local"].encode() not in kept[0].secret_digest
    assert len(kept[0].secret_digest) == 32


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(sqlite_world: World) -> None:
    world = sqlite_world
    said = []
    for form in ({**OWNER, "password": "not the words"}, {**OWNER, "email": "nobody@harbour.example"}):
        answer = world.visitor().post("/log-in", form)
        assert answer.status == 422
        said.append(answer.text.split('class="problem"')[1].split("</div>")[0])
    assert said[0] == said[1]
    assert "is not right" in said[0]


def test_ten_failures_close_the_account_for_a_quarter_of_an_hour(sqlite_world: World) -> None:
    world = sqlite_world
    wrong = {**OWNER, "password": "not the words"}
    for n in range(10):
        visitor = world.visitor(peer="127.0.0.1")
        visitor.more = {"x-forwarded-for": f"203.0.113.{n}"}
        assert "is not right" in visitor.post("/log-in", wrong).text
    refused = world.visitor().post("/log-in", OWNER)
    assert refused.status == 422
    assert "Too many attempts. Try again at 12:15" in refused.text
    world.opened.clock.now += timedelta(minutes=15, seconds=1)
    assert world.visitor().post("/log-in", OWNER).status == 303


def test_ten_failures_close_an_address_for_every_account(installation: Opened) -> None:
    world = world_of(installation)
    world.app = Dashboard(context_of(installation, trusted_proxies=(ip_network("127.0.0.0/8"),)))
    here, elsewhere = {"x-forwarded-for": "203.0.113.9"}, {"x-forwarded-for": "203.0.113.10"}
    for n in range(10):
        visitor = world.visitor()
        visitor.more = here
        visitor.post("/log-in", {"email": f"guess{n}@harbour.example", "password": "x" * 12})
    for headers, status in ((here, 422), (elsewhere, 303)):
        visitor = world.visitor()
        visitor.more = headers
        assert visitor.post("/log-in", OWNER).status == status


def test_right_passwords_use_nothing_up(sqlite_world: World) -> None:
    world = sqlite_world
    assert [world.visitor().post("/log-in", OWNER).status for _ in range(11)] == [303] * 11


@pytest.mark.parametrize(
    ("given", "led"),
    [
        ("/co_1/transactions?search=a", "/co_1/transactions?search=a"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_log_in_leads_to_addresses_of_ours_only(given: str, led: str) -> None:
    assert safe_next(given) == led


def test_log_in_leads_back_to_where_one_wanted_to_go(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor()
    path = f"/{world.ours.id}/transactions?search=aws"
    asked = visitor.get(path)
    assert asked.header("location") == f"/log-in?next=/{world.ours.id}/transactions%3Fsearch%3Daws"
    entered = visitor.post("/log-in", {**OWNER, "next": path}, page=asked.header("location"))
    assert entered.header("location") == path
    evil = world.visitor().post("/log-in", {**OWNER, "next": "//evil.example"})
    assert evil.header("location") == "/"


def test_pages_forbid_frames_foreign_scripts_and_caches(sqlite_world: World) -> None:
    world = sqlite_world
    page = world.visitor("owner").get(f"/{world.ours.id}/transactions")
    assert page.header("content-security-policy") == POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert page.header("x-frame-options") == "DENY"
    assert page.header("x-content-type-options") == "nosniff"
    assert page.header("cache-control") == "no-store"
    assert page.header("referrer-policy") == "same-origin"


def test_on_this_machine_the_cookie_is_kept_from_scripts_and_other_sites(sqlite_world: World) -> None:
    world = sqlite_world
    cookie = world.visitor().get("/log-in").header("set-cookie")
    assert cookie.startswith("accountsos-local=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_behind_https_the_cookie_is_bound_to_the_host_and_to_https(installation: Opened) -> None:
    proxy = ip_network("10.0.0.0/8")
    visitor = Visitor(
        Dashboard(context_of(installation, trusted_proxies=(proxy,))), host="books.example.org", peer="10.0.0.2"
    )
    visitor.more = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    world_of(installation)
    answer = visitor.get("/log-in")
    cookie = answer.header("set-cookie")
    assert cookie.startswith("__Host-accountsos=")
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.header("strict-transport-security") == "max-age=31536000"


@pytest.mark.parametrize(
    ("host", "peer", "more"),
    [
        ("books.example.org", "203.0.113.9", {}),
        ("books.example.org", "127.0.0.1", {}),  # a name pointed at this machine, or a proxy that is not named
        ("127.0.0.1:8000", "203.0.113.9", {}),
        ("books.example.org", "203.0.113.9", {"x-forwarded-proto": "https"}),  # anybody can say so
    ],
)
def test_over_plain_http_from_elsewhere_there_is_no_log_in(
    sqlite_world: World, host: str, peer: str, more: dict[str, str]
) -> None:
    world = sqlite_world
    visitor = Visitor(world.app, host=host, peer=peer)
    visitor.more = more
    answer = visitor.get("/log-in")
    assert answer.status == 403
    assert "set-cookie" not in dict(answer.headers)
    assert "password" not in answer.text.split("<h1>")[0]
    assert visitor.send("/log-in", OWNER).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "", "origin": "http://evil.example"},
        {"sec_fetch_site": "", "origin": "null"},
        {"sec_fetch_site": ""},
    ],
)
def test_a_form_that_no_page_of_ours_sent_changes_nothing(sqlite_world: World, headers: dict[str, str]) -> None:
    world = sqlite_world
    visitor, before = world.visitor("owner"), categories(world.ours)
    path = world.ours.fill("/{company}/transactions/{transaction}/category")
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    assert visitor.post(path, {"category": "cat_travel"}, **headers).status == 403
    assert categories(world.ours) == before


def test_an_older_browser_is_believed_by_its_origin(sqlite_world: World) -> None:
    world = sqlite_world
    path = world.ours.fill("/{company}/transactions/{transaction}/category")
    headers = {"sec-fetch-site": "", "origin": "http://127.0.0.1:8000"}
    assert world.visitor("owner").post(path, {"category": "cat_travel"}, **headers).status == 303


def test_the_token_of_another_session_fits_no_form(sqlite_world: World) -> None:
    world = sqlite_world
    path = world.ours.fill("/{company}/transactions/{transaction}/category")
    foreign = world.visitor("bookkeeper").get(path).text.split('name="csrf" value="')[1].split('"')[0]
    before = categories(world.ours)
    for token in (foreign, "", "x", "é", "A" * 88):
        answer = world.visitor("owner").post(path, {"category": "cat_travel", "csrf": token})
        assert answer.status == 403
    assert categories(world.ours) == before


def test_a_double_click_files_once(world: World) -> None:
    visitor = world.visitor("owner")
    path = world.ours.fill("/{company}/transactions/{transaction}/category")
    page = visitor.get(path).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once", "version")}
    answers = [visitor.send(path, {**form, "category": "cat_travel"}) for _ in range(2)]
    assert [a.status for a in answers] == [303, 303]
    log = world.ours.keeper.ask(AUDIT, (100, 0))
    assert [row.action for row in log.rows].count("transaction.change") == 1
    assert log.rows[0].actor == f"user:{world.ours.people['owner']}"


def test_a_line_that_somebody_changed_meanwhile_is_shown_as_it_is_now(world: World) -> None:
    visitor = world.visitor("owner")
    path = world.ours.fill("/{company}/transactions/{transaction}/category")
    stale = visitor.get(path).text.split('name="version" value="')[1].split('"')[0]
    assert visitor.post(path, {"category": "cat_travel"}).status == 303
    before = categories(world.ours)
    answer = visitor.post(path, {"category": "cat_software", "version": stale})
    assert answer.status == 409
    assert "Somebody changed this" in answer.text
    assert categories(world.ours) == before


def test_a_session_ends_after_twelve_quiet_hours(world: World) -> None:
    visitor = world.visitor("owner")
    world.opened.clock.now += timedelta(hours=12, seconds=1)
    assert Visitor(Dashboard(context_of(world.opened))).get("/me").status == 303
    visitor.app = Dashboard(context_of(world.opened))
    assert visitor.get("/me").status == 303


def test_a_session_in_use_lasts_thirty_days(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor("owner")
    for _ in range(65):
        world.opened.clock.now += timedelta(hours=11)
        visitor.app = Dashboard(context_of(world.opened))
        assert visitor.get("/me").status == 200
        world.opened.books.keep(log_in.ENDED_QUIET, None).result()  # behind it in the queue: the use is written down
    world.opened.clock.now += timedelta(hours=6)
    visitor.app = Dashboard(context_of(world.opened))
    assert visitor.get("/me").status == 303


def test_a_session_of_a_clock_that_was_ahead_ends_once_it_is_right_and_does_not_come_back(world: World) -> None:
    clock = world.opened.clock
    clock.now += timedelta(days=400)
    visitor = world.visitor("owner")
    assert visitor.get("/me").status == 200
    clock.now -= timedelta(days=400)
    visitor.app = Dashboard(context_of(world.opened))
    assert visitor.get("/me").status == 303
    world.opened.books.keep(log_in.ENDED_QUIET, None).result()
    clock.now += timedelta(days=400)
    visitor.app = Dashboard(context_of(world.opened))
    assert visitor.get("/me").status == 303


def test_a_clock_that_is_put_right_by_less_than_an_hour_ends_no_session(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    sqlite_world.opened.clock.now -= timedelta(minutes=59)
    visitor.app = Dashboard(context_of(sqlite_world.opened))
    assert visitor.get("/me").status == 200


def test_one_ends_a_browser_elsewhere_but_no_one_elses(world: World) -> None:
    here, there, stranger = world.visitor("owner"), world.visitor("owner"), world.visitor("reader")
    page = here.get("/me").text
    other = page.split('name="session" value="')[1].split('"')[0]
    assert stranger.post("/me", {"do": "end", "session": other}).status == 404
    assert here.post("/me", {"do": "end", "session": other}).status == 303
    there.app = Dashboard(context_of(world.opened))
    assert there.get("/me").status == 303
    assert stranger.get("/me").status == 200


def test_a_new_password_logs_every_other_browser_out(sqlite_world: World) -> None:
    world = sqlite_world
    here, there = world.visitor("owner"), world.visitor("owner")
    form = {"do": "password", "old": PASSWORD, "new": "four other plain words"}
    assert here.post("/me", {**form, "old": "wrong words"}).status == 422
    assert here.post("/me", {**form, "new": "short"}).status == 422
    assert here.post("/me", form).header("location") == "/me?done=password"
    there.app = here.app = Dashboard(context_of(world.opened))
    assert here.get("/me").status == 200
    assert there.get("/me").status == 303
    assert world.visitor().post("/log-in", OWNER).status == 422
    assert world.visitor().post("/log-in", {**OWNER, "password": "four other plain words"}).status == 303


def test_somebody_removed_is_out_within_a_second(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    path = f"/{world.ours.id}/transactions"
    assert visitor.get(path).status == 200
    world.ours.keeper.do(manage_people.REMOVE, world.ours.people["bookkeeper"])
    visitor.app = Dashboard(context_of(world.opened))  # another process, or this one a second later
    assert visitor.get(path).status == 404


def test_who_is_removed_between_page_and_form_changes_nothing(world: World) -> None:
    """The page still remembers them for up to a second; the write itself does not."""
    visitor, before = world.visitor("bookkeeper"), categories(world.ours)
    path = world.ours.fill("/{company}/transactions/{transaction}/category")
    page = visitor.get(path).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once", "version")}
    world.ours.keeper.do(manage_people.REMOVE, world.ours.people["bookkeeper"])
    assert visitor.send(path, {**form, "category": "cat_travel"}).status == 404
    assert categories(world.ours) == before


def test_light_or_dark_is_remembered_by_the_browser_and_kept_at_log_out(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    assert "data-theme" not in visitor.get("/me").text
    assert visitor.post("/me", {"do": "look", "look": "dark"}).status == 303
    assert '<html lang="en-GB" data-theme="dark">' in visitor.get(f"/{sqlite_world.ours.id}/transactions").text
    visitor.post("/log-out", {}, page="/me")
    assert 'data-theme="dark"' in visitor.get("/log-in").text
    visitor.cookies["accountsos-look"] = "purple"
    assert "data-theme" not in visitor.get("/log-in").text
