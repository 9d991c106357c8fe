"""How the words of a bank line are kept: common ones as one letter, and as a sign those that the description has.

A line's description often is its payee and its reference, joined or alike, and what a bank calls its kinds of payment
is one of a dozen words. Each is written once: what is kept beside it only says where to look. Rows from before 0027
have payee, reference and kind in full, and are read the same.
"""

from __future__ import annotations

from typing import Final

SOURCE_CODES: Final = {
    "none": "n",
    "person": "p",
    "document": "d",
    "owed": "o",
    "transfer": "t",
    "hmrc": "h",
    "refund": "r",
    "rule": "u",
    "history": "y",
    "knowledge": "k",
    "keyword": "w",
    "language_model": "m",
}
"""Where a category comes from: `bank_transaction.source` holds the letter."""
SOURCE_OF: Final[dict[str, str]] = {code: source for source, code in SOURCE_CODES.items()}
BY_PERSON, BY_PAPER, BY_DEBT, BY_TRANSFER = (
    f"'{SOURCE_CODES[source]}'" for source in ("person", "document", "owed", "transfer")
)
"""As SQL writes them."""

_SIGNS = [chr(n) for n in range(1, 31) if not chr(n).isspace()]
_KINDS = (
    "CHIP & PIN", "FASTER PAYMENT", "DIRECT DEBIT", "STANDING ORDER", "ONLINE PAYMENT", "INTERNAL TRANSFER",
    "DIRECT DEBIT REVERSAL", "POS", "BAC", "D/D", "DPC", "C/L", "CHG", "S/O", "TFR", "DEB", "FPO", "FPI", "BGC",
)  # fmt: skip
"""Never to be changed, only added to: books hold the signs."""
_KIND_SIGNS: Final = dict(zip(_KINDS, _SIGNS, strict=False))
_KIND_OF: Final = {sign: word for word, sign in _KIND_SIGNS.items()}
_AS_DESCRIBED, _IN_CAPITALS, _IN_FULL = "\x01", "\x02", "\x1f"
_BETWEEN = " / "
"""What joins the columns of a file to its description (`statements.line.StatementLine`)."""


def kept_words(
    description: str, payee: str | None, reference: str | None, kind: str | None
) -> tuple[str | None, str | None, str | None]:
    """Payee, reference and kind as they are kept beside the description."""
    if payee is not None or reference is not None:
        first, _, second = description.partition(_BETWEEN)
        if payee is not None:
            payee = _AS_DESCRIBED if payee == first else _not_taken_for_a_sign(payee)
        if reference is not None:
            if reference == second:
                reference = _AS_DESCRIBED
            else:
                capitals = first.isascii() and reference == first.upper()
                reference = _IN_CAPITALS if capitals else _not_taken_for_a_sign(reference)
    return payee, reference, None if kind is None else _KIND_SIGNS.get(kind) or _not_taken_for_a_sign(kind)


def words_in_full(
    description: str, payee: str | None, reference: str | None, kind: str | None = None
) -> tuple[str | None, str | None, str | None]:
    """The three as the bank said them."""
    if payee is not None:
        payee = description.partition(_BETWEEN)[0] if payee == _AS_DESCRIBED else payee.removeprefix(_IN_FULL)
    if reference is not None:
        if reference == _AS_DESCRIBED:
            reference = description.partition(_BETWEEN)[2]
        elif reference == _IN_CAPITALS:
            reference = description.partition(_BETWEEN)[0].upper()
        else:
            reference = reference.removeprefix(_IN_FULL)
    return payee, reference, None if kind is None else _KIND_OF.get(kind) or kind.removeprefix(_IN_FULL)


def _not_taken_for_a_sign(word: str) -> str:
    """No bank prints such signs; if one does, what it printed is marked as such."""
    return _IN_FULL + word if word and word[0] < " " else word
