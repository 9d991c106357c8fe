"""Lines that may name the supplier, with the features by which one is chosen."""

from __future__ import annotations

from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.name_features import NameScene
from accountsos.documents.extract.name_lines import NameCandidate, candidates_of
from accountsos.documents.extract.sheet import Sheet

_CANDIDATES_MAX = 70


def name_candidates(sheet: Sheet) -> tuple[list[NameCandidate], Numbers]:
    """Lines that may name the supplier, and a row of features for each and for "there is none"."""
    found = list(candidates_of(sheet))[:_CANDIDATES_MAX]
    return found, NameScene(sheet, tuple(found)).table()
