"""An owner adds another company by page, once however often the form is sent; nobody else does."""

from __future__ import annotations

import pytest

from tests.dashboard.world import HIDDEN_FIELD, Visitor, World

FORM = {
    "do": "found",
    "kind": "sole_trader",
    "company": "Reed & Daughter",
    "vat": "no",
}
PAGE = "/me/new-company"


def test_an_owner_adds_a_company_and_is_in_it_at_once(world: World) -> None:
    visitor = world.visitor("owner")
    assert PAGE in visitor.get(f"/{world.ours.id}/transactions").text
    done = visitor.post(PAGE, FORM)
    assert done.status == 303
    welcome = visitor.get(done.header("location"))
    assert (welcome.status, "Reed &amp; Daughter" in welcome.text) == (200, True)
    both = visitor.get("/me").text
    assert "Reed &amp; Daughter" in both
    assert "Harbour Lane Ltd" in both


def test_a_form_sent_twice_founds_one_company(world: World) -> None:
    visitor = world.visitor("owner")
    hidden = fields(visitor)
    first, again = (visitor.send(PAGE, {**hidden, **FORM}) for _ in range(2))
    assert (first.status, again.status) == (303, 303)
    assert first.header("location") == again.header("location")
    assert visitor.get("/me/companies").text.count('<tr><th scope="row"') == 2


def test_what_is_missing_is_said_at_its_field(world: World) -> None:
    answer = world.visitor("owner").post(PAGE, {**FORM, "company": "", "kind": "ltd"})
    assert answer.status == 422
    assert "Enter name of the business" in answer.text


@pytest.mark.parametrize("role", ["bookkeeper", "accountant", "reader"])
def test_nobody_else_does(world: World, role: str) -> None:
    visitor = world.visitor(role)
    assert PAGE not in visitor.get(f"/{world.ours.id}/transactions").text
    assert visitor.get(PAGE).status == 403
    assert visitor.post(PAGE, FORM, page="/me").status == 403


def fields(visitor: Visitor) -> dict[str, str]:
    return dict(HIDDEN_FIELD.findall(visitor.get(PAGE).text))
