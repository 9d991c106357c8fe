"""A figure's way to its postings, as the API writes it: a route."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote_plus

from accountsos.reports.figures import Figure


def figure_link(figure: Figure) -> str:
    """Where the postings behind the figure are listed."""
    parameters = {
        "report": figure.report,
        "figure": figure.figure,
        "from": figure.start.isoformat() if figure.start else None,
        "to": figure.end.isoformat(),
        "bank_account": figure.bank_account,
        "contact": figure.contact,
        "known_at": figure.known_at,
    }
    told = [f"{name}={_quoted(value)}" for name, value in parameters.items() if value is not None]
    return "/api/reports/sources?" + "&".join(told)


@lru_cache(maxsize=4_096)
def _quoted(value: str) -> str:
    """Most are days, ids and words, which nothing has to be quoted in: looking is a tenth of quoting."""
    plain = value.isascii() and value.replace("-", "").replace("_", "").isalnum()
    return value if plain else quote_plus(value)
