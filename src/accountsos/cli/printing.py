"""All text that is printed: nothing that a bank, a file or a person wrote can steer the terminal."""

from __future__ import annotations

import re

import click

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, what turns the direction of text, and halves of characters."""


def visible(text: str) -> str:
    """The text with every character that would steer a terminal shown instead: a newline is ␊, an escape ␛."""
    return STEERING.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{code:04x}"


def say(text: str = "") -> None:
    """Print lines of ours; what stands in them is made visible."""
    click.echo("\n".join(map(visible, text.split("\n"))))


def complain(text: str) -> None:
    """The same to standard error."""
    click.echo("\n".join(map(visible, text.split("\n"))), err=True)
