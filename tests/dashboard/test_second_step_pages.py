"""The second step: set up with a device, asked for at log-in, each code once, and recovery codes for a lost device."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import cv2
import numpy as np
import numpy.typing as npt

from accountsos.access.second_step import code_at, step_of
from accountsos.dashboard.app import Dashboard
from tests.dashboard.world import PASSWORD, Visitor, World, context_of

OWNER = {"email": "owner@harbour.example", "password": PASSWORD}
_CODES = re.compile(r'<pre id="list" tabindex="0">(.*?)</pre>', re.DOTALL)


class Device:
    """An authenticator app with the key that a page showed."""

    def __init__(self, world: World, page: str) -> None:
        self.world = world
        found = re.search(r'name="key" value="([A-Z2-7]{32})"', page)
        assert found is not None
        self.key = found[1]

    def code(self) -> str:
        return code_at(self.key, step_of(self.world.opened.clock.now))

    def later(self) -> str:
        """The next code, half a minute later."""
        self.world.opened.clock.now += timedelta(seconds=30)
        return self.code()


def turned_on(world: World, visitor: Visitor) -> tuple[Device, list[str]]:
    """The device, and the recovery codes that were shown."""
    device = Device(world, visitor.get("/me/second-step").text)
    answer = visitor.post("/me/second-step", {"do": "on", "key": device.key, "code": device.code()})
    assert answer.status == 200
    found = _CODES.search(answer.text)
    assert found is not None
    return device, found[1].split()


def half_way(world: World, to: str = "/") -> Visitor:
    """Somebody whose password was right, before the code."""
    visitor = world.visitor()
    entered = visitor.post("/log-in", {**OWNER, "next": to})
    assert entered.header("location") == f"/log-in/second-step?next={to}"
    return visitor


def test_after_the_password_the_code_of_the_device_is_asked_for_and_opens(world: World) -> None:
    device, _ = turned_on(world, world.visitor("owner"))
    to = f"/{world.ours.id}/transactions"
    visitor = half_way(world, to)
    waiting = dict(visitor.cookies)
    assert visitor.get(to).header("location") == f"/log-in?next={to}"
    assert visitor.get("/me").status == 303
    page = f"/log-in/second-step?next={to}"
    wrong = visitor.post("/log-in/second-step", {"code": "000000"}, page=page)
    assert (wrong.status, "does not fit" in wrong.text) == (422, True)
    passed = visitor.post("/log-in/second-step", {"code": device.later(), "next": to}, page=page)
    assert (passed.status, passed.header("location")) == (303, to)
    assert visitor.cookies != waiting
    assert visitor.get(to).status == 200
    visitor.cookies = waiting
    assert visitor.get(to).status == 303


def test_the_square_on_the_page_is_read_by_a_camera_as_the_link_with_the_key(sqlite_world: World) -> None:
    """Drawn cell by cell from the path, and read by a program that had no part in making it."""
    page = sqlite_world.visitor("owner").get("/me/second-step").text
    side = re.search(r'class="square-code" viewBox="0 0 (\d+) \1"', page)
    path = re.search(r'<path d="((?:M\d+ \d+\.5(?:h1|m1 0)+)+)"/>', page)
    link = re.search(r'href="(otpauth:[^"]+)"', page)
    assert side is not None
    assert path is not None
    assert link is not None
    cells = np.full((int(side[1]), int(side[1])), 255, np.uint8)
    for x, y, row in re.findall(r"M(\d+) (\d+)\.5([hm10 ]+)", path[1]):
        for at, step in enumerate(re.findall(r"h1|m1 0", row), int(x)):
            cells[int(y), at] = 0 if step == "h1" else 255
    read = read_by_a_camera(cells)
    assert read == html.unescape(link[1])
    assert Device(sqlite_world, page).key in read


def read_by_a_camera(cells: npt.NDArray[np.uint8]) -> str:
    """What stands in a square code, held at several distances as a phone is: one look in thirty finds nothing."""
    for detector in (cv2.QRCodeDetectorAruco(), cv2.QRCodeDetector()):
        for size in (8, 10, 12, 5):
            read, _, _ = detector.detectAndDecode(np.kron(cells, np.ones((size, size), np.uint8)))
            if read:
                return str(read)
    return ""


def test_once_it_is_on_no_key_is_shown_any_more(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    turned_on(sqlite_world, visitor)
    page = visitor.get("/me/second-step").text
    assert "square-code" not in page
    assert "otpauth:" not in page


def test_a_code_opens_once_and_none_before_it_opens_again(world: World) -> None:
    device, _ = turned_on(world, world.visitor("owner"))
    set_up_with = device.code()
    assert half_way(world).post("/log-in/second-step", {"code": set_up_with}).status == 422
    code = device.later()
    assert half_way(world).post("/log-in/second-step", {"code": code}).status == 303
    assert half_way(world).post("/log-in/second-step", {"code": code}).status == 422
    assert half_way(world).post("/log-in/second-step", {"code": set_up_with}).status == 422


def test_each_recovery_code_opens_once(world: World) -> None:
    visitor = world.visitor("owner")
    _, codes = turned_on(world, visitor)
    assert len(codes) == 10
    assert half_way(world).post("/log-in/second-step", {"code": codes[3].upper()}).status == 303
    assert half_way(world).post("/log-in/second-step", {"code": codes[3]}).status == 422
    assert half_way(world).post("/log-in/second-step", {"code": codes[4]}).status == 303
    assert "8 recovery codes left" in visitor.get("/me").text
    shown = visitor.post("/me/second-step", {"do": "codes"})
    new = _CODES.search(shown.text)
    assert new is not None
    assert half_way(world).post("/log-in/second-step", {"code": codes[5]}).status == 422
    assert half_way(world).post("/log-in/second-step", {"code": new[1].split()[0]}).status == 303
    assert codes[6] not in visitor.get("/me/second-step").text


def test_ten_wrong_codes_close_it_for_a_quarter_of_an_hour_whatever_the_password(sqlite_world: World) -> None:
    world = sqlite_world
    device, _ = turned_on(world, world.visitor("owner"))
    for n in range(10):
        visitor = half_way(world)
        assert "does not fit" in visitor.post("/log-in/second-step", {"code": f"00000{n}"}).text
    world.opened.clock.now += timedelta(seconds=30)
    visitor = world.visitor()
    visitor.post("/log-in", OWNER)
    refused = visitor.get("/log-in/second-step")
    assert refused.status in (200, 303)
    world.opened.clock.now += timedelta(minutes=15)
    assert half_way(world).post("/log-in/second-step", {"code": device.later()}).status == 303


def test_the_password_is_given_again_after_ten_minutes(sqlite_world: World) -> None:
    world = sqlite_world
    device, _ = turned_on(world, world.visitor("owner"))
    visitor = half_way(world)
    shown = dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', visitor.get("/log-in/second-step").text))
    world.opened.clock.now += timedelta(minutes=10)
    late = visitor.send("/log-in/second-step", {**shown, "code": device.code()})
    assert late.header("location") == "/log-in?done=late"
    assert "more than ten minutes" in visitor.get("/log-in?done=late").text
    assert visitor.get("/me").status == 303


def test_a_wrong_code_turns_nothing_on_and_keeps_the_key(sqlite_world: World) -> None:
    world, visitor = sqlite_world, sqlite_world.visitor("owner")
    device = Device(world, visitor.get("/me/second-step").text)
    refused = visitor.post("/me/second-step", {"do": "on", "key": device.key, "code": "123"})
    assert (refused.status, "does not fit the key" in refused.text) == (422, True)
    assert Device(world, refused.text).key == device.key
    assert visitor.post("/me/second-step", {"do": "on", "key": "ABC", "code": device.code()}).status == 422
    assert world.visitor().post("/log-in", OWNER).header("location") == "/"


def test_turning_it_on_logs_other_browsers_out_and_turning_it_off_needs_the_password(world: World) -> None:
    here, there = world.visitor("owner"), world.visitor("owner")
    turned_on(world, here)
    there.app = here.app = Dashboard(context_of(world.opened))
    assert there.get("/me").status == 303
    assert here.get("/me").status == 200
    again = here.post("/me/second-step", {"do": "on", "key": "A" * 32, "code": "123456"})
    assert (again.status, "It is on already" in again.text) == (409, True)
    world.opened.clock.now += timedelta(minutes=16)
    off = {"do": "off", "sure": "yes"}
    assert "Enter your password" in here.post("/me/second-step", off).text
    assert here.post("/me/second-step", {**off, "again": PASSWORD}).header("location") == "/me/second-step?done=off"
    assert world.visitor().post("/log-in", OWNER).header("location") == "/"


def test_the_page_of_the_second_step_is_for_those_half_way_in(sqlite_world: World) -> None:
    nobody = sqlite_world.visitor()
    assert nobody.get("/log-in/second-step").header("location") == "/log-in?next=/"
    assert sqlite_world.visitor("owner").get("/log-in/second-step").header("location") == "/"
    assert nobody.post("/log-in/second-step", {"code": "1"}, page="/log-in").header("location") == "/log-in?done=late"


def test_who_has_a_second_step_stands_beside_the_people(sqlite_world: World) -> None:
    world = sqlite_world
    turned_on(world, world.visitor("bookkeeper"))
    rows = world.visitor("owner").get(f"/{world.ours.id}/settings/people").text.split("<tr>")
    on = [row for row in rows if "second step </span>on" in row]
    assert len(on) == 1
    assert "bookkeeper@harbour.example" in on[0]
