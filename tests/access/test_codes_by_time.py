"""The second step's codes are those of the RFC, and each kind opens to nobody who has not got it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from accountsos.access.second_step import (
    DIGITS,
    STEP_SECONDS,
    code_at,
    fitting_step,
    in_groups,
    is_key,
    new_key,
    new_recovery_codes,
    otpauth_link,
    recovery_digest,
    step_of,
)

RFC_KEY = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""RFC 6238, appendix B, the rows of SHA1."""


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert code_at(RFC_KEY, step_of(now), digits=8) == code
    assert code_at(RFC_KEY, step_of(now)) == code[2:]


def test_a_clock_may_be_half_a_minute_off_and_no_more() -> None:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    code = code_at(RFC_KEY, step_of(now))
    fits = [fitting_step(RFC_KEY, code, now + timedelta(seconds=s)) for s in (-31, -30, 0, 59, 60)]
    assert fits == [None, step_of(now), step_of(now), step_of(now), None]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert fitting_step(RFC_KEY, typed, datetime(2026, 11, 22, tzinfo=UTC)) is None


def test_a_code_may_be_typed_in_two_groups() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    code = code_at(RFC_KEY, step_of(now))
    assert fitting_step(RFC_KEY, f" {code[:3]} {code[3:]} ", now) == step_of(now)


def test_a_key_is_a_hundred_and_sixty_bits_and_none_comes_twice() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(is_key(key) and in_groups(key).replace(" ", "") == key for key in keys)
    assert [text for text in ("", "ABC", "A" * 31, "0" * 32, "é") if is_key(text)] == []


def test_an_app_takes_the_key_by_an_address_that_names_whose_it_is() -> None:
    link = otpauth_link(RFC_KEY, "ann+books@example.org")
    assert link.startswith("otpauth://totp/AccountsOS%3Aann%2Bbooks%40example.org?")
    assert link.endswith(f"?secret={RFC_KEY}&issuer=AccountsOS")
    assert (STEP_SECONDS, DIGITS) == (30, 6), "what an app takes where an address says nothing"


def test_recovery_codes_are_ten_and_fit_however_they_are_typed_and_to_one_person_only() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {14}
    one = codes[0]
    assert recovery_digest("usr_a", one) == recovery_digest("usr_a", f" {one.upper().replace('-', ' ')} ")
    assert recovery_digest("usr_a", one) != recovery_digest("usr_b", one)
