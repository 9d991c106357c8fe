"""The register of fixed assets: the audit log tells of each version, and its journals post what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator

from accountsos import ids
from accountsos.ledger.fixed_assets import SOURCES
from accountsos.store.checks.fault import Fault, Walk, wrong
from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import Rows, Rule, a_day, at_least, equals, flag, names, one_of, or_nothing
from accountsos.store.engine.sql import Reader, Row, Sql, day_from

CHARGED = Sql(
    """SELECT c.journal_no, CAST(SUM(c.amount) AS BIGINT), (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT)
       FROM posting p WHERE p.company_id = c.company_id AND p.entry_no = j.entry_no AND p.amount > 0)
       FROM asset_charge c JOIN manual_journal j ON j.company_id = c.company_id AND j.journal_no = c.journal_no
       WHERE c.company_id = :company GROUP BY c.company_id, c.journal_no, j.entry_no ORDER BY c.journal_no"""
)


def charges(db: Reader, company: int) -> Iterator[Fault]:
    """What assets are charged is what the journal of the year posts."""
    for journal, kept, posted in db.rows(CHARGED, company=company):
        if kept != posted:
            yield wrong("assets", f"depreciation of journal {journal}", "asset_charge.amount", (kept, posted))


def _of_asset(company: int, row: Row) -> str:
    return ids.public_id("ast_", company, row[0])


def _gone(company: int, row: Row) -> str:
    return ids.public_id("ast_", company, row[1])


def _as_day(_: int, kept: int) -> str:
    return day_from(kept).isoformat()


_VERSIONS = Recorded(
    "assets",
    Told(
        table="fixed_asset",
        columns=("asset_no", "cost", "bought_on", "source", "source_no", "details", "removed", "recorded_seq"),
        actions=("asset.register", "asset.change", "asset.remove"),
        subject=_of_asset,
        called=lambda company, row: f"fixed asset {_of_asset(company, row)}",
        says={
            "cost": lambda told: told["cost"],
            "bought_on": lambda told: told["bought_on"],
            "source": lambda told: told["source"],
            "source_no": lambda told: told["source_no"],
            "details": lambda told: told["details"],
            "removed": lambda told: int(told.get("removed", False)),
        },
        as_stored={"bought_on": _as_day, "details": lambda _, kept: json.loads(kept)},
    ),
)
_DISPOSALS = Recorded(
    "assets",
    Told(
        table="asset_disposal",
        columns=("disposal_no", "asset_no", "disposed_on", "proceeds", "charge", "source", "source_no", "recorded_seq"),
        actions=("asset.dispose",),
        subject=_gone,
        called=lambda company, row: f"disposal of {_gone(company, row)}",
        says={
            "disposal_no": lambda told: told["number"],
            "disposed_on": lambda told: told["disposed_on"],
            "proceeds": lambda told: told["proceeds"],
            "charge": lambda told: told["charge"],
            "source": lambda told: told["source"],
            "source_no": lambda told: told["source_no"],
        },
        as_stored={"disposed_on": _as_day},
    ),
)
CHECKS = (
    Walk("assets", charges),
    _VERSIONS,
    _DISPOSALS,
    Rows(
        "assets",
        "fixed_asset",
        "asset_no recorded_seq",
        [
            names("category_no", "category", "category_no", "a category"),
            or_nothing(names("accumulated_no", "category", "category_no", "a category")),
            at_least("cost", 1),
            a_day("bought_on"),
            one_of("source", *SOURCES),
            Rule("details", "t.details LIKE '{%}'", "JSON"),
            flag("removed"),
        ],
        called="fixed asset {} of write {}",
    ),
    Rows(
        "assets",
        "asset_charge",
        "journal_no asset_no",
        [
            names(
                "journal_no",
                "(SELECT m.company_id, m.journal_no FROM manual_journal m WHERE m.template = 'depreciation')",
                "journal_no",
                "a journal of depreciation",
            ),
            names("asset_no", "fixed_asset", "asset_no", "a fixed asset"),
            equals(
                "through",
                """SELECT m.entry_date FROM manual_journal m WHERE m.company_id = t.company_id
                   AND m.journal_no = t.journal_no""",
                "the day of its journal",
            ),
        ],
        called="charge of journal {} on fixed asset {}",
    ),
    Rows(
        "assets",
        "asset_disposal",
        "disposal_no",
        [
            names("asset_no", "fixed_asset", "asset_no", "a fixed asset"),
            one_of("source", *SOURCES),
            or_nothing(names("proceeds_no", "category", "category_no", "a category")),
            equals("through", "t.disposed_on", "the day on which it left"),
            Rule(
                "journal_no",
                """t.journal_no IS NULL OR t.journal_no IN (SELECT m.journal_no FROM manual_journal m
                   WHERE m.company_id = :company AND m.template = 'disposal' AND m.recorded_seq = t.recorded_seq)""",
                "its own journal, or nothing",
            ),
            Rule(
                "undone_seq",
                """CASE WHEN t.journal_no IS NULL THEN t.undone_seq IS NULL OR t.undone_seq IN (SELECT a.seq
                     FROM audit_event a WHERE a.company_id = :company AND a.action = 'asset.undo_disposal')
                   ELSE t.undone_seq IS NOT DISTINCT FROM (SELECT m.undone_seq FROM manual_journal m
                     WHERE m.company_id = t.company_id AND m.journal_no = t.journal_no) END""",
                "the write that took it back",
            ),
        ],
        called="disposal {}",
    ),
)
