"""The README's first picture: the home page of the demo, as a real browser shows it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.dashboard.browser import Served, a_browser, a_server, log_in

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "home.png"
WIDTH, HEIGHT = 1280, 800
MOST_BYTES = 150_000
LOG_IN = "log in   "


def main() -> None:
    """Make the demo in a folder that goes again, serve it, and keep what its home page looks like."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "demo")
        told = Served("", data).command("demo", "--no-serve")
        line = next(line for line in told.splitlines() if line.startswith(LOG_IN))
        email, _, password = line.removeprefix(LOG_IN).partition(" with the password ")
        with a_server(data) as served, a_browser() as browser:
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            log_in(context, served.url, email, password).screenshot(path=str(PICTURE))
            context.close()
    size = PICTURE.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{PICTURE} has {size:,} bytes; at most {MOST_BYTES:,}")


if __name__ == "__main__":
    main()
