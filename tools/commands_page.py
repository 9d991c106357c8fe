"""Prints docs/COMMANDS.md from the commands' declarations: `make commands` writes it, a test compares it."""

from __future__ import annotations

from accountsos.cli.command import Command, OneOf, Parameter, WholeNumber, YesNo
from accountsos.cli.commands import COMMANDS
from accountsos.cli.tree import GROUPS, examples_of

HEAD = """# Commands

Made from the declarations by `make commands`; do not edit. `accountsos <command> --help` shows the same.

- `--company co_…` says whose books; `accountsos company list` shows which there are. `--data` says where they are kept.
- `--json` prints what the API answers to the same question, byte for byte; `--format csv` the API's table.
- Where a group has a `list`, the group's word alone lists: `accountsos transactions --company co_…`.
- Dates are written YYYY-MM-DD, amounts 45.99, without separators of thousands. An option that a command does not use is
  refused, and so is one that is given twice.
- Exit status: 0 done, 1 refused, 2 misused, 3 a fault of the program. What is refused is said on standard error.
"""


def page() -> str:
    """The whole page."""
    parts, group = [HEAD], ""
    for command in sorted(COMMANDS, key=lambda c: c.words[0] if len(c.words) == 1 else c.words[0] + " "):
        if command.words[0] != group:
            group = command.words[0]
            parts.append(f"## {group}\n" + (f"\n{GROUPS[group]}\n" if group in GROUPS else ""))
        parts.append(_section(command))
    return "\n".join(parts)


def _section(command: Command) -> str:
    lines = [
        f"### accountsos {' '.join(command.words)}",
        "",
        " ".join(filter(None, (command.summary, command.description))),
    ]
    if command.parameters:
        lines += ["", *(f"- `{_typed(p)}`{_needed(p)}: {_about(p)}" for p in command.parameters)]
    if command.clearable:
        names = ", ".join(p.option.removeprefix("--") for p in command.clearable)
        lines.append(f"- `--clear NAME`: takes away again what is there: {names}.")
    common = [
        name
        for name, there in (
            ("--company", command.of_company),
            ("--format table|json|csv", command.csv),
            ("--json", command.json),
            ("--data", command.with_data),
        )
        if there
    ]
    if common:
        lines.append("- and " + ", ".join(f"`{name}`" for name in common))
    lines += ["", "```sh", *examples_of(command), "```", ""]
    return "\n".join(lines)


def _typed(parameter: Parameter) -> str:
    if isinstance(parameter.kind, YesNo):
        return f"{parameter.option}/--{parameter.kind.no}"
    return parameter.option


def _needed(parameter: Parameter) -> str:
    words = []
    if parameter.required:
        words.append("required")
    if parameter.many:
        words.append("may be repeated")
    if parameter.default is not None:
        words.append(f"default: {parameter.default}")
    return f" ({'; '.join(words)})" if words else ""


def _about(parameter: Parameter) -> str:
    kind = parameter.kind
    if isinstance(kind, OneOf):
        return f"{parameter.help} One of {', '.join(value.replace('_', '-') for value in kind.values)}."
    if isinstance(kind, WholeNumber) and kind.most < 10**9:
        return f"{parameter.help} From {kind.least} to {kind.most}."
    return parameter.help


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201  # it is this program's whole output
