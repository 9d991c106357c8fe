"""Which entry stands for what: everything but bank lines names its own, and nothing stands that nobody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from accountsos.dates import ONE_DAY
from accountsos.ledger.category_ids import CREDITORS, DEBTORS
from accountsos.ledger.entry import SOURCE_KINDS
from accountsos.store.checks.fault import Fault, Walk, set_column, told, wrong
from accountsos.store.checks.rules import Rows, Rule, equals, one_of
from accountsos.store.engine.sql import Reader, Sql, Value, day_from, day_number

JOURNAL, OPENING, DOCUMENT, VAT_RETURN = (
    SOURCE_KINDS.index(kind) + 1 for kind in ("journal", "opening", "document", "vat_return")
)
_CONTROL = f"""(SELECT c.category_no FROM category c WHERE c.company_id = :company
  AND c.category_id IN ('{DEBTORS}', '{CREDITORS}'))"""
STANDING = Sql(
    f"""SELECT e.source, e.source_no, e.entry_no, e.corrects, e.entry_date,
       (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM posting p WHERE p.company_id = e.company_id
         AND p.entry_no = e.entry_no AND p.category_no IN {_CONTROL})
       FROM journal_entry e WHERE e.company_id = :company AND e.source <> 1 AND e.reverses IS NULL
       AND e.entry_no NOT IN (SELECT v.reverses FROM journal_entry v WHERE v.company_id = :company
         AND v.source <> 1 AND v.reverses IS NOT NULL) ORDER BY e.entry_no"""
)
POSTINGS = Sql(
    """SELECT category_no, CAST(SUM(amount) AS BIGINT) FROM posting
       WHERE company_id = :company AND entry_no = :entry GROUP BY category_no"""
)
ACCOUNTS = Sql("SELECT account_no, opening_entry FROM bank_account WHERE company_id = :company")
JOURNALS = Sql(
    """SELECT journal_no, template, entry_no, reversal_no, entry_date, auto_reverse_on FROM manual_journal
       WHERE company_id = :company AND undone_seq IS NULL"""
)
OPENINGS = Sql(
    """SELECT j.journal_no, j.entry_date, e.entry_date FROM manual_journal j
       JOIN journal_entry e ON e.company_id = j.company_id AND e.entry_no = j.entry_no
       WHERE j.company_id = :company AND j.template = 'opening_balances'"""
)
INVOICES = Sql("SELECT document_no, state, amount, entry_no, release_no FROM invoice WHERE company_id = :company")
SETTLEMENTS = Sql(
    """SELECT settlement_no, document_no, kind, amount, settled_on, entry_no FROM settlement
       WHERE company_id = :company"""
)
RETURNS = Sql(
    """SELECT r.period_end, r.recorded_seq, r.entry_no FROM vat_return r WHERE r.company_id = :company
       AND r.status = 'filed' AND NOT EXISTS (SELECT 1 FROM vat_return l WHERE l.company_id = r.company_id
         AND l.period_end = r.period_end AND l.recorded_seq > r.recorded_seq)"""
)
Group = tuple[int, int]
OF_CONTROL = frozenset({"write_off", "fee", "discount", "director", "cis", "deposit"})
"""Kinds of settlements whose entry takes its amount out of debtors or creditors; a contra moves it between the two."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """What stands for something: its last entry, with those of closed years that it corrects."""

    end: int
    entries: tuple[int, ...]
    day: int
    """Of the first of them."""
    control: int
    """What they say of debtors or creditors."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A column that names an entry."""

    thing: str
    table: str
    key: Mapping[str, Value]
    column: str
    named: int | None
    control: int | None = 0
    """What it says of debtors or creditors; None: that is not told."""
    day: int | None = None
    """On which its entry is dated, where that tells two apart."""
    mends: bool = True

    def fits(self, chain: _Chain) -> bool:
        """Whether what stands there can be what is meant here."""
        return self.control is None or chain.control == self.control


def standing(db: Reader, company: int) -> Iterator[Fault]:
    """Each place names the end of a chain that stands for its thing; each chain that says something has its place."""
    chains, places = _chains(db, company), _places(db, company)
    for group in sorted(chains.keys() | places.keys()):
        yield from _of_group(db, company, group, (places.get(group, []), chains.get(group, [])))


def _of_group(db: Reader, company: int, group: Group, found: tuple[list[_Place], list[_Chain]]) -> Iterator[Fault]:
    places, left = found[0], {chain.end: chain for chain in found[1]}
    astray: list[_Place] = []
    for place in places:
        if place.named in left and place.fits(left[place.named]):
            del left[place.named]
        else:
            astray.append(place)
    # First who names something wrong, then who names nothing: of those most have nothing to name.
    for place in sorted(astray, key=lambda p: p.named is None):
        chain = _best(place, left.values())
        if chain is not None:
            del left[chain.end]
        if chain is not None or place.named is not None:
            yield _misnamed(company, place, None if chain is None else chain.end)
    for chain in left.values():
        if _says_something(db, company, chain):
            columns = tuple(f"{place.table}.{place.column}" for place in places)
            kind = SOURCE_KINDS[group[0] - 1]
            message = f"entry {chain.end} stands for {kind} {group[1]}, and nothing names it"
            yield told("standing", message, *columns, thing=f"entry {chain.end}")


def _best(place: _Place, chains: Iterable[_Chain]) -> _Chain | None:
    fitting = [chain for chain in chains if place.fits(chain)]
    of_day = [chain for chain in fitting if place.day in (None, chain.day)]
    return next(iter(of_day), None)


def _misnamed(company: int, place: _Place, expected: int | None) -> Fault:
    sql = set_column(place.table, tuple(place.key), place.column)
    fix = (sql, {"company": company, **place.key, "to_be": expected}) if place.mends else None
    also = tuple(f"{place.table}.{name}" for name in place.key)
    return wrong("standing", place.thing, f"{place.table}.{place.column}", (place.named, expected), fix=fix, also=also)


def _says_something(db: Reader, company: int, chain: _Chain) -> bool:
    sums: dict[int, int] = {}
    for entry in chain.entries:
        for category, amount in db.rows(POSTINGS, company=company, entry=entry):
            sums[category] = sums.get(category, 0) + amount
    return any(sums.values())


def _chains(db: Reader, company: int) -> dict[Group, list[_Chain]]:
    rows = {row[2]: row for row in db.rows(STANDING, company=company)}
    corrected = {row[3] for row in rows.values()}
    chains: dict[Group, list[_Chain]] = {}
    for source, source_no, entry, *_ in rows.values():
        if entry in corrected:
            continue
        entries: list[int] = []
        following = entry
        while following in rows and following not in entries:
            entries.insert(0, following)
            following = rows[following][3] or 0
        control = sum(rows[number][5] for number in entries)
        group = (source, source_no if source != VAT_RETURN else 0)
        chains.setdefault(group, []).append(_Chain(entry, tuple(entries), rows[entries[0]][4], control))
    return chains


def _places(db: Reader, company: int) -> dict[Group, list[_Place]]:
    places: dict[Group, list[_Place]] = {}

    def put(source: int, number: int, place: _Place) -> None:
        places.setdefault((source, number), []).append(place)

    for account, entry in db.rows(ACCOUNTS, company=company):
        key = {"account_no": account}
        put(OPENING, account, _Place(f"bank account {account}", "bank_account", key, "opening_entry", entry))
    for journal, template, entry, reversal, day, reversed_on in db.rows(JOURNALS, company=company):
        source = OPENING if template == "opening_balances" else JOURNAL
        for column, named, on in (("entry_no", entry, day), ("reversal_no", reversal, reversed_on)):
            put(source, journal, _journal_place(journal, column, named, on))
    for document, state, amount, entry, release in db.rows(INVOICES, company=company):
        thing, key = f"invoice of document {document}", {"document_no": document}
        control = amount if state == "posted" else 0
        if state == "posted":
            put(DOCUMENT, document, _Place(thing, "invoice", key, "entry_no", entry, control))
        elif entry is not None:
            put(DOCUMENT, document, _Place(thing, "invoice", key, "entry_no", entry, day=-1))
        put(DOCUMENT, document, _Place(thing, "invoice", key, "release_no", release))
    for number, document, kind, amount, day, entry in db.rows(SETTLEMENTS, company=company):
        control = -amount if kind in OF_CONTROL else 0
        thing, key = f"settlement {number}", {"settlement_no": number}
        put(DOCUMENT, document, _Place(thing, "settlement", key, "entry_no", entry, control, day))
    for end, seq, entry in db.rows(RETURNS, company=company):
        key = {"period_end": end, "recorded_seq": seq}
        place = _Place(f"VAT return to {end}", "vat_return", key, "entry_no", entry, day=end, mends=False)
        put(VAT_RETURN, 0, place)
    return places


def _journal_place(journal: int, column: str, named: int | None, day: int | None) -> _Place:
    key = {"journal_no": journal}
    return _Place(f"journal {journal}", "manual_journal", key, column, named, control=None, day=day, mends=False)


_POSTED = """LEFT JOIN (SELECT v.source_no, COUNT(*) AS entries, MIN(v.entry_no) AS first_no, MAX(v.entry_no) AS last_no
    FROM journal_entry v WHERE v.company_id = :company AND v.source IN (2, 3) AND v.reverses IS NULL
    AND v.corrects IS NULL GROUP BY v.source_no) m ON m.source_no = t.journal_no
  LEFT JOIN (SELECT v.source_no, MIN(v.recorded_seq) AS seq FROM journal_entry v WHERE v.company_id = :company
    AND v.source IN (2, 3) AND (v.reverses IS NOT NULL OR v.corrects IS NOT NULL) GROUP BY v.source_no) u
    ON u.source_no = t.journal_no"""
"""What a journal has posted, its automatic reversal last, and the write that took it back."""


def _of_entry(column: str, entry: str) -> str:
    return f"SELECT e.{column} FROM journal_entry e WHERE e.company_id = t.company_id AND e.entry_no = t.{entry}"


def conversion_days(db: Reader, company: int) -> Iterator[Fault]:
    """Opening balances are posted on the eve of the day from which lines are."""
    for journal, kept, eve in db.rows(OPENINGS, company=company):
        expected = day_number(day_from(eve) + ONE_DAY)
        if kept != expected:
            values = {"company": company, "journal_no": journal, "to_be": expected}
            fix = (set_column("manual_journal", ("journal_no",), "entry_date"), values)
            yield wrong("journals", f"journal {journal}", "manual_journal.entry_date", (kept, expected), fix=fix)


CHECKS = (
    Walk("standing", standing),
    Walk("journals", conversion_days),
    Rows(
        "journals",
        "manual_journal",
        "journal_no",
        [
            equals("entry_no", "m.first_no", "its own entry", mends=True, also=("manual_journal.journal_no",)),
            equals(
                "reversal_no",
                "CASE WHEN m.entries = 2 THEN m.last_no END",
                "its automatic reversal",
                mends=True,
                to_nothing=True,
            ),
            one_of("template", "manual", "opening_balances", "depreciation", "disposal", "revaluation"),
            Rule(
                "template",
                """CASE t.template WHEN 'depreciation' THEN 1 WHEN 'disposal' THEN 2 ELSE 0 END = CASE
                   WHEN EXISTS (SELECT 1 FROM asset_charge c WHERE c.company_id = t.company_id
                     AND c.journal_no = t.journal_no) THEN 1
                   WHEN EXISTS (SELECT 1 FROM asset_disposal d WHERE d.company_id = t.company_id
                     AND d.journal_no = t.journal_no) THEN 2 ELSE 0 END""",
                "as the register of fixed assets says",
            ),
            Rule(
                "template",
                f"(t.template = 'opening_balances') = (({_of_entry('source', 'entry_no')}) = 3)",
                "as its entry says",
            ),
            Rule(
                "entry_date",
                f"t.template = 'opening_balances' OR t.entry_date = ({_of_entry('entry_date', 'entry_no')})",
                "the day of its entry",
                f"({_of_entry('entry_date', 'entry_no')})",
                mends=True,
            ),
            equals(
                "auto_reverse_on",
                _of_entry("entry_date", "reversal_no"),
                "the day of its reversal",
                mends=True,
                to_nothing=True,
            ),
            equals("recorded_seq", _of_entry("recorded_seq", "entry_no"), "the write of its entry", mends=True),
            equals("undone_seq", "u.seq", "the write that took its entry back", mends=True, to_nothing=True),
        ],
        called="journal {}",
        join=_POSTED,
    ),
)
