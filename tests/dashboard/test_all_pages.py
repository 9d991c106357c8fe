"""Each page of the table in an empty company, the demo and one of ten thousand lines: looks, weight, and no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from accountsos.dashboard.pages import PAGES
from tests.dashboard.all_pages import DEMO, EMPTY, HEADERS, LARGE, Installation, installation, page_at, rule_kept
from tests.dashboard.browser import EACH_ONCE, EVERY_WAY, Scheme, Seen, log_in, seen_in
from tests.dashboard.forms_of import SentForm, forms_of
from tests.support.shorter import is_shorter

FIRST_MOST, NEXT_MOST, REQUESTS_MOST = 60_000, 10_000, 5
PICTURE_MOST = 400_000
"""Of a page of a paper."""
REACHED = 40
"""So many pages at least are open in the demo: links lead to them."""
ANSWERED = (200, 409, 422)
"""What a form may come to that is sent as it stands."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One server with all three companies for the tests of this file."""
    with installation(tmp_path_factory.mktemp("all-pages")) as found:
        yield found


@pytest.fixture(scope="module")
def owner(browser: Browser, installed: Installation) -> Iterator[BrowserContext]:
    """The owner's browser."""
    context = installed.tab(browser)
    for name in (DEMO, LARGE):
        rule_kept(context.request, f"{installed.served.url}/{installed.companies[name]}")
    yield context
    context.close()


WAYS = {DEMO: EVERY_WAY, EMPTY: EACH_ONCE, LARGE: EVERY_WAY[1:3]}
"""In which ways axe looks: at the demo's pages in all four; the other two share them, to save minutes."""


def _in_turn(name: str, n: int) -> Sequence[tuple[int, Scheme]]:
    """How a run that leaves repeats to CI looks at a page: narrow and dark or wide and light; many lines not at all."""
    return () if name == LARGE else EACH_ONCE[n % 2 :][:1]


class Weights:
    """What the browser was sent since it was asked last; pictures of papers apart."""

    def __init__(self, page: Page) -> None:
        self.sizes: list[int] = []
        self.pictures: set[str] = set()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._came)
        devtools.on("Network.loadingFinished", self._ended)

    def _came(self, event: dict[str, Any]) -> None:
        if event["response"]["mimeType"] == "image/png":
            self.pictures.add(event["requestId"])

    def _ended(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        if event["requestId"] in self.pictures:
            assert size <= PICTURE_MOST
        else:
            self.sizes.append(size)


@pytest.mark.parametrize("name", [EMPTY, DEMO, LARGE])
def test_every_page_reads_in_all_ways_and_weighs_little(
    owner: BrowserContext, installed: Installation, name: str, pytestconfig: pytest.Config
) -> None:
    seen, found = Seen(), {}
    shorter = is_shorter(pytestconfig)
    addresses = installed.addresses(owner.request, name)
    page = owner.new_page()
    seen.watch(page)
    weights = Weights(page)
    for called, address in addresses.items():
        weights.sizes.clear()
        answer = page.goto(installed.served.url + address)
        found[called] = [] if answer is not None and answer.status == 200 else ["is not there"]
        most = NEXT_MOST if len(found) > 1 else FIRST_MOST
        found[called] += [f"weighs {sum(weights.sizes)}"] if sum(weights.sizes) > most else []
        found[called] += seen_in(page, _in_turn(name, len(found)) if shorter else WAYS[name])
    page.close()
    assert {each: complaints for each, complaints in found.items() if complaints} == {}
    assert seen.complaints == []
    assert len(found) >= (REACHED if name == DEMO else 1)


def test_a_first_page_weighs_little_and_comes_in_few_requests(browser: Browser, installed: Installation) -> None:
    context = browser.new_context()
    page = context.new_page()
    weights, found = Weights(page), {}
    page.goto(f"{installed.served.url}/log-in", wait_until="networkidle")
    assert 10_000 < sum(weights.sizes) <= FIRST_MOST
    assert len(weights.sizes) <= REQUESTS_MOST
    for door in ("log-in", "help", "nothing"):
        page.goto(f"{installed.served.url}/{door}")
        found[door] = seen_in(page, EVERY_WAY)
    context.close()
    assert found == {"log-in": [], "help": [], "nothing": []}


@pytest.mark.parametrize("name", [EMPTY, DEMO, LARGE])
def test_without_scripts_every_page_reads_and_all_its_forms_can_be_sent(
    browser: Browser, installed: Installation, name: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = log_in(context, installed.served.url, installed.email, installed.password)
    found: dict[str, list[str]] = {}
    for called, address in installed.addresses(context.request, name).items():
        page.goto(installed.served.url + address)
        found[called] = [] if page.locator("h1").first.is_visible() else ["no heading"]
        found[called] += [each for form in forms_of(page.content()) for each in cannot_be_sent(form)]
    context.close()
    assert {each: complaints for each, complaints in found.items() if complaints} == {}


def cannot_be_sent(form: SentForm) -> list[str]:
    """Why a browser without scripts could not send it, or what it would lack."""
    if not form.buttons and not form.typed_in:
        return [f"{form.action}: nothing to press"]
    if form.method == "get":
        return []
    page = page_at(form.action)
    if page is None:
        return [f"{form.action}: no page of ours"]
    held = {key for key, _ in (*form.fields, *form.buttons)} | form.offered
    found = [] if {"csrf", "once"} <= held or page.personal or page.right is None else [f"{form.action}: no token"]
    for does in form.does:
        action = page.actions.get(does) or next(iter(page.actions.values()))
        lacking = [each.name for each in action.form.fields if not each.optional and each.name not in held]
        if len(page.actions) > 1 and does not in page.actions:
            found.append(f"{form.action}: does {does!r}, which is no action")
        if lacking and not any(key.startswith(f"{name}-") for key in held for name in lacking):
            found.append(f"{form.action} {does}: lacks {', '.join(lacking)}")
    return found


def test_without_scripts_every_form_is_answered_when_it_is_sent_as_it_stands(
    browser: Browser, installed: Installation
) -> None:
    context = installed.tab(browser)
    asking, url, tried = context.request, installed.served.url, {}
    for address in installed.addresses(asking, DEMO).values():
        for form in forms_of(asking.get(url + address).text()):
            page = page_at(form.action)
            if form.method != "post" or page is None or form.files or page.name == "log-out":
                continue
            for does in form.does:
                if (page.name, does) in tried:
                    continue
                now = forms_of(asking.get(url + address).text())
                same = next((each for each in now if each.action == form.action and does in each.does), form)
                sent: dict[str, str | float | bool] = {**same.pressed(does)}
                tried[page.name, does] = asking.post(url + form.action, form=sent, headers=HEADERS).status
    context.close()
    assert {each: status for each, status in tried.items() if status not in ANSWERED} == {}
    assert {page.name for page in PAGES} >= {name for name, _ in tried}
    assert len(tried) >= REACHED // 2


def test_every_page_has_a_heading_that_is_seen_without_scripts_before_anybody_logs_in(
    browser: Browser, installed: Installation
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    found = {}
    for door in ("log-in", "sign-up", "help", "nothing"):
        page.goto(f"{installed.served.url}/{door}")
        found[door] = page.locator("h1").first.is_visible()
    context.close()
    assert found == {"log-in": True, "sign-up": True, "help": True, "nothing": True}
