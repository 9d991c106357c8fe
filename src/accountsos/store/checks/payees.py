"""What was learnt of payees: counted from the lines that a person saw, and within what those lines had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.categoriser.history import remembered_by
from accountsos.store.checks.fault import Fault, Finding, Fix, Walk
from accountsos.store.checks.rules import (
    Rows,
    Rule,
    a_day,
    a_write,
    at_least,
    between,
    flag,
    found_in,
    names,
    one_of,
    or_nothing,
    some_text,
)
from accountsos.store.engine.sql import Reader, Sql, Value
from accountsos.store.short_words import SOURCE_CODES, words_in_full

TEACHING = Sql(
    """SELECT description, payee, reference, amount, category_no, booked_on FROM bank_transaction
       WHERE company_id = :company AND status = 1 AND reviewed = 1 AND parts <= 1"""
)
KEPT = Sql(
    """SELECT payee_key, money_in, category_no, lines, last_on, amount_low, amount_high FROM payee_choice
       WHERE company_id = :company"""
)
SET = Sql(
    """INSERT INTO payee_choice (company_id, payee_key, money_in, category_no, lines, last_on, amount_low, amount_high)
       VALUES (:company, :key, :money_in, :category, :lines, :last_on, :low, :high)
       ON CONFLICT (company_id, payee_key, money_in, category_no) DO UPDATE SET lines = excluded.lines,
       last_on = excluded.last_on, amount_low = excluded.amount_low, amount_high = excluded.amount_high"""
)
KEPT_REFERENCES = Sql(
    """SELECT payee_key, money_in, category_no, stem, lines, last_on FROM payee_reference WHERE company_id = :company"""
)
SET_REFERENCE = Sql(
    """INSERT INTO payee_reference (company_id, payee_key, money_in, category_no, stem, lines, last_on)
       VALUES (:company, :key, :money_in, :category, :stem, :lines, :last_on)
       ON CONFLICT (company_id, payee_key, money_in, category_no, stem) DO UPDATE SET lines = excluded.lines,
       last_on = excluded.last_on"""
)
NO_SUCH_REFERENCE = Sql(
    """UPDATE payee_reference SET lines = 0 WHERE company_id = :company AND payee_key = :key AND money_in = :money_in
       AND category_no = :category AND stem = :stem"""
)
NO_LINES = Sql(
    """UPDATE payee_choice SET lines = 0 WHERE company_id = :company AND payee_key = :key AND money_in = :money_in
       AND category_no = :category"""
)
Choice = tuple[str, int, int]
Reference = tuple[str, int, int, str]
COLUMNS = ("lines", "last_on", "amount_low", "amount_high")


@dataclass(slots=True)
class _Seen:
    """The lines of one choice, added up."""

    lines: int
    last_on: int
    low: int
    high: int

    def add(self, day: int, amount: int) -> None:
        self.lines += 1
        self.last_on, self.low, self.high = max(self.last_on, day), min(self.low, amount), max(self.high, amount)


def choices(db: Reader, company: int) -> Iterator[Fault]:
    """Each choice has as many lines as stand behind it; its days and amounts may reach beyond theirs."""
    seen: dict[Choice, _Seen] = {}
    said: dict[Reference, _Seen] = {}
    for description, payee, reference, amount, category, day in db.stream(TEACHING, company=company):
        key, stem = remembered_by(description, *words_in_full(description, payee, reference)[:2])
        if key:
            choice, size = (key, int(amount > 0), category), abs(amount)
            seen.setdefault(choice, _Seen(0, day, size, size)).add(day, size)
            if stem:
                said.setdefault((*choice, stem), _Seen(0, day, 0, 0)).add(day, 0)
    for key, money_in, category, *kept in db.rows(KEPT, company=company):
        have = _Seen(*kept)
        should = seen.pop((key, money_in, category), None)
        if should is None and have.lines == 0:
            continue
        if should is None or _falls_short(have, should):
            yield _fault(company, (key, money_in, category), have, should)
    for choice, should in seen.items():
        yield _fault(company, choice, None, should)
    yield from _references(db, company, said)


def _references(db: Reader, company: int, said: dict[Reference, _Seen]) -> Iterator[Fault]:
    """The same for the words of the references, by which the lines of one payee are told apart."""
    for key, money_in, category, stem, lines, last_on in db.rows(KEPT_REFERENCES, company=company):
        reference = (key, money_in, category, stem)
        have, should = _Seen(lines, last_on, 0, 0), said.pop(reference, None)
        if should is None and lines == 0:
            continue
        if should is None or _falls_short(have, should):
            yield _reference_fault(company, reference, have, should)
    for reference, should in said.items():
        yield _reference_fault(company, reference, None, should)


def _falls_short(have: _Seen, should: _Seen) -> bool:
    reaches = have.last_on >= should.last_on and have.low <= should.low and have.high >= should.high
    return have.lines != should.lines or not reaches


def _fault(company: int, choice: Choice, have: _Seen | None, should: _Seen | None) -> Fault:
    key, money_in, category = choice
    thing = f"choice for {key!r} (money {'in' if money_in else 'out'}) of category {category}"
    kept, expected = _told(have), _told(should)
    names_of_columns = ", ".join(COLUMNS)
    message = f"{thing}: kept ({names_of_columns}) {kept}, the reviewed lines say {expected}"
    columns = tuple(f"payee_choice.{name}" for name in ("payee_key", "money_in", "category_no", *COLUMNS))
    finding = Finding("payees", message, thing, (*columns, "bank_transaction.reviewed"), expected, repairable=True)
    values: dict[str, Value] = {"company": company, "key": key, "money_in": money_in, "category": category}
    did = f"{thing}: ({names_of_columns}) was {kept}, it is {expected} now"
    if should is None:
        return Fault(finding, Fix(NO_LINES, values, did))
    reach = {"lines": should.lines, "last_on": should.last_on, "low": should.low, "high": should.high}
    return Fault(finding, Fix(SET, {**values, **reach}, did))


def _reference_fault(company: int, reference: Reference, have: _Seen | None, should: _Seen | None) -> Fault:
    key, money_in, category, stem = reference
    thing = f"reference {stem!r} of {key!r} (money {'in' if money_in else 'out'}) of category {category}"
    kept, expected = ("nothing" if seen is None else f"({seen.lines}, {seen.last_on})" for seen in (have, should))
    message = f"{thing}: kept (lines, last_on) {kept}, the reviewed lines say {expected}"
    names_of_columns = ("payee_key", "money_in", "category_no", "stem", "lines", "last_on")
    columns = tuple(f"payee_reference.{name}" for name in names_of_columns)
    finding = Finding("payees", message, thing, (*columns, "bank_transaction.reviewed"), expected, repairable=True)
    where: dict[str, Value] = {
        "company": company,
        "key": key,
        "money_in": money_in,
        "category": category,
        "stem": stem,
    }
    did = f"{thing}: (lines, last_on) was {kept}, it is {expected} now"
    if should is None:
        return Fault(finding, Fix(NO_SUCH_REFERENCE, where, did))
    return Fault(finding, Fix(SET_REFERENCE, {**where, "lines": should.lines, "last_on": should.last_on}, did))


def _told(seen: _Seen | None) -> str:
    return "nothing" if seen is None else f"({seen.lines}, {seen.last_on}, {seen.low}, {seen.high})"


CHECKS = (
    Walk("payees", choices),
    Rows(
        "payees",
        "payee_choice",
        "payee_key money_in category_no",
        [
            flag("money_in"),
            names("category_no", "category", "category_no", "a category"),
            at_least("lines", 0),
            a_day("last_on"),
            at_least("amount_low", 0),
            Rule("amount_high", "t.lines = 0 OR t.amount_high >= t.amount_low", "no less than amount_low"),
        ],
        called="choice for {0!r}, category {2}",
    ),
    Rows(
        "payees",
        "payee_reference",
        "payee_key money_in category_no stem",
        [
            flag("money_in"),
            names("category_no", "category", "category_no", "a category"),
            some_text("stem"),
            at_least("lines", 0),
            a_day("last_on"),
        ],
        called="reference {3!r} of {0!r}, category {2}",
    ),
    Rows(
        "rules",
        "refiling",
        "refiling_no",
        [
            at_least("refiling_no", 1),
            or_nothing(at_least("rule_no", 1)),
            Rule(
                "lines",
                """t.lines = (SELECT COUNT(*) FROM refiled_line r WHERE r.company_id = t.company_id
                   AND r.refiling_no = t.refiling_no)""",
                "as many as are kept",
                """(SELECT COUNT(*) FROM refiled_line r WHERE r.company_id = t.company_id
                   AND r.refiling_no = t.refiling_no)""",
                mends=True,
                also=("refiled_line.refiling_no", "refiling.refiling_no"),
            ),
            a_write("recorded_seq"),
            or_nothing(a_write("undone_seq")),
            Rule("undone_seq", "t.undone_seq IS NULL OR t.undone_seq > t.recorded_seq", "a later write"),
        ],
        called="refiling {}",
    ),
    Rows(
        "rules",
        "refiled_line",
        "refiling_no transaction_no",
        [
            found_in("refiling_no", "refiling", "refiling_no", "a refiling"),
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            names("old_category", "category", "category_no", "a category"),
            names("new_category", "category", "category_no", "a category"),
            between("old_confidence", 0, 10_000),
            one_of("old_source", *SOURCE_CODES),
            one_of("new_source", *SOURCE_CODES),
        ],
        called="transaction {1} of refiling {0}",
    ),
    Rows(
        "rules",
        "rule",
        "rule_no",
        [
            at_least("rule_no", 1),
            at_least("position", 0),
            names("category_no", "category", "category_no", "a category"),
            or_nothing(flag("money_in")),
            or_nothing(at_least("amount_min", 0)),
            Rule(
                "amount_max",
                "t.amount_max IS NULL OR t.amount_max >= COALESCE(t.amount_min, 0)",
                "no less than amount_min",
            ),
        ],
        called="rule {}",
    ),
    Rows(
        "rules",
        "column_layout",
        "headings",
        [
            found_in("import_no", "statement_import", "import_no", "an import"),
            Rule("headings", "LENGTH(t.headings) = 64", "a digest of 64 figures"),
            Rule("columns", "LENGTH(t.columns) > 2", "a mapping"),
        ],
        called="layout {}",
    ),
    Rows(
        "rules",
        "model_answer",
        "question",
        [
            Rule("question", "LENGTH(t.question) = 16", "a digest of 16 bytes"),
            a_day("asked_on"),
            at_least("times", 1),
            flag("answered"),
            or_nothing(names("category_no", "category", "category_no", "a category")),
            between("sure", 0, 2),
        ],
        called="question {}",
    ),
)
