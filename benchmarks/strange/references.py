"""References as people and businesses write them for the strange companies."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.strange.names import digits

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_LONG = "January February March April May June July August September October November December".split()


def reference(style: str, day: date, rng: Random) -> str:
    """What stands in the reference field for this purpose; often nothing that helps."""
    text = rng.choice(_styles()[style])
    for count in ("6", "4", "3", "2"):
        text = text.replace(f"#{count}", digits(rng, int(count)))
    text = text.replace("MMM", _MONTHS[day.month - 1]).replace("Month", _LONG[day.month - 1])
    return text.replace("WW", str(day.isocalendar().week))


@cache
def _styles() -> dict[str, list[str]]:
    text = Path(__file__).with_name("references.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {style: forms.split("|") for style, _, forms in rows}
