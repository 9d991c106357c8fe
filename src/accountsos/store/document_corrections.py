"""What people said of a document: fields put right, how an invoice is filed, lines that it does not belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

FIELDS = ("type", "direction", "supplier", "doc_number", "issued_on", "due_on", "currency", "net", "vat", "gross")
"""What of a document a person may put right."""


class SaidLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of an invoice as a person gave it; amounts in pence with the signs of the paper."""

    category_id: str
    net: int
    vat: int = 0
    description: str = ""
    vat_code: str | None = None
    vat_said: bool = False
    """Whether the VAT was given; else it follows from the code."""
    cis: str | None = None
    """labour | materials, where the construction industry scheme asks."""

    @property
    def gross(self) -> int:
        """With its VAT."""
        return self.net + self.vat


class Corrections(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said; a field that is UNSET was not spoken of, None was said to be nothing."""

    type: str | UnsetType | None = UNSET
    direction: str | UnsetType | None = UNSET
    supplier: str | UnsetType | None = UNSET
    doc_number: str | UnsetType | None = UNSET
    issued_on: date | UnsetType | None = UNSET
    due_on: date | UnsetType | None = UNSET
    currency: str | UnsetType | None = UNSET
    net: int | UnsetType | None = UNSET
    vat: int | UnsetType | None = UNSET
    gross: int | UnsetType | None = UNSET
    category_id: str | None = None
    """Under which category a person filed an invoice."""
    vat_code: str | None = None
    not_paid_by: tuple[int, ...] = ()
    """The bank lines that a person took away from it."""
    lines: tuple[SaidLine, ...] = ()
    """What an invoice was for, line by line; together they are its total."""
    amounts: str | None = None
    """net | gross: how the amounts of the lines were given."""
    credits: int | None = None
    """Of a credit note the document of the invoice that it takes back, in whole or in part."""

    @property
    def filed_under(self) -> str | None:
        """The category that a person chose; of several lines the one with most of the money."""
        if not self.lines:
            return self.category_id
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.category_id] = sums.get(line.category_id, 0) + line.net
        return max(sums, key=lambda category: abs(sums[category]))

    @property
    def fields_said(self) -> frozenset[str]:
        """The fields that were put right or confirmed."""
        return frozenset(name for name in FIELDS if getattr(self, name) is not UNSET)

    def with_values(self, values: Mapping[str, object]) -> Corrections:
        """These with other values by field name."""
        return msgspec.structs.replace(self, **values)


NOTHING_SAID = Corrections()
_DECODER = msgspec.json.Decoder(Corrections)


def corrections_from(text: str | None) -> Corrections:
    """As they are stored; nothing where nothing was said."""
    return NOTHING_SAID if text is None else _DECODER.decode(text)


def corrections_text(said: Corrections) -> str | None:
    """As they are stored."""
    return None if said == NOTHING_SAID else msgspec.json.encode(said, enc_hook=str).decode()
