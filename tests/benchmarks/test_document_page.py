from __future__ import annotations

from pathlib import Path

from benchmarks.document_page import section_in, with_section, write


def test_a_new_table_of_speeds_keeps_the_section_about_documents(tmp_path: Path) -> None:
    page = tmp_path / "BENCHMARKS.md"
    page.write_text("# Benchmarks\n\n| old |\n", encoding="utf-8")
    write("| set | field |", page)
    held = page.read_text(encoding="utf-8")
    assert held.startswith("# Benchmarks\n\n| old |\n\n## Reading documents\n")
    again = with_section("# Benchmarks\n\n| new |\n", section_in(held))
    assert "| old |" not in again
    assert again.endswith("| set | field |\n")
    write("| newer |", page)
    assert page.read_text(encoding="utf-8").count("## Reading documents") == 1


def test_a_page_without_the_section_stays_as_it_is() -> None:
    assert with_section("# Benchmarks\n", section_in("# Benchmarks\n")) == "# Benchmarks\n"
