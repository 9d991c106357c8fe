"""The same of the tables of the audit log, of VAT, papers, invoices and trips."""

from __future__ import annotations

from tests.workflows.upkeep.kept_columns import (
    CLOCK,
    DIGEST,
    READ,
    SECRET,
    STRAY,
    TYPED,
    Table,
    more,
    moved,
)

TABLES: dict[str, Table] = {
    "audit_event": Table(
        {
            **STRAY,
            **moved("seq part"),
            **more("recorded_at last_entry"),
            **dict.fromkeys("actor action subject".split(), "'somebody'"),
            **dict.fromkeys("entries_digest text_digest digest".split(), DIGEST),
        }
    ),
    "audit_text": Table({**STRAY, **moved("seq part"), "before": "'{}'", "after": "'{}'"}),
    "idempotency": Table(
        STRAY,
        {"what was asked and answered then": "idempotency_key fingerprint status headers body created_at"},
        {"fingerprint": "{empty}", "status": "7", "headers": "'x'", "created_at": "-1"},
    ),
    "vat_scheme": Table(
        {
            **STRAY,
            **moved("recorded_seq"),
            "in_force_from": "in_force_from + 1",
            "scheme": "'annual'",
            "stagger": "'2'",
            "sector": "'odd'",
            "vat_number": "'GB1'",
        },
        {TYPED: "registered_on annual_year_end_month instalments limited_cost withdrawn cash_turnover"},
        {
            "registered_on": "1",
            "annual_year_end_month": "13",
            "instalments": "'daily'",
            "limited_cost": "2",
            "withdrawn": "2",
            "cash_turnover": "2",
            "scheme": "'none of them'",
            "stagger": "'9'",
        },
    ),
    "vat_return": Table(
        {
            **STRAY,
            **more("period_end last_entry filed_at"),
            **moved("recorded_seq"),
            "status": "CASE status WHEN 'filed' THEN 'unfiled' ELSE 'filed' END",
            "boxes": "REPLACE(boxes, '10000', '10001')",
            "entries_digest": DIGEST,
            "entry_no": "NULL",
            "filed_by": "'somebody'",
            "reason": "'because'",
            "acknowledged": "'[]'",
        },
        {"follows from the scheme as it was set when it was filed": "period_start"},
        {"period_start": "period_end"},
    ),
    "vat_sum": Table(
        {
            **STRAY,
            **moved("vat_period"),
            "vat_code": "vat_code || 'X'",
            "control": "control + 5",
            **more("amount postings"),
        },
        rebuilt="vat_period vat_code control amount postings",
    ),
    "company_fact": Table(
        {**STRAY, **moved("recorded_seq")}, {TYPED: "fact value"}, {"fact": "''", "value": "'nonsense'"}
    ),
    "own_deadline": Table(
        STRAY,
        {TYPED: "deadline_no type title due_date amount notes completed_on removed"},
        {
            "deadline_no": "-1",
            "type": "''",
            "title": "''",
            "due_date": "20260230",
            "completed_on": "7",
            "removed": "2",
        },
    ),
    "obligation_done": Table(STRAY, {TYPED: "obligation_key done_on"}, {"obligation_key": "''", "done_on": "20261301"}),
    "calendar_token": Table(
        STRAY,
        {SECRET: "token_digest", CLOCK: "created_at revoked_at"},
        {"created_at": "0", "revoked_at": "1"},
    ),
    "document": Table(
        {
            **STRAY,
            **moved("document_no recorded_seq contact_no"),
            "digest": "SUBSTR(digest, 1, 31)",
            **more("size issued_on gross"),
            "type": "'receipt'",
            "status": "'failed'",
            "direction": "CASE direction WHEN 'sale' THEN 'purchase' ELSE 'sale' END",
            "due_on": "20300331",
            "currency": "'EUR'",
        },
        {
            READ: "supplier number net vat confidence paid_to reading",
            TYPED: "type_given file_name corrections",
            "what the file is": "content_type",
            CLOCK: "uploaded_at",
            "counts changes": "version",
            "what its reader said of it": "warnings reason",
        },
        {
            "type_given": "2",
            "content_type": "''",
            "uploaded_at": "-1",
            "version": "0",
            "direction": "'both'",
            "currency": "'POUND'",
            "vat": "gross * 2",
            "confidence": "20000",
            "paid_to": "'x'",
            "reading": "'x'",
            "corrections": "'x'",
            "warnings": "'x'",
        },
    ),
    "document_link": Table(
        {**STRAY, **moved("document_no transaction_no recorded_seq"), "amount": "amount / 2"},
        {"how sure the match was, or who made it": "score source reason"},
        {"score": "101", "source": "'luck'"},
    ),
    "job": Table(
        STRAY,
        {"the queue is its own record": "job_no kind subject state attempt failures not_before lease_until last_error"}
        | {CLOCK: "enqueued_at"},
        {
            "job_no": "-job_no",
            "kind": "''",
            "subject": "''",
            "state": "'lost'",
            "attempt": "-1",
            "failures": "-1",
            "not_before": "-1",
            "lease_until": "5",
            "enqueued_at": "-1",
        },
    ),
    "invoice": Table(
        {
            **STRAY,
            **moved("document_no contact_no category_no"),
            "side": "CASE side WHEN 'sale' THEN 'purchase' ELSE 'sale' END",
            "state": "'memo'",
            "reason": "'because'",
            "category_source": "CASE category_source WHEN 'person' THEN 'line' ELSE 'person' END",
            **more("issued_on due_on amount open_amount"),
            "deferred": "1 - deferred",
            "settled_on": "CASE WHEN settled_on IS NULL THEN 20260901 ELSE settled_on + 1 END",
            "entry_no": "NULL",
            "release_no": "1",
        },
        rebuilt="side state reason contact_no issued_on due_on amount open_amount deferred settled_on entry_no "
        "release_no",
    ),
    "settlement": Table(
        {
            **STRAY,
            **moved("settlement_no document_no recorded_seq"),
            "kind": "'bad_debt_relief'",
            "other_no": "CASE WHEN other_no IS NULL THEN document_no END",
            **more("settled_on amount vat"),
            "reason": "'because'",
            "entry_no": "1",
            "undone_seq": "CASE WHEN undone_seq IS NULL THEN 5 END",
            "terms": """'{"held":1}'""",
        },
        rebuilt="entry_no undone_seq",
    ),
    "supplier_lesson": Table(
        {**STRAY, **moved("recorded_seq")},
        {"what corrections taught of whom": "supplier_key lessons"},
        {"lessons": "'x'"},
    ),
    "fixed_asset": Table(
        {
            **STRAY,
            **moved("asset_no recorded_seq category_no accumulated_no"),
            **more("cost bought_on"),
            "source": "'journal'",
            "source_no": "COALESCE(source_no, 0) + 1",
            "details": "REPLACE(details, 'Lathe', 'Anvil')",
            "removed": "1 - removed",
        },
        {},
        {"cost": "0", "source": "'luck'", "details": "'x'", "removed": "2", "bought_on": "20261341"},
    ),
    "asset_charge": Table({**STRAY, **moved("journal_no asset_no"), **more("amount through")}),
    "asset_disposal": Table(
        {
            **STRAY,
            **moved("disposal_no asset_no proceeds_no journal_no recorded_seq"),
            **more("disposed_on proceeds charge through"),
            "source": "'journal'",
            "source_no": "COALESCE(source_no, 0) + 1",
            "undone_seq": "CASE WHEN undone_seq IS NULL THEN 5 END",
        },
        {},
        {"source": "'luck'"},
    ),
    "mileage_trip": Table(
        {
            **STRAY,
            **moved("trip_no recorded_seq journal_no"),
            **more("made_on tenths"),
            "person": "'Bert'",
            "person_key": "'bert'",
            "vehicle": "'bicycle'",
        },
        {TYPED: "passengers purpose"},
        {"passengers": "-1", "purpose": "''", "vehicle": "'balloon'"},
    ),
    "changed_thing": Table(
        {
            **STRAY,
            **moved("seq kind first_no last_no"),
            **more("version recorded_at"),
            "change": "7",
        }
    ),
    "webhook_endpoint": Table(
        {**STRAY, **moved("endpoint_no told_seq"), "last_delivery": "0", **more("created_at")},
        {
            TYPED: "url description events",
            SECRET: "secret old_secret old_until",
            "how far it was told, and how that went": (
                "status told_kind told_first told_no failures failing_since not_before claim lease_until ended_at "
                "ended_why"
            ),
        },
        {
            "url": "'x'",
            "events": "'x'",
            "status": "'odd'",
            "secret": "{empty}",
            "old_secret": "{empty}",
            "old_until": "1",
            "told_kind": "99",
            "told_first": "-1",
            "told_no": "told_first - 5",
            "failures": "-1",
            "failing_since": "1",
            "not_before": "-1",
            "claim": "-1",
            "lease_until": "-1",
            "ended_at": "CASE WHEN ended_at IS NULL THEN 5 END",
            "ended_why": "CASE WHEN ended_why IS NULL THEN 'luck' END",
        },
    ),
    "external_reference": Table(
        {**STRAY, **moved("kind thing_no")},
        {"what another system said": "external_id metadata"},
        {"external_id": "''", "metadata": "'x'"},
    ),
    "webhook_delivery": Table(
        {**STRAY, **moved("endpoint_no delivery_no")},
        {"what was sent and answered": "event_id event cause state sent_at milliseconds answered error reply"}
        | {CLOCK: "asked_at"},
        {
            "event_id": "'x'",
            "event": "'x'",
            "cause": "'luck'",
            "state": "'lost'",
            "asked_at": "-1",
            "sent_at": "CASE WHEN sent_at IS NULL THEN 5 END",
            "milliseconds": "-1",
            "answered": "7",
            "error": "CASE WHEN error IS NULL THEN 'luck' END",
        },
    ),
}
