"""The declared commands as click's: parsing, help, and what is refused before anything is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from accountsos.cli.command import (
    Command,
    Day,
    FolderPath,
    Listed,
    NewPath,
    Number,
    OneOf,
    Parameter,
    ReadablePath,
    Switch,
    WholeNumber,
    Words,
    YesNo,
)
from accountsos.cli.kinds import Exactly, IsoDate, Separated, Word

GROUPS = {
    "transactions": "Bank lines: list, show, add by hand, change, remove, restore, categorise.",
    "account": "Bank accounts: list, show, add, change; worth and revalue those in other currencies.",
    "exchange-rates": "What a pound was worth in other currencies: list, state, upload.",
    "imports": "Imported statements: list, show, undo.",
    "doubtful": "Lines that may be duplicates: list, show, decide, reopen.",
    "pending": "Lines that the bank showed and has not booked: list, show.",
    "rule": "Your own rules for the categoriser: list, add, change, preview, apply.",
    "categorise": "How lines get their categories: report.",
    "refilings": "Lines that were filed anew all at once: list, show, undo.",
    "contact": "Customers and suppliers.",
    "journal": "Manual journals and opening balances.",
    "report": "Reports: a table to read, JSON or CSV.",
    "invoices": "Invoices: type in, change, list; credit notes set off, write-offs, aged lists.",
    "invoices aged": "Who owes what since when, and to whom the business owes.",
    "vat": "VAT: register, change the scheme, mark returns as filed.",
    "company": "Companies: add, list, show, change.",
    "category": "The chart of accounts: list, add, change.",
    "year": "Financial years: list, set, close, reopen.",
    "audit": "Who did what: list, show.",
    "webhooks": "Addresses that are told what changes: add, change, test, what was sent.",
    "events": "What changed, as webhooks tell it.",
    "changes": "What changed in the books, in order: list.",
    "checks": "What may be counted twice: list, show.",
    "key": "API keys: add, list, show, revoke.",
    "people": "Who may log in to the dashboard: add, list, role, remove, password.",
    "documents": "Receipts and invoices: list, show, correct, delete.",
    "jobs": "The queue of the reader of documents.",
    "home-use": "A sole trader's flat rates for working at home or living at the premises: state, claim.",
    "mileage": "Business trips with one's own vehicle: add, list, show, remove, report, claim.",
    "assets": "Fixed assets: register, change, sell or scrap, depreciate.",
    "deadlines": "What is due: list, add, mark as done, remove.",
}
FORMS = ("table", "json", "csv", "xlsx", "pdf")


class Group(click.Group):
    """Commands under one word, made when they are asked for. Without a further word, its `list` where it has one."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.declared: dict[str, Command] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Those made already, and those that are only declared."""
        return sorted({*self.commands, *self.declared})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, made on the spot; `invoice` is as good as `invoices`, and `contacts` as `contact`."""
        known = self.list_commands(ctx)
        name = next((one for one in (cmd_name, *_other_number(cmd_name)) if one in known), cmd_name)
        if name in self.declared and name not in self.commands:
            self.add_command(made(self.declared[name]))
        return super().get_command(ctx, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name; where there is none, those that there are."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as unknown:
            there_are = ", ".join(self.list_commands(ctx))
            raise click.UsageError(f"{unknown.message.rstrip('.')}; there are {there_are}.", ctx) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in `list` where only options follow."""
        asks_for_help = args and args[0] in ("-h", "--help")
        if "list" in self.declared and (not args or (args[0].startswith("-") and not asks_for_help)):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def _other_number(word: str) -> tuple[str, ...]:
    """The word for several where it is for one, and the other way round."""
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    return (word[:-1],) if word.endswith("s") else (f"{word}s",)


def grown(root: Group, commands: Sequence[Command]) -> None:
    """Hang the commands under the root, each below the groups that its words name."""
    groups: dict[tuple[str, ...], Group] = {(): root}
    for command in commands:
        for depth in range(1, len(command.words)):
            path = command.words[:depth]
            if path not in groups:
                groups[path] = Group(path[-1], help=GROUPS[" ".join(path)], no_args_is_help=True)
                groups[path[:-1]].add_command(groups[path])
        groups[command.words[:-1]].declared[command.words[-1]] = command


def made(command: Command) -> click.Command:
    """One command."""

    @click.pass_obj
    def run(installation: Any, /, **given: Any) -> None:
        context = click.get_current_context()
        context.meta["accountsos.command"] = command
        if command.of_company and given["company"] is None:
            from accountsos.cli.only_company import only_company

            given["company"] = only_company(installation, given)
        if command.asks:
            from accountsos.cli.asking import ask

            ask(installation, command, given)
        else:
            _runner(command)(installation, given)

    params = [_parameter(p) for p in command.parameters]
    params += _common(command)
    return click.Command(
        command.words[-1],
        callback=run,
        params=params,
        help="\n\n".join(filter(None, (command.summary, command.description))),
        short_help=command.summary,
        epilog="\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples_of(command)),
    )


def examples_of(command: Command) -> list[str]:
    """The examples as they are typed."""
    mine = "--company co_08M0kX" if command.of_company else ""
    return [" ".join(filter(None, ("accountsos", *command.words, example, mine))) for example in command.examples]


def _runner(command: Command) -> Callable[[Any, Any], None]:
    module, _, name = command.runs.partition(":")
    found: Callable[[Any, Any], None] = getattr(import_module(f"accountsos.cli.{module}"), name)
    return found


def _common(command: Command) -> list[click.Parameter]:
    found: list[click.Parameter] = []
    if command.clearable:
        words = [p.option.removeprefix("--") for p in command.clearable]
        found.append(
            _option(["--clear", "clear"], type=click.Choice(words), multiple=True, help="Take this away again.")
        )
    if command.of_company:
        found.append(_option(["--company", "company"], type=_COMPANY, help=_WHOSE))
    if command.csv:
        found.append(_option(["--format", "format"], type=click.Choice(FORMS), help="Default: table."))
    if command.json:
        found.append(_option(["--json", "as_json"], is_flag=True, help="Print what the API would answer."))
    if command.with_data:
        found.append(
            _option(
                ["--data", "data"],
                type=click.Path(file_okay=False, path_type=Path),
                help="Where the books are kept. Default: ACCOUNTSOS_DATA, else the platform's data directory.",
            )
        )
    return found


_COMPANY = Word("CO")
_WHOSE = "The company's id (co_…); default: the only one there is."


def _parameter(parameter: Parameter) -> click.Parameter:
    kind, name = parameter.kind, parameter.key
    if parameter.argument:
        return click.Argument(
            [name],
            type=_type(parameter),
            required=parameter.required,
            nargs=-1 if parameter.many else 1,
            metavar=parameter.option + ("…" if parameter.many else ""),
        )
    options: dict[str, Any] = {"help": parameter.help, "required": parameter.required}
    if isinstance(kind, Switch):
        return _option([parameter.option, name], is_flag=True, flag_value=True, default=None, **options)
    if isinstance(kind, YesNo):
        return _option([f"{parameter.option}/--{kind.no}", name], default=None, **options)
    if parameter.default is not None:
        options |= {"default": parameter.default, "show_default": True}
    return _option([parameter.option, name], type=_type(parameter), multiple=parameter.many, **options)


def _option(names: list[str], **more: Any) -> click.Option:
    """An option that may be given once, unless it is made for several: the last one does not win in silence."""
    return _Once(names, **more)


class _Once(click.Option):
    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        super().add_to_parser(parser, ctx)
        if self.multiple:
            return
        for name in self.opts + self.secondary_opts:
            known = parser._long_opt.get(name)
            if known is not None:
                known.process = _once(known, self)


def _once(known: Any, option: click.Option) -> Callable[[Any, Any], None]:
    process = known.process

    def checked(value: Any, state: Any) -> None:
        if option.name in state.opts:
            raise click.UsageError(f"{option.opts[0]} is given twice; give it once.")
        process(value, state)

    return checked


def _type(parameter: Parameter) -> click.ParamType[Any]:
    kind = parameter.kind
    if isinstance(kind, Day):
        return IsoDate()
    if isinstance(kind, WholeNumber):
        return click.IntRange(kind.least, kind.most)
    if isinstance(kind, Number):
        return Exactly(kind.metavar)
    if isinstance(kind, OneOf):
        return _Underscored([value.replace("_", "-") for value in kind.values])
    if isinstance(kind, Listed):
        return Separated(kind.metavar)
    if isinstance(kind, ReadablePath):
        return click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
    if isinstance(kind, FolderPath):
        return click.Path(exists=kind.there, file_okay=False, path_type=Path)
    if isinstance(kind, NewPath):
        return click.Path(dir_okay=False, allow_dash=True, path_type=Path)
    return Word(kind.metavar if isinstance(kind, Words) else "NAME=VALUE" if parameter.many else "TIME")


class _Underscored(click.Choice[str]):
    """A choice that may be typed with dashes or underscores, and is handed on with underscores."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = super().convert(str(value).replace("_", "-"), param, ctx)
        return typed.replace("-", "_")
