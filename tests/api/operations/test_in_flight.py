"""Two requests under one Idempotency-Key at the same moment."""

from __future__ import annotations

import asyncio

import pytest

from accountsos.errors import Conflict
from accountsos.web.in_flight import WAIT_SECONDS, InFlight


def test_the_second_waits_until_the_first_is_done() -> None:
    async def both() -> list[str]:
        said: list[str] = []
        flights = InFlight()

        async def work(name: str) -> None:
            async with flights.alone(1, "k"):
                said.append(f"{name} begins")
                await asyncio.sleep(0.01)
                said.append(f"{name} ends")

        await asyncio.gather(*[work(name) for name in "abc"])
        return said

    said = asyncio.run(both())
    assert [line.split()[1] for line in said] == ["begins", "ends"] * 3


def test_who_waits_too_long_is_told_to_come_again() -> None:
    async def both() -> None:
        flights = InFlight(seconds=0.01)
        async with flights.alone(1, "k"):
            with pytest.raises(Conflict, match="still being worked on"):
                async with flights.alone(1, "k"):
                    raise AssertionError("two at once")
            async with flights.alone(1, "other"), flights.alone(2, "k"):
                pass
        async with flights.alone(1, "k"):
            pass

    asyncio.run(both())


def test_a_first_that_fails_lets_the_second_in() -> None:
    async def both() -> str:
        flights = InFlight()
        try:
            async with flights.alone(1, "k"):
                raise Conflict("no")
        except Conflict:
            async with flights.alone(1, "k"):
                return "in"

    assert asyncio.run(both()) == "in"


def test_the_contract_says_ten_seconds() -> None:
    assert WAIT_SECONDS == 10
