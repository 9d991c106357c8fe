"""What holds on every page and for every form, asked of each as it is listed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from accountsos.access.roles import Right, Role, rights_of
from accountsos.dashboard.page import Action, Page
from accountsos.dashboard.pages import PAGES
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.world import HOSTILE, ROLES, SCRIPT, World

OF_COMPANY = [page for page in PAGES if page.of_company]
OF_PERSONS = [page for page in PAGES if page.right is not None]
READ = [page for page in OF_PERSONS if not page.file]
"""Those that are pages, and no files."""
ACTIONS = [(page, name, action) for page in OF_COMPANY for name, action in page.actions.items()]
WORDS_OF_THE_API = ("category_id", "bad_request", "txn_…", "param", "null", "If-Match", "known_at", "suspense")
"""What `Refused.message` may hold and no person should read."""
NOBODYS = {"company", "period", "report"}
"""Holes that hold words, which are the same for every company: a period, the name of a report."""
VOID = {"source", "meta", "link", "input", "br", "hr", "img", "path", "circle", "rect"}


class Tree(HTMLParser):
    """Reads a page and notes what stands in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def name_of(value: object) -> str:
    return value.name if isinstance(value, Page) else value if isinstance(value, str) else ""


def test_every_page_has_its_own_address_and_name() -> None:
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", OF_PERSONS, ids=name_of)
def test_without_a_session_every_page_leads_to_log_in(page: Page, looked_at: World) -> None:
    path = looked_at.ours.fill(page.path)
    answer = looked_at.visitor().get(path)
    assert answer.status == 303
    assert answer.header("location") == f"/log-in?next={path}"
    partial = looked_at.visitor().get(path, hx_request="true", hx_request_type="partial")
    assert partial.status == 401
    assert partial.header("hx-redirect").startswith("/log-in")


@pytest.mark.parametrize("page", OF_COMPANY, ids=name_of)
def test_another_companys_pages_are_not_there(page: Page, looked_at: World) -> None:
    world, missing = looked_at, looked_at.visitor("owner").get("/co_000000/transactions")
    visitor = world.visitor("owner")
    theirs = visitor.get(world.theirs.fill(page.path))
    assert theirs.status == missing.status == 404
    mixed = page.path.replace("{company}", world.ours.id)
    if set(page.holes) - NOBODYS:
        assert visitor.get(world.theirs.fill(mixed)).status == 404


@pytest.mark.parametrize(("page", "name", "action"), ACTIONS, ids=name_of)
def test_no_form_reaches_another_companys_things(page: Page, name: str, action: Action, looked_at: World) -> None:
    world = looked_at
    visitor, ours = world.visitor("owner"), world.ours.fill(page.path)
    before = world.theirs.keeper.ask(AUDIT, (1, 0)).total
    form = {"do": name, **dict.fromkeys([field.name for field in action.form.fields], "x")}
    assert visitor.post(world.theirs.fill(page.path), form, page=ours).status == 404
    mixed = page.path.replace("{company}", world.ours.id)
    if set(page.holes) - NOBODYS:
        assert visitor.post(world.theirs.fill(mixed), form, page=ours).status == 404
    assert world.theirs.keeper.ask(AUDIT, (1, 0)).total == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", OF_COMPANY, ids=name_of)
def test_each_role_sees_what_it_may(page: Page, role: str, looked_at: World) -> None:
    answer = looked_at.visitor(role).get(looked_at.ours.fill(page.path))
    may = page.right in rights_of(Role(role))
    assert answer.status in ((200, 303) if may else (403,))
    if not may:
        assert "This is for an owner" in answer.text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("page", "name", "action"), ACTIONS, ids=name_of)
def test_a_role_that_may_not_changes_nothing(
    page: Page, name: str, action: Action, *, role: str, looked_at: World
) -> None:
    if action.right in rights_of(Role(role)):
        return
    world = looked_at
    visitor, path = world.visitor(role), world.ours.fill(page.path)
    before = world.ours.keeper.ask(AUDIT, (1, 0)).total
    form = {"do": name, **dict.fromkeys([field.name for field in action.form.fields], "x")}
    assert visitor.post(path, form, page="/me").status == 403
    assert world.ours.keeper.ask(AUDIT, (1, 0)).total == before


@pytest.mark.parametrize("page", READ, ids=name_of)
def test_what_a_bank_or_a_person_wrote_is_only_text(page: Page, looked_at: World) -> None:
    world = looked_at
    path = world.ours.fill(page.path)
    for query in ("", f"?search={SCRIPT}&period=all&state={SCRIPT}&cursor={SCRIPT}&category={SCRIPT}&done={SCRIPT}"):
        answer = world.visitor("owner").get(path + query)
        if answer.status == 303:
            continue
        tree = Tree(answer.text)
        assert tree.open == [], "a tag is left open"
        scripts = [attributes for tag, attributes in tree.tags if tag == "script"]
        assert [sorted(attributes) for attributes in scripts] == [["defer", "src"]]
        for tag, attributes in tree.tags:
            for name in attributes:
                assert not name.startswith("on"), f"<{tag}> has {name}"
                assert name not in ("style", "hx-on", "srcdoc"), f"<{tag}> has {name}"
            assert not str(attributes.get("href", "")).lower().startswith("javascript")


def test_the_hostile_line_stands_on_the_page_as_the_bank_wrote_it(looked_at: World) -> None:
    page = looked_at.visitor("owner").get(looked_at.ours.fill("/{company}/transactions"))
    assert HOSTILE in " ".join(Tree(page.text).words)
    assert "{{7*7}}" in page.text


@pytest.mark.parametrize("page", READ, ids=name_of)
def test_ids_stand_once_on_a_page_and_every_label_has_its_control(page: Page, looked_at: World) -> None:
    answer = looked_at.visitor("owner").get(looked_at.ours.fill(page.path))
    tags = Tree(answer.text).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["for"] for tag, a in tags if tag == "label" and "for" in a} <= set(ids)


@pytest.mark.parametrize("page", READ, ids=name_of)
def test_a_part_of_a_page_is_no_whole_page(page: Page, looked_at: World) -> None:
    if not page.fragment:
        return
    path = looked_at.ours.fill(page.path)
    part = looked_at.visitor("owner").get(path, hx_request="true", hx_request_type="partial")
    assert part.status == 200
    assert "<html" not in part.text
    assert len(part.body) < 20_000


@pytest.mark.parametrize(("page", "name", "action"), ACTIONS, ids=name_of)
def test_a_form_that_is_wrong_in_every_field_is_answered_in_plain_words(
    page: Page, name: str, action: Action, looked_at: World
) -> None:
    visitor, path = looked_at.visitor("owner"), looked_at.ours.fill(page.path)
    fields = [field.name for field in action.form.fields]
    for value in ("", "x" * 4_000, SCRIPT, "\u202e\x00"):
        answer = visitor.post(path, {"do": name, **dict.fromkeys(fields, value)})
        assert answer.status in (303, 404, 409, 422) or (not fields and answer.status == 200), value[:20]
        said = " ".join(Tree(answer.text).words)
        assert [word for word in WORDS_OF_THE_API if word in said] == []
        if answer.status == 422:
            assert "There is a problem" in said
            assert re.search(r"<title>Problem: ", answer.text)


def test_only_an_owner_governs_and_only_closers_close() -> None:
    assert [role for role in Role if Right.GOVERN in rights_of(role)] == [Role.OWNER]
    assert [role for role in Role if Right.KEEP_BOOKS in rights_of(role)] == [Role.OWNER, Role.BOOKKEEPER]
    assert [role for role in Role if Right.CLOSE_YEARS in rights_of(role, may_close=True)] == [
        Role.OWNER,
        Role.ACCOUNTANT,
    ]
