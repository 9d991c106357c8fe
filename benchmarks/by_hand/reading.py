"""The lines of a company written by hand as the reader of its bank reads them, and what it told of itself."""

from __future__ import annotations

from functools import cache

from accountsos.categoriser.suggestion import BankLine, CompanyProfile
from accountsos.statements.read import read_statement
from benchmarks.by_hand.printing import LAST, HandWritten


@cache
def lines_of(company: HandWritten) -> tuple[tuple[BankLine, str], ...]:
    """The statement's lines with the truth of each."""
    read = read_statement(company.statement, today=LAST)
    lines = [
        BankLine(
            booked_on=line.booked_on, amount=line.amount, currency=line.currency, description=line.description,
            payee=line.payee, reference=line.reference, kind=line.kind, mcc=line.mcc,
        )
        for line in read.lines()
    ]  # fmt: skip
    if read.newest_first:
        lines.reverse()
    return tuple(zip(lines, company.truth, strict=True))


def profile_of(company: HandWritten, *, by_name: bool) -> CompanyProfile:
    """What the company told of itself: its trade alone, or its name and who runs it as well."""
    if not by_name:
        return CompanyProfile(entity_type=company.entity, trade=company.trade)
    return CompanyProfile(company.entity, company.trade, company.name, company.people)
