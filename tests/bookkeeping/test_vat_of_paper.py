"""What a bill, a receipt or a sale proves of VAT: which code, how much, and nothing that the paper does not say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.bookkeeping.invoice_vat import most_vat_in, parts_shown, split_as_paper
from accountsos.documents.facts import AmountIn, DocumentFacts, DocumentType, Fact, Party, VatAtRate
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.store.document_corrections import Corrections
from accountsos.store.documents import Document

CHART = standard_chart()
MAY = date(2026, 5, 6)
BRITISH = Party(vat_number=Fact("GB 980 7806 84", 1.0), country="GB")
IRISH = Party(vat_number=Fact("IE6433435F", 1.0), country="IE")


def paper(gross: int | None, vat: int | None, **otherwise: object) -> Document:
    """A document of 6 May 2026 with that total and VAT as printed."""
    said: dict[str, Any] = {"direction": "purchase", "issued_on": MAY, "currency": "GBP", "gross": gross, "vat": vat}
    said |= otherwise
    type_ = said.pop("type", "invoice")
    return Document(1, b"", "processed", type_, False, "bill.pdf", "application/pdf", 1, 0, 0, **said)


def facts(*rates: VatAtRate, supplier: Party = BRITISH, **otherwise: object) -> DocumentFacts:
    said = {"vat_by_rate": rates, "supplier": supplier, **otherwise}
    return DocumentFacts(Fact(DocumentType.INVOICE, 1.0), **said)  # type: ignore[arg-type]  # fields by name


def at(rate: str | None, net: int | None, vat: int | None, category: str | None = None) -> VatAtRate:
    return VatAtRate(None if rate is None else Decimal(rate), net, vat, category)


def shown(
    category: str, amount: int, document: Document, read: DocumentFacts | None, *, abroad: bool = False
) -> list[tuple[str | None, int, int]]:
    """Code, amount and VAT of each part; a VAT that nothing proves is nothing."""
    plain = CategorisationLine(category, amount)
    parts = parts_shown(CHART[category], plain, document, read, abroad=abroad)
    assert all(part.vat_given == part.vat_proven for part in parts if part.vat_code != "PB20")
    return [(part.vat_code, part.amount, part.vat_amount) for part in parts]


def test_the_vat_of_a_bill_with_the_suppliers_number_is_reclaimed_as_printed() -> None:
    assert shown("cat_software", -12_000, paper(12_000, 2_000), facts()) == [(None, -12_000, -2_000)]


@pytest.mark.parametrize(
    "supplier",
    [
        Party(),
        Party(vat_number=Fact("GB 980 7806 85", 1.0)),  # the checksum of 980 7806 84 with another last digit
        Party(vat_number=Fact("GB98O780684", 1.0)),  # the letter O
    ],
    ids=["no number", "a wrong checksum", "a letter in it"],
)
def test_vat_without_a_right_number_of_the_supplier_is_blocked(supplier: Party) -> None:
    assert shown("cat_software", -12_000, paper(12_000, 2_000), facts(supplier=supplier)) == [("PB20", -12_000, -2_000)]


def test_a_tax_that_is_no_vat_and_a_paper_that_was_not_read_prove_nothing() -> None:
    sales_tax = facts(tax_name="Sales tax")
    assert shown("cat_software", -12_000, paper(12_000, 2_000), sales_tax) == [("PB20", -12_000, -2_000)]
    assert shown("cat_software", -12_000, paper(12_000, 2_000), None) == [("PB20", -12_000, -2_000)]


def test_a_sale_needs_no_number_of_anybody() -> None:
    sale = paper(12_000, 2_000, direction="sale")
    assert shown("cat_sales", 12_000, sale, None) == [(None, 12_000, 2_000)]


def test_a_bill_that_shows_no_vat_claims_none_and_a_sale_that_shows_none_includes_it() -> None:
    assert shown("cat_software", -12_000, paper(12_000, None), facts()) == [("P0", -12_000, 0)]
    assert shown("cat_insurance", -12_000, paper(12_000, None), facts()) == [(None, -12_000, 0)]
    assert shown("cat_sales", 12_000, paper(12_000, None, direction="sale"), facts()) == [(None, 12_000, 0)]


@pytest.mark.parametrize(
    ("category", "said", "code"),
    [
        ("cat_software", None, "P0"),
        ("cat_software", "Z", "P0"),
        ("cat_software", "E", "PE"),
        ("cat_software", "AE", "DRC20"),
        ("cat_insurance", "Z", None),
        ("cat_insurance", "AE", "DRC20"),
        ("cat_sales", None, "S0"),
        ("cat_sales", "Z", "S0"),
        ("cat_sales", "E", "SE"),
        ("cat_sales", "AE", "DRS"),
    ],
)
def test_vat_of_nothing_is_zero_rated_exempt_or_the_customers_as_the_paper_says(
    category: str, said: str | None, code: str | None
) -> None:
    sale = category == "cat_sales"
    amount = 12_000 if sale else -12_000
    read = facts(*([at("0", 12_000, 0, said)] if said else []))
    document = paper(12_000, 0, direction="sale" if sale else "purchase")
    assert shown(category, amount, document, read) == [(code, amount, 0)]


def test_exempt_and_zero_rated_beside_each_other_are_zero_rated() -> None:
    read = facts(at("0", 5_000, 0, "E"), at("0", 7_000, 0, "Z"))
    assert shown("cat_software", -12_000, paper(12_000, 0), read)[0][0] == "P0"


def test_a_bill_with_two_rates_is_a_part_for_each() -> None:
    """100.00 at 20 % and 40.00 at nothing: 20.00 of VAT in 160.00."""
    read = facts(at("20", 10_000, 2_000), at("0", 4_000, 0))
    parts = [("P20", -12_000, -2_000), ("P0", -4_000, 0)]
    assert shown("cat_software", -16_000, paper(16_000, 2_000), read) == parts
    note = facts(at("20", -10_000, -2_000), at("0", -4_000, 0))
    assert shown("cat_software", 16_000, paper(-16_000, -2_000), note) == [("P20", 12_000, 2_000), ("P0", 4_000, 0)]


@pytest.mark.parametrize(
    ("rate", "category", "sale", "code"),
    [
        ("5", None, False, "P5"),
        ("0", "E", False, "PE"),
        ("0", None, True, "S0"),
        ("0", "E", True, "SE"),
        ("5", None, True, "S5"),
    ],
)
def test_each_rate_has_its_code_in_buying_and_selling(rate: str, category: str | None, sale: bool, code: str) -> None:
    vat = int(rate) * 100
    read = facts(at("20", 10_000, 2_000), at(rate, 10_000, vat, category))
    document = paper(22_000 + vat, 2_000 + vat, direction="sale" if sale else "purchase")
    amount = (1 if sale else -1) * (22_000 + vat)
    found = shown("cat_sales" if sale else "cat_software", amount, document, read)
    assert [part[0] for part in found] == ["S20" if sale else "P20", code]


@pytest.mark.parametrize(
    "rates",
    [
        (at("20", 10_000, 2_000),),
        (at("20", 10_000, 2_000), at(None, 4_000, 0)),
        (at("20", 10_000, 2_000), at("0", None, 0)),
        (at("20", 10_000, 2_000), at("0", 4_000, None)),
        (at("20", 10_000, 2_000), at("17", 4_000, 0)),
        (at("20", 10_000, 2_000), at("0", 4_001, 0)),
        (at("20", 10_000, 1_999), at("0", 4_001, 0)),
        (at("20", 15_000, 2_000), at("0", -1_000, 0)),
    ],
    ids=["one rate", "no rate", "no net", "no VAT", "a rate of no day", "another total", "another VAT", "a deposit"],
)
def test_rates_that_do_not_come_to_the_totals_leave_the_vat_in_one_part(rates: tuple[VatAtRate, ...]) -> None:
    assert shown("cat_software", -16_000, paper(16_000, 2_000), facts(*rates)) == [(None, -16_000, -2_000)]


def test_what_is_never_reclaimed_stays_blocked_at_each_rate() -> None:
    read = facts(at("20", 10_000, 2_000), at("5", 4_000, 200))
    assert shown("cat_entertaining", -16_200, paper(16_200, 2_200), read) == [
        ("PB20", -12_000, -2_000),
        ("PB5", -4_200, -200),
    ]


def test_half_of_a_leased_cars_vat_stays_half_and_what_depends_is_reclaimed_with_the_paper() -> None:
    read = facts(at("20", 10_000, 2_000), at("0", 4_000, 0))
    parts = [("PHALF20", -12_000, -2_000), ("P0", -4_000, 0)]
    assert shown("cat_vehicle_lease", -16_000, paper(16_000, 2_000), read) == parts
    fuel = [("P20", -12_000, -2_000), ("P0", -4_000, 0)]
    assert shown("cat_vehicle_running", -16_000, paper(16_000, 2_000), read) == fuel


def test_hospitality_of_the_winter_of_2021_has_its_own_code() -> None:
    """12.5 % from 1 October 2021 to 31 March 2022."""
    read = facts(at("20", 10_000, 2_000), at("12.5", 8_000, 1_000))
    for sale, codes in ((False, ["P20", "PH"]), (True, ["S20", "SH"])):
        document = paper(21_000, 3_000, direction="sale" if sale else "purchase", issued_on=date(2021, 12, 1))
        found = shown("cat_sales" if sale else "cat_software", 21_000 if sale else -21_000, document, read)
        assert [part[0] for part in found] == codes


def test_a_customer_abroad_without_vat_is_outside_the_scope_and_a_bill_from_abroad_is_the_categorys() -> None:
    sale = paper(12_000, 0, direction="sale")
    assert shown("cat_sales", 12_000, sale, facts(), abroad=True) == [("OSS", 12_000, 0)]
    assert shown("cat_sales", 12_000, sale, facts(customer=IRISH)) == [("OSS", 12_000, 0)]
    charged = paper(12_000, 2_000, direction="sale")
    assert shown("cat_sales", 12_000, charged, facts(), abroad=True) == [(None, 12_000, 0)]
    assert shown("cat_interest_income", 12_000, sale, facts(), abroad=True) == [(None, 12_000, 0)]
    assert shown("cat_software", -12_000, paper(12_000, 0), facts(), abroad=True) == [(None, -12_000, 0)]
    assert shown("cat_software", -12_000, paper(12_000, 2_000), facts(supplier=IRISH)) == [(None, -12_000, 0)]


def test_a_party_abroad_with_a_british_number_charges_british_vat() -> None:
    registered = Party(vat_number=Fact("gb980780684", 1.0), country="IE")
    assert shown("cat_software", -12_000, paper(12_000, 2_000), facts(supplier=registered)) == [(None, -12_000, -2_000)]


def test_the_vat_of_a_bill_in_euros_is_what_it_says_in_pounds() -> None:
    told = facts(vat_in_tax_currency=Fact(AmountIn("GBP", 1_700), 1.0))
    bill = paper(14_000, 2_333, currency="EUR")
    assert shown("cat_software", -12_000, bill, told) == [(None, -12_000, -1_700)]
    in_euros = facts(vat_in_tax_currency=Fact(AmountIn("EUR", 1_700), 1.0))
    assert shown("cat_software", -12_000, bill, in_euros) == [(None, -12_000, 0)]
    assert shown("cat_software", -12_000, bill, facts()) == [(None, -12_000, 0)]


def test_more_vat_than_an_amount_can_hold_is_no_vat_of_it() -> None:
    """A sixth of 120.00 is 20.00; a penny of rounding is allowed, two are not, nor VAT against its own total."""
    assert most_vat_in(12_000, MAY) == 2_001
    assert shown("cat_software", -12_000, paper(12_000, 2_001), facts()) == [(None, -12_000, -2_001)]
    assert shown("cat_software", -12_000, paper(12_000, 2_002), facts()) == [("P0", -12_000, 0)]
    assert shown("cat_software", -12_000, paper(12_000, -2_000), facts()) == [("P0", -12_000, 0)]
    assert shown("cat_software", 12_000, paper(-12_000, -2_000), facts()) == [(None, 12_000, 2_000)]


def test_a_paper_of_nothing_holds_no_vat_not_even_a_penny() -> None:
    assert shown("cat_software", 0, paper(0, 1), facts()) == [("P0", 0, 0)]


@pytest.mark.parametrize("total", [None, 0])
def test_vat_of_a_paper_whose_total_was_not_read_is_as_printed(total: int | None) -> None:
    assert shown("cat_software", -12_000, paper(total, 2_000), facts()) == [(None, -12_000, -2_000)]
    assert shown("cat_software", -12_000, paper(total, -2_000), facts()) == [("P0", -12_000, 0)]


@pytest.mark.parametrize(
    ("code", "vat", "given"),
    [("P20", -2_000, True), ("RC20", 0, False), ("P0", 0, False), ("PE", 0, False), ("NONE", 0, False)],
)
def test_where_a_person_says_the_code_the_paper_says_how_much(code: str, vat: int, *, given: bool) -> None:
    said = paper(12_000, 2_000, corrections=Corrections(vat_code=code))
    (part,) = parts_shown(CHART["cat_software"], CategorisationLine("cat_software", -12_000), said, None, abroad=False)
    assert (part.vat_code, part.vat_amount, part.vat_given, part.vat_proven) == (code, vat, given, given)


def test_a_split_takes_the_vat_of_the_paper_by_amount_to_the_penny() -> None:
    """10.01 of VAT on 60.06: 3.34 in 20.02 each but for the last penny."""
    whole = (CategorisationLine("cat_software", -6_006, "P20", -1_001, vat_given=True, vat_proven=True),)
    split = tuple(CategorisationLine(c, -2_002) for c in ("cat_software", "cat_office", "cat_travel"))
    told = split_as_paper(split, whole)
    assert [part.vat_amount for part in told] == [-334, -333, -334]
    assert {(part.vat_code, part.vat_given, part.vat_proven) for part in told} == {("P20", True, True)}


def test_a_split_that_says_something_of_vat_is_left_as_it_is() -> None:
    whole = (CategorisationLine("cat_software", -6_000, "P20", -1_000, vat_given=True, vat_proven=True),)
    coded = (CategorisationLine("cat_software", -3_000, "P0"), CategorisationLine("cat_office", -3_000))
    given_vat = (CategorisationLine("cat_software", -3_000, vat_given=True), CategorisationLine("cat_office", -3_000))
    assert split_as_paper(coded, whole) == coded
    assert split_as_paper(given_vat, whole) == given_vat


def test_a_split_of_a_paper_without_vat_takes_its_code() -> None:
    split = (CategorisationLine("cat_software", -3_000), CategorisationLine("cat_office", -3_000))
    assert [p.vat_code for p in split_as_paper(split, (CategorisationLine("cat_software", -6_000, "P0"),))] == [
        "P0",
        "P0",
    ]


def test_a_split_of_a_paper_of_two_rates_has_its_vat_and_no_code() -> None:
    """20.00 of VAT on 160.00: 15.00 in 120.00; a part against the others has none."""
    paper_parts = (
        CategorisationLine("cat_software", -12_000, "P20", -2_000, vat_given=True, vat_proven=True),
        CategorisationLine("cat_software", -4_000, "P0", 0, vat_given=True, vat_proven=True),
    )
    split = (CategorisationLine("cat_office", -12_000), CategorisationLine("cat_travel", -4_000))
    assert [(p.vat_code, p.vat_amount) for p in split_as_paper(split, paper_parts)] == [(None, -1_500), (None, -500)]


@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=6), st.integers(0, 40_000))
def test_the_parts_of_a_split_have_the_vat_of_the_whole(amounts: list[int], vat: int) -> None:
    total = sum(amounts)
    vat = min(vat, total)
    whole = (CategorisationLine("cat_software", -total, "P20", -vat, vat_given=True),)
    told = split_as_paper(tuple(CategorisationLine("cat_office", -amount) for amount in amounts), whole)
    assert sum(part.vat_amount for part in told) == -vat
    assert all(abs(part.vat_amount) <= abs(part.amount) for part in told)
    assert all(part.vat_given for part in told), "of a part that has none of it the paper says so"


def test_a_note_on_an_asset_is_of_its_invoices_side() -> None:
    """A machine that goes back to its supplier is not sold, and one that a customer returns is not bought."""
    back = paper(12_000, 2_000, type="credit_note")
    assert shown("cat_fa_plant", 12_000, back, facts()) == [("P20", 12_000, 2_000)]
    assert shown("cat_fa_plant", 12_000, paper(12_000, 0, type="credit_note", currency="EUR"), None) == [
        ("RC20", 12_000, 0)
    ]
    returned = paper(12_000, 2_000, type="credit_note", direction="sale")
    assert shown("cat_fa_plant", -12_000, returned, None) == [("S20", -12_000, -2_000)]
    assert shown("cat_fa_plant", -12_000, paper(12_000, 2_000), facts()) == [(None, -12_000, -2_000)]
