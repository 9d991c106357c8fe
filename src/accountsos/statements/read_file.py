"""One file's text to statement lines: recognised by its content, checked from end to end, then read lazily."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice

from msgspec.structs import replace as changed_line

from accountsos.statements.formats import columns as by_columns
from accountsos.statements.formats import registry
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.formats.learnt_columns import NOTE, Learnt, learnt_columns
from accountsos.statements.line import LineError, SeveralAccounts, StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.reading import Decisions, Facts, Reader, Reading, TooManyMistakes, refusal, same_account
from accountsos.statements.source import Content, Source
from accountsos.statements.spool import LineSpool
from accountsos.statements.survey import Survey
from accountsos.statements.tables import CUT, LONGEST_CELL

_CHUNK = 1_000
_SETTLING_PASSES = 4


def read_file(
    content: Content,
    *,
    format: str | None = None,  # noqa: A002 - the word of the REST contract
    columns: ColumnMapping | None = None,
    account: str | None = None,
    currency: str = "GBP",
    learnt: Learnt | None = None,
    today: date,
) -> FileStatement:
    """Read a file whole, or refuse it with every mistake by line; see `read_statement`."""
    source = Source(content)
    reader, notes = _reader_for(source, format, columns, today, learnt)
    return _checked(reader, source, notes, _Asked(account, currency, today))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the caller said of the account."""

    account: str | None
    currency: str
    today: date

    def reading(self, decisions: Decisions) -> Reading:
        return Reading(decisions, currency=self.currency, today=self.today)


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What a file says as a whole."""

    format: str
    currency: str
    line_count: int
    first_day: date | None
    last_day: date | None
    newest_first: bool
    opening: StatedBalance | None
    closing: StatedBalance | None
    account_number: str | None
    sort_code: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileStatement(StatementFacts):
    """A file that was read once from end to end without a mistake; see `Statement`."""

    _kept: LineSpool

    @classmethod
    def told(cls, facts: StatementFacts, kept: LineSpool) -> FileStatement:
        """A file that was read elsewhere."""
        return cls(**{each.name: getattr(facts, each.name) for each in fields(StatementFacts)}, _kept=kept)

    @property
    def facts(self) -> StatementFacts:
        """All that it says but its lines."""
        return StatementFacts(*(getattr(self, each.name) for each in fields(StatementFacts)))

    def packed(self) -> Iterator[bytes]:
        """The lines in pieces, as another process takes them."""
        return self._kept.each_as_bytes()

    def lines(self) -> Iterator[StatementLine]:
        """Each line in file order, as it was read."""
        for chunk in self.chunks():
            yield from chunk

    def chunks(self, *, backwards: bool = False) -> Iterator[list[StatementLine]]:
        """The lines in pieces; or from the file's end."""
        return self._kept.chunks(backwards=backwards)


def _reader_for(
    source: Source, wanted: str | None, columns: ColumnMapping | None, today: date, learnt: Learnt | None
) -> tuple[Reader, tuple[str, ...]]:
    head = source.head()
    if re.match(r"\s*(<!doctype html|<html)", head, re.IGNORECASE):
        raise UnreadableStatement(
            "This is a web page, not a statement: the bank's log-in had probably run out. Log in and download it again."
        )
    if columns is None and wanted in (None, registry.COLUMNS) and learnt is not None:
        said = learnt_columns(head, learnt)
        if said is not None:
            return by_columns.reader_for(head, said), (NOTE,)
    if columns is None and wanted != registry.COLUMNS:
        found = registry.text_reader(head, wanted) or registry.csv_reader(head, wanted)
        if found is not None:
            return found, ()
        if wanted is not None:
            raise UnreadableStatement(
                f"This is not a file of format {wanted!r}: its heading was not found. Leave the format out to have "
                f"it recognised, or give a column mapping. {by_columns.columns_found(head)}"
            )
    if columns is not None:
        return by_columns.reader_for(head, columns), ()
    return by_columns.proposed_reader(head, today)


def _checked(reader: Reader, source: Source, notes: tuple[str, ...], asked: _Asked) -> FileStatement:
    """Pass over the file until what it says of itself agrees with how it was read; usually once."""
    decisions = replace(reader.first_guess, account=asked.account)
    for _ in range(_SETTLING_PASSES):
        kept = LineSpool()
        reading, survey = _surveyed(reader, source, asked.reading(decisions), kept)
        settled = _settled(reader, reading, survey, decisions)
        if settled == decisions:
            break
        order_alone = replace(settled, newest_first=decisions.newest_first) == decisions
        decisions = settled
        if order_alone and not reader.splits_rows:
            break
    _refuse_mistakes(reader, source, reading, asked)
    if decisions.account and reading.facts.accounts and not _has_account(decisions.account, reading.facts):
        raise UnreadableStatement(_no_such_account(decisions.account, reading.facts))
    _refuse_nothing_kept(reader, reading, survey)
    facts = reading.facts
    opening, closing = survey.balances(newest_first=decisions.newest_first)
    return FileStatement(
        format=reader.name,
        currency=facts.currency,
        line_count=survey.count,
        first_day=survey.first_day,
        last_day=survey.last_day,
        newest_first=decisions.newest_first,
        opening=facts.opening or opening,
        closing=facts.closing or closing,
        account_number=facts.account_number,
        sort_code=facts.sort_code,
        warnings=(*notes, *_warnings(reader, reading, survey, decisions)),
        _kept=kept,
    )


def _surveyed(
    reader: Reader, source: Source, reading: Reading, kept: LineSpool | None = None
) -> tuple[Reading, Survey]:
    """What the file says when it is read so; its lines are kept, for reading them again costs more."""
    survey = Survey()
    see = survey.see
    lines = _bounded(reader.lines(source, reading), reading)
    try:
        while chunk := list(islice(lines, _CHUNK)):
            for line in chunk:
                see(line)
            if kept is not None:
                kept.append(chunk)
    except TooManyMistakes:
        pass
    return reading, survey


def _bounded(lines: Iterator[StatementLine], reading: Reading) -> Iterator[StatementLine]:
    """The lines with no text longer than what any bank prints: whatever reads them afterwards need not be afraid."""
    for line in lines:
        texts = (line.description, line.payee or "", line.reference or "", line.kind or "")
        if max(map(len, texts)) <= LONGEST_CELL:
            yield line
            continue
        reading.facts.warn(CUT)
        description, payee, reference, kind = (text[:LONGEST_CELL] for text in texts)
        yield changed_line(
            line, description=description, payee=payee or None, reference=reference or None, kind=kind or None
        )


def _settled(reader: Reader, reading: Reading, survey: Survey, decisions: Decisions) -> Decisions:
    """What the file, read so, says should have been decided."""
    day_first = decisions.day_first if reader.date_order_known else reading.days.decision()[0]
    newest_first = survey.newest_first(reader.first_guess.newest_first)
    sign = -decisions.sign if reader.sign_by_balance and survey.sign_is_turned() else decisions.sign
    account = decisions.account
    if account is None and len(reading.facts.accounts) > 1:
        account = _own_account(reading)
    comma = decisions.decimal_comma or (reading.decimal_commas > 0 and reader.locale_numbers)
    return Decisions(day_first, newest_first, sign, comma, account)


def _own_account(reading: Reading) -> str | None:
    """The only account with lines, or the one in the account's own currency; else nobody can tell.

    Where a file names the currency of its accounts, it is the last word of the name: `EUR`, `Current EUR`.
    """
    filled = [label for label, count in reading.facts.accounts.items() if count]
    own = [label for label in filled if label.upper().split()[-1:] == [reading.currency]]
    return filled[0] if len(filled) == 1 else own[0] if len(own) == 1 else None


def _refuse_mistakes(reader: Reader, source: Source, reading: Reading, asked: _Asked) -> None:
    if reading.mistakes:
        mistakes = reading.mistakes
        if reading.decisions.decimal_comma:
            mistakes = _fewest_mistakes(reader, source, reading, asked)
        raise refusal(reader.title, mistakes)
    accounts = reading.facts.accounts
    if len(accounts) > 1 and reading.decisions.account is None:
        named = ", ".join(f"{label!r} ({count:,} lines)" for label, count in accounts.items())
        if not any(accounts.values()):
            raise UnreadableStatement(f"This {reader.title} file has no lines, only the accounts {named}.")
        raise SeveralAccounts(
            f"This {reader.title} file holds several accounts: {named}. Choose one of them (account), once for each "
            f"of your bank accounts, or download them one by one."
        )


def _refuse_nothing_kept(reader: Reader, reading: Reading, survey: Survey) -> None:
    """A file of which every row is left out was not understood, or is not the one that was meant."""
    left_out = reading.facts.left_out
    if survey.count or not left_out:
        return
    reasons = ", ".join(f"{count:,} × {state}" for state, count in left_out.most_common(10))
    raise UnreadableStatement(
        f"This {reader.title} file has no row that moved money ({reasons}), so there is nothing "
        f"to import. Download the booked movements of the account."
    )


def _fewest_mistakes(reader: Reader, source: Source, reading: Reading, asked: _Asked) -> list[LineError]:
    """The mistakes with the decimal sign that suits more rows."""
    pointed, _ = _surveyed(reader, source, asked.reading(replace(reading.decisions, decimal_comma=False)))
    return min(pointed.mistakes, reading.mistakes, key=len)


def _has_account(account: str, facts: Facts) -> bool:
    return any(same_account(account, label) for label in facts.accounts)


def _no_such_account(account: str, facts: Facts) -> str:
    return f"The file holds no account {account!r}. It holds: {', '.join(repr(label) for label in facts.accounts)}."


def _warnings(reader: Reader, reading: Reading, survey: Survey, decisions: Decisions) -> Iterator[str]:
    yield from reading.facts.warnings
    _, date_warning = reading.days.decision()
    if date_warning and not reader.date_order_known:
        yield date_warning
    if decisions.sign < 0:
        yield "The running balance shows that this file prints spending as positive; the signs were turned round."
    if decisions.decimal_comma:
        yield "The amounts of this file were read with a comma as decimal sign (12,50 is 12.50)."
    if reading.facts.left_out:
        reasons = ", ".join(f"{count:,} × {state}" for state, count in reading.facts.left_out.most_common(10))
        yield f"Rows that did not move money were left out: {reasons}."
    taken = decisions.account
    others = {
        label: count for label, count in reading.facts.accounts.items() if taken and not same_account(taken, label)
    }
    if others:
        named = ", ".join(f"{label} ({count:,} lines)" for label, count in others.items())
        yield f"Only the lines of {taken} were read. The file also holds: {named}."
    if survey.count == 0:
        yield "The file holds no lines for this account."
    if survey.last_day is not None and survey.last_day > reading.today:
        yield f"Some lines are dated after today, up to {survey.last_day:%d %B %Y}."
