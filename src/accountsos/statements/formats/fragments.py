"""What a file that is no whole statement seems to be a part of: said to whoever sent it, before anything is guessed."""

from __future__ import annotations

import re

_MT940_TAG = re.compile(r"^:(NS|[0-9]{2}[A-Z]?):", re.MULTILINE | re.ASCII)
_MT940_BEGINS = re.compile(r"\s*(?:\{[^\n]{0,200}\n)?:(20|25|28C?|60[FM]|61|62[FM]|64|65|86|NS):", re.ASCII)
_QIF_FIELD = re.compile(r"^D[0-9]{1,2}[/.' -]", re.MULTILINE | re.ASCII)
_QIF_END = re.compile(r"^\^[ \t]*$", re.MULTILINE)
_DATE = re.compile(r"^[\"']?[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}[\"']?[,;\t]", re.ASCII)
_HEAD = 4_000
_AGAIN = "Download the whole statement again."


def fragment_of(head: str) -> str | None:
    """In words, what the file is a part of and what it lacks; None where it is like no statement known."""
    start = head[:_HEAD].lstrip("\ufeff \r\n\t")
    return next(
        (found for found in (_mt940(start), _ofx(start), _camt(start), _qif(start), _csv(start)) if found), None
    )


def begins_in_the_middle(head: str) -> str | None:
    """What an MT940 lacks whose first entry comes before any heading of its message; None where it is whole."""
    tags = _MT940_TAG.findall(head[:_HEAD])
    first = tags[0] if tags else ""
    if first not in {"61", "86", "62F", "62M", "64"}:
        return None
    return (
        f"This MT940 file begins in the middle: its first tag is :{first}:, and the heading (:20:, :25:, :60F:) that "
        f"says which account and currency it is of is missing. {_AGAIN}"
    )


def _mt940(start: str) -> str | None:
    if _MT940_BEGINS.match(start) is None:
        return None
    found = sorted(set(_MT940_TAG.findall(start)))
    has = ", ".join(f":{tag}:" for tag in found)
    return (
        f"This is a fragment of an MT940 file: it has only {has}. A whole one has :20:, :25:, :60F:, then :61: for "
        f"each entry, and :62F:. {_AGAIN}"
    )


def _ofx(start: str) -> str | None:
    upper = start.upper()
    if not re.search(r"<(STMTTRN|BANKTRANLIST|STMTRS|LEDGERBAL)>", upper):
        return None
    return f"This is a fragment of an OFX file: its beginning, up to <OFX>, is missing. {_AGAIN}"


def _camt(start: str) -> str | None:
    if not re.search(r"<(?:\w{1,10}:)?(Ntry|NtryDtls|Stmt|Bal)>", start):
        return None
    return f"This is a fragment of a CAMT.053 file: its <Document> is missing. {_AGAIN}"


def _qif(start: str) -> str | None:
    if not (_QIF_FIELD.search(start) and _QIF_END.search(start)):
        return None
    return (
        "This is a QIF file without its heading: nothing says of which kind of account it is. Put !Type:Bank (or "
        "!Type:CCard) on a line of its own at the start, or download it again."
    )


def _csv(start: str) -> str | None:
    first = start.partition("\n")[0]
    if _DATE.match(first) is None:
        return None
    columns = len(re.split(r"[,;\t]", first))
    return (
        f"This is a CSV file without headings, or one that begins in the middle: its first line is a row of {columns} "
        f"columns already."
    )
