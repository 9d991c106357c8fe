"""What is written in letters: who asks into whose books, and how to set a password anew."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in it."""

    subject: str
    text: str


def invitation(*, by: str, company: str, role: str, link: str, until: str) -> Letter:
    """Somebody is asked into a company's books."""
    who = by or "Somebody"
    text = (
        f"{who} asks you into the books of {company}, as {role}.\n\nOpen this link to come in:\n\n{link}\n\n"
        f"It works once, until {until}, and only for this e-mail address. If you do not know what this is about, "
        "do nothing.\n"
    )
    return Letter(f"The books of {company}", text)


def reset(*, link: str) -> Letter:
    """Somebody says that they forgot their password."""
    text = (
        "Somebody, most likely you, asked to set the password of this address anew.\n\nOpen this link within half an "
        f"hour:\n\n{link}\n\nIt works once. If it was not you, do nothing: your password stays as it is.\n"
    )
    return Letter("Set your password anew", text)
