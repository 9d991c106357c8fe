"""What a person does in a real browser: review by keyboard, undo, a key, two companies, the door."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.browser import Seen, axe, log_in
from tests.dashboard.signed import OWNER, PASSWORD, READER, Signed, ran

pytestmark = pytest.mark.xdist_group("browser")


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
