"""A report as a workbook or on paper: the API by parameter or header and the command line give the same."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests.api.operations import world as worlds
from tests.api.operations.world import World, place_in
from tests.cli.shell import Shell
from tests.cli.test_output import company_of

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATH = "/api/reports/trial-balance"


@pytest.fixture
def shell(world: World, tmp_path: Path) -> Shell:
    return Shell(place_in(tmp_path / "data"), worlds.Clock())


def sheet(content: bytes) -> list[tuple[object, ...]]:
    """All rows but the moment at which it was made."""
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [row for row in rows if row[0] != "made_at"]


def test_a_workbook_is_asked_for_by_parameter_header_or_option(world: World, shell: Shell) -> None:
    by_parameter = world.ours.ask("GET", f"{PATH}?format=xlsx")
    by_header = world.ours.ask("GET", PATH, headers=[("Accept", KIND)])
    typed = shell.type("report", "trial-balance", "--format", "xlsx", "--company", company_of(world))
    assert by_parameter.headers["content-type"] == KIND
    assert by_parameter.headers["content-disposition"].endswith('"trial-balance.xlsx"')
    assert typed.status == 0
    assert sheet(by_parameter.body) == sheet(by_header.body) == sheet(typed.content)
    total = next(row for row in sheet(typed.content) if row[2] == "total")
    assert total[4] == total[5]
    assert isinstance(total[4], int | float)


def test_paper_is_asked_for_by_parameter_header_or_option(world: World, shell: Shell) -> None:
    by_parameter = world.ours.ask("GET", f"{PATH}?format=pdf")
    by_header = world.ours.ask("GET", PATH, headers=[("Accept", "application/pdf")])
    typed = shell.type("report", "trial-balance", "--format", "pdf", "--company", company_of(world))
    assert by_parameter.headers["content-type"] == "application/pdf"
    assert by_parameter.headers["content-disposition"].endswith('"trial-balance.pdf"')
    assert typed.status == 0
    said = [words(each) for each in (by_parameter.body, by_header.body, typed.content)]
    assert {each.partition("printed")[0] for each in said} == {said[0].partition("printed")[0]}
    assert "by API key key_" in said[0]
    assert "by the command line" in said[2]
    total = next(row for row in sheet(world.ours.ask("GET", f"{PATH}?format=xlsx").body) if row[2] == "total")
    assert f"Total {total[4]:,.2f} {total[5]:,.2f}" in said[0]


def words(content: bytes) -> str:
    """What stands on the paper, by a reader that had no part in making it."""
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_a_long_ledger_comes_whole(world: World) -> None:
    path = "/api/reports/ledger?account=cat_sales&from=2020-01-01"
    whole = sheet(world.ours.ask("GET", f"{path}&format=xlsx").body)
    page = sheet(world.ours.ask("GET", f"{path}&format=xlsx&limit=1").body)
    heads = [n for n, row in enumerate(whole) if row[0] == "date"]
    postings = world.ours.get(path)["pagination"]["total"]
    assert len(whole) - heads[0] - 1 == postings
    assert len(page) - [row[0] for row in page].index("date") - 1 == min(1, postings)
