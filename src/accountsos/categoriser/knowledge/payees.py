"""Payees kept by hand in `payees.toml`: what they are paid for, how they tax, whether the name settles a line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from accountsos.categoriser.knowledge.concepts import concepts
from accountsos.contacts.payee import payee_key

VAT_TREATMENTS = frozenset({"standard", "reduced", "zero", "exempt", "outside", "abroad", "mixed"})


@dataclass(frozen=True, slots=True)
class KnownPayee:
    """One payee that is generally known."""

    name: str
    concept: str
    vat: str
    """How its bills are taxed for the most part: one of VAT_TREATMENTS."""
    is_ambiguous: bool
    """It sells several things, or its name is an everyday word: the name alone never settles a line."""


@cache
def known_payees() -> Mapping[str, KnownPayee]:
    """All of them by their key without spaces."""
    found: dict[str, KnownPayee] = {}
    table = tomllib.loads(files(__package__).joinpath("payees.toml").read_text(encoding="utf-8"))
    for group in table["payees"]:
        if group["concept"] not in concepts():
            raise ValueError(f"payees.toml names the unknown concept {group['concept']}")
        if group["vat"] not in VAT_TREATMENTS:
            raise ValueError(f"payees.toml names the unknown VAT treatment {group['vat']}")
        unclear = frozenset(group.get("ambiguous", ()))
        if not unclear <= frozenset(group["names"]):
            raise ValueError(f"payees.toml calls ambiguous what is no name of {group['concept']}")
        for name in group["names"]:
            compact = payee_key(name).replace(" ", "")
            found[compact] = KnownPayee(name, group["concept"], group["vat"], name in unclear)
    return found
