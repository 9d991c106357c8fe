"""An import on its way: all that was decided before the lock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from accountsos.bookkeeping.own_curves import OwnFit
from accountsos.reconciliation.balance_proof import BalanceProof
from accountsos.statements.spool import Spool
from accountsos.store.imports import StatementImport
from accountsos.store.names import BankAccount
from accountsos.workflows.bank.make_rows import MadeRows
from accountsos.workflows.bank.prepared_line import PreparedLine, prepared_spool


@dataclass(slots=True)
class ImportPlan:
    """Everything the import will do, decided before the lock is taken."""

    account: BankAccount
    digest: bytes
    seq: int
    """The company's number when the books were read."""
    already: StatementImport | None = None
    """A live import of the same bytes: then nothing happens."""
    format: str = ""
    file_name: str | None = None
    lines: int = 0
    new: int = 0
    duplicate: int = 0
    doubtful: int = 0
    days: tuple[date, date] | None = None
    known: tuple[int, int] | None = None
    """The state of the lines around those days, as `lines_known` tells it."""
    proof: BalanceProof | None = None
    opening: tuple[date, int] | None = None
    closing: tuple[date, int] | None = None
    warnings: list[str] = field(default_factory=list)
    preview: list[PreparedLine] = field(default_factory=list)
    prepared: Spool[PreparedLine] = field(default_factory=prepared_spool)
    """The lines, where somebody is to look at them."""
    rows: MadeRows | None = None
    """What will be written, where it is to be."""
    newest_first: bool = False
    """Then the lines are prepared from the file's end: the oldest gets the lowest number, as in any other file."""
    layout: tuple[str, str] | None = None
    """The file's headings, and the columns that a person gave for them."""
    fit: OwnFit | None = None
    """The categoriser's curves, where enough lines were reviewed to count them anew."""
    gone: tuple[int, ...] = ()
    """Known transactions of days that the file shows and that it no longer has."""
    asks_model: bool = False
    """Whether a language model is asked afterwards about the lines that nothing else knows."""
