"""`python -m tests.refusals` writes down what is said now. Read the difference: it is what people will read."""

from __future__ import annotations

import tempfile
from pathlib import Path

from accountsos.store.engine.opening import Place
from tests.refusals.gallery import SUBJECTS, WORDS, as_toml, provoked
from tests.support.engines import migrated_sqlite, opened

with tempfile.TemporaryDirectory() as folder, opened(Place(migrated_sqlite(Path(folder) / "data"))) as installation:
    for subject in SUBJECTS:
        said = {name: each.said for name, each in provoked(installation.books, subject).items()}
        (WORDS / f"{subject}.toml").write_text(as_toml(said), "utf-8")
