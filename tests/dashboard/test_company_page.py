"""An owner puts the company's own facts right by page, and what they are for follows."""

from __future__ import annotations

import pytest

from tests.dashboard.world import HIDDEN_FIELD, World

SAID = {
    "kind": "ltd",
    "name": "Harbour Lane Coffee Ltd",
    "trade": "café",
    "people": "Mary Oduya; Sam  Peel, Mary Oduya",
    "number": "9876543",
    "incorporated-day": "1",
    "incorporated-month": "4",
    "incorporated-year": "2025",
}


def test_what_an_owner_says_of_the_company_is_kept_and_shown(world: World) -> None:
    visitor, here = world.visitor("owner"), f"/{world.ours.id}/settings/company"
    done = visitor.post(here, SAID)
    assert (done.status, done.header("location")) == (303, f"{here}?saved=1")
    settings = visitor.get(f"/{world.ours.id}/settings").text
    for said in ("Harbour Lane Coffee Ltd", "café", "Mary Oduya, Sam Peel", "09876543", "1 April 2025"):
        assert said in settings
    again = visitor.get(here).text
    for said in ("Harbour Lane Coffee Ltd", "café", "Mary Oduya, Sam Peel", "09876543", "2025"):
        assert f'value="{said}"' in again


def test_a_form_shows_what_is_known_and_sent_back_changes_nothing(world: World) -> None:
    visitor, here = world.visitor("owner"), f"/{world.ours.id}/settings/company"
    visitor.post(here, SAID)
    before = visitor.get(f"/{world.ours.id}/accountant/audit").text.count("<tr")
    shown = dict(HIDDEN_FIELD.findall(visitor.get(here).text))
    assert visitor.send(here, {**SAID, **shown, "people": "Mary Oduya, Sam Peel"}).status == 303
    assert visitor.get(f"/{world.ours.id}/accountant/audit").text.count("<tr") == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Enter name of the business"),
        ({"people": "7, Sam Peel"}, "Write each name with letters, and a comma between two"),
        ({"people": ", ".join(f"Person A{n}" for n in range(51))}, "51 names are too many; write 50 at most"),
        ({"number": "12"}, "The company number must have 8 characters"),
        ({"incorporated-year": "2199"}, "The incorporation date must be in the past."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world: World, changed: dict[str, str], said: str) -> None:
    visitor, here = world.visitor("owner"), f"/{world.ours.id}/settings/company"
    answer = visitor.post(here, {**SAID, **changed})
    assert said in answer.text
    assert answer.status in (400, 409, 422)
    assert "Harbour Lane Ltd" in visitor.get(f"/{world.ours.id}/settings").text


@pytest.mark.parametrize("role", ["bookkeeper", "accountant", "reader"])
def test_nobody_else_does(world: World, role: str) -> None:
    visitor, here = world.visitor(role), f"/{world.ours.id}/settings/company"
    assert visitor.get(here).status == 403
    assert visitor.post(here, SAID, page="/me").status == 403


def test_the_owner_of_a_new_company_is_asked_what_it_does(world: World) -> None:
    visitor = world.visitor("owner")
    said = {"do": "found", "kind": "sole_trader", "company": "Reed & Daughter", "trade": "florist", "vat": "no"}
    there = visitor.post("/me/new-company", said).header("location")
    company = there.split("/")[1]
    assert "About the company" in visitor.get(there).text
    page = visitor.get(f"/{company}/settings/company").text
    assert 'value="florist"' in page
    assert 'id="f-basis-accruals"' in page
    assert 'id="f-number"' not in page
    books = {"kind": "sole_trader", "name": "Reed & Daughter", "trade": "", "people": "", "basis": "accruals"}
    assert visitor.post(f"/{company}/settings/company", books).status == 303
    page = visitor.get(f"/{company}/settings/company").text
    assert 'id="f-basis-accruals" name="basis" value="accruals" checked' in page
    assert 'value="florist"' not in page
