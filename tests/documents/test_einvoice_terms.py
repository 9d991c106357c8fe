"""Every valid e-invoice against a second reading of its XML that was written apart from the product's."""

from __future__ import annotations

from datetime import date

from benchmarks.einvoice_truth import differences, differing, terms_in

from accountsos.documents.facts import ReadStatus
from accountsos.documents.read import read_document
from tests.documents.shared import samples

TODAY = date(2026, 6, 30)


def test_header_vat_by_rate_and_lines_of_every_valid_file_agree_with_the_second_reading() -> None:
    found = differences(samples("einvoices"))
    assert len(found) >= 85
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_the_second_reading_finds_what_the_files_say() -> None:
    folder = samples("einvoices")
    (bill,) = terms_in(folder / "XML-Rechnung/UBL/EN16931_Elektron.ubl.xml")
    assert (bill.number, bill.day, bill.net, bill.vat, bill.gross) == ("181301674", "2018-04-25", 25210, 4790, 30000)
    assert (bill.seller, len(bill.lines)) == ("ELEKTRON Industrieservice GmbH", 2)
    (reduced,) = terms_in(folder / "XML-Rechnung/CII/EN16931_Rabatte.cii.xml")
    assert sum(int(str(rate[3])) for rate in reduced.rates) == 2130
    assert [first.number for first in terms_in(folder / "fatturaPA/official/valid/IT01234567890_FPR03.xml")] == [
        "123",
        "456",
    ]


def test_every_broken_file_ends_in_a_clear_state_and_what_its_xml_gives_is_right() -> None:
    paths = [path for path in samples("einvoices").rglob("*.*") if "fail" in path.parts and path.is_file()]
    assert len(paths) >= 18
    for path in paths:
        outcome = read_document(path.read_bytes(), today=TODAY)
        if outcome.status is ReadStatus.PROCESSED:
            assert outcome.source == "e-invoice", path.name
        else:
            assert outcome.reason, path.name
        if outcome.source == "e-invoice":
            assert differing(path) == [], path.name
