"""Every page in a real Chromium, and what a person does there: one file, for one worker with one server and browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.dashboard.browser import Seen, axe, log_in, seen_in
from tests.dashboard.signed import OWNER, PASSWORD, READER, STATEMENT, Signed, ran


def test_on_empty_books_every_page_has_a_heading_and_axe_finds_nothing(signed: Signed) -> None:
    assert {name: complaints for name, complaints in signed.first_walk.items() if complaints} == {}


def test_without_scripts_every_kind_of_form_works(browser: Browser, signed: Signed) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = log_in(context, signed.served.url, OWNER, PASSWORD)
    page.goto(signed.at("transactions?search=vodafone"))
    page.click("tbody .cat")
    expect(page.locator("h1")).to_have_text("Choose a category")
    page.select_option("#f-category", label="Travel (Rail, Air, Taxi, Parking)")
    page.click("text=File it there")
    row = page.locator("tbody tr", has_text="VODAFONE")
    expect(row.locator(".label")).to_contain_text("Travel (Rail, Air, Taxi, Parking)")
    row.locator(".pick").check()
    page.select_option("#f-category", "cat_phone_internet")
    page.click(".bulk button[value=file]")
    expect(page.locator(".undo")).to_contain_text("1 line is changed.")
    page.click(".undo button")
    expect(page.locator("tbody tr", has_text="VODAFONE").locator(".label")).to_contain_text("Travel")
    page.goto(signed.at("transactions/new"))
    page.fill("#f-who", "Post Office, stamps")
    page.fill("#f-amount", "£18.40")
    page.click("text=Enter it")
    expect(page.locator("h1")).to_contain_text("Post Office")
    page.goto(signed.at("settings/rules/new"))
    page.fill("#f-payee", "Figma")
    page.select_option("#f-category", "cat_software")
    page.click("text=See what it would change")
    expect(page.locator("#would")).to_be_visible()
    page.click("text=Keep the rule")
    expect(page.locator("[role=status]")).to_contain_text("The rule is kept")
    assert "data-theme" not in page.content()
    page.goto(f"{signed.served.url}/me")
    page.check("#f-look-dark")
    page.click("text=Show pages like this")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click("text=Log out >> visible=true")
    page.wait_for_load_state()
    assert page.url == f"{signed.served.url}/log-in"
    context.close()


def test_lines_are_found_and_filed_without_leaving_the_page(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context, page = signed.tab(browser, seen)
    page.goto(signed.at("transactions?period=2026-10"))
    page.keyboard.press("/")
    with page.expect_response(re.compile("search=garnet")) as answer:
        page.keyboard.type("garnet")
    assert answer.value.status == 200
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
    page.goto(signed.at("transactions?period=2026-10"))
    page.check("[data-pick-all]")
    expect(page.locator("[data-picked]")).to_have_text("50")
    page.keyboard.press("Escape")
    expect(page.locator(".bulk")).to_be_hidden()
    assert seen.complaints == []
    context.close()


def test_what_is_typed_before_the_page_is_ready_is_searched_for(browser: Browser, signed: Signed) -> None:
    seen, held = Seen(), list[Route]()
    context, page = signed.tab(browser, seen)

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"\.js"), hold)
    page.goto(signed.at("transactions?period=2026-10"), wait_until="commit")
    page.fill(".filters [type=search]", "garnet")
    expect(page.locator("tbody tr")).to_have_count(50)
    for each in held:
        each.continue_()
    expect(page).to_have_url(re.compile("search=garnet"))
    expect(page.locator("tbody tr")).to_have_count(1)
    assert held
    assert seen.complaints == []
    context.close()


def test_what_the_bank_wrote_runs_nowhere(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context, page = signed.tab(browser, seen)
    page.goto(signed.at("transactions?period=2026-10&search=%3Cscript%3E"))
    expect(page.locator("tbody .who")).to_contain_text("<script>alert(1)</script>")
    page.click("tbody .cat")
    expect(page.locator(".picker")).to_be_visible()
    page.goto(signed.at("transactions?search=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(3)%3E"))
    expect(page.locator("h2")).to_have_text("No lines match")
    assert seen.complaints == []
    context.close()


def test_every_face_of_the_check_reads(browser: Browser, signed: Signed, tmp_path: Path) -> None:
    seen = Seen()
    found: dict[str, Any] = {}
    context, page = signed.tab(browser, seen)
    for name, content in (
        ("good", STATEMENT.replace("/10/", "/09/")),
        ("there", STATEMENT),
        ("bad", STATEMENT.replace("09/10", "31/11")),
        ("unknown", "Tag,Vorgang,Betrag\n04.11.2026,POSTAMT,-18.40\n"),
    ):
        file = tmp_path / f"{name} <script>alert(1)<script>.csv"
        file.write_text(content)
        page.goto(signed.at("statements/new"))
        page.set_input_files("#f-file", file)
        page.wait_for_url("**/statements/new/*")
        found[name] = seen_in(page)
    context.close()
    assert {name: complaints for name, complaints in found.items() if complaints} == {}
    assert seen.complaints == []


def test_questions_are_answered_and_the_rest_looked_over_by_keyboard_and_three_things_undone(
    browser: Browser, signed: Signed
) -> None:
    seen = Seen()
    context, page = signed.tab(browser, seen)
    page.goto(signed.at())
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
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.locator("[name=always]")).to_be_checked()
    page.keyboard.press("p")
    expect(page.locator(".undo")).to_contain_text("A rule files them like this from now on.")
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator("#line")).to_have_text(asked)
    answers = 0
    while page.locator("#line").count() and answers < left:
        with page.expect_navigation():
            page.keyboard.press("p")
        answers += 1
    assert answers < left, "sixty lunches of one shop are one question"
    expect(page.locator("h2", has_text="No questions")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".over tbody tr").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("checked.")
    page.keyboard.press("u")
    expect(page.locator(".over tbody tr").first).to_be_visible()
    assert seen.complaints == []
    context.close()


def test_a_key_is_generated_used_and_revoked(browser: Browser, signed: Signed) -> None:
    seen = Seen()
    context, page = signed.tab(browser, seen)
    page.goto(signed.at("transactions"))
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
        assert "OLIVE AND RYE DELI" in ran(command)
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


def filed_first(page: Page, category: str) -> str:
    """File the first line of the list elsewhere, through its own page; its name."""
    who = page.locator("tbody .what").first.inner_text()
    page.locator("tbody .what").first.click()
    page.select_option("#f-category", category)
    page.click("text=Save")
    expect(page.locator("#f-category")).to_have_value(category)
    return who


def test_two_tabs_with_two_companies_never_post_into_each_other(browser: Browser, signed: Signed) -> None:
    context, ours = signed.tab(browser)
    other = context.new_page()
    ours.goto(signed.at("transactions?period=2026-10"))
    other.goto(signed.at("transactions?period=2026-10", signed.large))
    expect(other.locator(".companies [aria-current]")).to_have_text("Tide and Rope Ltd", use_inner_text=False)
    mine = filed_first(ours, "cat_rent")
    theirs = filed_first(other, "cat_travel")
    ours.reload()
    expect(ours.locator("#f-category")).to_have_value("cat_rent")
    assert (ours.locator("h1").inner_text(), other.locator("h1").inner_text()) == (mine, theirs)
    ours.click(".top .menu summary")
    ours.click("text=Tide and Rope Ltd")
    expect(ours).to_have_url(signed.at("", signed.large))
    context.close()


def test_a_reader_reads_and_is_offered_nothing_that_writes(browser: Browser, signed: Signed) -> None:
    context = browser.new_context()
    page = log_in(context, signed.served.url, READER, PASSWORD)
    for path in ("", "transactions"):
        page.goto(signed.at(path))
        assert page.locator("main form[method=post]").count() == 0
    page.goto(signed.at("review"))
    expect(page.locator("main")).to_contain_text("This is for an owner or a bookkeeper")
    csrf = page.locator("[name=csrf]").first.get_attribute("value") or ""
    page.evaluate(
        """([to, csrf]) => { const form = document.createElement('form'); form.method = 'post'; form.action = to;
        for (const [name, value] of Object.entries({csrf, do: 'checked', line: 'txn_x.1'})) {
          const field = document.createElement('input'); field.name = name; field.value = value; form.append(field); }
        document.body.append(form); form.submit(); }""",
        [signed.at("transactions"), csrf],
    )
    expect(page.locator("main")).to_contain_text("This is for an owner or a bookkeeper")
    context.close()


def test_a_second_person_cannot_sign_up(browser: Browser, signed: Signed) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{signed.served.url}/sign-up")
    assert page.url == f"{signed.served.url}/log-in"
    context.close()


def test_log_out_ends_it_and_a_wrong_password_ten_times_closes_the_door_for_a_while(
    browser: Browser, signed: Signed
) -> None:
    context = browser.new_context()
    page = log_in(context, signed.served.url, OWNER, PASSWORD)
    page.click("text=Log out")
    page.wait_for_url("**/log-in")
    page.goto(signed.at())
    assert "/log-in?next=" in page.url
    for _ in range(10):
        page.fill("#f-email", OWNER)
        page.fill("#f-password", "not the password")
        page.click("button.big")
        expect(page.locator(".problem")).to_be_visible()
    page.fill("#f-email", OWNER)
    page.fill("#f-password", PASSWORD)
    page.click("button.big")
    expect(page.locator(".problem")).to_contain_text("Too many attempts. Try again at")
    context.close()
