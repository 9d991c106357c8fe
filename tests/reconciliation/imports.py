"""A bank account in memory: imports files, remembers what each showed, undoes them; a model of importing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from accountsos.reconciliation.known_lines import Finding, KnownLine, KnownLines, Verdict, judged
from accountsos.reconciliation.observations import Observation, reversed_by_undo
from accountsos.statements.line import StatementLine

FIRST = date(2026, 8, 3)


def bank_line(
    day: date = FIRST,
    amount: int = -340,
    text: str = "BEAN THERE CAFE",
    *,
    bank_id: str | None = None,
    balance: int | None = None,
    pending: bool = False,
) -> StatementLine:
    """A line of a file; the line number does not matter here."""
    return StatementLine(1, day, amount, "GBP", text, bank_id, balance, pending=pending)


@dataclass
class Account:
    """What the books hold of one bank account."""

    known: dict[int, KnownLine] = field(default_factory=dict)
    observations: list[Observation] = field(default_factory=list)
    undone: frozenset[int] = frozenset()
    imports: int = 0
    numbered: int = 0
    warnings: tuple[str, ...] = ()
    gone: tuple[int, ...] = ()
    asked: set[int] = field(default_factory=set)
    """Lines of which a person is asked whether they were already there."""
    shown: dict[int, tuple[date, date]] = field(default_factory=dict)

    def load(self, file: list[StatementLine], file_format: str = "barclays") -> list[Verdict]:
        """Import a file as the workflow does; the verdicts in file order."""
        self.imports += 1
        self.numbered = 1000 * self.imports + len(self.known)
        index = KnownLines(self.known.values(), format=file_format, shown=list(self.shown.values()))
        verdicts = []
        for line, verdict in judged(index, lambda: iter(file)):
            verdicts.append(verdict)
            number = verdict.number
            if verdict.finding in (Finding.NEW, Finding.DOUBTFUL) or number is None:
                self.numbered += 1
                number = self.numbered
                self.known[number] = self._known(number, line, file_format)
                if verdict.finding is Finding.DOUBTFUL:
                    self.asked.add(number)
            elif verdict.finding is Finding.REPLACES_PENDING:
                self.known[number] = self._known(number, line, file_format)
            self.observations.append(Observation(self.imports, number))
        self.warnings, self.gone = index.finish(), index.gone
        if booked := [line.booked_on for line in file]:
            self.shown[self.imports] = (min(booked), max(booked))
        return verdicts

    def undo(self, import_number: int) -> None:
        """Withdraw what this import saw."""
        gone = reversed_by_undo(self.observations, import_number, undone=self.undone)
        self.undone |= {import_number}
        self.shown.pop(import_number, None)
        for number in gone:
            self.known.pop(number, None)

    def delete(self, number: int) -> None:
        """A person deletes one line."""
        self.known[number] = replace(self.known[number], deleted=True)

    def live(self) -> list[KnownLine]:
        """The lines that count in the books."""
        return [line for line in self.known.values() if not line.deleted]

    @staticmethod
    def _known(number: int, line: StatementLine, file_format: str) -> KnownLine:
        return KnownLine(
            number,
            line.booked_on,
            line.amount,
            line.currency,
            line.description,
            line.bank_id,
            line.balance,
            line.pending,
            format=file_format,
        )


def findings(verdicts: list[Verdict]) -> list[str]:
    """Only what was found."""
    return [str(verdict.finding) for verdict in verdicts]
