"""Real readers of statements, with their limits, in which one function does what code that got in would do."""

from __future__ import annotations

import sys

from accountsos.jobs.statement_process import StatementProcess

HEAD = """
import os, sys
from accountsos.jobs import limits
limits.CPU_SECONDS = 1
confined = limits.confine()
from accountsos.jobs import statement_reader
from accountsos.jobs.pipes import put_frame
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.openers import InThisProcess
statement_reader._CONFINED = confined
read = InThisProcess.read
def said(what):
    raise UnreadableStatement(str(what))
def misread(self, company, content, how, learnt):
"""
TAIL = """
    return read(self, company, content, how, learnt)
InThisProcess.read = misread
statement_reader.main()
"""


class Misreading(StatementProcess):
    """What it does to each file that it is to read; afterwards the file is read, where the reader still lives."""

    def __init__(self, body: str, *, wall_seconds: int = 60) -> None:
        super().__init__(wall_seconds=wall_seconds)
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        self.command = (sys.executable, "-c", HEAD + lines + TAIL)


class NotThere(StatementProcess):
    """A program that there is not, as where no process can be started."""

    command = ("/nowhere/python", "-m", "accountsos.jobs.statement_reader")


class GoneAtOnce(StatementProcess):
    """A process that is gone before it has said a word."""

    command = (sys.executable, "-c", "")
