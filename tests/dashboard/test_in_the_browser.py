"""Every page in a real Chromium: widths, schemes, axe; what a person does by mouse, by keyboard, without scripts."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from accountsos.dashboard.pages import PAGES
from tests.dashboard.browser import SCHEMES, WIDTHS, Seen, Served, a_browser, a_server, axe, log_in, sideways
from tests.dashboard.world import HOSTILE

pytestmark = pytest.mark.xdist_group("browser")
OWNER, PASSWORD = "verity@example.org", "three plain words"
STATEMENT = "".join(
    f"{day:02d}/10/2026,{words},{amount}\n"
    for day, words, amount in (
        (3, "TALLIS DENTAL GROU INV 2403 BGC", "1850.00"),
        (9, "FIGMA SAN FRANCISCO", "-72.63"),
        (12, "GARNET CORNER INN ON 11 OCT BCC", "-107.74"),
        (13, HOSTILE.replace('"', "'").replace(",", " "), "-9.99"),
        (16, "VODAFONE LTD 31361477 DDR", "-73.50"),
        (20, "BT GROUP PLC 31466206 DDR", "-44.94"),
        *((21 + n % 9, f"PRET A MANGER {9400 + n} CHESTER", f"-{3 + n % 7}.{10 + n}") for n in range(60)),
    )
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


@dataclass
class Signed:
    """A server on which somebody has signed up."""

    served: Served
    company: str
    key: str
    statement: str
    state: Path
    """The cookies of the one who did."""


@pytest.fixture(scope="module")
def signed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """Sign up on an empty data directory as a person would, then add a statement."""
    folder = tmp_path_factory.mktemp("dashboard")
    with a_server(folder / "books") as served:
        context = browser.new_context()
        page = context.new_page()
        page.goto(served.url)
        expect(page).to_have_url(f"{served.url}/sign-up")
        page.fill("#f-name", "Verity Vellacourt")
        page.fill("#f-email", OWNER)
        page.fill("#f-password", PASSWORD)
        page.fill("#f-company", "Bramble & Finch Studio Ltd")
        page.fill("#f-number", "987654")
        page.click("text=Start >> nth=-1")
        expect(page.locator(".problem")).to_be_focused()
        expect(page.locator(".problem li")).to_have_count(2)
        page.click(".problem a >> nth=0")
        expect(page.locator("#f-number")).to_be_focused()
        expect(page.locator("#f-company")).to_have_value("Bramble & Finch Studio Ltd")
        page.fill("#f-password", PASSWORD)
        page.fill("#f-number", "9876543")
        for part, value in (("day", "27"), ("month", "3"), ("year", "2025")):
            page.fill(f"#f-incorporated-{part}", value)
        page.click("text=Start >> nth=-1")
        page.wait_for_url("**/welcome")
        expect(page.locator("main")).to_contain_text("Its first year ends on 31 March 2026")
        company = page.url.split("/")[3]
        page.screenshot(path=str(folder / "welcome.png"))
        empty = context.new_page()
        for address, says in (("transactions", "No lines yet"), ("", "Start here")):
            empty.goto(f"{served.url}/{company}/{address}")
            expect(empty.locator("h2").first).to_have_text(says)
            assert axe(empty) == []
        statement = added(page, f"{served.url}/{company}", folder)
        made = served.command("key", "add", "--company", company, "--name", "Shop")
        state = folder / "state.json"
        context.storage_state(path=str(state))
        context.close()
        yield Signed(served, company, made.split()[1], statement, state)


def added(page: Page, company: str, folder: Path) -> str:
    """Add the statement of October as a person would, and take back another one; the id of the first."""
    october = folder / "october.csv"
    october.write_text(STATEMENT)
    wrong = folder / "wrong.csv"
    wrong.write_text("01/09/2026,SOMETHING ELSE,-1.11\n")
    first = ""
    for file, lines in ((october, 66), (wrong, 1)):
        page.goto(company)
        page.click("text=Add a statement >> nth=0")
        page.set_input_files("#f-file", file)
        page.wait_for_url("**/statements/new/*")
        expect(page.locator("h1")).to_have_text("Check the statement")
        page.keyboard.press("Enter")
        expect(page.locator("[role=status]")).to_contain_text(f"{lines} line{'s' if lines > 1 else ''} added.")
        first = first or page.url.rpartition("/")[2].partition("?")[0]
    page.click("text=Undo the whole file")
    expect(page.locator("[role=status]")).to_contain_text("taken back")
    return first


def addresses(signed: Signed, first_line: str) -> dict[str, str]:
    """Each page of the table with an address of its own."""
    found = {}
    for page in PAGES:
        if page.name in ("root", "log-in", "log-out", "sign-up"):
            continue
        path = page.path.replace("{company}", signed.company).replace("{transaction}", first_line)
        path = path.replace("{key}", signed.key).replace("{import}", signed.statement)
        if page.name != "check-statement":  # each of its faces has a test of its own below
            found[page.name] = path
    return {**found, "nothing-found": f"/{signed.company}/transactions?search=zzzz", "not-there": "/nothing"}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_reads_at_every_width_in_both_schemes(
    browser: Browser, signed: Signed, width: int, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    seen, found = Seen(), {}
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        storage_state=str(signed.state),
    )
    page = context.new_page()
    seen.watch(page)
    page.goto(f"{signed.served.url}/{signed.company}/transactions")
    first = page.locator("tbody tr").first.get_attribute("id") or ""
    for name, address in addresses(signed, first).items():
        page.goto(signed.served.url + address)
        found[name] = axe(page) + [f"too wide: {each}" for each in sideways(page)]
        page.screenshot(path=str(tmp_path / f"{name}-{width}-{scheme}.png"))
    context.close()
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{signed.served.url}/log-in")
    found["log-in"] = axe(page) + sideways(page)
    context.close()
    assert {name: complaints for name, complaints in found.items() if complaints} == {}
    assert [c for c in seen.complaints if "404 (Not Found)" not in c] == []


def test_a_page_weighs_little_and_asks_for_little(browser: Browser, signed: Signed) -> None:
    context = browser.new_context(storage_state=str(signed.state))
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    weights: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    page.goto(f"{signed.served.url}/{signed.company}/transactions", wait_until="networkidle")
    first = sum(weights)
    assert 10_000 < first <= 60_000
    assert len(weights) <= 5
    weights.clear()
    page.goto(f"{signed.served.url}/{signed.company}/transactions?search=pret", wait_until="networkidle")
    assert 1_000 < sum(weights) <= 10_000
    context.close()


def test_lines_are_found_and_filed_without_leaving_the_page(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context = browser.new_context(storage_state=str(signed.state))
    page = context.new_page()
    seen.watch(page)
    page.goto(f"{signed.served.url}/{signed.company}/transactions")
    page.keyboard.press("/")
    page.keyboard.type("garnet")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("search=garnet"))
    page.click("tbody .cat")
    expect(page.locator("[data-filter]")).to_be_focused()
    page.keyboard.type("entertaining")
    page.keyboard.press("Enter")
    expect(page.locator("tbody .state")).to_have_text("checked")
    expect(page.locator("tbody .label")).to_contain_text("Business Entertaining")
    page.reload()
    expect(page.locator("tbody .label")).to_contain_text("Business Entertaining")
    page.click("tbody .cat")
    page.locator("[data-filter]").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("tbody .state")).to_have_text("checked")
    page.go_back()
    assert seen.complaints == []
    context.close()


def test_without_scripts_every_page_reads_and_the_form_works(browser: Browser, signed: Signed) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = log_in(context, signed.served.url, OWNER, PASSWORD)
    expect(page.locator("h1")).to_have_text("Home")
    page.click("nav >> text=Transactions")
    page.fill("[name=search]", "vodafone")
    page.click("text=Filter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("tbody .cat")
    expect(page.locator("h1")).to_have_text("Choose a category")
    page.select_option("#f-category", label="Travel (Rail, Air, Taxi, Parking)")
    page.click("text=File it there")
    row = page.locator("tbody tr", has_text="VODAFONE")
    expect(row.locator(".label")).to_contain_text("Travel (Rail, Air, Taxi, Parking)")
    expect(row.locator(".state")).to_have_text("checked")
    page.click("text=Log out")
    page.wait_for_load_state()
    assert page.url == f"{signed.served.url}/log-in"
    context.close()


def test_what_the_bank_wrote_runs_nowhere(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context = browser.new_context(storage_state=str(signed.state))
    page = context.new_page()
    seen.watch(page)
    page.goto(f"{signed.served.url}/{signed.company}/transactions?search=%3Cscript%3E")
    expect(page.locator("tbody .who")).to_contain_text("<script>alert(1)</script>")
    page.click("tbody .cat")
    expect(page.locator(".picker")).to_be_visible()
    page.goto(
        f"{signed.served.url}/{signed.company}/transactions?search=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(3)%3E"
    )
    expect(page.locator("h2")).to_have_text("No lines match")
    assert seen.complaints == []
    context.close()


def test_a_key_is_generated_used_and_revoked(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context = browser.new_context(storage_state=str(signed.state))
    page = context.new_page()
    seen.watch(page)
    page.goto(f"{signed.served.url}/{signed.company}/transactions")
    page.click("text=Settings")
    page.click("text=API keys")
    page.fill("#f-name", "Till <b>")
    page.click("text=Generate API key >> nth=-1")
    expect(page.locator("h2 >> nth=0")).to_have_text("Your new key: Till <b>")
    assert axe(page) == []
    command = page.locator("#try").inner_text()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HTTP_PROXY", raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1")
        assert "PRET A MANGER" in ran(command)
        page.click("text=I have stored it")
        expect(page.locator("tbody tr", has_text="Till <b>").locator("td.num >> nth=0")).to_have_text("1")
        page.locator("tbody tr", has_text="Till <b>").locator("summary").click()
        page.click("text=Revoke… >> visible=true")
        page.click("text=Yes, nothing that is needed uses it")
        page.click("text=Revoke the key")
        expect(page.locator("[role=status]")).to_contain_text("revoked")
        page.wait_for_timeout(1_000)
        assert "invalid_api_key" in ran(command)
    assert seen.complaints == []
    context.close()


def ran(command: str) -> str:
    """What a shell makes of the command on the page."""
    return subprocess.run(["sh", "-c", f"{command} -s"], capture_output=True, text=True, check=True, timeout=30).stdout


@pytest.mark.parametrize("width", WIDTHS)
def test_every_face_of_the_check_reads(browser: Browser, signed: Signed, width: int, tmp_path: Path) -> None:
    seen, found = Seen(), {}
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, storage_state=str(signed.state), java_script_enabled=True
    )
    page = context.new_page()
    seen.watch(page)
    for name, content in (
        ("good", STATEMENT.replace("/10/", "/09/")),
        ("there", STATEMENT),
        ("bad", STATEMENT.replace("09/10", "31/11")),
        ("unknown", "Tag,Vorgang,Betrag\n04.11.2026,POSTAMT,-18.40\n"),
    ):
        file = tmp_path / f"{name} <script>alert(1)<script>.csv"
        file.write_text(content)
        page.goto(f"{signed.served.url}/{signed.company}/statements/new")
        page.set_input_files("#f-file", file)
        page.wait_for_url("**/statements/new/*")
        found[name] = axe(page) + [f"too wide: {each}" for each in sideways(page)]
    context.close()
    assert {name: complaints for name, complaints in found.items() if complaints} == {}
    assert seen.complaints == []


def test_questions_are_answered_and_the_rest_looked_over_by_keyboard(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context = browser.new_context(storage_state=str(signed.state))
    page = context.new_page()
    seen.watch(page)
    page.goto(f"{signed.served.url}/{signed.company}")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.locator("h1")).to_have_text("Review")
    left = int(page.locator(".steps .pill").first.inner_text().split()[0])
    assert left > 1
    asked = page.locator("#line").inner_text()
    page.keyboard.press("e")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("entertaining")
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("is Business Entertaining")
    page.keyboard.press("u")
    expect(page.locator("#line")).to_have_text(asked)
    for number in range(left, 0, -1):
        expect(page.locator(".steps .pill").first).to_contain_text(str(number))
        page.wait_for_load_state()
        page.keyboard.press("p")
    expect(page.locator("h2", has_text="No questions")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".over tbody tr").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("checked.")
    page.keyboard.press("u")
    expect(page.locator(".over tbody tr").first).to_be_visible()
    assert seen.complaints == []
    context.close()


def test_a_second_person_cannot_sign_up(browser: Browser, signed: Signed) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{signed.served.url}/sign-up")
    assert page.url == f"{signed.served.url}/log-in"
    context.close()
