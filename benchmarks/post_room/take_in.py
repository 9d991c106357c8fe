"""Take a stranger's papers in, as they are on file, with what a bookkeeper reads from them.

python -m benchmarks.post_room.take_in FOLDER NAME

The folder holds the files and a truth.json: `company` with its name, other `names`, `people` and `vat_number`, and
`papers`, each with its `file` and the fields of `FIELDS`; amounts as text, those of a credit note without a sign.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from accountsos.documents import picture
from accountsos.documents.extract.rows import Piece
from accountsos.documents.kinds import Kind, kind_of
from accountsos.documents.pdf_text import text_of_pdf
from accountsos.documents.read import seen_in_pdf
from benchmarks.post_room.papers import written

FIELDS = ("kind", "direction", "supplier", "also", "customer", "date", "number", "currency", "total", "vat",
          "vat_by_rate")  # fmt: skip


def pieces_of(content: bytes) -> Sequence[Piece]:
    """What is on the paper, as the reader gets it: a PDF's text, else what is seen in its pictures or in the photo."""
    kind = kind_of(content)
    if kind is not Kind.PDF:
        return picture.pieces_of_picture(content, kind).pieces
    return seen_in_pdf(content, text_of_pdf(content)).pieces


def taken_in(folder: Path) -> Iterator[tuple[dict[str, Any], Sequence[Piece]]]:
    """Each paper's truth with its pieces."""
    for told in json.loads((folder / "truth.json").read_text("utf-8"))["papers"]:
        pieces = pieces_of((folder / told["file"]).read_bytes())
        name, by_eye = told["file"].partition(".")[0], any(piece.by_eye for piece in pieces)
        yield {"name": name, "by_eye": by_eye, **{field: told.get(field) for field in FIELDS}}, pieces


def main() -> None:
    """Read the folder and write the set beside this file."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    told = json.loads((folder / "truth.json").read_text("utf-8"))["company"]
    company = {field: told.get(field) for field in ("name", "names", "people", "vat_number")}
    Path(__file__).with_name(f"{name}.jsonl.gz").write_bytes(written(company, taken_in(folder)))


if __name__ == "__main__":
    main()
