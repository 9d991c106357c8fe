"""The triggers by which the database tells what changed: on which tables, and what each tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alembic import op

from accountsos.store.migrations.dialect import is_sqlite

(TRANSACTION, CONTACT, DOCUMENT, INVOICE, JOURNAL, IMPORT, CATEGORY, ACCOUNT, RULE, ASSET, TRIP, DEADLINE, RETURN) = (
    range(1, 14)
)
CREATED, UPDATED, DELETED = "1", "2", "3"
COLUMNS = "company_id, seq, kind, first_no, last_no, change, version, recorded_at"
STOOD_BEFORE = """COALESCE((SELECT c.change FROM changed_thing c WHERE c.company_id = excluded.company_id
  AND c.kind = excluded.kind AND c.first_no = excluded.first_no AND +c.seq < excluded.seq
  ORDER BY c.recorded_at DESC LIMIT 1), 3) <> 3"""
COLLAPSE = f"""ON CONFLICT (company_id, seq, kind, first_no) DO UPDATE SET change = CASE
  WHEN excluded.change = 3 THEN 3 WHEN changed_thing.change = 1 THEN 1
  WHEN changed_thing.change = 3 AND NOT {STOOD_BEFORE} THEN 1 ELSE 2 END, version = excluded.version"""
"""Several changes of a thing in one write are one: made and changed is made; taken away and put back is changed, or
made where it was not there before."""


@dataclass(frozen=True)
class Telling:
    """One row that a trigger writes. SQL over the row R, which is NEW or OLD, and the head row h."""

    kind: int
    number: str
    change: str = UPDATED
    version: str = "NULL"
    only: str = "1 = 1"


@dataclass(frozen=True)
class Watched:
    """On what a trigger fires: INSERT, UPDATE or DELETE of a table, when, and what it tells."""

    table: str
    event: str
    tells: tuple[Telling, ...]
    when: str = "1 = 1"
    """SQL over OLD and NEW; IS NOT DISTINCT FROM works on both databases."""


INVOICE_STANDS = """(R.status = 'void' AND R.type IN ('invoice', 'credit_note') OR EXISTS (SELECT 1 FROM invoice i
  WHERE i.company_id = R.company_id AND i.document_no = R.document_no))"""
VOID = """EXISTS (SELECT 1 FROM document d WHERE d.company_id = R.company_id AND d.document_no = R.document_no
  AND d.status = 'void')"""
DOCUMENT_VERSION = """(SELECT d.version FROM document d WHERE d.company_id = R.company_id
  AND d.document_no = R.document_no)"""
LINE_VERSION = """(SELECT t.version FROM bank_transaction t WHERE t.company_id = R.company_id
  AND t.transaction_no = R.transaction_no)"""
OLD_LINE = "R.transaction_no <= h.last_transaction"
"""Lines of this very write are told together, as a range, when the head row is put back."""
FIRST_VERSION = """CASE WHEN EXISTS (SELECT 1 FROM {0} v WHERE v.company_id = R.company_id AND v.{1} = R.{1}
  AND v.recorded_seq < R.recorded_seq) THEN 2 ELSE 1 END"""
LINKED = (
    Telling(
        TRANSACTION,
        "R.transaction_no",
        version=LINE_VERSION,
        only=f"""{OLD_LINE} AND EXISTS (SELECT 1 FROM bank_transaction t WHERE t.company_id = R.company_id
          AND t.transaction_no = R.transaction_no AND t.status = 1)""",
    ),
    Telling(DOCUMENT, "R.document_no", version=DOCUMENT_VERSION, only=f"{DOCUMENT_VERSION} IS NOT NULL"),
)
SETTLED = tuple(
    Telling(
        INVOICE,
        f"R.{column}",
        version=f"""(SELECT d.version FROM document d WHERE d.company_id = R.company_id
          AND d.document_no = R.{column})""",
        only=f"""EXISTS (SELECT 1 FROM invoice i WHERE i.company_id = R.company_id
          AND i.document_no = R.{column})""",
    )
    for column in ("document_no", "other_no")
)
FACT_OF_CONTACT = Telling(CONTACT, "CAST(SUBSTR(R.fact, 18) AS INTEGER)")


def _whole(table: str, kind: int, number: str, version: str = "NULL") -> tuple[Watched, ...]:
    """A table with one row for each thing: made, changed, taken away."""
    return tuple(
        Watched(table, event, (Telling(kind, number, change, version),))
        for event, change in (("INSERT", CREATED), ("UPDATE", UPDATED), ("DELETE", DELETED))
    )


def _any(table: str, tells: tuple[Telling, ...]) -> tuple[Watched, ...]:
    """A table whose rows belong to a thing of another."""
    return tuple(Watched(table, event, tells) for event in ("INSERT", "UPDATE", "DELETE"))


WATCHED: tuple[Watched, ...] = (
    Watched(
        "bank_transaction",
        "UPDATE",
        (
            Telling(
                TRANSACTION,
                "R.transaction_no",
                "CASE WHEN OLD.status <> 1 THEN 1 WHEN NEW.status <> 1 THEN 3 ELSE 2 END",
                "R.version",
                OLD_LINE,
            ),
        ),
        when="NEW.status = 1 OR OLD.status = 1",
    ),
    Watched("contact", "INSERT", (Telling(CONTACT, "R.contact_no", CREATED),)),
    Watched(
        "contact",
        "UPDATE",
        (Telling(CONTACT, "R.contact_no"),),
        when="""OLD.archived <> NEW.archived OR (OLD.lines = NEW.lines AND OLD.total_in = NEW.total_in
          AND OLD.total_out = NEW.total_out)""",
    ),
    Watched("contact", "DELETE", (Telling(CONTACT, "R.contact_no", DELETED),)),
    *_any("contact_key", (Telling(CONTACT, "R.contact_no"),)),
    Watched("company_fact", "INSERT", (FACT_OF_CONTACT,), when="SUBSTR(NEW.fact, 1, 17) = 'contact_defaults.'"),
    Watched("document", "INSERT", (Telling(DOCUMENT, "R.document_no", CREATED, "R.version"),)),
    Watched(
        "document",
        "UPDATE",
        (
            Telling(DOCUMENT, "R.document_no", UPDATED, "R.version"),
            Telling(INVOICE, "R.document_no", UPDATED, "R.version", INVOICE_STANDS),
        ),
        when="NEW.status <> 'processing'",
    ),
    Watched(
        "document",
        "DELETE",
        (Telling(DOCUMENT, "R.document_no", DELETED, "R.version"),),
    ),
    Watched("invoice", "INSERT", (Telling(INVOICE, "R.document_no", CREATED, DOCUMENT_VERSION),)),
    Watched("invoice", "UPDATE", (Telling(INVOICE, "R.document_no", UPDATED, DOCUMENT_VERSION),)),
    Watched(
        "invoice",
        "DELETE",
        (Telling(INVOICE, "R.document_no", f"CASE WHEN {VOID} THEN 2 ELSE 3 END", DOCUMENT_VERSION),),
    ),
    *_any("settlement", SETTLED),
    *_any("document_link", LINKED),
    *_whole("manual_journal", JOURNAL, "R.entry_no"),
    *_whole("statement_import", IMPORT, "R.import_no"),
    Watched(
        "category",
        "INSERT",
        (Telling(CATEGORY, "R.category_no", FIRST_VERSION.format("category", "category_no")),),
    ),
    *_whole("bank_account", ACCOUNT, "R.account_no"),
    *_whole("rule", RULE, "R.rule_no"),
    Watched(
        "fixed_asset",
        "INSERT",
        (
            Telling(
                ASSET,
                "R.asset_no",
                f"CASE WHEN R.removed = 1 THEN 3 ELSE {FIRST_VERSION.format('fixed_asset', 'asset_no')} END",
            ),
        ),
    ),
    *_any("asset_charge", (Telling(ASSET, "R.asset_no"),)),
    *_any("asset_disposal", (Telling(ASSET, "R.asset_no"),)),
    *_whole("mileage_trip", TRIP, "R.trip_no"),
    Watched("own_deadline", "INSERT", (Telling(DEADLINE, "R.deadline_no", CREATED),)),
    Watched(
        "own_deadline",
        "UPDATE",
        (Telling(DEADLINE, "R.deadline_no", "CASE WHEN R.removed = 1 THEN 3 ELSE 2 END"),),
    ),
    Watched(
        "vat_return",
        "INSERT",
        (Telling(RETURN, "R.period_end", FIRST_VERSION.format("vat_return", "period_end")),),
    ),
)
RANGE = f"""INSERT INTO changed_thing ({COLUMNS}) VALUES (NEW.company_id, NEW.seq, {TRANSACTION},
  OLD.last_transaction + 1, NEW.last_transaction, {CREATED}, NULL, NEW.recorded_at)"""
NEW_LINES = "NEW.last_transaction > OLD.last_transaction"


def watch(watched: tuple[Watched, ...]) -> None:
    """Make the triggers of these tables."""
    for each in watched:
        _trigger(each.table, each.event, each.when, list(_statements(each)))


def watch_new_lines() -> None:
    """Lines of a write are told together, as a range of numbers, when the head row is put back."""
    _trigger("company_head", "UPDATE OF last_transaction", NEW_LINES, [RANGE])


def _statements(watched: Watched) -> Iterator[str]:
    """The rows that one trigger writes; an UPDATE that moves something to another tells of both."""
    row = "OLD" if watched.event == "DELETE" else "NEW"
    for telling in watched.tells:
        yield _statement(telling, row)
        if watched.event == "UPDATE" and watched.table in ("contact_key", "document_link"):
            yield _statement(telling, "OLD")


def _statement(telling: Telling, row: str) -> str:
    text = f"""INSERT INTO changed_thing ({COLUMNS})
      SELECT h.company_id, h.seq, {telling.kind}, {telling.number}, {telling.number}, {telling.change},
      {telling.version}, h.recorded_at FROM company_head h WHERE h.company_id = R.company_id
      AND {telling.only} {COLLAPSE}"""
    return text.replace("R.", f"{row}.")


def _trigger(table: str, event: str, when: str, statements: list[str]) -> None:
    """SQLite holds the statements in the trigger, PostgreSQL in a function that it calls."""
    name = f"{table}_told_{event.split(maxsplit=1)[0].lower()}"
    body = ";\n".join(statements) + ";"
    if is_sqlite():
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN\n{body}\nEND")
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{body}\nRETURN NULL; END $$"
    )
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()")
