"""Whose a file's payees are is found out before its write; a key that came meanwhile counts where it is like them."""

from __future__ import annotations

import pytest

from accountsos.store.payees_of_import import Parties

KNOWN = {"GARNET STATIONERS": 4, "SARAH SMITH": 5}
PLACES = {"GARNET STATIONERS": -1, "GARNET STATIONERS LTD": -2, "OLIVE PRINTERS": -3, "OLIVE PRINTERS LTD": -4}


def test_a_known_key_is_its_contact_s_and_a_new_one_of_the_same_party_too() -> None:
    whose = Parties(KNOWN, PLACES).whose
    assert (whose["GARNET STATIONERS"], whose["GARNET STATIONERS LTD"]) == (4, 4)


def test_keys_of_one_party_in_one_file_stand_at_the_first_one_s_place() -> None:
    whose = Parties(KNOWN, PLACES).whose
    assert (whose["OLIVE PRINTERS"], whose["OLIVE PRINTERS LTD"]) == (-3, -3)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (KNOWN, True),
        ({**KNOWN, "SOMEBODY 7": 9}, True),
        ({**KNOWN, "OLIVE PRINTERS": 9}, False),
        ({**KNOWN, "OLI": 9}, True),
        ({**KNOWN, "OLIVE PRINTERS UK": 9}, False),
        ({**KNOWN, "GARNET STATIONERS": 9}, False),
        ({"SARAH SMITH": 5}, False),
    ],
    ids=["as it was", "another", "the same", "shorter", "like one", "moved", "gone"],
)
def test_it_holds_until_a_key_comes_that_would_have_been_compared(now: dict[str, int], holds: bool) -> None:
    found = Parties(KNOWN, PLACES)
    assert found.hold_beside(now) == holds
    assert not holds or Parties(now, PLACES).whose == found.whose
