"""Test companies with their truth: deterministic bank lines and the files banks would print."""

from accountsos.generator.archetypes import ARCHETYPES
from accountsos.generator.company import GeneratedCompany, generate
from accountsos.generator.lines import Account, Person, Profile, TrueLine
from accountsos.generator.printing import PLAIN, StatementOptions
from accountsos.generator.render import BANKS, render
from accountsos.generator.truth import Truth

__all__ = [
    "ARCHETYPES",
    "BANKS",
    "PLAIN",
    "Account",
    "GeneratedCompany",
    "Person",
    "Profile",
    "StatementOptions",
    "TrueLine",
    "Truth",
    "generate",
    "render",
]
