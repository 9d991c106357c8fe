"""A real Chromium, and the real server with books in it, for the tests that look at pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {1280: 900, 360: 740}
Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
EVERY_WAY = tuple(product(WIDTHS, SCHEMES))
EACH_ONCE = EVERY_WAY[::3]
"""Both widths and both schemes, each once."""
OUT_OF_REACH = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
  .filter((e) => e.tabIndex !== 0 && !e.hidden).map((e) => e.outerHTML.slice(0, 80))"""
KEYS_TWICE = """() => { const keys = [...document.querySelectorAll('[data-key]')].filter((e) => e.checkVisibility())
  .map((e) => e.dataset.key); return keys.filter((key, n) => keys.indexOf(key) !== n && key !== 'u'); }"""
IN_CI = bool(os.environ.get("CI"))


def chromium() -> str:
    """The installed Chromium; in CI its absence is a failure."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "no chromium on PATH"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def a_browser() -> Iterator[Browser]:
    """One Chromium without a past."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Served:
    """A running server and its data directory."""

    url: str
    data: Path

    def command(self, *arguments: str, typed: str = "") -> str:
        """Run the command line on the same books."""
        ran = subprocess.run(
            [sys.executable, "-m", "accountsos.main", *arguments, "--data", str(self.data)],
            input=typed,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            env=surroundings(),
        )
        return ran.stdout


def surroundings() -> dict[str, str]:
    """The environment without settings of whoever runs the tests; November 2026 is today."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ACCOUNTSOS_")}
    return {**plain, "ACCOUNTSOS_TODAY": "2026-11-22", "ACCOUNTSOS_LOG": "off"}


@contextmanager
def a_server(data: Path) -> Iterator[Served]:
    """`accountsos serve` on a free port of loopback, ended by its own process id."""
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data.parent / f"{data.name}.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "accountsos.main", "serve", "--data", str(data), "--port", str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=surroundings(),
        )
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(600):
                assert server.poll() is None, log.read_text()
                try:
                    urllib.request.urlopen(f"{url}/log-in", timeout=5).close()
                except (urllib.error.URLError, OSError):
                    time.sleep(0.05)
                else:
                    break
            yield Served(url, data)
        finally:
            server.terminate()
            server.wait(20)


@dataclass
class Seen:
    """What a browser complained of."""

    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note console errors, faults of scripts, dialogs and reports of the content policy."""
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()


def axe(page: Page) -> list[str]:
    """What axe finds, each with the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
    return [
        f"{each['impact']}: {each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical", "moderate", "minor")
    ]


def sideways(page: Page) -> list[str]:
    """What is wider than its place: the page, or a panel in it."""
    found: list[str] = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('.panel, main')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.tagName + '.' + e.className)"""
    )
    return found


def seen_in(page: Page, ways: Sequence[tuple[int, Scheme]] = EACH_ONCE) -> list[str]:
    """What is wrong with the page that is open: loaded once, shown in each way."""
    found = [f"not by keyboard: {each}" for each in page.evaluate(OUT_OF_REACH)]
    found += [f"one key for two things: {each}" for each in page.evaluate(KEYS_TWICE)]
    for width, scheme in ways:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.emulate_media(color_scheme=scheme)
        found += [f"too wide at {width}: {each}" for each in sideways(page)]
        found += [f"{width} {scheme}: {each}" for each in axe(page)]
    return found


def log_in(context: BrowserContext, url: str, email: str, password: str) -> Page:
    """A page of somebody who has just logged in."""
    page = context.new_page()
    page.goto(f"{url}/log-in")
    page.fill("#f-email", email)
    page.fill("#f-password", password)
    page.click("button.big")
    page.wait_for_url("**/co_*/")
    return page
