"""A figure's way to its postings, as the API writes it: a route."""

from __future__ import annotations

from urllib.parse import urlencode

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
    return "/api/reports/sources?" + urlencode({k: v for k, v in parameters.items() if v is not None})
