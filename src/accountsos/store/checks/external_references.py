"""What other systems call the things: things that there are, and text that is not nothing."""

from __future__ import annotations

from accountsos.store.changed_things import CONTACT, DOCUMENT, JOURNAL, TRANSACTION
from accountsos.store.checks.rules import Rows, Rule, one_of, or_nothing

_THERE = {
    TRANSACTION: ("bank_transaction", "transaction_no"),
    CONTACT: ("contact", "contact_no"),
    DOCUMENT: ("document", "document_no"),
    JOURNAL: ("manual_journal", "entry_no"),
}
"""Where the things that may be called something stand, and by what number."""
_IS_THERE = " OR ".join(
    f"""t.kind = {kind} AND EXISTS (SELECT 1 FROM {table} x WHERE x.company_id = t.company_id
      AND x.{number} = t.thing_no)"""
    for kind, (table, number) in _THERE.items()
)

CHECKS = (
    Rows(
        "external_references",
        "external_reference",
        "kind thing_no",
        [
            one_of("kind", *_THERE),
            Rule("thing_no", _IS_THERE, "a thing that there is", also=("external_reference.kind",)),
            or_nothing(Rule("external_id", "LENGTH(t.external_id) BETWEEN 1 AND 200", "1 to 200 characters")),
            Rule("metadata", 't.metadata IS NULL OR t.metadata LIKE \'{"%":"%"}\'', "pairs of text, or nothing"),
            Rule(
                "external_id",
                "t.external_id IS NOT NULL OR t.metadata IS NOT NULL",
                "an id, or pairs of text",
                also=("external_reference.metadata",),
            ),
        ],
        called="what others call thing {} {}",
    ),
)
