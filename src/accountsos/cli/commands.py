"""The command line: every command there is, and how one is run."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from accountsos import __version__
from accountsos.cli import (
    access,
    assets,
    bank,
    changes,
    checks,
    companies,
    contacts,
    currencies,
    deadlines,
    documents,
    home_use,
    invoices,
    journals,
    many_lines,
    mileage,
    reports,
    rules,
    tax,
    upkeep,
    vat,
    webhooks,
)
from accountsos.cli.command import Command
from accountsos.cli.installation import Installation
from accountsos.cli.printing import complain
from accountsos.cli.tree import Group, grown
from accountsos.errors import Refused

COMMANDS: tuple[Command, ...] = (
    *companies.COMMANDS,
    *access.COMMANDS,
    *bank.COMMANDS,
    *many_lines.COMMANDS,
    *rules.COMMANDS,
    *contacts.COMMANDS,
    *currencies.COMMANDS,
    *journals.COMMANDS,
    *documents.COMMANDS,
    *invoices.COMMANDS,
    *reports.COMMANDS,
    *checks.COMMANDS,
    *changes.COMMANDS,
    *webhooks.COMMANDS,
    *vat.COMMANDS,
    *tax.COMMANDS,
    *mileage.COMMANDS,
    *home_use.COMMANDS,
    *assets.COMMANDS,
    *deadlines.COMMANDS,
    *upkeep.COMMANDS,
)
REFUSED, MISUSED, FAULT = 1, 2, 3
"""The exit statuses beside 0."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="accountsos")
def accountsos() -> None:
    """Bookkeeping that keeps itself, for small UK companies and sole traders.

    Settings come from ACCOUNTSOS_ variables, which docs/OPERATIONS.md lists; docs/COMMANDS.md shows every command.

    Exit status: 0 done, 1 refused, 2 misused, 3 a fault of the program.
    """


grown(accountsos, COMMANDS)


def run(installation: Installation, arguments: Sequence[str]) -> None:
    """Run one command and end the process with its exit status."""
    context: click.Context | None = None
    try:
        with accountsos.make_context("accountsos", list(arguments), obj=installation) as context:
            accountsos.invoke(context)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.ClickException as misuse:
        _complain_of(misuse)
    except click.Abort:
        complain("accountsos: stopped")
        sys.exit(REFUSED)
    except Refused as refusal:
        refuse(refusal, context, as_json="--json" in arguments)
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)
    except OSError as trouble:
        complain(f"accountsos: {_of_system(trouble)}")
        sys.exit(REFUSED)
    except Exception as fault:
        complain(f"accountsos: {_of_program(fault)}")
        sys.exit(FAULT)


def _complain_of(misuse: click.ClickException) -> None:
    if isinstance(misuse, click.UsageError) and misuse.ctx is not None:
        complain(misuse.ctx.get_usage())
        complain(f"Try '{misuse.ctx.command_path} --help' for help.\n")
    complain(f"Error: {misuse.format_message()}")
    sys.exit(misuse.exit_code)


def refuse(refusal: Refused, context: click.Context | None, *, as_json: bool) -> NoReturn:
    """Exit 1 with a sentence in the words of the command line; with `--json` also with the API's code."""
    import json

    from accountsos.cli.asking import words_of
    from accountsos.cli.output import print_json

    command: Command | None = context.meta.get("accountsos.command") if context is not None else None
    message = words_of(command, refusal.message) if command is not None else refusal.message
    if refusal.see is not None:
        message = f"{message}; see `accountsos {command_asking(refusal.see)}`"
    if as_json:
        error: dict[str, object] = {"code": refusal.code, "message": message}
        if refusal.details:
            error["details"] = list(refusal.details)
        print_json(json.dumps({"error": error}).encode())
    complain(f"accountsos: {message}")
    for mistake in refusal.details or ():
        complain(f"  line {mistake.get('line')}: {mistake.get('message')}")
    sys.exit(REFUSED)


def command_asking(operation: str) -> str:
    """The words of the command that asks the operation of that name."""
    return next(" ".join(c.words) for c in COMMANDS if c.asks.partition(":")[2] == operation)


def _of_system(trouble: OSError) -> str:
    what = trouble.strerror or str(trouble)
    return f"{trouble.filename}: {what}" if trouble.filename is not None else what


def _of_program(fault: Exception) -> str:
    """What broke and where, in a sentence; a traceback helps nobody at a shell."""
    frame = fault.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "?"
    return f"a fault of the program, not of your books: {type(fault).__name__}: {fault} ({where})"
