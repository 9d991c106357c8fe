"""The corpus of real e-invoices: what is read is compared with figures taken from the files by eye."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from accountsos.documents.checks import arithmetic_checks
from accountsos.documents.einvoice.embedded import embedded_einvoice
from accountsos.documents.einvoice.read import facts_from_xml
from accountsos.documents.facts import DocumentFacts, DocumentType
from accountsos.documents.streams import opened, refuse_bombs
from tests.documents.shared import samples


def read(path: Path) -> tuple[DocumentFacts, ...]:
    content = path.read_bytes()
    if path.suffix == ".pdf":
        pdf = opened(content)
        refuse_bombs(pdf)
        embedded = embedded_einvoice(pdf)
        assert embedded is not None, path.name
        content = embedded
    return facts_from_xml(content)


EXPECTED = [
    ("XML-Rechnung/CII/EN16931_Rabatte.cii.xml", "471102", date(2018, 6, 5), 19377, 2130, 21507, "Lieferant GmbH", 4),
    ("XML-Rechnung/UBL/EN16931_Elektron.ubl.xml", "181301674", date(2018, 4, 25), 25210, 4790, 30000,
     "ELEKTRON Industrieservice GmbH", 2),
    ("ZUGFeRDv1/correct/Konik/acme_invoice-42_ZUGFeRD.pdf", "20131122-42", date(2014, 11, 8), 10000, 1900, 11900,
     "Seller Inc.", 1),
    ("ZUGFeRDv1/correct/Mustangproject/MustangGnuaccountingBeispielRE-20140519_499.pdf", "RE-20140519/499",
     date(2014, 5, 19), 49600, 6384, 55984, "usegroup Inh. Jochen Stärk", 3),
    ("ZUGFeRDv2/correct/FNFE-factur-x-examples/Facture_DOM_MINIMUM.pdf", "FA-2017-0009", date(2017, 11, 5), 53075, 0,
     53075, "Au bon moulin", 0),
    ("ZUGFeRDv2/correct/Mustangproject/testout-ZF2PushCorrection.xml", "123", date(2020, 12, 22), -300, -57, -357,
     "Test company", 3),
    ("fatturaPA/eigor/valid/A10-Licenses.xml", "20150483", date(2015, 4, 14), 14700, 3087, 17787, "Bluem BV", 1),
    ("fatturaPA/official/valid/IT01234567890_FPR01.xml", "123", date(2014, 12, 18), 500, 110, 610,
     "SOCIETA' ALPHA SRL", 1),
]  # fmt: skip


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row[0].rpartition("/")[2])
def test_the_header_is_what_the_file_says(expected: tuple[str, str, date, int, int, int, str, int]) -> None:
    name, number, day, net, vat, gross, supplier, lines = expected
    (facts,) = read(samples("einvoices") / name)
    assert facts.number is not None
    assert facts.date is not None
    assert facts.net is not None
    assert facts.vat is not None
    assert facts.gross is not None
    assert facts.supplier.name is not None
    assert (facts.number.value, facts.date.value) == (number, day)
    assert (facts.net.value, facts.vat.value, facts.gross.value) == (net, vat, gross)
    assert (facts.supplier.name.value, len(facts.lines)) == (supplier, lines)


def test_every_valid_file_gives_all_header_facts_and_its_sums_hold() -> None:
    paths = [p for p in samples("einvoices").rglob("*.*") if "fail" not in p.parts and p.is_file()]
    assert len(paths) >= 80
    for path in paths:
        for facts in read(path):
            for name in ("number", "date", "net", "vat", "gross"):
                assert getattr(facts, name) is not None, f"{path.name} has no {name}"
            assert facts.supplier.name is not None
            assert facts.customer.name is not None
            sums = {check.name: check for check in arithmetic_checks(facts) if check.stops}
            assert all(check.holds for check in sums.values()), (path.name, sums)


def test_a_type_381_is_a_credit_note_and_a_self_billed_389_is_an_invoice() -> None:
    folder = samples("einvoices")
    (credit,) = read(folder / "ZUGFeRDv2/correct/FNFE-factur-x-examples/Avoir_FR_type381_BASIC.pdf")
    (own,) = read(folder / "XML-Rechnung/CII/EN16931_Gutschrift.cii.xml")
    assert (credit.type.value, own.type.value) == (DocumentType.CREDIT_NOTE, DocumentType.INVOICE)


def test_an_italian_file_may_hold_two_invoices() -> None:
    facts = read(samples("einvoices") / "fatturaPA/official/valid/IT01234567890_FPR03.xml")
    assert [f.number.value for f in facts if f.number] == ["123", "456"]


def test_insurance_tax_is_not_called_vat() -> None:
    (facts,) = read(
        samples("einvoices")
        / "ZUGFeRDv1/correct/Intarsys/ZUGFeRD_1p0_COMFORT_Sachversicherung_berechneter_Steuersatz.pdf"
    )
    assert facts.tax_name == "ZF_INSURANCE_TAX"
    assert facts.vat_by_rate == ()
