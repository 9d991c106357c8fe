"""A supplier is recognised by what is its own, and by nothing that others, or we ourselves, have too."""

from __future__ import annotations

from accountsos.documents.corrections import Correction, kept, learned, sheet_kept
from accountsos.documents.facts import DocumentFacts, DocumentType, Fact, Party
from accountsos.documents.templates import Template, anchors_in, template_for
from tests.documents.test_text import sheet_from

PAGE = sheet_from("Members' account", "Skelton Row 4 Leeds", "Tel 0113 496 0731", "Settled here\t12.40")


def named(name: str | None = None, confidence: float = 0.5, vat_number: str | None = None) -> DocumentFacts:
    party = Party(
        name=Fact(name, confidence) if name else None, vat_number=Fact(vat_number, 0.9) if vat_number else None
    )
    return DocumentFacts(type=Fact(DocumentType.RECEIPT, 0.6), supplier=party)


def found(templates: list[Template], facts: DocumentFacts) -> str | None:
    answer = template_for(templates, facts, PAGE)
    return None if answer is None else answer[0].supplier


def test_anchors_are_numbers_and_addresses_in_one_way_of_writing() -> None:
    texts = ["Tel: +44 (113) 496-0731", "www.QX-Klub.co.uk", "Billing: pay@qx-klub.co.uk", "me: jo@gmail.com"]
    assert anchors_in(texts) == {"01134960731", "qx-klub.co.uk", "jo@gmail.com"}
    assert anchors_in(["VAT 980 7806 84", "Order 20260305", "01/02/2026 10:22", "12.40"]) == frozenset()


def test_an_anchor_of_two_suppliers_recognises_neither() -> None:
    club, bar = (Template(name, anchors=("01134960731",), seen=3) for name in ("QX Klub", "QX Bar"))
    assert found([club], named()) == "QX Klub"
    assert found([club, bar], named()) is None


def test_a_name_that_was_surely_read_is_not_overruled_by_a_shared_vat_number() -> None:
    group = Template("Quay Timber Ltd", vat_number="GB980780684", seen=3)
    assert found([group], named("Quay Paints Ltd", 0.98, "GB980780684")) is None
    assert found([group], named("Qay Timbr", 0.5, "GB980780684")) == "Quay Timber Ltd"


def test_a_page_with_another_vat_number_is_anothers() -> None:
    club = Template("QX Klub", vat_number="GB980780684", anchors=("01134960731",), seen=3)
    assert found([club], named("QX Klub", 0.5, "GB999999973")) is None
    assert found([club], named(None, 0.5, "GB999999973")) is None


def test_a_misreading_that_a_person_has_put_right_is_known_but_never_surely() -> None:
    (template,) = learned([Correction("QX Klub", sheet_from("x"), gross=1, read_as="Member Services")])
    answer = template_for([template], named("Member Services", 0.99), PAGE)
    assert answer == (template, 0.9)


def test_our_own_name_and_address_are_nobodys_mark() -> None:
    sheet = sheet_from("QX Klub\tTeasel & Co Ltd", "Skelton Row 4\tMill Lane, Truro", "Leeds\tTel 01872 496 0123")
    (template,) = learned([Correction("QX Klub", sheet, gross=1, own_names=("Teasel & Co Ltd",))])
    assert (template.marks, template.anchors) == (("SKELTONROW",), ())


def test_the_text_that_is_kept_makes_the_same_sheet() -> None:
    again = sheet_kept(kept(PAGE), by_eye=False)
    assert [row.text for row in again.rows] == [row.text for row in PAGE.rows]
    assert [(a.label, a.pence) for a in again.amounts] == [(a.label, a.pence) for a in PAGE.amounts]
    assert ("Settled here", 1240) in [(a.label, a.pence) for a in again.amounts]


def test_what_was_read_off_a_picture_is_as_unsure_when_it_is_judged_again() -> None:
    assert sheet_kept(kept(PAGE), by_eye=True).is_by_eye
    assert not sheet_kept(kept(PAGE), by_eye=False).is_by_eye
