"""A plugin of pytest: what a process of tests has counted is written down as it ends.

pytest-xdist ends its workers without the steps that a process takes of itself when it ends, and coverage's is one. It
may end them as soon as they have said that they are finished, so this comes before they say it.
"""

from __future__ import annotations

import coverage
import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """Stop counting and save: nothing of the product runs any more."""
    counting = coverage.Coverage.current()
    if counting is not None:
        counting.stop()
        counting.save()
