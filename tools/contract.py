"""Writes docs/openapi.json: the contract as it is served, so that a change of it is seen where changes are read."""

from __future__ import annotations

from pathlib import Path

import msgspec

from accountsos.api.openapi import document
from accountsos.api.operations.registry import OPERATIONS
from accountsos.web.context import ApiSettings
from accountsos.wire.encode import encode_json

CONTRACT = Path(__file__).parents[1] / "docs" / "openapi.json"


def contract_text() -> str:
    """The document of an installation as it comes."""
    return msgspec.json.format(encode_json(document(OPERATIONS, ApiSettings())), indent=1).decode() + "\n"


if __name__ == "__main__":
    CONTRACT.write_text(contract_text(), encoding="utf-8")
