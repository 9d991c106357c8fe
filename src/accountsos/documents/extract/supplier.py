"""Lines that may name the supplier, with the features by which one is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.customer import customer_of
from accountsos.documents.extract.name_doubts import is_no_name
from accountsos.documents.extract.name_features import NameScene
from accountsos.documents.extract.name_lines import (
    ENDS_IN_FORM,
    NOT_A_NAME,
    NameCandidate,
    candidates_of,
    fits,
    tidy_name,
)
from accountsos.documents.extract.name_runs import beside_a_name
from accountsos.documents.extract.name_witnesses import FOOT, Witness, ends_a_journey, trading_names, witnesses_of
from accountsos.documents.extract.registrant import credited_in
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Fact
from accountsos.documents.names import core_name, each_name, is_ours, with_initial

_CANDIDATES_MAX = 80
_CORE_LEAST = 5
_HEAD = 3
_WEB = re.compile(r"^(?:https?://)?(?:www\.)?|\.(?:co\.uk|org\.uk|com|uk|io|eu|net|org|ie|de|fr|shop|store)/?$")


def name_candidates(sheet: Sheet, own_names: Sequence[str] = ()) -> tuple[list[NameCandidate], Numbers]:
    """Lines that may name the supplier, and a row of features for each and for "there is none".

    The company's own names are none, wherever they stand: a paper that names it is from or to somebody else.
    """
    witnesses = tuple(witnesses_of(sheet))
    found = [*candidates_of(sheet), *_named_by(witnesses)]
    found = [candidate for candidate in found if not ends_a_journey(sheet, candidate.piece)]
    if credited := credited_in(sheet):
        found = [c for c in found if c.row < _HEAD or core_name(c.name).split()[:1] not in credited]
    beside = [piece for row in sheet.rows[:_HEAD] for piece in beside_a_name(row.pieces)]
    found = [candidate for candidate in found if candidate.piece not in beside] or found
    bought_by = customer_of(sheet)
    if bought_by is not None and bought_by.confidence >= _HEADED:
        found = [c for c in found if not _is_the_buyer(c, bought_by, witnesses)]
    if own_names:
        found = [candidate for candidate in found if not names_one_of(candidate.name, own_names)]
    found = [candidate for candidate in found if not is_no_name(candidate.name, sheet)] or found
    found = _in_full(found)[:_CANDIDATES_MAX]
    return found, NameScene(sheet, tuple(found), witnesses).table()


def _is_the_buyer(candidate: NameCandidate, buyer: Fact[str], witnesses: Sequence[Witness]) -> bool:
    """Whether it runs over the name under `Bill to`, which is at no head, is no payee and sells nothing."""
    named = any(w.kind != FOOT and core_name(w.name) == core_name(candidate.name) for w in witnesses)
    boxes = [piece.box for piece in candidate.pieces]
    within = buyer.place is not None and buyer.place.box in boxes
    return within and candidate.row >= _HEAD - 1 and not named


_HEADED = 0.95


def parties_of(found: Sequence[NameCandidate], sheet: Sheet) -> list[str]:
    """Whom each candidate names: one company under its name with and without form, and its trading name, are one."""
    keys = [_bare(candidate.name) for candidate in found]
    for trading, company in trading_names(sheet):
        one, other = _bare(trading), _bare(company)
        keys = [one if key == other else key for key in keys]
    return keys


def _bare(name: str) -> str:
    """Without legal form and the end of a web address."""
    return core_name(_WEB.sub("", name.strip().lower()))


def names_one_of(name: str, own_names: Sequence[str]) -> bool:
    """Whether a line is one of these names, alone or after a word such as `To:`, `Bill to` or `FAO`."""
    if is_ours(name, own_names):
        return True
    if any(core_name(name) == initial for own in own_names for initial in with_initial(own)):
        return True
    line = f" {core_name(name)} "
    return any(len(core := core_name(own)) >= _CORE_LEAST and f" {core} " in line for own in each_name(own_names))


def _named_by(witnesses: Sequence[Witness]) -> list[NameCandidate]:
    """A candidate for each name that a witness gives and that no line is as a whole."""
    found, seen = [], set()
    for witness in witnesses:
        name = tidy_name(witness.name)
        key = compact(name)
        if len(key) >= 3 and key not in seen and fits(name) and NOT_A_NAME.search(key) is None:
            seen.add(key)
            found.append(NameCandidate(name, (witness.piece,), witness.row))
    return found


def _in_full(found: Sequence[NameCandidate]) -> list[NameCandidate]:
    """Each under its full name: the logo says `Acme`, the foot `Acme Ltd`, and both mean one company."""
    full: dict[str, str] = {}
    for candidate in found:
        core = core_name(candidate.name)
        if len(core) >= _CORE_LEAST and ENDS_IN_FORM.search(plain(candidate.name)):
            full.setdefault(core, candidate.name)
    return [replace(c, name=full.get(core_name(c.name), c.name)) for c in found]
