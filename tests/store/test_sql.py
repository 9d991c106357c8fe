"""Statements: translated exactly for both databases, and never across companies."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import combinations
from types import ModuleType
from typing import Any

import pytest

import accountsos.store
import accountsos.workflows
from accountsos.store import line_filter, line_sums, transaction_list
from accountsos.store.engine.sql import Insert, Sql, day_from, day_number, micros, moment_from
from accountsos.store.line_filter import Filter
from tests.support.bookkeeper import found
from tests.support.engines import NOON, Opened

NOT_BY_COMPANY = {
    "users.USER_BY_EMAIL": "users are global: one person may belong to several companies",
    "users.USER_BY_ID": "the same",
    "users.NEW_USER": "the same",
    "users.ANY_USER": "whoever comes first to an installation signs up",
    "users.FIRST_USER": "the same",
    "journal.NEIGHBOURS": "its one SELECT without a company lists the numbers of a row that is already the company's",
    "users.FIRST": "the same",
    "users.SET_PASSWORD": "a password is a person's, not a company's",
    "users.COMPANIES_OF": "this is how a person learns of their companies",
    "company_sums.MONEY_OF_ALL": "all companies of a person side by side; each table is joined by its company",
    "company_sums.LINES_OF_ALL": "the same",
    "company_sums.WRITES_OF_ALL": "the same",
    "users.NEW_SESSION": "a session is a person's; the company stands in each address",
    "users.SESSION": "the same: it is found by its secret",
    "users.SESSIONS_OF": "the same",
    "users.SEEN": "the same",
    "users.PROVED": "the same",
    "users.END_SESSION": "the same",
    "users.END_OTHERS": "the same",
    "users.FORGET_QUIET": "the same",
    "second_steps.STEP_OF": "a second step is a person's, like the password",
    "second_steps.NEW_STEP": "the same",
    "second_steps.DROP_STEP": "the same",
    "second_steps.USED": "the same",
    "second_steps.NEW_CODE": "the same",
    "second_steps.DROP_CODES": "the same",
    "second_steps.SPEND_CODE": "the same",
    "second_steps.CODES_LEFT": "the same",
    "maintenance.ENDPOINTS": "the worker tells the changes of all companies, each to its own endpoints",
    "maintenance.DUE_ENDPOINTS": "the same",
    "invitations.NEW_RESET": "a password is a person's, not a company's",
    "invitations.RESET_BY_SECRET": "the same",
    "invitations.DROP_RESETS": "the same",
    "keys.NEW_KEY": "a key is found by its secret before its company is known; the row names the company",
    "keys.BY_SECRET": "this is how a request learns its company",
    "keys.COMPANY_OF_KEY": "whoever runs the installation revokes a key by its id alone",
    "deadlines.NEW_TOKEN": "a calendar is found by its secret before its company is known; the row names the company",
    "deadlines.OWNER": "this is how a calendar's address leads to its company",
    "pending_lines.COMPANIES": "the worker gives up pending lines of all companies",
    "maintenance.WAITING_JOBS": "a worker looks for work in all companies",
    "work_due.WORK_DUE": "the process that waits beside a server asks for all companies",
    "maintenance.ANSWERS": "the worker forgets old answers in all companies",
    "maintenance.QUEUE": "whoever watches over an installation counts the work of all companies",
    "maintenance.SCHEMA": "the schema is the installation's",
    "names.USES": "each of its parts says the company; the outermost has no table",
    "maintenance.COMPANIES": "verify goes through all companies of an installation",
    "maintenance.WHOLE_FILE": "SQLite's own look at its file",
    "rate_windows.COUNT": "windows belong to keys and addresses, beside the books",
    "rate_windows.USED": "the same",
    "rate_windows.GIVE_BACK": "the same",
    "rate_windows.LAST_USED": "the same",
    "rate_windows.FORGET_ADDRESSES": "the same",
    "rate_windows.ATTEMPT": "attempts to log in belong to addresses and accounts",
    "rate_windows.FORGIVE": "the same",
    "rate_windows.FORGET_ATTEMPTS": "the same",
}
"""Every statement that does not say whose company it is about, with the reason."""


PEOPLE = {"users.MEMBER", "users.MEMBERS", "users.COMPANIES_OF", "second_steps.WITH_STEP"}
"""What joins a membership with its person, who belongs to no company."""


def _modules() -> Iterator[ModuleType]:
    for package in (accountsos.store, accountsos.workflows):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.ispkg and ".migrations." not in module.name and not module.name.endswith(".migrate"):
                yield importlib.import_module(module.name)


def _statements() -> dict[str, Sql]:
    found: dict[str, Sql] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, Sql):
                found[f"{module.__name__.rsplit('.', 1)[1]}.{name}"] = value
    for chosen in _filters():
        for after in (False, True):
            for n, part in enumerate(transaction_list._statements_for(chosen, after=after)):
                found[f"transaction_list.{chosen}/{after}/{n}"] = part
        found[f"line_sums.{chosen}"] = line_sums._added_up(line_filter.conditions_of(chosen), chosen.reads_all)
    return found


def _filters() -> Iterator[Filter]:
    """Every one of its conditions alone, each two of them, and all together."""
    asked: dict[str, Any] = {**dict.fromkeys(line_filter.CONDITIONS, 1), "reviewed": 0, "money_in": True}
    asked |= {"search": "%sum%"}
    asked |= {"waiting": "questions", "has_document": True, "numbers": (1, 2)}
    for size in (0, 1, 2, len(asked)):
        for names in combinations(asked, size):
            yield Filter(**{name: asked[name] for name in names})
            if "waiting" in names:
                yield Filter(**{name: asked[name] for name in names} | {"waiting": "sure"})
            if "has_document" in names:
                yield Filter(**{name: asked[name] for name in names} | {"few_papers": True})
                yield Filter(**{name: asked[name] for name in names} | {"has_document": False})


def _says_the_company(statement: Sql) -> bool:
    if isinstance(statement, Insert):
        return statement.columns[0] == "company_id"
    text = statement.postgres
    if text.lstrip().startswith("INSERT"):
        return re.search(r"INSERT INTO \w+ \(company_id,.*VALUES \(%\(company\)s", text, re.DOTALL) is not None
    verbs = len(re.findall(r"\bSELECT\b|\bUPDATE\b(?! SET)|\bDELETE\b", text))
    without_table = len(re.findall(r"\bFROM \(|\bSELECT \(SELECT", text))
    text = text.replace("company_id BETWEEN %(company)s AND %(company)s", "company_id = %(company)s")
    scoped = len(re.findall(r"company_id = (?:%\(company\)s|\w+\.company_id)", text))
    return scoped >= max(verbs - without_table, 1) and "company_id = %(company)s" in text


def test_every_statement_stays_within_one_company() -> None:
    statements = _statements()
    assert len(statements) > 100
    excused = {id(statements[name]) for name in NOT_BY_COMPANY}
    stray = {name for name, statement in statements.items() if not _says_the_company(statement)}
    unexcused = {name for name in stray if id(statements[name]) not in excused}
    assert unexcused == set(), "add company_id to its WHERE, or say above why it must not be there"
    assert {name for name in NOT_BY_COMPANY if name not in stray} == set(), "no longer an exception"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT name FROM company",
        "SELECT n FROM posting WHERE entry_no = :entry",
        "UPDATE contact SET name = :name WHERE contact_no = :company",
        "DELETE FROM rule WHERE rule_no = :company",
        "SELECT t.a FROM t JOIN e ON e.entry_no = t.entry_no WHERE e.company_no = :company",
        "SELECT a FROM t WHERE company_id = :company AND b IN (SELECT b FROM u WHERE c = :c)",
    ],
)
def test_a_statement_that_forgets_the_company_is_noticed(text: str) -> None:
    assert not _says_the_company(Sql(text))


def test_every_joined_table_is_joined_within_the_company() -> None:
    for name, statement in _statements().items():
        for join in re.findall(
            r"\bJOIN (?:\w+ \w+)\s+ON\s+(.*?)(?=JOIN|WHERE|GROUP|ORDER|$)", statement.postgres, re.DOTALL
        ):
            assert "company_id" in join or name in PEOPLE, f"{name}: {join}"


def test_names_become_numbers_or_placeholders_and_nothing_else_changes() -> None:
    statement = Sql("SELECT a::text, '100%' FROM t WHERE a LIKE :like AND b = :b AND c = :like AND d % 2 = 0")
    assert statement.names == ("like", "b")
    assert statement.sqlite == "SELECT a::text, '100%' FROM t WHERE a LIKE +?1 AND b = +?2 AND c = +?1 AND d % 2 = 0"
    assert statement.postgres == (
        "SELECT a::text, '100%%' FROM t WHERE a LIKE %(like)s AND b = %(b)s AND c = %(like)s AND d %% 2 = 0"
    )
    assert statement.bound({"b": 2, "like": "x", "unused": None}) == ("x", 2)
    with pytest.raises(KeyError):
        statement.bound({"b": 2})


def test_percent_signs_and_casts_mean_the_same_on_both(installation: Opened) -> None:
    keeper = found(installation.books, "100 % Wool & 50 %% Linen")
    statement = Sql(
        """SELECT name, CAST(company_id % 10 AS BIGINT), CAST(:text AS TEXT) FROM company
           WHERE company_id = :company AND name LIKE '100 %' AND name LIKE :like"""
    )
    with installation.store.engine.reading() as db:
        rows = db.rows(statement, company=keeper.company, like="%Wool%%%", text="50%")
        assert list(db.stream(statement, company=keeper.company, like="%", text="é%s")) == [(*rows[0][:2], "é%s")]
    assert [tuple(row) for row in rows] == [("100 % Wool & 50 %% Linen", keeper.company % 10, "50%")]


def test_days_and_moments_come_back_as_they_were() -> None:
    assert day_from(day_number(NOON.date())) == NOON.date()
    moment = NOON.replace(microsecond=999_999)
    assert moment_from(micros(moment)) == moment
