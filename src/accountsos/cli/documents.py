"""Commands of documents: upload, look through, correct; which payments lack one; the queue of the reader."""

from __future__ import annotations

from accountsos.cli.command import (
    BY_EXTERNAL_ID,
    CALLED_ANEW,
    FROM,
    PAGE,
    PAGE_OR_ALL,
    TO,
    UPDATED_SINCE,
    Command,
    Day,
    NewPath,
    Number,
    OneOf,
    ReadablePath,
    Switch,
    WholeNumber,
    Words,
    YesNo,
    argument,
    field_of,
    option,
    own,
)
from accountsos.cli.show import Listing, Nothing, Said, Several, Whole, columns

TYPES = ("receipt", "invoice", "credit_note", "statement", "contract", "other")
STATUSES = ("pending", "processing", "processed", "needs_review", "failed", "void")
JOB_STATES = ("queued", "running", "done", "dead")
DIRECTIONS = ("purchase", "sale")
_DOCUMENT = argument("document_id", "The document (doc_…).")

DOCUMENTS = (
    Command(
        words=("upload",),
        summary="Upload receipts and invoices (PDF, photos, e-mails, e-invoices). Exit 1 if any was refused.",
        runs="upload_files:upload",
        parameters=(
            own("files", "What to upload.", ReadablePath(), argument=True, many=True, required=True),
            own("type", "What they are. Default: recognised.", OneOf(TYPES)),
            own("read", "Read them now; else `serve` or `worker` does it.", Switch()),
        ),
        show=Nothing(),
        examples=("receipt.pdf", "receipt.pdf --type receipt --read"),
    ),
    Command(
        words=("documents", "list"),
        summary="Receipts and invoices, newest first, with what has to be looked at.",
        asks="documents.upload_and_correct:list_documents",
        parameters=(
            option("status", "Only documents in this state.", OneOf(STATUSES)),
            option("type", "Only documents of this type.", OneOf(TYPES)),
            option("search", "Part of the supplier's name, the number or the file's name."),
            option("transaction", "Only those beside this bank line (txn_…).", Words("TXN")),
            option("unmatched", "Only those beside no bank line; only the others.", YesNo("matched")),
            UPDATED_SINCE,
            option("contact", "Only of this contact (con_…).", Words("CON")),
            option("from", "Only issued from this day on.", Day()),
            option("to", "Only issued up to this day.", Day()),
            option("ids", "Only these (doc_…), with commas between them.", Words("DOC,DOC")),
            BY_EXTERNAL_ID,
            *PAGE_OR_ALL,
        ),
        show=Listing(
            "documents",
            columns(
                "id", "status", "date", "supplier", "number", "total: gross>", "currency", "file: file_name", "reason"
            ),
        ),
        csv=True,
        examples=("--status needs-review", "--unmatched --search stationers"),
    ),
    Command(
        words=("documents", "show"),
        summary="One document with everything that was read.",
        asks="documents.upload_and_correct:show_document",
        parameters=(_DOCUMENT,),
        show=Whole("document"),
        examples=("doc_08M0kX000000GF",),
    ),
    Command(
        words=("documents", "file"),
        summary="The file as it was uploaded.",
        asks="documents.upload_and_correct:download_document",
        parameters=(_DOCUMENT, own("output", "Where to write it; - is standard output.", NewPath(), required=True)),
        show=Nothing(),
        json=False,
        examples=("doc_08M0kX000000GF --output copy.pdf",),
    ),
    Command(
        words=("documents", "correct"),
        summary="Say what a document really says, or where it belongs.",
        asks="documents.upload_and_correct:correct_document",
        parameters=(
            _DOCUMENT,
            field_of("type", "What it is.", OneOf(TYPES)),
            field_of("direction", "Ours to pay, or ours to be paid.", OneOf(DIRECTIONS), clears=True),
            field_of("supplier", "Who it is from.", clears=True),
            field_of("number", "Its number.", clears=True),
            field_of("date", "Its date.", Day(), clears=True),
            field_of("due_date", "When it is due.", Day(), clears=True),
            field_of("currency", "Three letters.", Words("CODE")),
            field_of("net", "Without VAT.", Number(), clears=True),
            field_of("vat", "The VAT.", Number(), clears=True),
            field_of("gross", "With VAT.", Number(), clears=True),
            field_of("contact_id", "The contact (con_…).", Words("CON"), typed="contact", clears=True),
            field_of("category_id", "Where it is filed (cat_…).", Words("CAT"), typed="category", clears=True),
            field_of("vat_code", "The VAT code.", Words("CODE"), clears=True),
            field_of(
                "transaction_ids",
                "A bank line that it belongs to (txn_…); once for each.",
                Words("TXN"),
                typed="transaction",
                many=True,
                clears=True,
            ),
            *CALLED_ANEW,
        ),
        show=Whole("document"),
        anew=True,
        examples=("doc_08M0kX000000GF --gross 120.00 --category cat_office", "doc_08M0kX000000GF --clear transaction"),
    ),
    Command(
        words=("documents", "delete"),
        summary="Take a document out.",
        asks="documents.upload_and_correct:delete_document",
        parameters=(_DOCUMENT,),
        show=Said("It is gone."),
        examples=("doc_08M0kX000000GF",),
    ),
    Command(
        words=("documents", "matches"),
        summary="Bank lines that may have paid a document.",
        asks="documents.upload_and_correct:list_matches",
        parameters=(_DOCUMENT,),
        show=Several(
            (
                Listing("matches", columns("transaction_id", "date", "description", "amount>", "score>", "ready")),
                Listing("proposals", columns("score>", "reason", "ready"), empty=""),
            )
        ),
        examples=("doc_08M0kX000000GF",),
    ),
    Command(
        words=("evidence",),
        summary="Payments for goods and services that no document proves: what to ask for before the year ends.",
        asks="documents.upload_and_correct:list_missing_evidence",
        parameters=(FROM, TO, option("min_amount", "Nothing below it.", Number()), *PAGE_OR_ALL),
        show=Listing(
            "missing",
            columns("id", "date", "amount>", "category", "description"),
            then=("{pagination.total} without a document, {total_amount} in all",),
        ),
        csv=True,
        examples=("--min-amount 25.00", "--from 2025-04-01 --to 2026-03-04"),
    ),
)

JOBS = (
    Command(
        words=("jobs", "list"),
        summary="What waits to be read, is being read, is done, or was given up (dead).",
        asks="documents.jobs:list_jobs",
        parameters=(option("state", "Default: all.", OneOf(JOB_STATES)), *PAGE),
        show=Listing(
            "jobs",
            columns("job: id", "state", "kind", "about: subject", "tries: attempts>", "error: last_error"),
        ),
        examples=("--state dead",),
    ),
    Command(
        words=("jobs", "show"),
        summary="One job.",
        asks="documents.jobs:show_job",
        parameters=(argument("job_id", "The job (job_…)."),),
        show=Whole("job"),
        examples=("job_08M0kX000000GF",),
    ),
    Command(
        words=("jobs", "retry"),
        summary="Try a job again: one that was given up, or whose document could not be read.",
        asks="documents.jobs:retry_job",
        parameters=(argument("job_id", "The job (job_…)."),),
        show=Said("{job.id} ({job.subject}) is {job.state}; `serve` or `worker` takes it up"),
        examples=("job_08M0kX000000GF",),
    ),
    Command(
        words=("worker",),
        summary="Read uploaded documents until stopped. `serve` starts one by itself; this is for more.",
        runs="upload_files:worker",
        parameters=(
            own("parent", "End when this process is no longer the parent.", WholeNumber(1, 2**31)),
            own("until_idle", "Of the one beside a server: make room when nothing is to be done.", Switch()),
        ),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("",),
    ),
)

COMMANDS = (*DOCUMENTS, *JOBS)
