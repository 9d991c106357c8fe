"""Books from before the treatment stood in the chart: the upgrade says what rules knew by ids."""

from __future__ import annotations

import json
from typing import Any

import apsw
import psycopg
import pytest

from accountsos.ledger.chart import Category
from accountsos.ledger.treatment import pattern_copied
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.names import TREATMENT
from accountsos.workflows.companies.chart import (
    ADD_CATEGORY,
    CHANGE_CATEGORY,
    LIST_CATEGORIES,
    CategoryChange,
    NewCategory,
)
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import opened
from tests.support.older_lines import UNMADE as OLDER_LINES
from tests.support.told_things import untold

OLDER = "0011"
WAITING_UNMADE = (
    "DROP INDEX bank_transaction_question",
    *(
        f"ALTER TABLE line_count_{span} DROP COLUMN {part}{side}"
        for span in ("month", "day")
        for part in ("questions", "sure")
        for side in ("", "_in", "_out")
    ),
)
LATER = (
    *OLDER_LINES,
    "DROP INDEX payee_reference_stem",
    "DROP TABLE payee_reference",
    "DROP INDEX bank_transaction_pending",
    "DROP TABLE refiling",
    "DROP TABLE refiled_line",
    "ALTER TABLE settlement DROP COLUMN terms",
    "DROP INDEX bank_transaction_owed",
    "ALTER TABLE vat_return DROP COLUMN acknowledged",
    "DROP TABLE fixed_asset",
    "DROP TABLE asset_charge",
    "DROP TABLE asset_disposal",
    *WAITING_UNMADE,
    "DROP TABLE column_layout",
    *(f"DROP TABLE {table}" for table in ("invitation", "second_step", "recovery_code", "password_reset")),
    "ALTER TABLE session DROP COLUMN awaits_code",
    "DROP TABLE webhook_endpoint",
    "DROP TABLE webhook_delivery",
    "DROP TABLE external_reference",
    "DROP TABLE foreign_line",
    "DROP TABLE model_answer",
)
"""What later releases have made, so that they can make it again."""
ROWS = "SELECT company_id, category_no, recorded_seq, details FROM category"


def _older(details: str) -> str:
    return json.dumps(
        {k: v for k, v in json.loads(details).items() if k not in TREATMENT}, ensure_ascii=False, separators=(",", ":")
    )


def _make_older(place: Place) -> None:
    """The chart as releases up to then kept it, and the number of their schema."""
    change = "UPDATE category SET details = {0} WHERE company_id = {0} AND category_no = {0} AND recorded_seq = {0}"
    if place.owner_url is None:
        with apsw.Connection(str(place.data / BOOKS_FILE)) as db:
            db.execute("DROP TRIGGER category_no_update")
            for *key, details in db.execute(ROWS).fetchall():
                db.execute(change.format("?"), (_older(str(details)), *key))
            db.execute(
                "CREATE TRIGGER category_no_update BEFORE UPDATE OF details ON category "
                "BEGIN SELECT RAISE(ABORT, 'category is append-only'); END"
            )
            untold(lambda text: db.execute(text).fetchall(), postgres=False)
            for statement in LATER:
                db.execute(statement)
            db.execute("UPDATE alembic_version SET version_num = ?", (OLDER,))
        return
    with psycopg.connect(place.owner_url) as pg:
        for *key, details in pg.execute(ROWS).fetchall():
            pg.execute(change.format("%s"), (_older(details), *key))
        untold(pg.execute, postgres=True)
        for statement in LATER:
            pg.execute(statement.encode())
        pg.execute("UPDATE alembic_version SET version_num = %s", (OLDER,))


def _chart(keeper: Bookkeeper) -> dict[str, Category]:
    return {c.category_id: c for c in keeper.ask(LIST_CATEGORIES, None)}


def test_the_upgrade_tells_every_account_its_treatment(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        made: dict[str, Any] = {
            like: keeper.do(ADD_CATEGORY, NewCategory(f"Like {like}", like)).category_id
            for like in ("cat_sales_overseas", "cat_fa_plant", "cat_rent")
        }
        again = keeper.do(ADD_CATEGORY, NewCategory("Like the copy", made["cat_sales_overseas"])).category_id
        keeper.do(CHANGE_CATEGORY, CategoryChange("cat_software", {"name": "Programs"}))
        now = _chart(keeper)
    _make_older(place)
    with opened(place) as installation:
        keeper = Bookkeeper(installation.books, keeper.company)
        upgraded = _chart(keeper)
        assert upgraded == now
        assert upgraded[again].place_of_supply == "abroad"
        assert upgraded["cat_software"].supply == "services"
        assert keeper.faults() == []


def test_only_what_the_books_have_once_is_never_copied() -> None:
    with pytest.raises(AssertionError, match="the books have one"):
        pattern_copied(Category("cat_x", "X", "asset", "1", only_one=True), category_id="cat_y", name="Y")
