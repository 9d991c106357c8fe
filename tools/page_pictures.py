"""A picture of every page of the dashboard, to be looked at: python -m tools.page_pictures FOLDER [COMPANY …]

Of the empty company, the demo and the one of many lines, or of those named; at both widths and in both schemes.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.dashboard.all_pages import DEMO, EMPTY, LARGE, installation, rule_kept
from tests.dashboard.browser import SCHEMES, WIDTHS, a_browser


def main(arguments: list[str]) -> None:
    """Open each page once, and keep what it looks like in each of the four ways."""
    if not arguments:
        raise SystemExit((__doc__ or "").splitlines()[0])
    folder, companies = Path(arguments[0]), arguments[1:] or [EMPTY, DEMO, LARGE]
    with tempfile.TemporaryDirectory() as books, installation(Path(books)) as installed, a_browser() as browser:
        context = installed.tab(browser)
        page = context.new_page()
        rule_kept(context.request, f"{installed.served.url}/{installed.companies[DEMO]}")
        for company in companies:
            for name, address in installed.addresses(context.request, company).items():
                page.goto(installed.served.url + address)
                for (width, height), scheme in product(WIDTHS.items(), SCHEMES):
                    page.set_viewport_size({"width": width, "height": height})
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=folder / company / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
