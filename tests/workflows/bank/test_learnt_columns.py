"""A bank's layout is said once per company: its next file is read so, told, and unlearnt with the import."""

from __future__ import annotations

import pytest

from accountsos.errors import BadRequest
from accountsos.statements.formats.column_words import column_mapping
from accountsos.store.engine.opening import Place
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.check_statement import CHECK, STAGE, CheckStatement, StageStatement
from accountsos.workflows.bank.import_statement import ImportStatement
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import opened

MAY = b"When,What,How much\n04/05/2026,TEA,2.00\n05/05/2026,RENT,50.00\n"
JUNE = b"When,What,How much\n04/06/2026,TEA,3.00\n"
OTHER = b"When,What,Amount paid\n04/06/2026,TEA,3.00\n"
SAID = column_mapping("date=1, description=2, amount=3, spending_positive=yes")
NOTE = "The columns were taken as you said for this bank's last file."


def _preview(keeper: Bookkeeper, content: bytes) -> commit_import.Imported:
    return keeper.ask(commit_import.PREVIEW, ImportStatement(content, "ba_main", TODAY))


def test_what_was_said_of_a_banks_columns_is_proposed_for_its_next_file(place: Place) -> None:
    with opened(place) as installation:
        keeper, other = found(installation.books), found(installation.books, name="Sorrel Ltd")
        with pytest.raises(BadRequest, match="--columns"):
            _preview(keeper, JUNE)
        keeper.ask(commit_import.PREVIEW, ImportStatement(MAY, "ba_main", TODAY, columns=SAID))
        with pytest.raises(BadRequest, match="--columns"):
            _preview(keeper, JUNE)  # only what was imported is learnt

        first = keeper.load(MAY, columns=SAID)
        shown = _preview(keeper, JUNE)
        assert [line.line.amount for line in shown.preview] == [-300]
        assert shown.done.warnings[0].startswith(NOTE)
        for who, content in ((keeper, OTHER), (other, JUNE)):
            with pytest.raises(BadRequest, match="--columns"):
                _preview(who, content)

        token = installation.books.keep(STAGE, StageStatement(keeper.company, "t1", JUNE, "june.csv")).result()
        checked = keeper.ask(CHECK, CheckStatement(token, TODAY))
        assert checked.refusal is None
        assert checked.plan is not None
        assert checked.plan.new == 1

        keeper.undo(first)
        with pytest.raises(BadRequest, match="--columns"):
            _preview(keeper, JUNE)


def test_what_is_said_anew_is_what_counts(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(MAY, columns=SAID)
        keeper.load(JUNE, columns=column_mapping("date=1, description=2, amount=3"))
        july = _preview(keeper, b"When,What,How much\n04/07/2026,TEA,4.00\n")
        assert [line.line.amount for line in july.preview] == [400]
